"""SQLite and PostgreSQL: one schema, values as in the records, search with and without marks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import export_made as made
import pandas
import pytest

from ingest.core.record import Record
from ingest.errors import CannotWrite
from ingest.export.exporter import BadTarget, Options
from ingest.export.formats import as_postgres, as_sqlite
from ingest.export.tables import TABLES, Entry

ENTRY = Entry(made.NAME, made.record())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("sqlite") / "plans.sqlite"
    as_sqlite.write([ENTRY], str(path), Options())
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_sqlite_has_every_row(database: sqlite3.Connection) -> None:
    for table in TABLES:
        said = [
            tuple(cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row)
            for row in table.rows(ENTRY)
        ]
        assert database.execute(f'SELECT * FROM "{table.name}"').fetchall() == said


def test_sqlite_keeps_its_keys(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    declared = database.execute("PRAGMA foreign_key_list(assignment_units)").fetchall()
    assert {row[2] for row in declared} == {"assignments"}


def test_pandas_joins_tasks_and_units(database: sqlite3.Connection) -> None:
    frame = pandas.read_sql(
        "SELECT u.name, u.role, a.task, d.rrule FROM assignment_units u "
        "JOIN assignments a ON (a.record, a.document, a.id) = (u.record, u.document, u.assignment) "
        "JOIN deadlines d ON (d.record, d.document, d.id) = (a.record, a.document, a.deadline)",
        database,
    )
    assert frame["name"].tolist() == ["Văn phòng", "Đoàn xã"]
    assert frame["rrule"].unique().tolist() == ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"]


def _found(database: sqlite3.Connection, query: str) -> set[tuple[str, str]]:
    rows = database.execute("SELECT field, item FROM search WHERE search MATCH ?", (query,))
    return set(rows.fetchall())


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("thư viện", True),
        ("thu vien", True),
        ("THƯ VIỆN", True),
        ('"the thu vien"', True),
        ("thư vien", True),
        ("thủ viện", False),
        ('"vien thu"', False),
    ],
)
def test_sqlite_search_with_and_without_marks(
    database: sqlite3.Connection, query: str, hit: bool
) -> None:
    assert (("targets", "targets/I.1/1") in _found(database, query)) is hit


def test_sqlite_search_takes_d_for_both_letters(database: sqlite3.Connection) -> None:
    bare, marked = _found(database, "doc sach"), _found(database, "đọc sách")
    assert ("title", "") in bare
    assert ("title", "") in marked
    assert _found(database, "đoc") == set(), "a mark that is not there is not found"
    assert ("pages", "1") in _found(database, "do thi hoa")


def test_a_database_is_replaced_only_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "plans.sqlite"
    as_sqlite.write([ENTRY], str(path), Options())
    before = path.read_bytes()

    def broken() -> Iterator[Entry]:
        yield ENTRY
        yield ENTRY  # the same key twice

    with pytest.raises(CannotWrite):
        as_sqlite.write(broken(), str(path), Options())
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["plans.sqlite"]


def _server_programs() -> Path | None:
    found = shutil.which("initdb")
    listed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    path = Path(found) if found else (listed[-1] if listed else None)
    return path.parent if path and (path.parent / "pg_ctl").exists() else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server of our own on a socket in a temporary folder; its URL."""
    programs = _server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed")
    # The server refuses to run as root, and another user cannot enter pytest's folders.
    user: dict[str, Any] = {"user": "nobody", "group": None} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(folder, "nobody")

    def call(*words: str) -> None:
        subprocess.run(
            words, check=True, cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=60, **user,
        )  # fmt: skip

    data = str(folder / "data")
    control = (str(programs / "pg_ctl"), "-D", data)
    try:
        call(str(programs / "initdb"), "-D", data, "-N", "-A", "trust", "-U", "plan",
             "-E", "UTF8", "--locale=C")  # fmt: skip
        settings = f"-k {folder} -c listen_addresses= -c fsync=off"
        call(*control, "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql://plan@/postgres?host={folder}"
        finally:
            call(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_postgres_has_every_row_typed(server: str) -> None:
    import psycopg

    for _ in range(2):  # the second time replaces the first
        as_postgres.write([ENTRY], server, Options())
    with psycopg.connect(server) as connection:
        for table in TABLES:
            rows = connection.execute(f'SELECT * FROM plan_ingest."{table.name}"'.encode())
            assert rows.fetchall() == list(table.rows(ENTRY))


@pytest.mark.parametrize(
    ("query", "hit"), [("thư viện", True), ("thu vien", True), ("đọc", False), ("thủ viện", False)]
)
def test_postgres_search_with_and_without_marks(server: str, query: str, hit: bool) -> None:
    import psycopg

    as_postgres.write([ENTRY], server, Options())
    with psycopg.connect(server) as connection:
        rows = connection.execute(
            "SELECT item FROM plan_ingest.search WHERE field = 'targets' "
            "AND words @@ plainto_tsquery('simple', %s)",
            (query,),
        ).fetchall()
    assert (("targets/I.1/1",) in rows) is hit


def test_postgres_leaves_other_tables_alone_and_rolls_back(server: str) -> None:
    import psycopg

    as_postgres.write([ENTRY], server, Options())
    with psycopg.connect(server) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS plan_ingest.mine (a int)")
        connection.execute("CREATE TABLE IF NOT EXISTS documents (a int)")
    with pytest.raises(CannotWrite, match=r"PostgreSQL: .*unique"):
        as_postgres.write([ENTRY, ENTRY], server, Options())
    with psycopg.connect(server) as connection:
        for table, rows in (("plan_ingest.mine", 0), ("documents", 0), ("plan_ingest.targets", 3)):
            counted = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
            assert counted == (rows,)


def test_postgres_says_when_a_character_cannot_be_kept(server: str) -> None:
    import dataclasses

    page = dataclasses.replace(ENTRY.record.pages[0], text="a\0b")
    record: Record = dataclasses.replace(ENTRY.record, pages=(page,), documents=(), diagnostics=())
    report = as_postgres.write([Entry("x.json", record)], server, Options())
    assert report.notes == {"nul-replaced": 1}


def test_postgres_wants_a_url_and_never_repeats_it() -> None:
    with pytest.raises(BadTarget) as bad:
        as_postgres.write([ENTRY], "host=x password=secret", Options())
    assert "secret" not in str(bad.value)
    with pytest.raises(CannotWrite) as refused:
        as_postgres.write([ENTRY], "postgresql://u:secret@127.0.0.1:1/x", Options())
    assert "secret" not in str(refused.value)
