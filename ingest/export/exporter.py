"""What an export is: records in, files of one format out, and what a reader of them must know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from ingest.errors import ExitCode, IngestError
from ingest.export.tables import Entry

_EXAMPLES = 3


class NoRecords(IngestError):
    """There is nothing to export in the folder."""

    outcome = "no-records"
    exit_code: ClassVar[ExitCode] = ExitCode.USAGE


class BadTarget(IngestError):
    """The place given with `-o` does not fit the format."""

    outcome = "bad-target"
    exit_code: ClassVar[ExitCode] = ExitCode.USAGE


@dataclass(frozen=True, slots=True)
class Options:
    """`bom`: a byte order mark before CSV. `guard`: make CSV cells safe for spreadsheets.

    `sources`: folder or address below which the ingested files lie, for links to their pages.
    """

    bom: bool = False
    guard: bool = True
    sources: str | None = None


@dataclass(slots=True)
class Report:
    """What was written, and what was left out or cut: kept small however many the records."""

    written: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.written[what] = self.written.get(what, 0) + number

    def note(self, code: str, where: str) -> None:
        """`code` is a message (`export.<code>` in lexicon/messages.toml); `where` an example."""
        self.notes[code] = self.notes.get(code, 0) + 1
        examples = self.examples.setdefault(code, [])
        if len(examples) < _EXAMPLES:
            examples.append(where)


Makes = Literal["file", "folder", "database"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """`write(entries, target, options)` goes through the records once.

    `extra` is the optional extra of the package that the format needs.
    """

    name: str
    makes: Makes
    help: Mapping[str, str]
    write: Callable[[Iterable[Entry], str, Options], Report]
    extra: str | None = None
