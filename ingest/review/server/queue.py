"""The records of a folder in the order of doubt, without holding them in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from ingest.errors import InvalidRecord
from ingest.review.corrections import corrections_path, load_corrections
from ingest.review.files import read, records
from ingest.review.pointer import LISTS, SCALARS, split


class _Item(msgspec.Struct):
    confidence: float = 1.0


class _Text(msgspec.Struct):
    text: str | None = None


class _Document(msgspec.Struct):
    title: _Text | None = None
    number: _Text | None = None
    issuer: _Item | None = None
    type: msgspec.Raw = msgspec.Raw(b"null")
    place: msgspec.Raw = msgspec.Raw(b"null")
    date: msgspec.Raw = msgspec.Raw(b"null")
    period: msgspec.Raw = msgspec.Raw(b"null")
    filing: msgspec.Raw = msgspec.Raw(b"null")
    signers: list[_Item] = []
    recipients: list[_Item] = []
    citations: list[_Item] = []
    targets: list[_Item] = []
    deadlines: list[_Item] = []
    assignments: list[_Item] = []
    amounts: list[_Item] = []
    sections: list[_Item] = []
    units: list[_Item] = []


class _Note(msgspec.Struct):
    severity: str = "info"


class _Record(msgspec.Struct):
    documents: list[_Document]
    diagnostics: list[_Note] = []


_DECODER = msgspec.json.Decoder(_Record)
REVIEWED_LISTS = LISTS
REVIEWED_SCALARS = tuple(n for n in SCALARS if n != "relation")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record in the queue. `name` is its path in the folder, with `/`."""

    name: str
    title: str
    lowest: float
    notes: int
    items: int
    decided: int

    @property
    def done(self) -> bool:
        return self.decided >= self.items

    @property
    def order(self) -> tuple[bool, float, int, str]:
        """Open ones first; then the least sure; then those with most warnings."""
        return (self.done, self.lowest, -self.notes, self.name)


class Queue:
    """What waits for review. Files that did not change are not read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[str, tuple[tuple[int, int], Waiting]] = {}

    def waiting(self) -> list[Waiting]:
        fresh: dict[str, tuple[tuple[int, int], Waiting]] = {}
        for path in records(self.folder):
            name = path.relative_to(self.folder).as_posix()
            stamp = (path.stat().st_mtime_ns, _stamp(corrections_path(path)))
            known = self._seen.get(name)
            fresh[name] = known if known and known[0] == stamp else (stamp, _read(path, name))
        self._seen = fresh
        return sorted((w for _, w in fresh.values()), key=lambda w: w.order)

    def following(self, name: str) -> str | None:
        """The first open record but this one, by the last listing: only it is looked at anew."""
        listed = sorted((w for _, w in self._seen.values()), key=lambda w: w.order)
        for waiting in listed or self.waiting():
            if waiting.name != name and not waiting.done:
                path = self.folder / waiting.name
                if path.is_file() and not _read(path, waiting.name).done:
                    return waiting.name
        return None


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _read(path: Path, name: str) -> Waiting:
    """A record that cannot be read stands in the queue all the same, at its head."""
    try:
        record = _DECODER.decode(read(path))
        decided = _decided(path)
    except (msgspec.DecodeError, InvalidRecord) as error:
        return Waiting(name, str(error)[:200], 0.0, 0, 1, 0)
    sure: list[float] = []
    items = 0
    for document in record.documents:
        sure += [i.confidence for n in REVIEWED_LISTS for i in getattr(document, n)]
        items += sum(len(getattr(document, n)) for n in REVIEWED_LISTS)
        items += sum(_present(getattr(document, n)) for n in REVIEWED_SCALARS)
        sure.append(document.issuer.confidence if document.issuer else 1.0)
    titles = [d.title.text for d in record.documents if d.title and d.title.text]
    notes = sum(n.severity != "info" for n in record.diagnostics)
    return Waiting(name, (titles or [""])[-1] or "", min(sure, default=1.0), notes, items, decided)


def _present(value: object) -> bool:
    return value is not None and not (isinstance(value, msgspec.Raw) and bytes(value) == b"null")


def _decided(path: Path) -> int:
    """How many of the record's own values were decided on."""
    return len({item_path(c.path) for c in load_corrections(path) if c.op != "add"})


def item_path(path: str) -> str:
    """The entry (list item or single value) that a path lies in."""
    names = split(path)
    deep = 4 if len(names) > 2 and names[2] in LISTS else 3
    return "/" + "/".join(path[1:].split("/")[:deep])
