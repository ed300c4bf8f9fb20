"""Headings without a label: `CHỈ TIÊU ĐẾN NĂM 2030` in capitals over its items, and the opening
that leads to the goals."""

from __future__ import annotations

import regex

from ingest.core.document import Block, Document

_FAR = 400
"""Blocks below a heading that it still stands over."""
_GOALS = regex.compile(
    r"(?:phấn đấu|đạt|hoàn thành|thực hiện)(?!\p{L})[^.;:]{0,100}(?:mục tiêu|chỉ tiêu)[^.;:]{0,60}:\s*$",
    regex.I,
)

_TIMED = regex.compile(
    r"""(?:(?:các|một\ số|những|về)\ )*(?:mục\ tiêu|chỉ\ tiêu|nhiệm\ vụ|phương\ hướng|giai\ đoạn|đến\ (?:hết\ )?năm
    |năm\ (?:học\ )?\d{4}|định\ hướng|lộ\ trình|phấn\ đấu|nội\ dung)(?!\p{L})""",
    regex.V1 | regex.X | regex.I,
)


def tells_time(heading: str) -> bool:
    """`CHỈ TIÊU ĐẾN NĂM 2030`, `GIAI ĐOẠN 2026 - 2030`; a title in capitals tells its own."""
    return _TIMED.match(" ".join(heading[:200].split())) is not None


def bare_headings(document: Document) -> tuple[Block | None, ...]:
    """The nearest heading without a label above each block in its section, else that above all
    sections; None where there is none."""
    starts = {s.span.start for s in document.sections}
    found: list[Block | None] = []
    nearest: dict[str | None, tuple[int, Block]] = {}
    for n, block in enumerate(document.blocks):
        place, heading = nearest.get(block.section) or nearest.get(None) or (n, None)
        found.append(heading if n - place <= _FAR else None)
        bare = block.kind == "heading" and block.span.start not in starts
        if bare and block.zone == "body":
            nearest[block.section] = n, block
    return tuple(found)


# `- Giai đoạn 2025 - 2027:` over plain lines, which no list ties to it
_STAGE = regex.compile(
    r"(?:trong\s+)?(?:giai\s+đoạn|đến\s+(?:hết\s+)?năm|năm)\s+\d{4}(?:\s*[-–]\s*\d{4})?\s*:",
    regex.I,
)


def stages(document: Document) -> tuple[Block | None, ...]:
    """The line that states the stage of each plain line below it in its section."""
    found: list[Block | None] = []
    stage: Block | None = None
    for block in document.blocks:
        if stage is not None and (block.section != stage.section or block.kind == "heading"):
            stage = None
        plain = block.kind == "paragraph" and block.parent is None
        found.append(stage if plain else None)
        span = block.content
        if len(span) < 40 and _STAGE.fullmatch(span.of(document.flat).strip()):
            stage = block
        elif not plain and block.parent is None:
            stage = None
    return tuple(found)


def goals_opening(document: Document) -> Block | None:
    """`Phấn đấu đến hết năm 2025 đạt các chỉ tiêu sau:` as the last words of the opening."""
    opening = None
    for block in document.blocks:
        if block.zone != "preamble":
            break
        opening = block
    if opening is None:
        return None
    text = opening.content.of(document.flat)[-400:]
    return opening if _GOALS.search(text) else None
