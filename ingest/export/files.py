"""Output files: whole or not at all, and never another file half overwritten."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from ingest.errors import CannotWrite, MissingTool
from ingest.export.exporter import BadTarget


@contextmanager
def new_file(target: str) -> Iterator[Path]:
    """A path to write to, beside the target; it takes the target's name when all went well.

    Raises CannotWrite for what the system refuses, BadTarget where the target is a folder.
    """
    path = Path(target)
    if path.is_dir():
        raise BadTarget(f"{target} is a folder; this format writes one file")
    with _workplace(path.parent, target) as work:
        part = work / "part"
        yield part
        part.chmod(0o644)
        part.replace(path)


@contextmanager
def new_files(target: str) -> Iterator[Path]:
    """A folder to write files to; they move into the target together when all went well.

    Files of the target with other names stay.
    """
    path = Path(target)
    if path.exists() and not path.is_dir():
        raise BadTarget(f"{target} is a file; this format writes a folder")
    with _workplace(path, target) as work:
        yield work
        for made in sorted(p for p in work.rglob("*") if p.is_file()):
            place = path / made.relative_to(work)
            place.parent.mkdir(parents=True, exist_ok=True)
            made.chmod(0o644)
            made.replace(place)


@contextmanager
def _workplace(folder: Path, target: str) -> Iterator[Path]:
    try:
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
            if fresh and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror or error}") from error


def needed(module: str, package: str, extra: str) -> ModuleType:
    """An optional library, or MissingTool with the command that installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingTool(f"{package} (python3 -m pip install 'plan-ingest[{extra}]')") from error
