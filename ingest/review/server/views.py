"""What the templates of the review page show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

from ingest.lexicon.messages import LANGUAGES, Language
from ingest.review.marked import Mark, marks, of_item, pieces, raw_text
from ingest.review.pointer import Json
from ingest.review.server.desk import Desk
from ingest.review.server.entries import NEW, Entry, Sheet
from ingest.review.server.forms import DEFAULTS, FIELDS, shown
from ingest.review.server.readings import words_in_doubt

_ROWS = 500
_WIDE = ("sections", "units")
"""Lists that lie over all others: shown on the page only while they are looked at."""


@dataclass(frozen=True, slots=True)
class Links:
    """URLs of one session; the token stands in each."""

    token: str
    language: str

    def queue(self, **query: str) -> str:
        return f"/{self.token}/{self.language}/" + (f"?{urlencode(query)}" if query else "")

    def record(self, name: str, **query: str) -> str:
        made = {k: v for k, v in query.items() if v}
        tail = f"?{urlencode(made)}" if made else ""
        return f"/{self.token}/{self.language}/r/{quote(name)}{tail}"

    def page(self, name: str, number: int) -> str:
        return f"/{self.token}/page/{number}/{quote(name)}"

    def asset(self, name: str) -> str:
        return f"/{self.token}/static/{name}"


def queue_context(desk: Desk, links: Links, start: int) -> dict[str, Any]:
    waiting = desk.queue.waiting()
    return {
        "links": links,
        "other": _other(links).queue(),
        "other_language": _other(links).language,
        "rows": waiting[start : start + _ROWS],
        "start": start,
        "size": _ROWS,
        "all": len(waiting),
        "done": sum(w.done for w in waiting),
        "items": sum(w.items for w in waiting),
        "decided": sum(min(w.decided, w.items) for w in waiting),
    }


def _other(links: Links) -> Links:
    return Links(links.token, next(x for x in LANGUAGES if x != links.language))


def record_context(
    desk: Desk,
    links: Links,
    path: Path,
    name: str,
    query: dict[str, str],
    error: str = "",
    typed: dict[str, str] | None = None,
) -> dict[str, Any]:
    made = desk.sheet(path)
    adding = query.get("item") == NEW
    current = None if adding else made.entry(query.get("item")) or made.next_open(None)
    if current is None and not adding and made.entries:
        current = made.entries[0]
    number = _page_number(query.get("page"), current, made.record)
    page = next((p for p in made.record["pages"] if p["number"] == number), None)
    has_image = desk.images.source(made.record) is not None
    view = query.get("view") or ("image" if has_image and not adding else "text")
    found = _marks(made, number, current)
    decided = sum(e.state != "open" for e in made.entries)
    return {
        "links": links,
        "name": name,
        "other": _other(links).record(name, **query),
        "other_language": _other(links).language,
        "record": made.record,
        "sheet": made,
        "current": current,
        "page": page,
        "pages": len(made.record["pages"]),
        "has_image": has_image,
        "view": view if has_image else "text",
        "pieces": pieces(page["text"], found, page["repair"]["changes"]) if page else [],
        "rects": list(_rects(made, number, current)) if page else [],
        "compare": _compare(made, current),
        "words": words_in_doubt(made.record, current.item) if current else [],
        "fields": _fields(current, typed, cast(Language, links.language)) if not adding else (),
        "adding": _adding(made, query, typed) if adding else None,
        "previous": _link(links, name, made.after(current.path, -1) if current else None),
        "next": _link(links, name, made.after(current.path) if current else None),
        "next_record": _next_record(desk, links, name),
        "undoable": desk.undoable(path),
        "decided": decided,
        "error": error,
        "now": current.path if current else "",
    }


def _page_number(told: str | None, current: Entry | None, record: Json) -> int:
    count = len(record["pages"])
    if told and told.isdigit() and 1 <= int(told) <= count:
        return int(told)
    return current.page if current else 1


def _marks(made: Sheet, number: int, current: Entry | None) -> list[Mark]:
    found = [m for d in made.result.record["documents"] for m in marks(d) if m.page == number]
    if current is not None and current.kind in _WIDE:
        found += [m for m in of_item(current.item, current.path, current.kind) if m.page == number]
    gone = [
        m for e in made.entries if e.state == "rejected" for m in of_item(e.item, e.path, e.kind)
    ]
    return found + [m for m in gone if m.page == number]


def _rects(made: Sheet, number: int, current: Entry | None) -> Any:
    """(path, kind, x, y, width, height) in points."""
    for entry in made.entries:
        if entry.kind in _WIDE and entry is not current:
            continue
        for evidence in entry.item.get("evidence") or ():
            if evidence["page"] == number:
                for x0, y0, x1, y1 in evidence.get("boxes") or ():
                    yield entry.path, entry.kind, x0, y0, x1 - x0, y1 - y0


def _compare(made: Sheet, current: Entry | None) -> list[dict[str, str]]:
    """Raw and repaired words of the current entry, a row a quote."""
    rows = []
    pages = {p["number"]: p for p in made.record["pages"]}
    for evidence in (current.item.get("evidence") or ()) if current else ():
        page = pages.get(evidence["page"])
        if page is None:
            continue
        changes = page["repair"]["changes"]
        raw = raw_text(page["text"], changes, evidence["start"], evidence["end"])
        inside = [
            c for c in changes if c["start"] < evidence["end"] and c["end"] > evidence["start"]
        ]
        rows.append({
            "page": evidence["page"], "quote": evidence["quote"], "raw": raw,
            "changed": bool(inside),
            "sure": f"{min((c['confidence'] for c in inside), default=1.0):.2f}",
        })  # fmt: skip
    return rows


def _fields(
    current: Entry | None, typed: dict[str, str] | None, language: Language
) -> list[tuple[Any, str]]:
    if current is None:
        return []
    return [
        (f, (typed or {}).get(f"f-{f.name}", shown(f, current.item, language)))
        for f in FIELDS[current.kind]
    ]


def _adding(made: Sheet, query: dict[str, str], typed: dict[str, str] | None) -> dict[str, Any]:
    kind = query.get("kind") if query.get("kind") in DEFAULTS else "targets"
    assert kind is not None
    told = typed or {}
    return {
        "kind": kind,
        "kinds": tuple(DEFAULTS),
        "quote": told.get("quote") or query.get("quote", ""),
        "documents": [d["id"] for d in made.record["documents"]],
        "fields": [(f, told.get(f"f-{f.name}", shown(f, DEFAULTS[kind]))) for f in FIELDS[kind]],
    }


def _link(links: Links, name: str, entry: Entry | None) -> str:
    return links.record(name, item=entry.path) if entry else ""


def _next_record(desk: Desk, links: Links, name: str) -> str:
    """The first record after this one that is not done."""
    found = desk.queue.following(name)
    return links.record(found) if found else ""
