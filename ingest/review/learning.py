"""Names and confusions from reviewers' corrections.

A name is learnt where a person accepted, corrected or added it; a confusion where a correction
changed single letters or marks of words that stand in the text, and kept the words around them.
What says something else than the text is the reviewer's reading and teaches nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex

from ingest.lexicon.fold import bare
from ingest.lexicon.learnt import Confusion, Learnt, Name, NameKind
from ingest.review.corrections import Correction, load_corrections
from ingest.review.files import records
from ingest.review.pointer import split

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_KINDS: dict[str, NameKind] = {
    "signers": "person", "issuer": "body", "place": "place", "units": "body",
}  # fmt: skip


def learn(folder: Path) -> Learnt:
    """What the corrections of all records below a folder teach. Raises InvalidRecord."""
    names: Counter[tuple[str, NameKind]] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    for path in records(folder):
        for correction in load_corrections(path):
            names.update(set(names_in(correction)))
            confusions.update(set(confusions_in(correction)))
    return Learnt(
        tuple(Name(text, kind, names[text, kind]) for text, kind in sorted(names)),
        tuple(
            Confusion(read, right, confusions[read, right]) for read, right in sorted(confusions)
        ),
    )


def names_in(correction: Correction) -> Iterator[tuple[str, NameKind]]:
    """The names that a decision vouches for."""
    if correction.op not in ("test", "replace", "add"):
        return
    steps = split(correction.path)
    listed = steps[2] if len(steps) > 2 else ""
    if listed == "assignments":
        for unit in _units(correction.value, steps):
            if isinstance(unit, dict) and not unit.get("generic"):
                yield from _named(unit.get("name"), "body")
    elif listed in _KINDS:
        value = correction.value
        if isinstance(value, dict):
            yield from () if value.get("generic") else _named(value.get("name"), _KINDS[listed])
        elif steps[-1] == "name":
            yield from _named(value, _KINDS[listed])


def _units(value: Any, steps: list[str]) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.get("units") or ()
    return value if isinstance(value, list) and steps[-1] == "units" else ()


def _named(name: object, kind: NameKind) -> Iterator[tuple[str, NameKind]]:
    if isinstance(name, str) and len(name.split()) > 1:
        yield " ".join(name.split()), kind


def confusions_in(correction: Correction) -> Iterator[tuple[str, str]]:
    """(as read, right) with a word on either side where there is one."""
    if correction.op != "replace":
        return
    quoted = " ".join(" ".join(correction.quotes).lower().split())
    for old, new in _texts(correction.old, correction.value):
        before, after = _WORD.findall(old), _WORD.findall(new)
        if len(before) != len(after) or len(before) < 2 or old.lower() not in quoted:
            continue
        wrong = [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
        if not wrong or len(wrong) * 2 > len(before):
            continue
        for k in wrong:
            if _near(before[k], after[k]):
                low, high = max(0, k - 1), k + 2
                yield " ".join(before[low:high]).lower(), " ".join(after[low:high]).lower()


def _texts(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Pairs of text in two values of one form, the same field with the same."""
    if isinstance(old, str) and isinstance(new, str):
        yield " ".join(old.split()), " ".join(new.split())
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() & new.keys()):
            yield from _texts(old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for a, b in zip(old, new, strict=True):
            yield from _texts(a, b)


def _near(a: str, b: str) -> bool:
    """One word misread for another: other marks, or one other letter."""
    x, y = bare(a), bare(b)
    return x == y or (len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 1)
