"""ZIP archives as folders of inputs: which members there are, and the bytes of one of them.

Nothing is unpacked to disk, and no name inside an archive is ever used as a path. What a ZIP
is, its content says: a DOCX, ODT, workbook or e-book is a document, not a folder.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from ingest.batch.errors import Changed, UnsafeMember
from ingest.batch.places import is_remote, reader, token
from ingest.batch.zip_names import is_absolute, is_endless, name_of, parts_of
from ingest.errors import (
    Damaged,
    Empty,
    Encrypted,
    IngestError,
    TooLarge,
    Unreadable,
    Unsupported,
)

MARK = "!/"
"""Between archive and member in a `uri`: `box.zip!/a/b.pdf`."""

_CUT = "\0"
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENT = frozenset({"[Content_Types].xml", "word/document.xml", "META-INF/manifest.xml"})
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_END = 65_557
_MOST_MEMBERS = 65_535
_MOST_DIRECTORY = 16 << 20
_CHUNK = 1 << 20
_RATIO = 250
_RATIO_MATTERS = 50_000_000
_TOTAL_MATTERS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """`place` finds it again, see `member_of`; `name` is as people know it, parts by `/`."""

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class _Box:
    archive: zipfile.ZipFile
    infos: tuple[zipfile.ZipInfo, ...]
    size: int


def is_member(place: str) -> bool:
    return _CUT in place


def archive_of(place: str) -> tuple[str, str]:
    """The archive, and the name in it, of a member's place."""
    archive, _, name = place.split(_CUT, 2)
    return archive, name


def shown(place: str) -> str:
    """A place for people: `/archive/box.zip!/a/b.pdf`."""
    return MARK.join(archive_of(place)) if is_member(place) else place


def holds_inputs(place: str) -> bool:
    """True for a ZIP whose members are inputs; an archive that is broken is none.

    Of a remote file the name must end in `.zip`: to look into each would cost a request.
    """
    if is_member(place):
        return False
    if is_remote(place):
        return place.lower().endswith(".zip")
    try:
        if not _starts_as_zip(place):
            return False
        box = _listed(place, Path(place).stat().st_size)
    except TooLarge:
        return True
    except (IngestError, OSError):
        return False
    box.archive.close()
    names = [info.filename for info in box.infos]
    return names[:1] != ["mimetype"] and _DOCUMENT.isdisjoint(names)


def members(place: str, most: int) -> list[Member]:
    """In the order of the archive's directory; `most` bytes are what one of them may hold.

    Raises TooLarge (too many, or a bomb as a whole), Empty, Damaged, Unreadable.
    """
    box = _open(place)
    found = [
        Member(_CUT.join((place, str(index), info.filename)), name_of(info))
        for index, info in enumerate(box.infos)
        if not (info.is_dir() and not info.file_size)
    ]
    if not found:
        raise Empty("the archive holds no files")
    # One bomb among good members costs itself; a thousand that each keep the limits, all.
    within = sum(i.file_size for i in box.infos if i.file_size <= most and not _is_bomb(i))
    if within > max(_TOTAL_MATTERS, _RATIO * box.size):
        raise TooLarge(f"{box.size} bytes unpack to {within}: a decompression bomb")
    return found


def told_of(place: str) -> tuple[int, str]:
    """Bytes and checksum of a member, as the archive tells them without unpacking it.

    Raises Changed, Unreadable, Damaged.
    """
    info = _found(place)[1]
    return info.file_size, f"crc32:{info.CRC:08x}"


def read_member(place: str, most: int) -> bytes:
    """All bytes of a member. Raises as `unpacked`, and Empty."""
    data = b"".join(unpacked(place, most))
    if not data:
        raise Empty("the member holds no bytes")
    return data


