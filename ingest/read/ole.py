"""What an OLE2 file (the container of Word 97-2003) holds, from its directory.

Source: [MS-CFB] 2.2-2.6; the encryption flag of a Word file is in [MS-DOC] 2.5.2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_IN_HEADER = 109
_MOST_SECTORS = 4096
_SMALL = 4096
_ENCRYPTED = 0x0100


@dataclass(frozen=True, slots=True)
class Stream:
    name: str
    first_sector: int
    size: int


def streams(data: bytes) -> list[Stream]:
    """Names and places of the streams and folders; what a truncated file still tells."""
    try:
        return list(_streams(data))
    except struct.error:
        return []


def is_encrypted_word(data: bytes, word: Stream) -> bool:
    """True where the file information block of the `WordDocument` stream says so."""
    start = (word.first_sector + 1) << _shift(data)
    if word.size < _SMALL or start + 12 > len(data):
        return False
    return bool(struct.unpack_from("<H", data, start + 10)[0] & _ENCRYPTED)


def _shift(data: bytes) -> int:
    return min(12, max(9, int(struct.unpack_from("<H", data, 30)[0])))


def _streams(data: bytes) -> Iterator[Stream]:
    shift = _shift(data)
    for sector in _chain(data, int(struct.unpack_from("<I", data, 48)[0]), shift):
        start = (sector + 1) << shift
        for at in range(start, start + (1 << shift), _ENTRY):
            entry = data[at : at + _ENTRY]
            if len(entry) < _ENTRY:
                return
            length = min(64, int(struct.unpack_from("<H", entry, 64)[0]))
            name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
            if entry[66] in (1, 2) and name:
                first, size = struct.unpack_from("<II", entry, 116)
                yield Stream(name, int(first), int(size))


def _chain(data: bytes, sector: int, shift: int) -> Iterator[int]:
    """The sectors of the directory, by the table of sectors; a circle is cut."""
    tables = struct.unpack_from(f"<{_IN_HEADER}I", data, 76)
    per_table = (1 << shift) // 4
    for _ in range(_MOST_SECTORS):
        if (sector + 1) << shift >= len(data):
            return
        yield sector
        number, place = divmod(sector, per_table)
        if number >= _IN_HEADER:
            return
        at = ((tables[number] + 1) << shift) + 4 * place
        if at + 4 > len(data):
            return
        sector = int(struct.unpack_from("<I", data, at)[0])
