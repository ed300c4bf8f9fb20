"""Names of members of ZIP archives: how they are read, and which lead out of the archive."""

from __future__ import annotations

import hashlib
import re
import zipfile
from contextlib import suppress

_DRIVE = re.compile(r"[A-Za-z]:")
_UTF8_NAME = 0x800
_LONGEST, _DEEPEST = 1024, 32


def name_of(info: zipfile.ZipInfo) -> str:
    """Without what would not show in a path; what leads out stays, to be told."""
    parts = parts_of(info)
    name = "/" * is_absolute(info) + "/".join(parts)
    if is_endless(parts):
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        return f"{name[:100].replace('/', '_')}~{digest}"
    return name or "?"


def parts_of(info: zipfile.ZipInfo) -> list[str]:
    return [p for p in _text(info).split("/") if p not in ("", ".")]


def is_endless(parts: list[str]) -> bool:
    return len(parts) > _DEEPEST or sum(len(p.encode()) + 1 for p in parts) > _LONGEST


def is_absolute(info: zipfile.ZipInfo) -> bool:
    text = _text(info)
    return text.startswith("/") or _DRIVE.match(text) is not None


def _text(info: zipfile.ZipInfo) -> str:
    """The name. Where nothing says that it is UTF-8 the standard wants CP437, yet many programs
    write UTF-8 all the same: taken where valid. Some write `\\` between parts."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")