def unpacked(place: str, most: int) -> Iterator[bytes]:
    """A member in pieces. Raises UnsafeMember, Encrypted, TooLarge, Unsupported, Damaged,
    Changed, Unreadable."""
    archive, info = _found(place)
    _check(info, most)
    try:
        with archive.open(info) as file:
            while piece := file.read(_CHUNK):
                yield piece
    except NotImplementedError as error:
        raise Unsupported(f"packed in a way that is not read ({error})") from error
    except MemoryError:
        raise
    except OSError as error:
        if error.errno:
            raise Unreadable(error.strerror or str(error)) from error
        raise Damaged(f"the archive is broken here ({error})") from error
    except Exception as error:  # zipfile and its unpackers raise many kinds
        raise Damaged(f"the archive is broken here ({error})") from error


def _check(info: zipfile.ZipInfo, most: int) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeMember("a link or device, not a file")
    parts = parts_of(info)
    if not parts or ".." in parts or is_absolute(info):
        raise UnsafeMember("its name leads out of the archive")
    if is_endless(parts):
        raise UnsafeMember("its name is longer than that of a file can be")
    if info.flag_bits & 1:
        raise Encrypted("the member is protected by a password")
    if info.compress_type not in _READ:
        raise Unsupported(f"packed by method {info.compress_type}, which is not read")
    if info.file_size > most:
        raise TooLarge(f"{info.file_size} bytes; the limit is {most}")
    if _is_bomb(info):
        raise TooLarge(
            f"{info.compress_size} bytes unpack to {info.file_size}: a decompression bomb"
        )


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(_RATIO_MATTERS, _RATIO * info.compress_size)


def _found(place: str) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    path, index, name = place.split(_CUT, 2)
    box = _open(path)
    number = int(index)
    if number >= len(box.infos) or box.infos[number].filename != name:
        raise Changed("the archive has changed during the run")
    return box.archive, box.infos[number]


def _open(place: str) -> _Box:
    """The archive, kept open for the next of its members. Raises IngestErrors only."""
    if is_remote(place):
        size, mark = token(place)
        return _opened(place, size, (mark,))
    try:
        status = Path(place).stat()
    except (OSError, ValueError) as error:
        raise Unreadable(getattr(error, "strerror", None) or str(error)) from error
    return _opened(place, status.st_size, (status.st_mtime_ns, status.st_ino))


@lru_cache(maxsize=4)
def _opened(place: str, size: int, identity: tuple[object, ...]) -> _Box:
    """`identity` changes when the content does."""
    return _listed(place, size)


def _listed(place: str, size: int) -> _Box:
    try:
        if is_remote(place):
            file = reader(place)
            _measure(file, size)
            archive = zipfile.ZipFile(file)
        else:
            with Path(place).open("rb") as opened:
                _measure(opened, size)
            archive = zipfile.ZipFile(place)  # closes what it has opened itself
        return _Box(archive, tuple(archive.infolist()), size)
    except IngestError:
        raise
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    except Exception as error:  # its authors did not foresee all content
        raise Damaged(f"the archive is broken ({type(error).__name__}: {error})") from error


def _measure(file: IO[bytes], size: int) -> None:
    """The directory is held in memory: how long it is, the last bytes of the archive say."""
    file.seek(max(0, size - _END))
    tail = file.read(_END)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 20:
        raise Damaged("the archive is cut short")
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    large = tail.rfind(b"PK\x06\x06", 0, at)
    if 0 <= large <= len(tail) - 48:
        count = int.from_bytes(tail[large + 32 : large + 40], "little")
        length = int.from_bytes(tail[large + 40 : large + 48], "little")
    if count > _MOST_MEMBERS or length > _MOST_DIRECTORY:
        raise TooLarge(f"{count} members in a directory of {length} bytes")


def _starts_as_zip(place: str) -> bool:
    """Each input of each run is asked: one call to open it, no more."""
    try:  # a pipe would keep us waiting for its other end
        handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError):
        return False
    try:
        return stat.S_ISREG(os.fstat(handle).st_mode) and os.read(handle, 4) in _MAGIC
    except OSError:
        return False
    finally:
        os.close(handle)
