"""Records on disk: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ingest.errors import CannotWrite


def write_atomic(path: Path, text: str) -> None:
    """Temporary file, fsync, rename: a reader never sees half a record. Raises CannotWrite."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror or error}") from error
