"""What the server knows and does: reads records, writes decisions. No HTTP here."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import regex

from ingest.assemble.schema import problems
from ingest.errors import CannotWrite
from ingest.review.corrections import (
    Correction,
    Op,
    all_lines,
    correct,
    corrections_path,
    line,
    said,
    standing,
)
from ingest.review.files import sound
from ingest.review.pointer import Json, join
from ingest.review.reapply import reapply
from ingest.review.server.entries import Entry, Sheet, decision_number, sheet
from ingest.review.server.forms import DEFAULTS, FIELDS, Wrong, entered
from ingest.review.server.images import Images
from ingest.review.server.queue import Queue


class Desk:
    """One folder under review. `now` gives the time of a decision, UTC."""

    def __init__(
        self, folder: Path, sources: Path | None, who: str, now: Callable[[], str]
    ) -> None:
        self.folder, self.who, self._now = folder, who, now
        self.queue = Queue(folder)
        self.images = Images(sources)
        self._lock = threading.Lock()
        self._last: tuple[tuple[str, int], Json] | None = None

    def path(self, name: str) -> Path | None:
        """The file of a record named in a URL; nothing outside of the folder."""
        path = self.folder / name
        inside = path.resolve().is_relative_to(self.folder.resolve())
        return path if inside and name.endswith(".json") and path.is_file() else None

    def sheet(self, path: Path) -> Sheet:
        return sheet(self._record(path), standing(all_lines(corrections_path(path))))

    def _record(self, path: Path) -> Json:
        """The last record is kept: most requests are about the one before."""
        key = (str(path), path.stat().st_mtime_ns)
        if self._last is None or self._last[0] != key:
            self._last = (key, sound(path))
        return self._last[1]

    def undoable(self, path: Path) -> Correction | None:
        """The decision that an undo would take back."""
        kept = standing(all_lines(corrections_path(path)))
        return kept[-1] if kept else None

    def accept(self, path: Path, entry: Entry, why: str) -> None:
        self._decide(path, [("test", entry.path, entry.item)], why)

    def accept_rest(self, path: Path) -> None:
        """All that is still open, as one decision."""
        rest = [e for e in self.sheet(path).entries if e.state == "open"]
        self._decide(path, [("test", e.path, e.item) for e in rest], "")

    def reject(self, path: Path, entry: Entry, why: str) -> None:
        self._decide(path, [("remove", entry.path, None)], why)

    def correct(self, path: Path, entry: Entry, form: Mapping[str, str], why: str) -> None:
        """A line for each field that says something else. Raises Wrong."""
        edits: list[tuple[Op, str, Any]] = []
        for field in FIELDS[entry.kind]:
            text = form.get(f"f-{field.name}")
            if text is None:
                continue
            value = entered(field, text, entry.item)
            old = entry.item if field.name == "" else entry.item.get(field.name)
            if _differs(value, old):
                target = entry.path if field.name == "" else entry.path + join(field.name)
                edits.append(("replace", target, value))
        self._decide(path, edits or [("test", entry.path, entry.item)], why)

    def add(self, path: Path, document: str, kind: str, form: Mapping[str, str], why: str) -> str:
        """A new item on words of the text; gives its path. Raises Wrong."""
        if kind not in DEFAULTS:
            raise Wrong("choice")
        evidence = locate(self._record(path), form.get("quote", ""), form.get("page", ""))
        item = {**DEFAULTS[kind], "evidence": [evidence]}
        if "text" in item:
            item["text"] = evidence["quote"]
        for field in FIELDS[kind]:
            item[field.name] = entered(field, form.get(f"f-{field.name}", ""), item)
        before = {e.path for e in self.sheet(path).entries}
        self._decide(path, [("add", f"/documents/{document}/{kind}/-", item)], why)
        return next(e.path for e in self.sheet(path).entries if e.path not in before)

    def undo(self, path: Path) -> Correction | None:
        with self._lock:
            last = self.undoable(path)
            if last is not None:
                self._append(path, [_undo(last, self.who, self._now())])
        return last

    def _decide(self, path: Path, edits: list[tuple[Op, str, Any]], why: str) -> None:
        """Lines for the edits, each about the record as the one before left it."""
        with self._lock:
            lines = all_lines(corrections_path(path))
            record = self._record(path)
            state = reapply(record, standing(lines)).record
            about = {
                "decision": decision_number(lines),
                "who": self.who,
                "when": self._now(),
                "why": why,
            }
            fresh: list[Correction] = []
            for op, target, value in edits:
                made = correct(state, op, target, value, **about)
                fresh.append(made)
                if op != "test":
                    state = reapply(state, [made]).record
            changed = any(op != "test" for op, _, _ in edits)
            # A record of an earlier minor version lacks keys that are required today.
            if changed and problems(state) and not problems(record):
                raise Wrong("invalid")
            self._append(path, fresh)

    def _append(self, path: Path, lines: list[Correction]) -> None:
        """Whole lines, on disk before the page says so."""
        target = corrections_path(path)
        try:
            with target.open("a+b") as file:
                file.write(_parted(file) + "".join(map(line, lines)).encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotWrite(f"{target}: {error.strerror or error}") from error


def _parted(file: IO[bytes]) -> bytes:
    """A line end where the file was edited by hand and has none at its end."""
    if not file.seek(0, os.SEEK_END):
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"


def _undo(last: Correction, who: str, when: str) -> Correction:
    return Correction(last.decision, "undo", last.path, None, None, (), "", last.source, who, when)


def _differs(value: Any, old: Any) -> bool:
    """Whether a form says something else than it was filled with."""
    if isinstance(value, dict) and isinstance(old, dict):
        for name in ("edtf", "text"):
            if name in value and "edtf" in old:
                return bool(value["edtf"] != old["edtf"])
        return bool({k: said(v) for k, v in value.items()} != said(old)) and value.get(
            "text", 0
        ) != old.get("text", 1)
    return bool(value != old and said(value) != said(old))


def locate(record: Json, quote: str, page: str) -> Json:
    """The place of words a reviewer selected; blanks may differ. Raises Wrong."""
    words = quote.split()
    if not words or len(quote) > 5000:
        raise Wrong("quote")
    pattern = regex.compile(r"\s+".join(map(regex.escape, words)))
    pages = record.get("pages") or []
    order = sorted(pages, key=lambda p: str(p["number"]) != page)
    for one in order:
        m = pattern.search(one["text"])
        if m:
            return {"page": one["number"], "start": m.start(), "end": m.end(), "quote": m[0]}
    raise Wrong("quote")
