"""Text files, Markdown among them: the reader that takes what no other takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import regex

from ingest.core.pages import PAGE_BREAK, Page, Remark
from ingest.errors import NoText, Unsupported
from ingest.read.aligned_text import TAB, text_pieces
from ingest.read.clean import tidy
from ingest.read.decode import Decoded, decode
from ingest.read.flattened import unflattened
from ingest.read.limits import Limits
from ingest.read.markdown import plain_inline, plain_line
from ingest.read.pipes import is_row, pipe_table
from ingest.read.reader import Reading
from ingest.read.sheet import Block, Para, Sheet, TableText

_SAMPLE = 200_000
_JUNK_SHARE, _JUNK_LEAST = 0.02, 2
_NAMED = ((".md", "text/markdown"), (".markdown", "text/markdown"))
_JUNK = regex.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_EMPTY_LINES = regex.compile(r"\n{2,}")
_MAX_TABLE_ROWS = 20_000


class PlainReader:
    """Text in UTF-8, UTF-16 or a one-byte encoding; a form feed parts pages."""

    media_types = ("text/plain", "text/markdown")

    def accepts(self, head: bytes, name: str) -> bool:
        return True

    def read(self, data: bytes, name: str, limits: Limits) -> Reading:
        decoded = decode(data)
        _refuse_junk(decoded)
        parts = _line_ends(decoded.text).split(PAGE_BREAK)
        while len(parts) > 1 and not parts[-1].strip():
            parts.pop()
        pages = tuple(_page(number, part) for number, part in enumerate(parts, 1))
        media_type = next((t for end, t in _NAMED if name.lower().endswith(end)), "text/plain")
        return Reading(pages, media_type, _remarks(decoded))


PLAIN = PlainReader()


def _remarks(decoded: Decoded) -> tuple[Remark, ...]:
    if not decoded.guessed:
        return ()
    message = f"read as {decoded.encoding}: {decoded.guessed}"
    return (Remark("guessed-encoding", "warning", message),)


def _refuse_junk(decoded: Decoded) -> None:
    sample = decoded.text[:_SAMPLE]
    if not decoded.text.strip("\x00\ufeff \t\r\n\f\v\xa0"):
        raise NoText("only blanks")
    if len(_JUNK.findall(sample)) > max(_JUNK_LEAST, _JUNK_SHARE * len(sample)):
        raise Unsupported("content of no known kind (binary data)")


_ESCAPED_END = "\\r\\n"
"""A line end that an export of a data base wrote in letters and nobody took back."""
_FEWEST_ENDS = 4


def _line_ends(text: str) -> str:
    """The text with escaped line ends as line ends, where it holds more than a few."""
    many = text.count(_ESCAPED_END) >= _FEWEST_ENDS
    return text.replace(_ESCAPED_END, "\n") if many else text


def _page(number: int, raw: str) -> Page:
    sheet = Sheet()
    sheet.write(_blocks(tidy(unflattened(raw).replace("\t", TAB)).split("\n")))
    return Page(number, sheet.text, "plain", grids=tuple(sheet.grids))


def _blocks(lines: list[str]) -> Iterator[Block]:
    for rows, run in groupby(lines, key=is_row):
        some = list(run)
        table = (
            pipe_table([x.replace(TAB, " ") for x in some])
            if rows and len(some) <= _MAX_TABLE_ROWS
            else None
        )
        if table is not None:
            yield table
            continue
        for piece in text_pieces(some):
            if isinstance(piece, TableText):
                yield piece
            else:
                yield from map(Para, _EMPTY_LINES.split(tidy(plain_text(piece))))


def plain_text(lines: list[str]) -> str:
    """The lines without Markdown marks; a line that was nothing but a mark is gone.

    A stroke alone in its line parts two cells of a table that a copy of a web page took apart:
    what stands on its two sides is not one paragraph.
    """
    kept = ("" if line.strip() == "|" else plain_line(line) for line in lines)
    return plain_inline("\n".join(line for line in kept if line is not None))
