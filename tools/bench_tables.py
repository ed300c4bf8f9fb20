"""How well tables are read: `python -m tools.bench_tables [--quick] [--misses] [SET …]`.

Made tables (`tools/render/made_tables.py`, fixed seeds) and those of `samples/text` are typeset
as PDF and scan, with and without rules, upright and on their side, and as DOCX, HTML and text;
each file goes through reading, repair and parsing. A cell is right when row, column and text
agree (blanks folded); of scans, when no more than a tenth of its characters differ, so that the
place is measured and not the OCR. Cells without text do not count. A header that a page repeats
is no row. F1 is over all cells of a set; `rows` is how many tables have exactly their rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.core.document import Document
from ingest.core.text import Text
from ingest.parse.documents import parse
from ingest.read import read_bytes
from ingest.repair import repair
from tools.ocr_errors import distance
from tools.render import made_tables as made
from tools.render import table_files as files
from tools.render.made_tables import MadeTable
from tools.render.scan import rasterise, scan, to_image_pdf
from tools.render.table_pages import Turn, to_pdf

SAMPLES = Path(__file__).parent.parent / "samples" / "text"
SHORT = (made.tasks(1, 9), made.targets(2), made.money(3), made.merged(4),
         made.tasks(5, 8, groups=False))  # fmt: skip
LONG = made.tasks(6, 44)
EVEN = made.tasks(9, 30, groups=False)
WIDE = made.wide(7, 22)

Cells = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read and the table that it shows."""

    name: str
    suffix: str
    data: bytes
    table: MadeTable
    scanned: bool = False


@dataclass(slots=True)
class Score:
    right: int = 0
    wanted: int = 0
    found: int = 0
    tables: int = 0
    exact: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.wanted + self.found)


def _samples() -> tuple[MadeTable, ...]:
    names = ("phu-luc-bang", "qd-bo-phu-luc")
    return tuple(t for n in names for t in made.from_sample(SAMPLES / f"{n}.txt"))


def _pdf(
    ruled: bool, tables: tuple[MadeTable, ...], turn: Turn = "upright", *, repeated: bool = True
) -> Iterator[Input]:
    for number, table in enumerate(tables):
        gap = 6.0 if number % 2 else 3.0
        data = to_pdf(table, ruled=ruled, turn=turn, gap=gap, repeated=repeated)
        yield Input(table.name, "pdf", data, table)


def _scan(ruled: bool, tables: tuple[MadeTable, ...], dpi: int = 200) -> Iterator[Input]:
    for seed, item in enumerate(_pdf(ruled, tables)):
        pages = rasterise(item.data, dpi=dpi)
        worn = scan(pages, dpi=dpi, skew=0.8, noise=6.0, blur=0.5, seed=seed)
        yield Input(item.name, "pdf", to_image_pdf(worn, quality=70), item.table, scanned=True)


def _as(
    suffix: str, make: Callable[[MadeTable], bytes], tables: tuple[MadeTable, ...]
) -> Iterator[Input]:
    yield from (Input(t.name, suffix, make(t), t) for t in tables)


def _turned(turn: Turn) -> Iterator[Input]:
    tables = (made.wide(7, 6), made.wide(8, 22))
    yield from _pdf(True, tables, turn)


SETS: dict[str, Callable[[], Iterator[Input]]] = {
    "ruled pdf": lambda: _pdf(True, (*SHORT, *_samples())),
    "ruled pdf, 3 pages": lambda: _pdf(True, (LONG,)),
    "no rules pdf": lambda: _pdf(False, (*SHORT, *_samples())),
    "no rules pdf, 3 pages": lambda: _pdf(False, (LONG,)),
    "one head, ruled pdf": lambda: _pdf(True, (LONG, WIDE), repeated=False),
    "one head, no rules pdf": lambda: _pdf(False, (LONG, WIDE, EVEN), repeated=False),
    "landscape pdf": lambda: _turned("landscape"),
    "/Rotate pdf": lambda: _turned("rotate"),
    "sideways pdf": lambda: _turned("sideways"),
    "docx": lambda: _as("docx", files.to_docx, (*SHORT, *_samples(), LONG)),
    "html": lambda: _as("html", files.to_html, (*SHORT, *_samples(), LONG)),
    "text, pipes": lambda: _as("txt", files.to_pipes, (*SHORT, *_samples())),
    "text, blanks": lambda: _as("txt", files.to_text, (*SHORT, *_samples())),
    "ruled scan": lambda: _scan(True, (*SHORT, *_samples())),
    "ruled scan, 3 pages": lambda: _scan(True, (LONG,)),
    "no rules scan": lambda: _scan(False, (*SHORT, *_samples())),
    "no rules scan, 3 pages": lambda: _scan(False, (LONG,)),
}
"""Name of a set and what makes its files. The scans come last: they take minutes."""


def score_of(item: Input, score: Score) -> None:
    """Read one file and count its cells into `score`."""
    pages = read_bytes(item.data, f"a.{item.suffix}")
    documents = parse(pages, repair(Text.of(pages.join())).text)
    found = [(d, t) for d in documents for t in range(len(d.tables))]
    cells: Cells = {}
    row = 0
    for document, number in found:  # a table in pieces counts with its rows in order
        cells |= {(r + row, c): text for (r, c), text in _cells(document, number).items()}
        row += len(document.tables[number].rows)
    wanted = {(c.row, c.column): _folded(c.text) for c in item.table.cells if c.text}
    right = {at for at, text in wanted.items() if _same(text, cells.get(at, ""), item.scanned)}
    score.right += len(right)
    score.wanted += len(wanted)
    score.found += len(cells)
    score.tables += 1
    score.exact += len(found) == 1 and row == item.table.rows
    if len(found) != 1 or row != item.table.rows:
        score.misses.append(f"{item.name}: {len(found)} tables, {row} of {item.table.rows} rows")
    for at in sorted({*wanted, *cells} - right):
        score.misses.append(f"{item.name} {at}: {wanted.get(at)!r} read {cells.get(at)!r}"[:150])


def _cells(document: Document, number: int) -> Cells:
    """Texts by place; a cell that a page break cuts comes in pieces."""
    cells: Cells = {}
    for row, row_cells in enumerate(document.tables[number].rows):
        for cell in row_cells:
            if text := document.line(cell.span):
                before = cells.get((row, cell.column))
                cells[row, cell.column] = _folded(f"{before} {text}" if before else text)
    return cells


def _folded(text: str) -> str:
    return " ".join(text.split())


def _same(wanted: str, read: str, scanned: bool) -> bool:
    if not scanned or not read:
        return wanted == read
    return distance(wanted, read) <= max(1, len(wanted) // 10)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sets", nargs="*", help="names of sets; all without")
    options.add_argument("--quick", action="store_true", help="leave out the scans")
    options.add_argument("--misses", action="store_true", help="say what is wrong")
    given = options.parse_args()
    print(f"{'set':26} tables   rows  cells     F1")
    for name, make in SETS.items():
        if (given.sets and name not in given.sets) or (given.quick and "scan" in name):
            continue
        score = Score()
        for item in make():
            score_of(item, score)
        print(
            f"{name:26} {score.tables:6} {score.exact:6} {score.wanted:6}  {score.f1:.3f}",
            flush=True,
        )
        for miss in score.misses if given.misses else ():
            print(f"    {miss}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
