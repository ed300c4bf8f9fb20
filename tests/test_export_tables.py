"""The tables: nothing of a record is lost, keys tell rows apart, values come back as they were."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import export_made as made
import pandas
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.core.record import DateValue, Evidence, Record, RepairChange
from ingest.export import EXPORTERS, formats
from ingest.export.days import bounds
from ingest.export.exporter import Options
from ingest.export.formats import as_csv, as_jsonl, as_parquet
from ingest.export.formats.as_csv import plain
from ingest.export.tables import TABLES, Entry

ENTRY = Entry(made.NAME, made.record())
BY_NAME = {table.name: table for table in TABLES}

# Fields that are in no cell, and why.
LEFT_OUT = {
    r"/relation/type": "the only one is attached-to",
    r"/number/type_code": "type_code has it",
    r"/citations/\d+/number/issuer_code": "the end of its symbol",
}


def _rows(table: str, entry: Entry = ENTRY) -> list[dict[str, Any]]:
    names = [column.name for column in BY_NAME[table].columns]
    return [dict(zip(names, row, strict=True)) for row in BY_NAME[table].rows(entry)]


def test_each_format_is_a_file_and_a_name_in_the_tuple() -> None:
    folder = Path(formats.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {f"as_{exporter.name}" for exporter in EXPORTERS}
    assert len(EXPORTERS) == len(files)


def test_keys_tell_rows_apart_and_lead_to_the_table_above() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names), table.name
        assert set(table.key) <= set(names), table.name
        keys = [tuple(row[name] for name in table.key) for row in _rows(table.name)]
        assert keys, f"{table.name}: the made record should have a row"
        assert len(set(keys)) == len(keys), table.name
        assert not any(part is None for key in keys for part in key), table.name
        if table.within is not None:
            above = BY_NAME[table.within]
            owners = {tuple(row[name] for name in above.key) for row in _rows(above.name)}
            assert {key[: len(above.key)] for key in keys} <= owners, table.name


def _leaves(value: object) -> Iterator[object]:
    """Every text and number in a record that is not null, but evidence and repairs."""
    if isinstance(value, (Evidence, RepairChange)):
        return
    if isinstance(value, tuple):
        for member in value:
            yield from _leaves(member)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name))
    elif value is not None and not isinstance(value, bool):
        yield value


def _marked(value: Any, path: str = "") -> Any:
    """The same record with every text and number made one of a kind."""
    if isinstance(value, (Evidence, RepairChange)) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return tuple(_marked(member, f"{path}/{n}") for n, member in enumerate(value))
    if isinstance(value, DateValue):  # EDTF has to stay EDTF
        return dataclasses.replace(value, text=f"text at {path}")
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        changed = {f.name: _marked(getattr(value, f.name), f"{path}/{f.name}") for f in fields}
        return dataclasses.replace(value, **changed)  # type: ignore[type-var]
    return f"text at {path}" if isinstance(value, str) else float(zlib.crc32(path.encode()))


def test_every_value_of_a_record_is_in_a_cell() -> None:
    marked: Record = _marked(ENTRY.record)
    entry = Entry("x.json", marked)
    cells = {cell for table in TABLES for row in table.rows(entry) for cell in row}
    joined = " | ".join(str(cell) for cell in cells)
    missing = {
        str(leaf) for leaf in _leaves(marked) if leaf not in cells and str(leaf) not in joined
    }
    unexplained = {
        leaf for leaf in missing if not any(re.search(f"{end}$", leaf) for end in LEFT_OUT)
    }
    assert not unexplained


def test_every_span_of_evidence_is_a_row_whose_quote_stands_in_its_page() -> None:
    texts = {row["page"]: row["text"] for row in _rows("pages")}
    rows = _rows("evidence")
    for row in rows:
        assert texts[row["page"]][row["char_start"] : row["char_end"]] == row["quote"]
    fields = {row["field"] for row in rows}
    assert {"title", "signers", "targets", "assignment_units", "diagnostics"} <= fields


def test_values_of_targets_are_number_range_or_fraction() -> None:
    picked = ("value", "value_min", "value_max", "numerator", "denominator")
    assert [tuple(row[name] for name in picked) for row in _rows("targets")] == [
        (5.5, None, None, None, None),
        (None, 3, 5, None, None),
        (None, None, None, 7, 10),
    ]


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2019-06-13", "2019-06-13", "2019-06-13"),
        ("2023-01", "2023-01-01", "2023-01-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2021/2025", "2021-01-01", "2025-12-31"),
        ("../2030", None, "2030-12-31"),
        ("2026/..", "2026-01-01", None),
        ("2023-35", "2023-07-01", "2023-09-30"),
        ("2020-40", "2020-01-01", "2020-06-30"),
        ("2020-41", "2020-07-01", "2020-12-31"),
        ("2025-04/2025-09", "2025-04-01", "2025-09-30"),
        ("2019-02-30", None, None),
        ("2019-13", None, None),
        ("0000", None, None),
        ("", None, None),
        ("soon", None, None),
        ("1/2/3", None, None),
    ],
)
def test_edtf_covers_days(edtf: str, first: str | None, last: str | None) -> None:
    said = tuple(datetime.date.fromisoformat(day) if day else None for day in (first, last))
    assert bounds(edtf) == said


@given(st.text(max_size=30))
def test_edtf_of_any_text_does_not_fail(text: str) -> None:
    first, last = bounds(text)
    assert first is None or last is None or "/" in text or first <= last


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5 điểm", "@SUM(A1)", "\t=1", "＝1", "'=1", "'"])
def test_no_text_of_a_csv_begins_a_formula(text: str) -> None:
    cell = plain(text, guard=True)
    assert cell == f"'{text}"
    assert cell.removeprefix("'") == text
    assert plain(text, guard=False) == text


@given(st.text())
def test_a_guarded_text_comes_back(text: str) -> None:
    assert plain(text, guard=True).removeprefix("'") == text


def test_numbers_are_not_guarded() -> None:
    assert [plain(cell, True) for cell in (-5, -5.5, 29000.0, True, None)] == [
        "-5", "-5.5", "29000", "true", "",
    ]  # fmt: skip


def test_csv_reads_back_with_csv_and_pandas(tmp_path: Path) -> None:
    report = as_csv.write([ENTRY], str(tmp_path / "out"), Options())
    for table in TABLES:
        path = tmp_path / "out" / f"{table.name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file))
        assert head == [column.name for column in table.columns]
        said = [[plain(cell, True) for cell in row] for row in table.rows(ENTRY)]
        assert rows == said
        assert report.written[table.name] == len(rows) == len(pandas.read_csv(path))
    assert b"\r\n" in (tmp_path / "out" / "targets.csv").read_bytes()


def test_csv_has_a_byte_order_mark_on_request(tmp_path: Path) -> None:
    as_csv.write([ENTRY], str(tmp_path / "a"), Options())
    as_csv.write([ENTRY], str(tmp_path / "b"), Options(bom=True))
    without, with_it = ((tmp_path / d / "targets.csv").read_bytes() for d in "ab")
    assert with_it == b"\xef\xbb\xbf" + without


def test_jsonl_keeps_types(tmp_path: Path) -> None:
    as_jsonl.write([ENTRY], str(tmp_path), Options())
    lines = (tmp_path / "targets.jsonl").read_text("utf-8").splitlines()
    first = json.loads(lines[0])
    assert list(first) == [column.name for column in BY_NAME["targets"].columns]
    assert (first["value"], first["inferred"], first["value_min"]) == (5.5, False, None)
    assert (first["period"], first["period_last"]) == ("../2026", "2026-12-31")
    assert len(pandas.read_json(tmp_path / "targets.jsonl", lines=True)) == len(lines) == 3


def test_parquet_keeps_types_keys_and_descriptions(tmp_path: Path) -> None:
    as_parquet.write([ENTRY], str(tmp_path), Options())
    for table in TABLES:
        read = pyarrow.parquet.read_table(tmp_path / f"{table.name}.parquet")
        names = [column.name for column in table.columns]
        said = [dict(zip(names, row, strict=True)) for row in table.rows(ENTRY)]
        assert read.to_pylist() == said
        for column in table.columns:
            assert read.field(column.name).metadata[b"description"].decode() == column.doc
    frame = pandas.read_parquet(tmp_path / "deadlines.parquet")
    assert frame["date_last"].dropna().tolist() == [
        datetime.date(2025, 12, 20), datetime.date(2024, 9, 30),
    ]  # fmt: skip


def test_parquet_writes_row_groups_as_rows_come(tmp_path: Path) -> None:
    entries = [Entry(f"{n:03}.json", ENTRY.record) for n in range(60)]
    as_parquet.write(iter(entries), str(tmp_path), Options())
    pages = pyarrow.parquet.ParquetFile(tmp_path / "pages.parquet")
    assert (pages.metadata.num_rows, pages.metadata.num_row_groups) == (120, 3)


@pytest.mark.parametrize("format_", [as_csv, as_jsonl, as_parquet])
def test_the_same_records_give_the_same_bytes(format_: Any, tmp_path: Path) -> None:
    for name in "ab":
        format_.write([ENTRY], str(tmp_path / name), Options())
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
