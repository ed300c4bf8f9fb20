"""`plan-ingest diff OLD NEW`"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.table import Table

from ingest.cli.command import Command
from ingest.cli.say import Speaker, plain
from ingest.errors import CannotWrite, ExitCode, IngestError
from ingest.review.diff_view import KINDS, Shown, add_counts, as_json, shown
from ingest.review.difference import counts
from ingest.review.files import FileDiff, compare, load, pairs
from ingest.review.rendering import environment, inline
from ingest.review.textconv import lines

_TROUBLE = ExitCode.USAGE
_STYLE = {"added": "green", "removed": "red", "changed": "yellow", "moved": "cyan"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", type=Path, metavar="OLD", help="a record, or a folder of records")
    parser.add_argument("new", type=Path, nargs="?", metavar="NEW", help="the same, later")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--stat", action="store_true", help="say only how many differ, by field")
    form.add_argument("--json", action="store_true", help="write all differences as JSON")
    form.add_argument("--html", type=Path, metavar="FILE", help="write all as one HTML page")
    form.add_argument(
        "--textconv", action="store_true",
        help="print OLD as lines of text, one a value (for git's textconv)",
    )  # fmt: skip
    parser.add_argument(
        "--values", action="store_true", help="look only at values, not at text and confidence"
    )


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    """0 same, 1 different, 2 trouble: as `diff` has it, whatever the trouble."""
    try:
        if args.textconv:
            for line in lines(load(args.old)):
                speaker.out.file.write(f"{line}\n")
            return ExitCode.OK
        if args.new is None:
            speaker.error(speaker.text("diff.needs-two"))
            return _TROUBLE
        return _Run(args, speaker).finish()
    except IngestError as error:
        speaker.failure(error.outcome, error.what)
        return _TROUBLE


class _Run:
    """All pairs, one after another; only counts are kept."""

    def __init__(self, args: argparse.Namespace, speaker: Speaker) -> None:
        self.args, self.speaker = args, speaker
        self.total: dict[str, dict[str, int]] = {}
        self.files = {"same": 0, "changed": 0, "added": 0, "removed": 0}
        self.troubled = False

    def finish(self) -> int:
        if self.args.json:
            self._json()
        elif self.args.html:
            self._html()
        else:
            for file in self.diffs():
                if not self.args.stat:
                    self._print(file)
            self._summary()
        if self.troubled:
            return _TROUBLE
        different = any(v for k, v in self.files.items() if k != "same")
        return ExitCode.SOME_FAILED if different else ExitCode.OK

    def diffs(self) -> Iterator[FileDiff]:
        """The pairs that differ; one that cannot be read is told and costs the exit code."""
        for pair in pairs(self.args.old, self.args.new):
            try:
                file = compare(pair)
            except IngestError as error:
                self.speaker.failure(error.outcome, error.what)
                self.troubled = True
                continue
            if self.args.values and file.status == "changed":
                kept = tuple(d for d in file.differences if d.aspect == "value")
                file = FileDiff(file.name, "changed" if kept else "same", kept)
            self.files[file.status] += 1
            add_counts(self.total, counts(file.differences))
            if file.status != "same":
                yield file

    def _print(self, file: FileDiff) -> None:
        say = self.speaker.text
        out = self.speaker.out
        out.print(f"[bold]{plain(file.name)}[/bold]  {say(f'diff.{file.status}')}")
        for aspect, found in shown(file):
            out.print(f"  [dim]{say(f'diff.aspect-{aspect}')} ({len(found)})[/dim]")
            for one in found:
                self._one(one)

    def _one(self, one: Shown) -> None:
        out = self.speaker.out
        style = _STYLE[one.kind]
        kind = self.speaker.text(f"diff.{one.kind}")
        out.print(f"  [{style}]{kind}[/{style}] {plain(one.path)}")
        if one.lines:
            for sign, line in one.lines:
                colour = {"-": "red", "+": "green"}.get(sign, "dim")
                out.print(f"    [{colour}]{sign or ' '} {plain(line)}[/{colour}]")
        else:
            told = " → ".join(plain(x) for x in (one.old, one.new) if x)
            out.print(f"    {told}")
        if one.followed:
            out.print(
                f"    [dim]{self.speaker.text('diff.followed', count=len(one.followed))}[/dim]"
            )

    def _summary(self) -> None:
        say = self.speaker.text
        if self.total:
            table = Table(box=None, pad_edge=False)
            table.add_column(say("diff.field"), no_wrap=True)
            for kind in KINDS:
                table.add_column(say(f"diff.{kind}"), justify="right", no_wrap=True)
            for field, found in sorted(self.total.items()):
                table.add_row(field, *(str(found.get(k, "")) for k in KINDS))
            self.speaker.out.print(table)
        self.speaker.line(say("diff.summary", **self.files))

    def _json(self) -> None:
        """Streamed: a run of many files is never whole in memory."""
        write = self.speaker.out.file.write
        write('{"files": [')
        first = True
        for file in self.diffs():
            write(("\n" if first else ",\n") + json.dumps(as_json(file), ensure_ascii=False))
            first = False
        tail = {"counts": dict(sorted(self.total.items())), "status": self.files}
        write("\n], " + json.dumps(tail, ensure_ascii=False)[1:] + "\n")

    def _html(self) -> None:
        template = environment(self.speaker.language).get_template("diff.html")
        stream = template.stream(
            old=str(self.args.old), new=str(self.args.new), css=inline("base.css"),
            files=self._pages(), counts=_Later(self.total), kinds=KINDS,
        )  # fmt: skip
        try:
            with self.args.html.open("w", encoding="utf-8") as file:
                file.writelines(stream)
        except OSError as error:
            raise CannotWrite(f"{self.args.html}: {error.strerror or error}") from error
        self.speaker.line(self.speaker.text("diff.summary", **self.files))

    def _pages(self) -> Iterator[dict[str, Any]]:
        for file in self.diffs():
            groups = [(self.speaker.text(f"diff.aspect-{a}"), s) for a, s in shown(file)]
            yield {"name": file.name, "status": file.status, "groups": groups}


class _Later:
    """Counts that are complete only when the page's last part is written."""

    def __init__(self, total: dict[str, dict[str, int]]) -> None:
        self._total = total

    def items(self) -> list[tuple[str, dict[str, int]]]:
        return sorted(self._total.items())


COMMAND = Command(
    "diff",
    {
        "en": "say what differs between two records or folders, matched by meaning",
        "vi": "cho biết hai bản ghi hoặc thư mục khác nhau chỗ nào, so theo nghĩa",
    },
    arguments,
    execute,
)
