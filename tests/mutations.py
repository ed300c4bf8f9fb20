"""Edits of a made record, each with what a diff has to say of it: (kind, field, aspect)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from made_records import renumber

Json = dict[str, Any]
Told = tuple[str, str, str]
_NEW = "Xây sân chơi thiếu nhi ở mỗi khu phố bằng nguồn xã hội hóa"


def drop(name: str) -> Callable[[Json, Random], Told]:
    def edit(record: Json, rng: Random) -> Told:
        document = record["documents"][0]
        gone = document[name].pop(rng.randrange(len(document[name])))
        if name in ("deadlines", "assignments"):
            renumber(document)
        if name == "targets":
            renumber(document)
        assert gone
        return "removed", name, "value"

    return edit


def add(name: str) -> Callable[[Json, Random], Told]:
    def edit(record: Json, rng: Random) -> Told:
        items = record["documents"][0][name]
        at = rng.randrange(len(items))
        fresh = {**items[at], "text": _NEW}
        fresh |= {"targets": {"subject": "sân chơi thiếu nhi", "value": 7, "unit": "sân"}}.get(
            name, {"deadlines": {"action": _NEW, "units": []}}.get(name, {"task": _NEW})
        )
        if "units" in fresh and name == "assignments":
            fresh["deadline"] = None
        items.insert(at, {**fresh, "id": "fresh"})
        renumber(record["documents"][0])
        return "added", name, "value"

    return edit


def change(name: str, field: str, value: object) -> Callable[[Json, Random], Told]:
    def edit(record: Json, rng: Random) -> Told:
        items = record["documents"][0][name]
        item = items[rng.randrange(len(items))]
        fresh = value(item[field]) if callable(value) else value
        assert fresh != item[field]
        item[field] = fresh
        return "changed", f"{name}.{field}", "value"

    return edit


def scalar(name: str, field: str, value: object) -> Callable[[Json, Random], Told]:
    def edit(record: Json, rng: Random) -> Told:
        record["documents"][0][name] = {**record["documents"][0][name], field: value}
        return "changed", name, "value"

    return edit


def blank(name: str) -> Callable[[Json, Random], Told]:
    def edit(record: Json, rng: Random) -> Told:
        record["documents"][0][name] = None
        return "removed", name, "value"

    return edit


def reorder(name: str) -> Callable[[Json, Random], Told]:
    """The first item of a section goes behind the others of it."""

    def edit(record: Json, rng: Random) -> Told:
        document = record["documents"][0]
        items = document[name]
        if name in ("recipients",):
            items.append(items.pop(0))
            return "moved", name, "value"
        homes = sorted({i["section"] for i in items})
        home = homes[rng.randrange(len(homes))]
        first, *others = [k for k, i in enumerate(items) if i["section"] == home]
        items.insert(others[-1], items.pop(first))
        renumber(document)
        return "moved", name, "value"

    return edit


def rehome(name: str) -> Callable[[Json, Random], Told]:
    """An item goes to another section."""

    def edit(record: Json, rng: Random) -> Told:
        document = record["documents"][0]
        item = document[name][rng.randrange(len(document[name]))]
        homes = [s["id"] for s in document["sections"] if s["id"] != item["section"]]
        item["section"] = homes[rng.randrange(len(homes))]
        renumber(document)
        return "moved", name, "value"

    return edit


def relabel(record: Json, rng: Random) -> Told:
    """One chapter gets another number; all beneath it goes with it."""
    document = record["documents"][0]
    _rename(document, {"IV": "V"})
    return "moved", "sections", "value"


def insert_chapter(record: Json, rng: Random) -> Told:
    """A chapter comes in; those after it are renumbered, with all in them."""
    document = record["documents"][0]
    _rename(document, {"II": "III", "III": "IV", "IV": "V"})
    at = next(k for k, s in enumerate(document["sections"]) if s["id"] == "III")
    fresh = {"id": "II", "label": "II.", "heading": "TÌNH HÌNH", "parent": None, "evidence": []}
    document["sections"].insert(at, fresh)
    return "added", "sections", "value"


def drop_chapter(record: Json, rng: Random) -> Told:
    """A chapter without sub-sections or items goes; those after it close up."""
    document = record["documents"][0]
    document["sections"] = [s for s in document["sections"] if s["id"] != "I.1"]
    for section in document["sections"]:
        if section["id"] == "I.2":
            section["id"], section["label"] = "I.1", "1."
    return "removed", "sections", "value"


def swap_sections(record: Json, rng: Random) -> Told:
    """Two sections change places and numbers."""
    document = record["documents"][0]
    _rename(document, {"III.1": "III.2", "III.2": "III.1"})
    for name in ("sections", "deadlines", "assignments"):
        document[name].sort(key=lambda i: i.get("section") or i["id"])
    renumber(document)
    return "moved", "sections", "value"


def _rename(document: Json, names: dict[str, str]) -> None:
    def new(name: str | None) -> str | None:
        for old, fresh in names.items():
            if name == old or (name or "").startswith(f"{old}."):
                return fresh + (name or "")[len(old) :]
        return name

    for section in document["sections"]:
        fresh = new(section["id"])
        if section["id"] in names:
            section["label"] = (fresh or "").split(".")[-1] + "."
        section["id"], section["parent"] = fresh, new(section["parent"])
    for name in ("targets", "deadlines", "assignments"):
        for item in document[name]:
            item["section"] = new(item["section"])
    renumber(document)


def unit_role(record: Json, rng: Random) -> Told:
    items = record["documents"][0]["assignments"]
    items[rng.randrange(len(items))]["units"][1]["role"] = "implement"
    return "changed", "assignments.units.role", "value"


def unit_gone(record: Json, rng: Random) -> Told:
    items = record["documents"][0]["assignments"]
    items[rng.randrange(len(items))]["units"].pop()
    return "removed", "assignments.units", "value"


def reworded(record: Json, rng: Random) -> Told:
    """The text of one item as the reader gave it, no value touched."""
    items = record["documents"][0]["targets"]
    item = items[rng.randrange(len(items))]
    item["text"] = item["text"].replace("Đến", "Đền", 1)
    return "changed", "targets.text", "text"


def reread(record: Json, rng: Random) -> Told:
    """A letter of the page reads otherwise; the quotes of what stands there follow."""
    page = record["pages"][0]
    evidence = record["documents"][0]["assignments"][0]["evidence"][0]
    at = evidence["start"] + evidence["quote"].index(" trước ")
    page["text"] = page["text"][:at] + "\xa0" + page["text"][at + 1 :]
    for found in _evidence(record):
        found["quote"] = page["text"][found["start"] : found["end"]]
    return "changed", "pages.text", "text"


def _evidence(value: object) -> list[Json]:
    if isinstance(value, dict):
        if "quote" in value:
            return [value]
        return [e for v in value.values() for e in _evidence(v)]
    return [e for v in value for e in _evidence(v)] if isinstance(value, list) else []


def surer(record: Json, rng: Random) -> Told:
    items = record["documents"][0]["deadlines"]
    items[rng.randrange(len(items))]["confidence"] = 0.123
    return "changed", "deadlines.confidence", "confidence"


def diagnosed(record: Json, rng: Random) -> Told:
    note = {"code": "share-over-100", "severity": "warning", "message": "101 %.", "evidence": []}
    record["diagnostics"].append(note)
    return "added", "diagnostics", "value"


def _period(old: Json) -> Json:
    return {**old, "edtf": "../2041", "text": "đến năm 2041"}


MUTATIONS: tuple[Callable[[Json, Random], Told], ...] = (
    *(drop(n) for n in ("targets", "deadlines", "assignments", "citations", "recipients", "signers")),
    *(add(n) for n in ("targets", "deadlines", "assignments")),
    *(reorder(n) for n in ("targets", "deadlines", "assignments", "recipients")),
    *(rehome(n) for n in ("targets", "deadlines", "assignments")),
    relabel, insert_chapter, drop_chapter, swap_sections,
    change("targets", "value", 3.5), change("targets", "unit", "lượt"),
    change("targets", "comparator", "gte"), change("targets", "period", _period),
    change("targets", "subject", lambda s: s + " trên địa bàn"),
    change("deadlines", "date", None), change("deadlines", "kind", "recurring"),
    change("deadlines", "recipient", "Huyện ủy"), change("deadlines", "units", ["Sở Nội vụ"]),
    change("assignments", "task", lambda s: s.split(" ", 1)[1]),
    change("assignments", "deadline", None),
    change("citations", "relation", "mention"), change("citations", "title", "sự khác"),
    change("sections", "heading", lambda s: s + " (mới)"),
    change("signers", "position", "CHỦ TỊCH"),
    scalar("title", "text", "Một tên khác hẳn"), scalar("number", "serial", "12a"),
    scalar("date", "edtf", "2024-05-03"), scalar("place", "name", "Tân Kì"),
    scalar("issuer", "name", "Ủy ban nhân dân xã Tân Kỳ"), blank("period"), blank("filing"),
    unit_role, unit_gone, reworded, reread, surer, diagnosed,
)  # fmt: skip
