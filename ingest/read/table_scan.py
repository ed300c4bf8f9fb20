"""Tables of a page image: rules out of the picture before OCR, lost cells read anew after it."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from ingest.read.aligned_grid import line_grids
from ingest.read.cell_words import with_cells
from ingest.read.limits import Limits
from ingest.read.lines import Token, lines_of
from ingest.read.ocr import OcrEngine
from ingest.read.ruled import RuledTable, scaled, tables_of
from ingest.read.rules_seen import rules_seen, without_rules

_POINTS = 72.0


@dataclass(frozen=True, slots=True)
class TableScan:
    """An image for the engine, its tables' rules made paper, and the tables, in pixels."""

    image: Image.Image
    dpi: int
    tables: tuple[RuledTable, ...]

    @classmethod
    def of(cls, image: Image.Image, dpi: int) -> TableScan:
        scale = _POINTS / dpi
        rules = rules_seen(image, scale)
        tables = tuple(t.scaled(1 / scale) for t in tables_of(rules))
        return cls(without_rules(image, rules, scale) if tables else image, dpi, tables)

    def read_on(self, words: list[Token], engine: OcrEngine, limits: Limits) -> list[Token]:
        """The words of a first look, with what it lost in tables. All boxes are in pixels."""
        if self.tables:
            return with_cells(self.image, self.tables, words, engine, self.dpi, limits)
        scale = _POINTS / self.dpi
        points = [Token(w.text, scaled(w.box, scale), w.confidence) for w in words]
        grids = [g.scaled(1 / scale) for g in line_grids(lines_of(points))]
        return with_cells(self.image, grids, words, engine, self.dpi, limits, ruled=False)
