"""Decisions of reviewers as data: lines of a file beside the record, never edits of it.

A line is a patch in the manner of RFC 6902 (`test` accepts, `replace` corrects, `remove`
rejects, `add` adds; `undo` takes an earlier decision back) whose path names items by id, with
what was seen: the old value, the quotes it stood on, and the SHA-256 over both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from ingest.errors import InvalidRecord
from ingest.review.files import read
from ingest.review.pointer import Json, find, split

Op = Literal["test", "replace", "remove", "add", "undo"]
_UNSAID = frozenset(
    {"id", "section", "parent", "deadline", "items", "evidence", "confidence", "review"}
)
"""Not part of what a reviewer decided on: places, references, how sure the program was."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line. Lines of one `decision` were made, and are undone, together.

    `source` is the SHA-256 of the input file, `sha256` that of `[old, quotes]`.
    """

    decision: str
    op: Op
    path: str
    value: Any
    old: Any
    quotes: tuple[str, ...]
    sha256: str
    source: str
    who: str
    when: str
    why: str = ""


_LINE = TypeAdapter(Correction)


class CorrectionsBroken(InvalidRecord):
    """A line of a corrections file is no decision: cut short, or edited by hand."""

    outcome = "corrections-broken"


def corrections_path(record: Path) -> Path:
    """`plan.txt.json` has its corrections in `plan.txt.corrections.jsonl`."""
    return record.with_name(record.name.removesuffix(".json") + ".corrections.jsonl")


def is_there(path: Path) -> bool:
    """False also where the name is too long for a disk, at which `is_file` raises."""
    try:
        return path.is_file()
    except OSError:
        return False


def all_lines(path: Path) -> list[Correction]:
    """All lines, undone ones too; none where there is no file. Raises CorrectionsBroken."""
    if not is_there(path):
        return []
    found = []
    # Not splitlines(): a value may hold U+2028 or U+0085, which JSON leaves as they are.
    for number, line in enumerate(read(path).decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_LINE.validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CorrectionsBroken(f"{path} line {number}: {where} {first['msg']}") from error
    return found


def standing(lines: Iterable[Correction]) -> list[Correction]:
    """The lines that were not taken back, in order."""
    kept: list[Correction] = []
    for line in lines:
        if line.op == "undo":
            kept = [k for k in kept if k.decision != line.decision]
        else:
            kept.append(line)
    return kept


def load_corrections(record: Path) -> list[Correction]:
    """What stands beside a record, ready for `reapply`."""
    return standing(all_lines(corrections_path(record)))


def line(correction: Correction) -> str:
    """The correction as one line of JSON."""
    return json.dumps(asdict(correction), ensure_ascii=False) + "\n"


def said(value: Any) -> Any:
    """A value less what was not decided on."""
    if isinstance(value, dict):
        return {k: said(v) for k, v in value.items() if k not in _UNSAID}
    if isinstance(value, (list, tuple)):
        return [said(v) for v in value]
    return value


def seen(record: Json, path: str) -> tuple[Any, tuple[str, ...]]:
    """The value at a path as decided on, and the quotes of the item that holds it."""
    names = split(path)
    value = said(find(record, names))
    return value, quotes(_holder(record, names))


def _holder(record: Json, names: Sequence[str]) -> Any:
    """The innermost entry on the way that has evidence."""
    for end in range(len(names), 1, -1):
        value = find(record, names[:end])
        if isinstance(value, dict) and value.get("evidence"):
            return value
    return None


def quotes(item: Any) -> tuple[str, ...]:
    if not isinstance(item, dict):
        return ()
    return tuple(str(e.get("quote") or "") for e in item.get("evidence") or ())


def digest(old: Any, found: Sequence[str]) -> str:
    """SHA-256 over the canonical JSON (keys sorted, no blanks, UTF-8) of `[old, quotes]`.

    `1.0` and `1` are one number, as in JSON Schema.
    """
    text = json.dumps(
        [_number(old), list(found)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _number(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {k: _number(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_number(v) for v in value]
    return value


def correct(
    record: Json, op: Op, path: str, value: Any, *, decision: str, who: str, when: str, why: str
) -> Correction:
    """A line about the record as it is now. `when` is UTC, `2026-01-31T08:30:00Z`."""
    old, found = seen(record, path) if op != "add" or not path.endswith("/-") else (None, ())
    return Correction(
        decision=decision,
        op=op,
        path=path,
        value=said(value) if op == "test" else value,
        old=old,
        quotes=found,
        sha256=digest(old, found),
        source=str(record.get("source", {}).get("sha256") or ""),
        who=who,
        when=when,
        why=why,
    )
