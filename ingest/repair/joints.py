"""Words that a copy ran together where only a line end can have been: `củaGiám đốc`.

A capital amid a word, or a digit against a letter, tells the joint by itself; words joined in
one case (`thựchiện`) are left to the model.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ingest.core.text import Edit, Span
from ingest.repair.syllables import parts

RULE = "joints"

# củaGiám đốc · chứcHĐND · PHÓ CHỦ NHIỆMTrần Văn An
_CASES = regex.compile(
    r"""(?<![\p{L}\d])(?:(?P<left>\p{Lu}?\p{Ll}{1,6})(?=(?P<right>\p{Lu}(?:\p{Ll}{1,6}|\p{Lu}{1,7}))(?!\p{L}))
      | (?P<left>\p{Lu}{2,7})(?=(?P<right>\p{Lu}\p{Ll}{1,6})(?!\p{L})))""",
    regex.VERBOSE,
)
# Chỉ thị SỐ29-CT/TU · ngày 03/12/2021của
_NUMBER = regex.compile(r"(?<!\p{L})(?:SỐ|Số|số)(?=\d{1,5}\s?[-/]\s?\p{Lu})")
_NUMBER_HEAD = regex.compile(r"(?:SỐ|Số|số)\d")
_DATE = regex.compile(r"(?<=[/.-]\d{1,2}[/.-](?:19|20)\d\d)(?=(?:của|về|và|trên|do)(?!\p{L}))")


def find(text: str) -> list[Edit]:
    """A blank for each joint; a brand name without marks (`VinFast`) has none."""
    if not any(map(_JOINED.__getitem__, dict.fromkeys(text.split()))):
        return []
    return sorted(_find(text), key=lambda e: e.span)


def _find(text: str) -> Iterator[Edit]:
    for m in _CASES.finditer(text):
        if _two_words(m["left"], m["right"]):
            yield Edit(Span(*m.span("left")), m["left"] + " ", RULE, 0.97)
    for m in _NUMBER.finditer(text):
        yield Edit(Span(*m.span()), m.group() + " ", RULE, 0.97)
    for m in _DATE.finditer(text):
        yield Edit(Span(m.end(), m.end() + 1), " " + text[m.end()], RULE, 0.97)


class _Joined(dict[str, bool]):
    """Whether a run of characters between blanks may hold a joint: no joint reaches past one
    but for the number behind `số29 -CT`. Texts have few different ones."""

    def __missing__(self, run: str) -> bool:
        cases = any(_two_words(m["left"], m["right"]) for m in _CASES.finditer(run))
        found = cases or bool(_NUMBER_HEAD.search(run)) or bool(_DATE.search(run))
        if len(run) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[run] = found
        return found


_LONGEST, _REMEMBERED = 40, 16_384
_JOINED = _Joined()


def _two_words(left: str, right: str) -> bool:
    """Two legal syllables, one of them with a mark; or one with a mark before an abbreviation."""
    if len(left) < 2 or parts(left.lower()) is None:
        return False
    if right.isupper():
        return not left.isascii()
    return parts(right.lower()) is not None and not (left + right).isascii()
