"""Sample text -> the parts a typesetter needs. Reads only the regular layout of `samples/text`.

Blocks are parted by blank lines; a table is a run of lines with ` | `; the recipients are
followed by the authority lines and the signer's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TYPES = ("KẾ HOẠCH", "QUYẾT ĐỊNH", "CHƯƠNG TRÌNH")
LABEL = re.compile(r"(Điều \d+\.|[A-Z]{1,4}\.|\d+(?:\.\d+)*\.|[a-zđ]\)|-) (.+)")
CELL = re.compile(r" ?\| ?")


@dataclass(frozen=True, slots=True)
class Head:
    """Issuer on the left, Quốc hiệu on the right; below them number | place and date."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    number: str | None = None
    place_date: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """Centred: the type name or `PHỤ LỤC I`, then trích yếu, then a note in brackets."""

    name: str
    subject: str
    note: str | None = None
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Centred:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`label` is `I.`, `1.`, `a)`, `-` or empty; `heading` is set in bold."""

    text: str
    label: str = ""
    heading: bool = False

    @property
    def whole(self) -> str:
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Footnote:
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signoff:
    """Nơi nhận on the left, authority lines and name on the right."""

    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    name: str


Part = Head | Title | Centred | Paragraph | Footnote | Table | Signoff


@dataclass(slots=True)
class _Blocks:
    blocks: list[list[str]]
    at: int = 0
    parts: list[Part] = field(default_factory=list)

    def peek(self, ahead: int = 0) -> list[str]:
        index = self.at + ahead
        return self.blocks[index] if index < len(self.blocks) else [""]

    def take(self) -> list[str]:
        block = self.peek()
        self.at += 1
        return block


def layout(text: str) -> tuple[Part, ...]:
    """The parts of one sample text, top to bottom."""
    blocks = _Blocks([b.split("\n") for b in re.split(r"\n\s*\n", text.strip("\n"))])
    while blocks.at < len(blocks.blocks):
        blocks.parts.extend(_part(blocks))
    return tuple(blocks.parts)


def _part(blocks: _Blocks) -> Iterator[Part]:
    first = blocks.peek()[0]
    if blocks.peek(1)[0].startswith("CỘNG HÒA"):
        yield _head(blocks)
    elif first in TYPES:
        yield _title(blocks)
    elif first.startswith("PHỤ LỤC"):
        name, subject, *note = blocks.take()
        yield Title(name, subject, note[0] if note else None, appendix=True)
    elif first == "Nơi nhận:":
        recipients, authority, signer = blocks.take(), blocks.take(), blocks.take()
        yield Signoff(tuple(recipients[1:]), tuple(authority), signer[0])
    elif " | " in first:
        yield Table(tuple(tuple(CELL.split(line)) for line in blocks.take()))
    else:
        yield from (_line(line) for line in blocks.take())


def _head(blocks: _Blocks) -> Head:
    left, right = blocks.take(), blocks.take()
    if not blocks.peek()[0].startswith("Số"):
        return Head(tuple(left), tuple(right))
    return Head(tuple(left), tuple(right), blocks.take()[0], blocks.take()[0])


def _title(blocks: _Blocks) -> Title:
    name, subject = blocks.take()[0], blocks.take()[0]
    note = blocks.take()[0] if blocks.peek()[0].startswith("(Kèm theo") else None
    return Title(name, subject, note)


def _line(line: str) -> Part:
    if line.startswith("¹"):
        return Footnote(line)
    if line == line.upper() and not LABEL.match(line):
        return Centred(line)
    if match := LABEL.fullmatch(line):
        label, text = match.groups()
        heading = label != "-" and text[-1] not in ".;,:/"
        return Paragraph(text, label, heading)
    return Paragraph(line)
