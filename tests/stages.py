"""Short ways into the stages: text to pages, documents, values. Tests read; nothing is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from ingest.assemble.record import assemble
from ingest.core.document import Document
from ingest.core.pages import Pages
from ingest.core.record import Finding, PlanDocument, Record
from ingest.core.text import Text
from ingest.extract import Extractor, extract
from ingest.parse import parse
from ingest.read import read_bytes

T = TypeVar("T")

HERE = Path(__file__).parent
ROOT = HERE.parent
SAMPLES = ROOT / "samples"
TEXTS = sorted((SAMPLES / "text").glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Case:
    """A row of `tests/cases/<stage>/<kind>.json`."""

    stage: str
    kind: str
    label: str
    comment: str
    text: str
    expected: object

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.label}"


@cache
def cases(stage: str, kind: str) -> tuple[Case, ...]:
    """The rows of one case file, in order; none where a stage has no such file."""
    path = HERE / "cases" / stage / f"{kind}.json"
    if not path.exists():
        return ()
    rows = json.loads(path.read_text("utf-8"))
    texts = [(r["text"] if isinstance(r["text"], str) else "\n".join(r["text"])) for r in rows]
    return tuple(
        Case(stage, kind, r["label"], r["comment"], t, r["expected"])
        for r, t in zip(rows, texts, strict=True)
    )


def pages_of(text: str) -> Pages:
    """The pages that a plain text file with this content gives; `\\f` parts pages."""
    return read_bytes(text.encode("utf-8"), "made.txt")


def parse_text(text: str) -> tuple[Document, ...]:
    """The documents of a text, unrepaired: what is tested is the parser, not the repair."""
    pages = pages_of(text)
    return parse(pages, Text.of(pages.join()))


def values(extractor: Extractor, document: Document, field: str, kind: type[T]) -> list[T]:
    """The values that an extractor finds for a field, in its order."""
    return [f.value for f in extractor(document) if f.field == field and isinstance(f.value, kind)]


def best(found: Iterator[Finding], field: str, kind: type[T]) -> T | None:
    """The most confident value of a field, as the assembler chooses; of equals the first."""
    mine = [f for f in found if f.field == field and isinstance(f.value, kind)]
    chosen = max(mine, key=lambda f: f.confidence, default=None)
    return chosen.value if chosen and isinstance(chosen.value, kind) else None


def record_of(text: str) -> Record:
    """The record of a text without repair, the checks included; not yet validated."""
    pages = pages_of(text)
    canonical = Text.of(pages.join())
    documents = parse(pages, canonical)
    findings = [list(extract(d)) for d in documents]
    status = ["none"] * len(pages.pages)
    return assemble(pages, canonical, status, None, documents, findings)  # type: ignore[arg-type]


FACTS: dict[str, Callable[[PlanDocument], object]] = {
    "type": lambda d: d.type.code if d.type else None,
    "number": lambda d: d.number.text if d.number else None,
    "serial": lambda d: d.number.serial if d.number else None,
    "symbol": lambda d: d.number.symbol if d.number else None,
    "issuer": lambda d: d.issuer.name if d.issuer else None,
    "parent": lambda d: d.issuer.parent if d.issuer else None,
    "inferred": lambda d: d.issuer.inferred if d.issuer else None,
    "place": lambda d: d.place.name if d.place else None,
    "date": lambda d: d.date.edtf if d.date else None,
    "title": lambda d: d.title.text if d.title else None,
    "period": lambda d: d.period.edtf if d.period else None,
    "period inferred": lambda d: d.period.inferred if d.period else None,
    "signers": lambda d: [[s.name, s.position, s.capacity] for s in d.signers],
    "recipients": lambda d: [r.text for r in d.recipients],
    "filing": lambda d: d.filing.text if d.filing else None,
    "relation": lambda d: d.relation.document if d.relation else None,
    "sections": lambda d: [[s.id, s.heading] for s in d.sections],
    "citations": lambda d: [
        [c.type_code, c.number.text if c.number else None, c.date.edtf if c.date else None,
         c.relation, c.title]
        for c in d.citations
    ],
    "cited": lambda d: [c.number.text if c.number else c.title for c in d.citations],
    "relations": lambda d: [c.relation for c in d.citations],
    "citing": lambda d: [c.issuer for c in d.citations],
}  # fmt: skip
"""What a case may ask about a document."""
