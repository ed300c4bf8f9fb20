"""`report.html`: a run for people. One file, both languages, no script, nothing fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from ingest.batch.charts import bars
from ingest.batch.failing import printable
from ingest.batch.ledger import Ledger
from ingest.batch.ledger_rows import Row
from ingest.batch.outcome import BINS, PENDING, UNPACKED, WELL
from ingest.batch.write import atomically
from ingest.lexicon.messages import LANGUAGES, known, text
from ingest.lexicon.reasons import reason

_MOST = 200
_SLOWEST = 15
_GOOD, _BAD, _PLAIN = "#2e7d32", "#c62828", "#1565c0"
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{padding:.2rem .6rem;text-align:left;
border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}h2{margin-top:2rem}
svg{max-width:100%;height:auto}.outcome{display:grid;gap:.8rem;align-items:center;
grid-template-columns:minmax(0,7fr) minmax(0,3fr)}.big{font-size:1.4rem}
#vi:checked~main [lang=en],#en:checked~main [lang=vi]{display:none}
"""


@dataclass(slots=True)
class Sums:
    """What the report says of all inputs together."""

    inputs: int = 0
    pages: int = 0
    documents: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    confidence: list[int] = field(default_factory=lambda: [0] * BINS)

    def add(self, row: Row) -> None:
        outcome = row.outcome
        self.inputs += outcome.code != UNPACKED  # an archive is no file of its own
        self.pages += outcome.pages
        self.documents += len(outcome.documents)
        self.seconds += outcome.seconds
        for kind, count in outcome.kinds:
            self.kinds[kind] += count
        for place, count in enumerate(outcome.confidence):
            self.confidence[place] += count


def write_report(ledger: Ledger, state: Path, sums: Sums) -> None:
    """The last run, in `state`/report.html; `sums` of all its rows. Raises CannotWrite,
    DiskFull."""
    with atomically(state / "report.html") as file:
        file.write("".join(_page(ledger, sums)).encode())


def _page(ledger: Ledger, sums: Sums) -> Iterator[str]:
    run = ledger.last_run().id
    yield '<!doctype html><html><head><meta charset="utf-8"><title>plan-ingest</title>'
    yield f"<style>{_STYLE}</style></head><body>"
    for place, language in enumerate(LANGUAGES):
        chosen = " checked" if place == 0 else ""
        name = {"en": "English", "vi": "Tiếng Việt"}[language]
        yield f'<input type="radio" name="lang" id="{language}"{chosen}>'
        yield f'<label for="{language}">{name}</label> '
    yield "<main><h1>plan-ingest</h1>"
    yield _both("report.sums", "p", "big", files=sums.inputs, documents=sums.documents,
                pages=sums.pages, minutes=f"{sums.seconds / 60:.1f}")  # fmt: skip
    yield from _outcomes(ledger.counts(run))
    yield from _chart("report.kinds", [(k, n) for k, n in sums.kinds.most_common(30)])
    bins = [(f"{k / BINS:.1f} – {(k + 1) / BINS:.1f}", n) for k, n in enumerate(sums.confidence)]
    yield from _chart("report.confidence", bins if any(sums.confidence) else [])
    yield _both("report.slowest", "h2")
    slow = [(printable(r.job.uri), r.outcome.seconds) for r in ledger.slowest(run, _SLOWEST)]
    yield bars([(uri, s, f"{s:.1f} s") for uri, s in slow if s], _PLAIN)
    yield from _failures(ledger.failures(run, _MOST))
    yield "</main></body></html>\n"


def _outcomes(counts: dict[str, int]) -> Iterator[str]:
    yield _both("report.outcomes", "h2")
    good = [(code, counts[code]) for code in WELL if code in counts]
    bad = sorted((c for c in counts.items() if c[0] not in WELL), key=lambda c: (-c[1], c[0]))
    most = max(counts.values(), default=1)
    for code, count in (*good, *bad):
        colour = {"ok": _GOOD, UNPACKED: _PLAIN, PENDING: _PLAIN}.get(code, _BAD)
        yield f'<div class="outcome">{bars([(code, count, str(count))], colour, most)}'
        yield _both(f"outcome.{code}", "small") + "</div>"


def _chart(key: str, rows: list[tuple[str, int]]) -> Iterator[str]:
    if rows:
        yield _both(key, "h2")
        yield bars([(label, count, str(count)) for label, count in rows], _PLAIN)


def _failures(rows: list[Row]) -> Iterator[str]:
    if not rows:
        return
    yield _both("report.failures", "h2")
    yield "<table>"
    for row in rows:
        code = row.outcome.code
        remedy = f"remedy.{code}"
        yield f"<tr><td>{escape(printable(row.job.uri))}</td><td>{escape(code)}</td><td>"
        for language in LANGUAGES:
            yield f'<span lang="{language}">{escape(reason(row.outcome.why, language))}</span>'
        yield "<br>" + (_both(remedy, "small") if known(remedy) else "")
        yield "</td></tr>"
    yield "</table>"


def _both(key: str, tag: str, kind: str = "", **values: object) -> str:
    """The message in each language; the page's style shows one of them."""
    mark = f' class="{kind}"' if kind else ""
    return "".join(
        f'<{tag} lang="{language}"{mark}>{escape(text(key, language, **values))}</{tag}>'
        for language in LANGUAGES
    )
