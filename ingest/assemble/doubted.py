"""Places that may have been misread, told by the values that stand there.

The reader marks runs of words (`under-seal`, `doubtful-line`). A reviewer checks values: each
one whose evidence meets such a place gets a diagnostic of its own; places without a value are
listed once a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.core.record import Diagnostic, Evidence, PlanDocument

_WHY = {
    "under-seal": "stood under a seal or a pen's stroke",
    "doubtful-line": "stands in a line that OCR is unsure of",
}
_ONE = ("type", "number", "issuer", "place", "date", "title")
_MANY = ("signers", "recipients", "citations", "targets", "deadlines", "assignments", "amounts")
_MOST_QUOTED = 60


def doubted(noticed: Sequence[Diagnostic], documents: Sequence[PlanDocument]) -> list[Diagnostic]:
    """`noticed`, marked places replaced by the values that were read there."""
    places: dict[str, list[Evidence]] = {code: [] for code in _WHY}
    rest: list[Diagnostic] = []
    for one in noticed:
        if one.code in places:
            places[one.code] += one.evidence
        else:
            rest.append(one)
    for code, marked in places.items():
        rest += _of_code(code, marked, documents)
    return rest


def _of_code(
    code: str, marked: Sequence[Evidence], documents: Sequence[PlanDocument]
) -> Iterator[Diagnostic]:
    by_page: dict[int, list[Evidence]] = {}
    for place in marked:
        by_page.setdefault(place.page, []).append(place)
    told: set[Evidence] = set()
    for name, evidence in _values(documents) if marked else ():
        met = [(e, p) for e in evidence for p in by_page.get(e.page, ()) if _meet(e, p)]
        if met:
            told |= {place for _, place in met}
            own = tuple(dict.fromkeys(e for e, _ in met))
            message = f"{name} ({_quoted(own[0])}) {_WHY[code]}: compare it with the image."
            yield Diagnostic(code, "warning", message, own)
    for page in sorted(by_page):
        left = tuple(place for place in by_page[page] if place not in told)
        if left:
            count = f"{len(left)} places" if len(left) > 1 else "One place"
            message = f"Page {page}: {count} without a value: what {_WHY[code]}."
            yield Diagnostic(code, "info", message, left)


def _values(documents: Sequence[PlanDocument]) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Every value of the documents by its name or id, with its evidence."""
    for document in documents:
        for name in _ONE:
            value = getattr(document, name)
            if value is not None:
                yield f"{document.id}: {name}", value.evidence
        for name in _MANY:
            for number, value in enumerate(getattr(document, name), 1):
                own = getattr(value, "id", None) or f"{name}/{number}"
                yield f"{document.id}: {own}", value.evidence


def _meet(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _quoted(evidence: Evidence) -> str:
    text = " ".join(evidence.quote.split())
    return f"“{text}”" if len(text) <= _MOST_QUOTED else f"“{text[:_MOST_QUOTED].rstrip()} …”"
