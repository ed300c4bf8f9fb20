"""A run of a document's text read as one line (`one_line`), every place kept.

Blanks come in runs (a page break with its footnote leaves hundreds); patterns over a `Line`
need only know the single blank.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import regex

from ingest.core.text import LINE_HYPHEN, Span

_RUN = regex.compile(r"\s{2,}|[^\S ]")


def last_match(pattern: regex.Pattern[str], text: str) -> regex.Match[str] | None:
    """The last place where `pattern` stands in `text`."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is the span's text with single blanks; `span(start, end)` leads back.

    `starts` and `origins` are parallel: where a copied piece begins in `text` and in the source.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    @classmethod
    def of(cls, flat: str, span: Span) -> Line:
        text = flat[span.start : span.end]
        if "  " not in text and text.isprintable():  # a blank alone is printable, no other space
            return cls(text, (0,), (span.start,))
        pieces, starts, origins = [], [0], [span.start]
        at, length = span.start, 0
        for run in _RUN.finditer(flat, span.start, span.end):
            cut_word = run.group().startswith(LINE_HYPHEN)
            blank = "" if cut_word and flat[run.start() - 1 : run.start()] == "-" else " "
            pieces += [flat[at : run.start()], blank]
            length += run.start() - at + len(blank)
            at = run.end()
            starts.append(length)
            origins.append(at)
        pieces.append(flat[at : span.end])
        return cls("".join(pieces), tuple(starts), tuple(origins))

    def place(self, offset: int) -> int:
        """Where in the source the character at `offset` stands."""
        piece = bisect_right(self.starts, offset) - 1
        return self.origins[piece] + offset - self.starts[piece]

    def span(self, start: int, end: int) -> Span:
        """The source span of `text[start:end]`."""
        if end <= start:
            return Span(self.place(start), self.place(start))
        return Span(self.place(start), self.place(end - 1) + 1)
