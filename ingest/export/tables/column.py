"""What a table and its columns are."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

from ingest.core.record import PlanDocument, Record
from ingest.export.days import bounds

Kind = Literal["text", "integer", "real", "boolean", "day"]
Cell: TypeAlias = str | int | float | bool | datetime.date | None

LIST_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and its name: the path below the folder, with `/`."""

    name: str
    record: Record


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a table is made from. `item` is the thing listed, `owner` what holds it."""

    entry: Entry
    document: PlanDocument | None
    item: Any
    ordinal: int = 0
    owner: Any = None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    doc: str
    get: Callable[[Row], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names the columns that tell rows apart; `within` the table that the rows belong to."""

    name: str
    doc: str
    key: tuple[str, ...]
    within: str | None
    columns: tuple[Column, ...]
    list: Callable[[Entry], Iterator[Row]]

    def rows(self, entry: Entry) -> Iterator[tuple[Cell, ...]]:
        """The rows of one record, a cell a column."""
        getters = [column.get for column in self.columns]
        for row in self.list(entry):
            yield tuple([get(row) for get in getters])

    def places(self, *kinds: Kind) -> tuple[int, ...]:
        """Which columns hold cells of these kinds: formats change those and leave the others."""
        return tuple(k for k, column in enumerate(self.columns) if column.kind in kinds)


def dig(path: str) -> Callable[[Row], Any]:
    """The value at a dotted path under the row's item; None where a step is None."""
    steps = path.split(".")
    if len(steps) == 1:  # most cells: in C
        return attrgetter(f"item.{path}")

    def get(row: Row) -> Any:
        value = row.item
        for step in steps:
            if value is None:
                return None
            value = getattr(value, step)
        return value

    return get


def read(
    path: str, owner: type, name: str | None = None, kind: Kind = "text", doc: str | None = None
) -> Column:
    """A column that holds a field of the record; its description is the field's own."""
    field = path.rpartition(".")[2]
    return Column(name or field, kind, doc or _noted(owner, field), dig(path))


def _noted(owner: type, field: str) -> str:
    hint = get_type_hints(owner, include_extras=True)[field]
    if get_origin(hint) is Annotated:
        return str(next(note for note in get_args(hint)[1:] if isinstance(note, str)))
    members = get_args(hint)
    if members and all(isinstance(member, str) for member in members):
        return ", ".join(f"`{member}`" for member in members)
    raise TypeError(f"{owner.__name__}.{field} has no description: give one")


def date_columns(path: str, name: str, what: str, inferred: bool = False) -> tuple[Column, ...]:
    """EDTF, words, precision, and the first and last day that the EDTF covers."""
    value = dig(path)

    def edge(side: int) -> Callable[[Row], Cell]:
        return lambda row: bounds(getattr(value(row), "edtf", None))[side]

    columns = (
        Column(name, "text", f"{what}, EDTF", dig(f"{path}.edtf")),
        Column(f"{name}_text", "text", f"{what}, as written", dig(f"{path}.text")),
        Column(f"{name}_precision", "text", "`day`, `month`, `quarter`, `half`, `year`, `range`",
               dig(f"{path}.precision")),
        Column(f"{name}_first", "day", f"first day that `{name}` covers (calculated)", edge(0)),
        Column(f"{name}_last", "day", f"last day that `{name}` covers (calculated)", edge(1)),
    )  # fmt: skip
    mark = Column(f"{name}_inferred", "boolean", f"`{name}` was inferred", dig(f"{path}.inferred"))
    return (*columns, mark) if inferred else columns


def place_columns(evidence: Callable[[Row], Any] | None = None) -> tuple[Column, ...]:
    """Where the row's first span of evidence stands; all spans are in `evidence`."""
    spans = evidence or dig("evidence")

    def first(field: str) -> Callable[[Row], Cell]:
        def get(row: Row) -> Cell:
            found = spans(row)
            return getattr(found[0], field) if found else None

        return get

    return (
        Column("page", "integer", "page of the first evidence, from 1", first("page")),
        Column("char_start", "integer", "its offset in `pages.text`, code points", first("start")),
        Column("char_end", "integer", "end of it, exclusive", first("end")),
    )


RECORD = Column("record", "text", "path of the record below the folder", attrgetter("entry.name"))
DOCUMENT = Column(
    "document", "text", "id of the document in the record: `d1`, `d2`, …",
    lambda row: row.document.id if row.document else None,
)  # fmt: skip
ID = Column("id", "text", "id of the item in its document, the same in every run", dig("id"))
ORDINAL = Column("ordinal", "integer", "place in its list, from 1", attrgetter("ordinal"))
SECTION = Column("section", "text", "`sections.id` of the section it stands in", dig("section"))
CONFIDENCE = Column(
    "confidence", "real", "in [0, 1]: how often such a value is right", dig("confidence")
)
INFERRED = Column("inferred", "boolean", "inferred, not read", dig("inferred"))


def in_documents(field: str) -> Callable[[Entry], Iterator[Row]]:
    """Rows for a list of each document: `targets`, `signers`, …"""

    def rows(entry: Entry) -> Iterator[Row]:
        for document in entry.record.documents:
            for ordinal, item in enumerate(getattr(document, field), 1):
                yield Row(entry, document, item, ordinal)

    return rows


def in_items(field: str, inner: str) -> Callable[[Entry], Iterator[Row]]:
    """Rows for a list inside each item of a list: the units of the assignments."""

    def rows(entry: Entry) -> Iterator[Row]:
        for document in entry.record.documents:
            for owner in getattr(document, field):
                for ordinal, item in enumerate(getattr(owner, inner), 1):
                    yield Row(entry, document, item, ordinal, owner)

    return rows
