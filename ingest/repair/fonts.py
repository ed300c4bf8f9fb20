"""Runs whose font tells their encoding: decoded for certain, whatever stands beside them.

`legacy` decides on blocks of text by how valid they become; a page of Unicode with one heading
in `.VnTimeH` has no such block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from ingest.core.pages import FontRun
from ingest.core.text import Edit, Span
from ingest.lexicon.encodings import decoded
from ingest.repair.syllables import parts

_WORD = regex.compile(r"[\p{L}\p{M}\u00a1-\u00bf\u00d7\u00f7]+")
_LONGEST = 200
_LOST_HORN = regex.compile(r"(?<![ưuƯU])([ơƠ])(?=[ngcimptuNGCIMPTU])")


def decode_runs(text: str, runs: Sequence[FontRun]) -> list[Edit]:
    """Edits for the words that the runs stand in; `runs` are in order and do not overlap."""
    return [e for word, own in _words(text, runs) for e in _edits(text, word, own)]


def _words(text: str, runs: Sequence[FontRun]) -> Iterator[tuple[Span, list[FontRun]]]:
    """Each word that holds letters of a run, with its runs."""
    at = floor = 0
    while at < len(runs):
        start, end = runs[at].span.start, runs[at].span.end
        while start > floor and _WORD.match(text, start - 1, start):
            start -= 1
        own = [runs[at]]
        while True:
            rest = _WORD.match(text, end, min(len(text), end + _LONGEST))
            end = rest.end() if rest else end
            if at + 1 == len(runs) or runs[at + 1].span.start > end:
                break
            at += 1
            own.append(runs[at])
            end = max(end, own[-1].span.end)
        yield Span(start, end), own
        at, floor = at + 1, end


def _edits(text: str, word: Span, runs: list[FontRun]) -> Iterator[Edit]:
    out, at = [], word.start
    for run in runs:
        out += [text[at : run.span.start], decoded(run.span.of(text), run.encoding)]
        at = run.span.end
    out.append(text[at : word.end])
    new, encoding = "".join(out), runs[0].encoding
    if encoding.startswith("TCVN3"):
        new = _with_horns(new)
    if new != word.of(text):
        rule = f"legacy-{encoding.removesuffix('-H').lower()}"
        yield Edit(word, new, rule, 0.99)


def _with_horns(word: str) -> str:
    """ư, in TCVN3 the byte of the soft hyphen, where it was shown as a hyphen or dropped.

    `nh-ng` is nhưng, `ph¬ng` phương; `KH-UBND` keeps its hyphen, for there is no such syllable.
    """
    horn = "Ư" if word.isupper() else "ư"
    for new in (word.replace("-", horn), _LOST_HORN.sub(horn + r"\1", word)):
        if new != word and parts(word.lower()) is None and parts(new.lower()) is not None:
            return str(new)
    return word
