"""`plan-ingest export DIR --to FORMAT -o PATH`"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path

from ingest.assemble.load import NotARecord, load, loads
from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.core.record import Record
from ingest.errors import ExitCode
from ingest.export import EXPORTERS
from ingest.export.exporter import NoRecords, Options, Report
from ingest.export.records import RecordFolder
from ingest.review.corrections import load_corrections
from ingest.review.reapply import Fit, reapply


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of records")
    parser.add_argument(
        "--to", required=True, choices=[exporter.name for exporter in EXPORTERS], metavar="FORMAT",
        help=", ".join(exporter.name for exporter in EXPORTERS) + "; see docs/export.md",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", required=True, metavar="PATH",
        help="file or folder to write; for postgres the URL of the database",
    )  # fmt: skip
    parser.add_argument(
        "--bom", action="store_true", help="CSV with a byte order mark, as Excel wants it"
    )
    parser.add_argument(
        "--no-guard", action="store_true",
        help="CSV text as it is, also where a spreadsheet would run it as a formula",
    )  # fmt: skip
    parser.add_argument(
        "--sources", metavar="PLACE",
        help="xlsx: folder or address of the ingested files, for links to their pages",
    )  # fmt: skip
    parser.add_argument(
        "--uncorrected", action="store_true",
        help="values as the program read them, without what reviewers corrected",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="say only what went wrong")


@dataclass(slots=True)
class _Corrected:
    """Reads a record with its reviewers' corrections; those that do not fit are in `unfit`."""

    unfit: list[tuple[Path, Fit]] = field(default_factory=list)

    def __call__(self, path: Path) -> Record:
        record = load(path)
        corrections = load_corrections(path)
        if not corrections:
            return record
        made = reapply(json.loads(path.read_bytes()), corrections)
        self.unfit += [(path, fit) for fit in made.unfit]
        try:
            return loads(json.dumps(made.record).encode())
        except NotARecord as error:
            raise NotARecord(f"{path}: {error.what}") from error


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    exporter = next(e for e in EXPORTERS if e.name == args.to)
    corrected = _Corrected()
    records = RecordFolder(args.folder, load if args.uncorrected else corrected)
    if not any(True for _ in records):
        if not records.skipped:
            raise NoRecords(str(args.folder))
        _say_skipped(records, speaker)
        return ExitCode.SOME_FAILED
    records.skipped.clear()
    corrected.unfit.clear()
    options = Options(args.bom, not args.no_guard, args.sources)
    report = exporter.write(records, args.output, options)
    _say_skipped(records, speaker)
    _say_notes(report, speaker)
    for path, fit in corrected.unfit:
        what = f"{path}: {fit.path}: {speaker.text(f'unfit.{fit.why}')}"
        speaker.error(speaker.text("export.unfit", what=what))
    if not args.quiet:
        place = speaker.text("export.database") if exporter.makes == "database" else args.output
        counts = ", ".join(f"{number} {what}" for what, number in report.written.items() if number)
        speaker.line(speaker.text("export.written", place=place, counts=counts or "0"))
    return ExitCode.SOME_FAILED if records.skipped else ExitCode.OK


def _say_skipped(records: RecordFolder, speaker: Speaker) -> None:
    for _, error in records.skipped:
        speaker.failure(error.outcome, error.what)


def _say_notes(report: Report, speaker: Speaker) -> None:
    """What was cut or left out, with the first places where it happened."""
    for code, count in report.notes.items():
        places = ", ".join(report.examples[code]) + (" …" if count > 3 else "")
        speaker.error(speaker.text(f"export.{code}", count=count, places=places))


COMMAND = Command(
    "export",
    {
        "en": "write records as tables, calendar, database, archive metadata or XML",
        "vi": "xuất bản ghi thành bảng, lịch, cơ sở dữ liệu, dữ liệu lưu trữ hoặc XML",
    },
    arguments,
    execute,
)
