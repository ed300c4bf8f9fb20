"""Types of document and their codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ingest.lexicon.fold import key
from ingest.lexicon.load import rows


@dataclass(frozen=True, slots=True)
class DocumentTypeRow:
    """A row of `document_types.toml`."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    specimen: str
    heading: bool = True
    scheme: bool = False

    @property
    def code(self) -> str:
        return self.codes[0]

    @property
    def name(self) -> str:
        return self.names[0]


def document_types() -> tuple[DocumentTypeRow, ...]:
    return rows("document_types", DocumentTypeRow)


@cache
def by_code(code: str) -> DocumentTypeRow | None:
    """The type of a symbol's first part, whatever its case: `Ctr` is Chương trình.

    `CV` is no code in a symbol (a công văn has none): it is found all the same.
    """
    exact = [t for t in document_types() if code in t.codes]
    loose = [t for t in document_types() if code.upper() in {c.upper() for c in t.codes}]
    return next(iter(exact or loose), None)


@cache
def by_name(name: str) -> DocumentTypeRow | None:
    folded = key(name)
    return next((t for t in document_types() for n in t.names if key(n) == folded), None)


@cache
def type_names(heading: bool = False, scheme: bool = False) -> tuple[str, ...]:
    """Names, longest first so that an alternation prefers `Thông tư liên tịch`."""
    found = [
        n
        for t in document_types()
        if (t.heading or not heading) and (t.scheme or not scheme)
        for n in t.names
    ]
    return tuple(sorted(found, key=lambda n: (-len(n), n)))
