"""Writes the site: one page a file, the tables over all, in both languages."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.errors import CannotWrite, IngestError
from ingest.lexicon.messages import LANGUAGES
from ingest.review.corrections import load_corrections
from ingest.review.files import records, sound
from ingest.review.marked import Mark, marks, pieces
from ingest.review.pointer import Json
from ingest.review.reapply import reapply
from ingest.review.rendering import asset, environment, inline
from ingest.review.report.gather import ROLES, Gathered, anchor
from ingest.review.report.pictures import by_span, columns, stacks
from ingest.review.report.rows import Rows

PAGES = ("index", "targets", "deadlines", "assignments", "timeline", "units", "horizons")
ROWS = 2_000
"""Rows of a table on one page: a browser sorts and filters so many at once."""

_TOP_UNITS = 25


def write_site(folder: Path, site: Path) -> Gathered:
    """The site of all records under `folder`; gives what it shows, and as `skipped` what could
    not be read. Memory holds one record, and the names of units."""
    gathered = Gathered()
    for path in records(folder):
        relative = path.relative_to(folder).as_posix()
        try:
            result = reapply(sound(path), load_corrections(path))
        except IngestError as error:
            gathered.skipped.append(error)
            continue
        gathered.unfit += len(result.unfit)
        href = f"documents/{relative.removesuffix('.json')}.html"
        gathered.add(result.record, quote(href))
        for language in LANGUAGES:
            _write(site / language / href, _document(language, href, result.record))
    for language in LANGUAGES:
        for name in PAGES:
            _overview(site / language, language, name, gathered)
    _write(site / "index.html", environment("en").get_template("report_choose.html").generate())
    return gathered


def _write(path: Path, parts: Iterator[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            file.writelines(parts)
    except OSError as error:
        raise CannotWrite(f"{path}: {error.strerror or error}") from error


def _overview(folder: Path, language: str, name: str, gathered: Gathered) -> None:
    """`name.html`, and where its table is long `name-2.html` and so on."""
    made = environment(language)
    say: Any = made.globals["t"]
    units = gathered.busiest()
    roles = [(r, say(f"site.role-{r}")) for r in ROLES]
    years = gathered.horizons()
    horizons = [(year or say("site.no-period"), n) for year, n in years]
    pictures = {
        "timeline": columns(by_span(gathered.months()), say("site.timeline")),
        "unit_picture": stacks(units[:_TOP_UNITS], roles, say("site.units")),
        "horizon_picture": columns(horizons, say("site.horizons")),
    }
    template = made.get_template(f"report_{name}.html")
    total, pages = _table(name, gathered, units)
    for number, rows in enumerate(pages, start=1):
        here = _page_name(name, number)
        parts = template.generate(
            **_frame("", name, here, language),
            g=gathered,
            rows=rows,
            part=Part(name, number, total, len(rows)),
            unit_count=len(units),
            roles=roles,
            years=dict(years),
            **pictures,
        )
        _write(folder / here, parts)


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of a table a page shows."""

    name: str
    number: int
    total: int
    shown: int

    @property
    def first(self) -> int:
        return (self.number - 1) * ROWS + 1

    @property
    def last(self) -> int:
        return self.first + self.shown - 1

    @property
    def others(self) -> list[tuple[int, str]]:
        """The pages of the table with their names; none where all rows are on one."""
        count = -(-self.total // ROWS)
        return [(n, _page_name(self.name, n)) for n in range(1, count + 1)] if count > 1 else []


def _page_name(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def _table(
    name: str, gathered: Gathered, units: Sequence[tuple[str, Counter[str]]]
) -> tuple[int, Iterator[Sequence[Any]]]:
    """How many rows a page's table has, and the rows, page by page."""
    if name == "units":
        starts = range(0, max(1, len(units)), ROWS)
        return len(units), (units[at : at + ROWS] for at in starts)
    tables: dict[str, Rows[Any]] = {
        "index": gathered.documents,
        "targets": gathered.targets,
        "deadlines": gathered.deadlines,
        "assignments": gathered.assignments,
        "timeline": gathered.deadlines,
        "horizons": gathered.targets,
    }
    table = tables[name]
    return len(table), table.pages(ROWS, by_key=name in ("timeline", "horizons"))


def _document(language: str, href: str, record: Json) -> Iterator[str]:
    root = "../" * href.count("/")
    found: dict[int, list[Mark]] = {}
    first: dict[str, Mark] = {}
    for document in record.get("documents") or ():
        for mark in marks(document):
            found.setdefault(mark.page, []).append(mark)
            first.setdefault(_at(mark), mark)

    def spot(mark: Mark) -> str:
        """The anchor, on the first place of a value only: an id stands once in a page."""
        name = _at(mark)
        return name if "." in name and first[name] is mark else ""

    pages = [
        (p, pieces(p["text"], found.get(p["number"], ()), p["repair"]["changes"]))
        for p in record.get("pages") or ()
    ]
    return (
        environment(language)
        .get_template("report_document.html")
        .generate(
            **_frame(root, "document", quote(href), language),
            record=record,
            pages=pages,
            anchor=anchor,
            spot=spot,
            placed=first.keys(),
        )
    )


def _at(mark: Mark) -> str:
    """The anchor that the tables link to: document and item of a mark's path."""
    names = [n.replace("~1", "/").replace("~0", "~") for n in mark.path.split("/")]
    return anchor(names[2], names[-1] if len(names) > 4 else "")


def _frame(root: str, name: str, here: str, language: str) -> dict[str, Any]:
    other = next(x for x in LANGUAGES if x != language)
    css, script = asset("base.css") + asset("site.css"), asset("site.js")
    policy = f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'"
    return {
        "root": root,
        "active": name,
        "menu": PAGES,
        "other": f"{root}../{other}/{here}",
        "other_language": other,
        "css": inline("base.css") + inline("site.css"),
        "script": inline("site.js"),
        "policy": policy,
    }


def _hash(text: str) -> str:
    """What a content security policy calls an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
