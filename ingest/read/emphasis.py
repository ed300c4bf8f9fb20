"""Pairs of `*` and `_` that mark emphasis, after the rules of CommonMark made stricter.

A pair may reach over line ends (`**KT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH**`), not over an empty line.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

_RUN = regex.compile(r"\*+|_+")
_EMPTY_LINE = regex.compile(r"(\n[ \t]*\n)")
_LONGEST = 4


@dataclass(slots=True)
class _Run:
    start: int
    mark: str
    left: int
    opens: bool
    closes: bool
    gone: int = 0


def without_emphasis(text: str) -> str:
    """`text` without the marks that form pairs.

    >>> without_emphasis("***Nơi nhận:***  2*3 * _in_ a_b (*)")
    'Nơi nhận:  2*3 * in a_b (*)'
    """
    if "*" not in text and "_" not in text:
        return text
    return "".join(_paragraph(part) for part in _EMPTY_LINE.split(text))


def _paragraph(text: str) -> str:
    runs = [r for m in _RUN.finditer(text) if (r := _run(text, m.start(), m.end()))]
    for mark in "*_":
        _pair([r for r in runs if r.mark == mark])
    out: list[str] = []
    at = 0
    for run in sorted(runs, key=lambda r: r.start):
        if run.gone:
            out.append(text[at : run.start])
            at = run.start + run.gone
    return "".join([*out, text[at:]])


def _run(text: str, start: int, end: int) -> _Run | None:
    """The run as a mark, or None where it is text: `2*3`, `(*)`, `____`, a bullet."""
    length, mark = end - start, text[start]
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if length > _LONGEST - (mark == "_") or (before == "(" and after == ")"):
        return None
    inside = _is_word(before) and _is_word(after)
    if inside and (mark == "_" or length == 1):
        return None
    opens = not after.isspace() and (_is_word(after) or not _is_word(before))
    closes = not before.isspace() and (_is_word(before) or not _is_word(after))
    if mark == "_":
        opens, closes = opens and not _is_word(before), closes and not _is_word(after)
    return _Run(start, mark, length, opens, closes) if opens or closes else None


def _is_word(character: str) -> bool:
    return character.isalnum()


def _pair(runs: list[_Run]) -> None:
    openers: list[_Run] = []
    for run in runs:
        while run.closes and run.left and openers:
            opener = openers[-1]
            paired = min(opener.left, run.left)
            if paired != opener.left and paired != run.left:
                break
            for one in (opener, run):
                one.left -= paired
                one.gone += paired
            if not opener.left:
                openers.pop()
        if run.opens and run.left:
            openers.append(run)
