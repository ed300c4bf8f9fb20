"""The records of a folder, one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.assemble.load import NotARecord, load
from ingest.core.record import PlanDocument, Record
from ingest.core.record_files import record_files
from ingest.errors import IngestError, Unreadable
from ingest.export.tables import Entry


@dataclass(slots=True)
class RecordFolder:
    """Goes through `*.json` below a folder in the order of their names; dot-folders are left out.

    One record is held at a time. What is no record is put into `skipped` with the reason.
    `read` gives the record of a path, or raises an IngestError.
    """

    folder: Path
    read: Callable[[Path], Record] = load
    skipped: list[tuple[Path, IngestError]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        for path in _files(self.folder):
            try:
                record = self.read(path)
                _refuse_doubles(record)
            except IngestError as error:
                self.skipped.append((path, error))
                continue
            yield Entry(_name(path, self.folder), record)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    if not folder.is_dir():
        raise Unreadable(f"{folder}: no such folder")
    yield from record_files(folder)


def _name(path: Path, folder: Path) -> str:
    below = path.name if path == folder else path.relative_to(folder).as_posix()
    # A name that is no UTF-8 keeps its odd bytes escaped, as in the record's `source.uri`.
    return below.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _refuse_doubles(record: Record) -> None:
    """Ids are keys of the tables. The program gives each once; an edited record may not."""
    _once([document.id for document in record.documents], "documents")
    _once([str(page.number) for page in record.pages], "pages")
    for document in record.documents:
        for listed, ids in _ids(document):
            _once(ids, f"{document.id}/{listed}")


def _ids(document: PlanDocument) -> Iterator[tuple[str, list[str]]]:
    yield "sections", [s.id for s in document.sections]
    yield "citations", [c.id for c in document.citations]
    yield "targets", [t.id for t in document.targets]
    yield "deadlines", [d.id for d in document.deadlines]
    yield "assignments", [a.id for a in document.assignments]
    yield "units", [u.id for u in document.units]
    yield "amounts", [a.id for a in document.amounts]


def _once(ids: list[str], where: str) -> None:
    if len(set(ids)) < len(ids):
        twice = next(name for name, count in Counter(ids).items() if count > 1)
        raise NotARecord(f"{where}: the id {twice} stands twice")
