"""Lines of a calendar (RFC 5545 section 3.1): escaped text, folded at 75 octets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_OCTETS = 75


def content_line(name: str, value: str, parameters: Mapping[str, str] | None = None) -> bytes:
    """One property; `value` is escaped already. No line end may stand in it."""
    told = "".join(f";{key}={said}" for key, said in (parameters or {}).items())
    return folded(f"{name}{told}:{value}")


def text_line(name: str, text: str) -> bytes:
    """A property of type TEXT. Its line ends must be `\\n`, other controls absent."""
    return content_line(name, text.translate(_ESCAPES))


def day_line(name: str, day: datetime.date) -> bytes:
    return content_line(name, f"{day:%Y%m%d}".rjust(8, "0"), {"VALUE": "DATE"})


def moment_line(name: str, moment: datetime.datetime) -> bytes:
    """A moment in UTC."""
    return content_line(name, f"{moment:%Y%m%dT%H%M%SZ}".rjust(16, "0"))


def folded(line: str) -> bytes:
    """The line with its end; no letter is cut in two.

    >>> folded("SUMMARY:" + "ệ" * 40).count(b"\\r\\n ")
    1
    """
    data = line.encode("utf-8")
    if len(data) <= _OCTETS:
        return data + b"\r\n"
    parts = []
    at, room = 0, _OCTETS
    while len(data) - at > room:
        end = at + room
        while data[end] & 0xC0 == 0x80:  # the middle of a letter
            end -= 1
        parts.append(data[at:end])
        at, room = end, _OCTETS - 1
    parts.append(data[at:])
    return b"\r\n ".join(parts) + b"\r\n"
