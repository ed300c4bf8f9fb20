"""Corrections applied to a record, also to one made anew: each fits, or is named.

`reapply` is pure: it changes neither the record nor the corrections it is given.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ingest.review.corrections import Correction, digest, quotes, said, seen
from ingest.review.pointer import LISTS, Json, find, join, keys, member, split

State = Literal["applied", "moved", "fulfilled", "unfit"]


@dataclass(frozen=True, slots=True)
class Fit:
    """What became of a correction.

    `applied` where it was made; `moved`: at `path`, where its item now stands; `fulfilled`:
    the record says so by itself now; `unfit`: `why` says what is different: `gone`,
    `otherwise` (it reads so now), `words-gone`, `another` (value was found).
    """

    correction: Correction
    state: State
    path: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reapplied:
    """The corrected record (valid if the values are) and a `Fit` a correction, in order."""

    record: Json
    fits: tuple[Fit, ...]

    @property
    def unfit(self) -> tuple[Fit, ...]:
        return tuple(f for f in self.fits if f.state == "unfit")


def reapply(record: Json, corrections: Sequence[Correction]) -> Reapplied:
    """The record with all corrections that fit it.

    An entry that was decided on carries `review`: `accepted`, `corrected` or `added`, and the
    confidence 1.
    """
    made = copy.deepcopy(record)
    return Reapplied(made, tuple(_apply(made, c) for c in corrections))


def _apply(record: Json, correction: Correction) -> Fit:
    if correction.op == "add":
        return _add(record, correction)
    path = _place(record, correction)
    if path is None:
        return _elsewhere(record, correction)
    if correction.op == "replace":
        _set(record, split(path), copy.deepcopy(correction.value))
    _mark(record, path, correction)
    if correction.op == "remove":
        _remove(record, split(path))
    return Fit(correction, "applied" if path == correction.path else "moved", path)


def _place(record: Json, correction: Correction) -> str | None:
    """Where what was decided on stands now: at its path, else under another id."""
    if digest(*seen(record, correction.path)) == correction.sha256:
        names = split(correction.path)
        if find(record, names[:-1]) is not None:
            return correction.path
    return next(
        (p for p in _likes(record, correction) if digest(*seen(record, p)) == correction.sha256),
        None,
    )


def _likes(record: Json, correction: Correction) -> list[str]:
    """The same path in every item of the same list, in any document."""
    names = split(correction.path)
    if len(names) < 4 or names[0] != "documents" or names[2] not in LISTS:
        return []
    return [
        join("documents", str(document.get("id")), names[2], name, *names[4:])
        for document in record.get("documents") or ()
        for name in keys(document.get(names[2]) or [])
    ]


def _elsewhere(record: Json, correction: Correction) -> Fit:
    """It stands nowhere as it was seen: is it right by itself, changed, or gone?"""
    same = [
        p for p in _likes(record, correction) or [correction.path] if _reads(record, p, correction)
    ]
    if correction.op == "replace":
        wanted = said(correction.value)
        if any(said(find(record, split(p))) == wanted for p in same):
            return Fit(correction, "fulfilled", same[0])
    if not same:
        if correction.op == "remove":
            return Fit(correction, "fulfilled", correction.path, "gone")
        return Fit(correction, "unfit", correction.path, "gone")
    return Fit(correction, "unfit", same[0], "otherwise")


def _reads(record: Json, path: str, correction: Correction) -> bool:
    """Whether an entry stands on the words that the decision was about."""
    value, found = seen(record, path)
    return found == correction.quotes and (value is not None or bool(found))


def _set(record: Json, names: Sequence[str], value: Any) -> None:
    holder: Any = find(record, names[:-1])
    step = member(holder, names[-1])
    holder[names[-1] if step is None else step[0]] = value


def _remove(record: Json, names: Sequence[str]) -> None:
    """Out of its list; a single value becomes null."""
    holder: Any = find(record, names[:-1])
    step = member(holder, names[-1])
    if step is None:
        return
    if isinstance(holder, list):
        gone = holder.pop(int(step[0]))
        if names[2] == "sections":
            _close_up(find(record, names[:2]), names[-1], gone.get("parent"))
        else:
            _unlink(record, names[-1])
    else:
        holder[step[0]] = None


def _unlink(record: Json, gone: str) -> None:
    """No reference to an item that was taken out."""
    for document in record.get("documents") or ():
        for item in document.get("assignments") or ():
            if item.get("deadline") == gone:
                item["deadline"] = None
        for unit in document.get("units") or ():
            unit["items"] = [r for r in unit.get("items") or () if r != gone]


def _close_up(document: Any, gone: str, parent: str | None) -> None:
    """What stood in a section that is none stands in the section above it."""
    for section in document.get("sections") or ():
        if section.get("parent") == gone:
            section["parent"] = parent
    for name in LISTS:
        for item in document.get(name) or ():
            if isinstance(item, dict) and item.get("section") == gone:
                item["section"] = parent


_MARKS = {"test": "accepted", "replace": "corrected"}


def _mark(record: Json, path: str, correction: Correction) -> None:
    """The entry (list item or single value) that a path lies in says that a person saw it."""
    names = split(path)
    deep = 4 if len(names) > 2 and names[2] in LISTS else 3
    item = find(record, names[:deep])
    if isinstance(item, dict) and correction.op in _MARKS:
        if item.get("review") != "added":
            item["review"] = _MARKS[correction.op]
        if "confidence" in item:
            item["confidence"] = 1


def _add(record: Json, correction: Correction) -> Fit:
    """A new list item (path ends in `-`), or a single value that was null."""
    names = split(correction.path)
    holder = find(record, names[:-1])
    if holder is None:
        return Fit(correction, "unfit", correction.path, "gone")
    value = copy.deepcopy(correction.value)
    if isinstance(value, dict) and not _anchored(record, value):
        return Fit(correction, "unfit", correction.path, "words-gone")
    if isinstance(holder, list):
        return _insert(holder, names, value, correction)
    assert isinstance(holder, dict)
    present = holder.get(names[-1])
    if present is not None:
        state: State = "fulfilled" if said(present) == said(value) else "unfit"
        why = "" if state == "fulfilled" else "another"
        return Fit(correction, state, correction.path, why)
    holder[names[-1]] = value | {"review": "added"} if isinstance(value, dict) else value
    return Fit(correction, "applied", correction.path)


def _insert(holder: list[Any], names: Sequence[str], value: Any, correction: Correction) -> Fit:
    for name, other in zip(keys(holder), holder, strict=True):
        if said(other) == said(value) and quotes(other) == quotes(value):
            return Fit(correction, "fulfilled", join(*names[:-1], name))
    if isinstance(value, dict):
        if names[2] not in ("signers", "recipients", "sections"):
            value["id"] = _free_id(holder, names[2], value)
        value["review"] = "added"
    holder.append(value)
    return Fit(correction, "applied", join(*names[:-1], keys(holder)[-1]))


def _free_id(holder: Sequence[Any], name: str, value: Json) -> str:
    """`targets/II.1/+1`: the plus keeps it apart from ids that a run gives."""
    place = value.get("section") or "document"
    taken = {i.get("id") for i in holder}
    number = 1
    while f"{name}/{place}/+{number}" in taken:
        number += 1
    return f"{name}/{place}/+{number}"


def _anchored(record: Json, value: Json) -> bool:
    """Its quotes stand at their places, or are put to the one place where they stand now."""
    texts = {p.get("number"): str(p.get("text") or "") for p in record.get("pages") or ()}
    for evidence in value.get("evidence") or ():
        quote = evidence["quote"]
        text = texts.get(evidence["page"], "")
        if text[evidence["start"] : evidence["end"]] == quote:
            continue
        found = [(n, t.find(quote)) for n, t in texts.items() if quote and quote in t]
        if len(found) != 1 or texts[found[0][0]].count(quote) != 1:
            return False
        number, start = found[0]
        evidence |= {"page": number, "start": start, "end": start + len(quote)}
        evidence.pop("boxes", None)
    return True
