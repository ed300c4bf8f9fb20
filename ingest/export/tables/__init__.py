"""Records as flat tables: one model for csv, jsonl, xlsx, parquet, sqlite and PostgreSQL."""

from __future__ import annotations

from ingest.export.tables.column import Cell, Column, Entry, Kind, Row, Table
from ingest.export.tables.evidence import EVIDENCE
from ingest.export.tables.heads import HEADS
from ingest.export.tables.items import ITEMS

TABLES: tuple[Table, ...] = (*HEADS, *ITEMS, EVIDENCE)
"""In an order in which a table stands after the one its rows belong to."""

__all__ = ["TABLES", "Cell", "Column", "Entry", "Kind", "Row", "Table"]
