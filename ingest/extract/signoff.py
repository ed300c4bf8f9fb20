"""Signers, recipients (Nơi nhận) and the filing line.

The two blocks stand side by side on paper. A reader may give them one after the other or
line by line; each line is taken apart here, whichever way it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache

import regex

from ingest.core.document import Document
from ingest.core.record import Finding, Line, Signer
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.notice import notice
from ingest.extract.grammar.run_together import apart
from ingest.lexicon.fold import key
from ingest.lexicon.patterns import AUTHORITY
from ingest.lexicon.positions import TITLES, is_position

_RECIPIENTS = regex.compile(r"(?i)nơi\s+nhận\s{0,3}:?")
_FILING = regex.compile(r"(?i)[-+•*]?\s{0,3}lưu\s{0,3}[:.]?\s{0,3}")
_BULLET = regex.compile(r"[-–—+•*]\s{0,5}")
_AUTHORITY = regex.compile(rf"(?:{AUTHORITY})(?:\s?[./]\s?|\s)(?=\p{{Lu}})")
# TM. / ỦY BAN NHÂN DÂN: a copy broke the line behind the dot
_STUB = regex.compile(rf"(?:{AUTHORITY})\s?\.?")
# (đã ký) · (Đã ký) · Ký bởi …: marks of a signature, no names
_SIGNED = regex.compile(
    r"(?i)\(?\s*(?:đã\s+ký|đã\s+kí|ký\s+tên|ký\s+số|ký\s+bởi|chữ\s+ký)[^)]{0,80}\)?"
)
_NAME = regex.compile(
    rf"(?:{TITLES}\.?\s?){{0,4}}(?P<name>\p{{Lu}}[\p{{Ll}}'’]*(?:\p{{Lu}}\p{{Ll}}+)?(?:\s+\p{{Lu}}['’]?[\p{{L}}]*){{1,5}}|\p{{Lu}}{{2,}}(?:\s+\p{{Lu}}{{1,}}){{1,5}})\s*[./*–-]{{0,3}}"
)

# The block of a copy (SAO Y, with number, date and signer of its own) is not the document's.
_COPY = regex.compile(r"(?:BẢN\s+)?(?:SAO\s+Y|SAO\s+LỤC|TRÍCH\s+SAO)\b")

# The second line of `TM. BAN CHẤP HÀNH` / `ĐẢNG BỘ TỈNH`; `ĐOÀN VĂN …` is a person.
_GOES_ON = regex.compile(
    r"(?:ĐẢNG\s+(?:BỘ|ỦY|UỶ)|ĐOÀN\s+(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|XÃ|PHƯỜNG|TNCS|THANH)|HỘI\s|LIÊN\s+(?:ĐOÀN|HIỆP)"
    r"|CỘNG\s+H|BỘ\s|TỈNH\b|THÀNH\s+PHỐ|HUYỆN\b|QUẬN\b|THỊ\s+(?:XÃ|TRẤN)|XÃ\b|PHƯỜNG\b|ỦY\s+BAN|UỶ\s+BAN|BAN\s|SỞ\s|NHÂN\s+DÂN)"
)

# - Lưu: VP. Nguyễn Văn An: the name of the right column at the end of the filing line
_FILED_AND_SIGNED = regex.compile(
    rf"(?i:[-+•*]?\s{{0,3}}lưu\b)[^.]{{1,60}}\.\s{{1,60}}(?P<signed>(?:{TITLES}\.?\s?){{0,3}})"
    r"(?P<name>\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){2,4})\s*$"
)


@dataclass(slots=True)
class _Block:
    """A signature under construction: line spans by what they are."""

    capacity: list[Span] = field(default_factory=list)
    position: list[Span] = field(default_factory=list)
    name: Span | None = None


def signoff(document: Document) -> Iterator[Finding]:
    """Findings `signers`, `recipients`, `filing`."""
    zone = document.zone("recipients")
    if zone is None:
        return
    left, right = _columns(document, zone)
    yield from _recipients(document, left)
    signers = list(_signers(document, right))
    yield from signers
    yield from _name_variants(document, [f.value for f in signers if isinstance(f.value, Signer)])


def _lines(document: Document, zone: Span) -> list[Span]:
    spans = [
        span_trim(document.flat, Span(*m.span()))
        for m in regex.finditer(r"[^\n\f]+", document.text, pos=zone.start, endpos=zone.end)
    ]
    filled = [part for s in spans if len(s) for part in apart(document.flat, s)]
    copy = next((n for n, s in enumerate(filled) if _COPY.match(s.of(document.flat))), None)
    return filled[:copy]


def _columns(document: Document, zone: Span) -> tuple[list[Span], list[Span]]:
    """Runs of the recipients' column and of the signature's column, top to bottom."""
    left: list[Span] = []
    right: list[Span] = []
    listing = False
    for line in _lines(document, zone):
        text = line.of(document.flat)
        heading = _RECIPIENTS.match(text)
        if heading:
            listing = True
            rest = span_trim(document.flat, Span(line.start + heading.end(), line.end))
            if len(rest):
                (right if _signs(rest.of(document.flat)) else left).append(rest)
            continue
        cut = _cut(text) if listing else 0
        if cut:
            left.append(span_trim(document.flat, Span(line.start, line.start + cut)))
            right.append(Span(line.start + cut, line.end))
        elif listing and not _outstanding(document, text, right) and _lists(document, text, left):
            left.append(line)
        else:
            right.append(line)
            listing = listing and not _ended(document, left)
    return left, right


def _signs(text: str) -> bool:
    if _AUTHORITY.match(text):
        return True
    return is_position(text) and text.isupper()


def _cut(text: str) -> int:
    """Where a signature begins behind a recipient in one line (`- Như Điều 2; KT. CHỦ TỊCH`)."""
    if filed := _FILED_AND_SIGNED.match(text):
        return int(filed.start("signed"))
    if not _BULLET.match(text):
        return 0
    for m in regex.finditer(r"(?<=[;.,)\s])\s*(?=\p{Lu})", text):
        rest = text[m.end() :]
        if rest.isupper() and m.start() > 3 and _signs(rest) and len(rest) > 6:
            return int(m.end())
    return 0


def _outstanding(document: Document, text: str, right: list[Span]) -> bool:
    """True for the name that a position waits for, though a recipient be open above both."""
    waits = bool(right) and right[-1].of(document.flat).isupper() and not text.isupper()
    return waits and _NAME.fullmatch(text) is not None


def _lists(document: Document, text: str, left: list[Span]) -> bool:
    if _BULLET.match(text) or _FILING.match(text):
        return True
    if _signs(text) or (left and _FILING.match(left[-1].of(document.flat))):
        return False
    if not left:
        return not text.isupper()
    # A recipient that runs over its line: the line before is open (`Sở: TC, KH&CN,` / `TN&MT;`).
    before = left[-1].of(document.flat).rstrip()
    open_line = not before.endswith((";", ".")) or text.endswith(";")
    return before.endswith(",") or (open_line and not text.isupper())


def _ended(document: Document, left: list[Span]) -> bool:
    return bool(left) and bool(_FILING.match(left[-1].of(document.flat)))


def _recipients(document: Document, lines: list[Span]) -> Iterator[Finding]:
    entries: list[list[Span]] = []
    for line in lines:
        text = line.of(document.flat)
        starts = _BULLET.match(text) or _FILING.match(text) or not entries
        closed = entries and regex.search(r"[;.]\s*$", entries[-1][-1].of(document.flat))
        if starts or closed:
            entries.append([line])
        else:
            entries[-1].append(line)
    for entry in entries:
        text = document.lines(entry)
        bare = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        filing = _FILING.match(bare)
        value = (bare[filing.end() :] if filing else bare).strip().rstrip(";.,").strip()
        if not value:
            continue
        found = Line(value, document.evidence(*entry))
        yield Finding("filing" if filing else "recipients", found, 0.95)


def _signers(document: Document, lines: list[Span]) -> Iterator[Finding]:
    for block in [b for side in _sides(document, lines) for b in _blocks(document, side)]:
        if block.name is None and not block.position:
            continue
        spans = [*block.capacity, *block.position, *([block.name] if block.name else [])]
        name = _name(document.line(block.name)) if block.name else None
        position = document.lines(block.position) or None
        capacity = "\n".join(document.line(s) for s in block.capacity) or None
        value = Signer(name, position, capacity, document.evidence(*spans))
        yield Finding("signers", value, 0.95 if name and position else 0.7)


_GAP = regex.compile(r"(?<=\S)[ \t]{3,200}(?=\S)")


def _sides(document: Document, lines: list[Span]) -> list[list[Span]]:
    """The columns of two signatures side by side: `HIỆU TRƯỞNG      CHỦ TỊCH CÔNG ĐOÀN`."""
    left: list[Span] = []
    right: list[Span] = []
    for line in lines:
        gap = _GAP.search(document.flat, line.start, line.end)
        if gap is not None:
            pair = Span(line.start, gap.start()), Span(gap.end(), line.end)
            if right or all(_signs(s.of(document.flat)) for s in pair):
                left.append(pair[0])
                right.append(pair[1])
                continue
        left.append(line)
    return [left, right] if right else [left]


def _blocks(document: Document, lines: list[Span]) -> list[_Block]:
    blocks: list[_Block] = []
    stub = False
    for line in lines:
        text = line.of(document.flat)
        if _SIGNED.fullmatch(text):
            continue
        if stub and blocks and not blocks[-1].position and not blocks[-1].name:
            blocks[-1].capacity[-1] = Span(blocks[-1].capacity[-1].start, line.end)
            stub = False
            continue
        stub = _STUB.fullmatch(text) is not None
        authority = stub or bool(_AUTHORITY.match(text))
        post = not authority and is_position(text, not (blocks and blocks[-1].position))
        name = None if authority or post or _GOES_ON.match(text) else _NAME.fullmatch(text)
        if not blocks or (blocks[-1].name and (authority or post)):
            if not (authority or post or name):
                continue
            blocks.append(_Block())
        block = blocks[-1]
        if authority and not block.position:
            block.capacity.append(line)
        elif post or authority:
            block.position.append(line)
        elif name and not block.name:
            block.name = line
        elif not block.name and text.isupper() and (block.capacity or block.position):
            # An authority line that runs over: `TM. BAN CHẤP HÀNH` / `ĐẢNG BỘ TỈNH`.
            (block.position or block.capacity).append(line)
    for block in blocks:
        _own_right(document, block)
    return blocks


def _own_right(document: Document, block: _Block) -> None:
    """`TM. ỦY BAN NHÂN DÂN` / `CHỦ TỊCH`: the last line without KT., TL. is the position."""
    if block.position or not block.capacity:
        return
    for place, span in enumerate(block.capacity):
        post = regex.match(r"(?:Q)\.\s?\p{Lu}", span.of(document.flat))
        if post:
            block.position = block.capacity[place:]
            del block.capacity[place:]
            return


def _name(text: str) -> str:
    m = _NAME.fullmatch(text)
    name = m["name"] if m else text
    if name.isupper():
        name = " ".join(w[:1] + w[1:].lower() for w in name.split())
    return " ".join(name.split())


def _name_variants(document: Document, signers: list[Signer]) -> Iterator[Finding]:
    """One signer spelled in two ways: `Phường` in the body, `Phương` below the signature."""
    zone = document.zone("recipients")
    for signer in signers:
        if not signer.name or zone is None or len(signer.name.split()) < 3:
            continue
        for place in _names_like(document, signer.name, zone.start):
            other = document.line(place)
            if key(other) != key(signer.name) and _near(other, signer.name):
                message = f"The signer is {signer.name}, but the text names {other}."
                yield notice(document, "signer-variants", "warning", message, place)


def _names_like(document: Document, name: str, end: int) -> Iterator[Span]:
    """The names in front of `end` with the same first word and as many words.

    The word is looked for as it is: a pattern with it in it would be compiled for each signer.
    """
    flat, free = document.flat, document.span.start
    first, *rest = name.split()
    given = _given(len(rest))
    at = flat.find(first, free, end)
    while at >= 0:
        m = given.match(flat, at + len(first), end) if _EDGE.match(flat, at) else None
        if m is not None:
            free = m.end()
            yield Span(at, free)
        at = flat.find(first, max(at + 1, free), end)


_EDGE = regex.compile(r"\b")


@cache
def _given(count: int) -> regex.Pattern[str]:
    return regex.compile(rf"(?:\s+\p{{Lu}}\p{{Ll}}*){{{count}}}\b")


def _near(a: str, b: str) -> bool:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.85
