"""The benchmark of the repairs: what each test asks for, and what was measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.core.text import Text
from ingest.lexicon.encodings import Encoding
from ingest.lexicon.load import rows
from ingest.repair import REPAIRS, light, repair
from ingest.repair.accuracy import Accuracy, accuracy, judge, letters_wrong
from ingest.repair.calibration import reliability
from ingest.repair.model import folder
from ingest.repair.peers import PUBLISHED, Peer, peers
from ingest.repair.training.planted import plant
from ingest.repair.words import without_marks

_LEGIBLE = 0.97
"""Pages that the right reader gets so far right count as legible."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is measured on; all of it was kept out of training.

    `text`: clean text, a paragraph a line. `pages`: folder of readings made by
    `training.scans` (truth, `eng`, `vie`). `damaged` with `truth`: a real damaged file and the
    true text of its first lines.
    """

    text: Path | None = None
    pages: Path | None = None
    damaged: Path | None = None
    truth: Path | None = None


@dataclass(frozen=True, slots=True)
class Row:
    test: str
    bar: str
    found: str


def bench(inputs: Inputs) -> Iterator[Row]:
    """One row a test, in the order of the table in `docs/repair.md`."""
    if inputs.damaged is not None and inputs.truth is not None:
        yield _real(inputs.damaged.read_text("utf-8"), inputs.truth.read_text("utf-8"))
    if inputs.pages is not None:
        pages = list(_pages(inputs.pages))
        yield from _english(pages)
        yield from _vietnamese(pages)
        yield from _calibration(pages)
    if inputs.text is not None:
        text = inputs.text.read_text("utf-8")
        yield _stripped(text)
        yield from _planted(text)
        yield _clean(text)
        yield from _legacy(text)
        yield from _speed(text)
    yield from _others(inputs)
    size = sum(p.stat().st_size for p in folder().iterdir()) / 1e6
    yield Row("model files", "≤ 40 MB", f"{size:.1f} MB")


def _others(inputs: Inputs) -> Iterator[Row]:
    """The same texts without any repair, and with those of others."""
    samples: list[tuple[str, str, str]] = []
    if inputs.damaged is not None and inputs.truth is not None:
        truth = inputs.truth.read_text("utf-8").rstrip("\n")
        lines = inputs.damaged.read_text("utf-8").split("\n")[: truth.count("\n") + 1]
        samples.append(("real damage", truth, "\n".join(lines)))
    if inputs.pages is not None:
        pages = _legible(list(_pages(inputs.pages)))
        truth, read = ("\n".join(p[k] for p in pages) for k in (0, 1))
        samples.append(("pages read with eng", truth, read))
    if inputs.text is not None:
        text = inputs.text.read_text("utf-8")
        samples.append(("clean text without marks", text, without_marks(text)))
    ours = Peer("this repair", _fixed, whole=True)
    for peer in (*peers(), ours):
        for name, truth, read in samples:
            yield Row(f"{peer.name}: {name}", "", _peer(peer, truth, read))
    yield from (Row(name, "", found) for name, found in PUBLISHED)


def _peer(peer: Peer, truth: str, read: str) -> str:
    failed = peer.failed  # capitals are not counted: pyvi sets its own
    found = _percent(accuracy_by_line(truth.lower(), peer(read).lower()))
    lost = peer.failed - failed
    return f"{found}, raised on {lost} lines that stay as read" if lost else found


def table(found: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [f"| {r.test} | {r.bar} | {r.found} |" for r in found]
    return "\n".join(["| test | bar | found |", "| --- | --- | --- |", *lines]) + "\n"


def _fixed(text: str) -> str:
    return repair(Text.of(text)).text.value


def _percent(found: Accuracy) -> str:
    return f"{100 * found.share:.2f} % ({found.syllables - found.right} of {found.syllables} wrong)"


def _real(damaged: str, truth: str) -> Row:
    true = truth.rstrip("\n").split("\n")
    found = _fixed(damaged).split("\n")[: len(true)]
    return Row(
        "real damage, lines with truth", "≥ 98.5 %", _percent(accuracy(truth, "\n".join(found)))
    )


Page = tuple[str, str, str]
"""Truth, reading by `eng`, reading by `vie`: lines side by side."""


def _pages(folder: Path) -> Iterator[Page]:
    for path in sorted(folder.glob("*.tsv")):
        cells = [line.split("\t") for line in path.read_text("utf-8").split("\n") if line]
        if cells:
            truth, english, vietnamese = ("\n".join(c[k] for c in cells) for k in (1, 2, 3))
            yield truth, english, vietnamese


def _legible(pages: Sequence[Page]) -> list[Page]:
    return [p for p in pages if accuracy(p[0], p[2]).share >= _LEGIBLE]


def _english(pages: Sequence[Page]) -> Iterator[Row]:
    for name, some in (("legible pages", _legible(pages)), ("all pages", pages)):
        total = sum((accuracy(t, _fixed(e)) for t, e, _ in some), Accuracy(0, 0))
        yield Row(f"pages read with eng, {len(some)} {name}", "≥ 99.0 %", _percent(total))
    whole = "\f".join(english for _, english, _ in pages)
    rate = len(whole.split()) / max(_timed(lambda: _fixed(whole)), 1e-9)
    yield Row("speed, pages read with eng", "≥ 3,000/s", f"{rate:,.0f} syllables/s")


def _vietnamese(pages: Sequence[Page]) -> Iterator[Row]:
    for name, some in (("legible pages", _legible(pages)), ("all pages", pages)):
        before = after = letters = letters_after = worse = 0
        for truth, _, read in some:
            fixed = _fixed(read)
            was, now = accuracy(truth, read), accuracy(truth, fixed)
            before += was.syllables - was.right
            after += now.syllables - now.right
            worse += now.right < was.right
            for t, r, f in zip(*(x.split("\n") for x in (truth, read, fixed)), strict=True):
                letters += letters_wrong(t, r)
                letters_after += letters_wrong(t, f)
        found = (
            f"syllables {before} to {after} ({_fewer(before, after)}), letters {letters} to "
            f"{letters_after} ({_fewer(letters, letters_after)}), {worse} pages worse"
        )
        yield Row(f"errors of pages read with vie, {len(some)} {name}", "−25 %", found)


def _fewer(before: int, after: int) -> str:
    return f"−{100 * (before - after) / max(before, 1):.0f} %"


def _calibration(pages: Sequence[Page]) -> Iterator[Row]:
    judged: list[tuple[float, bool]] = []
    for truth, english, _ in pages:
        text = Text.of(english)
        for find in REPAIRS:
            edits = find(text.value)
            judged += judge(truth.split("\n"), text.value, edits)
            text = text.apply(edits)
    for low, count, rated, right in reliability(judged):
        found = f"rated {rated:.3f}, right {right:.3f} ({count} changes)"
        yield Row(f"confidence from {low}", "as rated", found)


def _stripped(text: str) -> Row:
    return Row(
        "clean text without marks",
        "≥ 99.2 %",
        _percent(accuracy_by_line(text, _fixed(without_marks(text)))),
    )


def accuracy_by_line(truth: str, found: str) -> Accuracy:
    """Lines are compared one by one: faster than the whole, and as strict."""
    pairs = zip(truth.split("\n"), found.split("\n"), strict=True)
    return sum((accuracy(t, f) for t, f in pairs), Accuracy(0, 0))


def _planted(text: str) -> Iterator[Row]:
    """What the repair also finds in the text as printed is no error of the planted test."""
    printed = {text[max(e.span.start - 12, 0) : e.span.end] for e in light.find(text)}
    right = changed = planted = 0
    for seed in (11, 12, 13):
        made = plant(text, seed)
        truth = {a: w for a, _, w in made.errors}
        planted += len(truth)
        for edit in light.find(made.text):
            start = edit.span.start
            if start in truth:
                changed += 1
                right += edit.new == truth[start]
            elif made.text[max(start - 12, 0) : edit.span.end] not in printed:
                changed += 1
    yield Row(
        "planted light errors, precision",
        "≥ 0.95",
        f"{right / max(changed, 1):.3f} ({changed} changes)",
    )
    yield Row(
        "planted light errors, recall",
        "≥ 0.60",
        f"{right / max(planted, 1):.3f} ({planted} errors)",
    )


def _clean(text: str) -> Row:
    done = repair(Text.of(text)).text
    words = len(text.split())
    changed = [f"{p.raw.of(done.raw)} → {p.value.of(done.value)}" for p in done.changes()]
    return Row(
        "clean text, tokens changed",
        "≤ 1 in 5,000 wrongly",
        f"{len(changed)} of {words}: {', '.join(changed)}",
    )


def _legacy(text: str) -> Iterator[Row]:
    for row in rows("legacy_encodings", Encoding):
        codes = dict(zip(row.letters.split(), row.codes.split(), strict=True))
        old = "".join(_encoded(c, codes, row.encoding) for c in text)
        found = accuracy_by_line(text, _fixed(old))
        yield Row(f"{row.encoding} there and back", "≥ 99.9 %", _percent(found))


def _encoded(letter: str, codes: dict[str, str], encoding: str) -> str:
    code = codes.get(letter) or codes.get(letter.lower())
    if code is None:
        return letter
    return code if encoding == "VNI" else bytes.fromhex(code).decode("latin-1")


def _speed(text: str) -> Iterator[Row]:
    bare = without_marks(text[: len(text) // 4])
    for name, bar, sample in (("without marks", "≥ 3,000/s", bare), ("clean", "≥ 50,000/s", text)):
        seconds = _timed(lambda sample=sample: _fixed(sample))  # type: ignore[misc]
        yield Row(f"speed, {name}", bar, f"{len(sample.split()) / seconds:,.0f} syllables/s")


def _timed(job: Callable[[], object]) -> float:
    """Processor seconds of the second of two runs: files are loaded, caches are not empty."""
    job()
    start = time.process_time()
    job()
    return time.process_time() - start
