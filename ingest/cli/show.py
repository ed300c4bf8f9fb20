"""`plan-ingest show RECORD`: a record readable in a terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.tree import Tree

from ingest.assemble.load import load
from ingest.cli.command import Command
from ingest.cli.say import Speaker, plain
from ingest.core.record import Fraction, PlanDocument, Range, Target
from ingest.errors import ExitCode
from ingest.lexicon.diagnostics import meaning


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", type=Path, metavar="RECORD", help="a record (JSON)")


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    record = load(args.record)
    speaker.line(
        f"{record.source.uri}  ({record.source.media_type}, {record.source.page_count} p.)"
    )
    for document in record.documents:
        speaker.out.print(_document(document, speaker))
    for note in record.diagnostics:
        colour = {"error": "red", "warning": "yellow", "info": "dim"}[note.severity]
        said = note.message if speaker.language == "en" else meaning(note.code, speaker.language)
        speaker.line(f"{note.severity}: {note.code}: {said}", colour)
    return ExitCode.OK


def _document(document: PlanDocument, speaker: Speaker) -> Tree:
    kind = document.type.name if document.type else "?"
    tree = Tree(f"[bold]{plain(document.id)} {plain(kind)}[/bold]")
    for label, value in _head(document, speaker):
        tree.add(f"[dim]{label}:[/dim] {plain(value)}")
    outline = tree.add(f"[dim]{speaker.text('say.outline')}[/dim]")
    branches: dict[str | None, Tree] = {None: outline}
    for section in document.sections:
        branch = branches.get(section.parent, outline)
        branches[section.id] = branch.add(
            f"[cyan]{plain(section.label)}[/cyan] {plain(section.heading or '…')}"
        )
    _lists(document, tree, speaker)
    return tree


def _head(document: PlanDocument, speaker: Speaker) -> list[tuple[str, str]]:
    inferred = speaker.text("say.inferred")
    rows: list[tuple[str, str]] = []
    if document.relation:
        rows.append(("→", speaker.text("say.attached", to=document.relation.document)))
    if document.number:
        blank = speaker.text("say.blank")
        serial = "" if document.number.serial else f"  {blank}"
        rows.append((speaker.text("say.number"), document.number.text + serial))
    if document.issuer:
        mark = (
            f"  ({inferred} {document.issuer.confidence:.2f})" if document.issuer.inferred else ""
        )
        rows.append((speaker.text("say.issuer"), document.issuer.name + mark))
    if document.date:
        place = f"{document.place.name}, " if document.place else ""
        rows.append((speaker.text("say.date"), place + document.date.edtf))
    if document.title:
        rows.append((speaker.text("say.title"), document.title.text))
    if document.period:
        mark = f"  ({inferred})" if document.period.inferred else ""
        rows.append((speaker.text("say.period"), document.period.edtf + mark))
    for signer in document.signers:
        parts = [signer.capacity, signer.position, signer.name]
        signed = " / ".join(p.replace("\n", " / ") for p in parts if p)
        rows.append((speaker.text("say.signers"), signed))
    if document.recipients:
        listed = "; ".join(r.text for r in document.recipients)
        rows.append((speaker.text("say.recipients"), listed))
    return rows


def _lists(document: PlanDocument, tree: Tree, speaker: Speaker) -> None:
    cited = tree.add(f"[dim]{speaker.text('say.citations')} ({len(document.citations)})[/dim]")
    for c in document.citations:
        number = c.number.text if c.number else ""
        date = c.date.edtf if c.date else ""
        line = " ".join(p for p in (c.type_code or "", number, date, c.title or "") if p)
        cited.add(f"[cyan]{c.relation}[/cyan] {plain(line)}")
    targets = tree.add(f"[dim]{speaker.text('say.targets')} ({len(document.targets)})[/dim]")
    for t in document.targets:
        period = t.period.edtf if t.period else "–"
        targets.add(f"[cyan]{period}[/cyan] {plain(_quantity(t))}  {plain(t.subject or '')}")
    due = tree.add(f"[dim]{speaker.text('say.deadlines')} ({len(document.deadlines)})[/dim]")
    for d in document.deadlines:
        when = (d.date.edtf if d.date else None) or d.rrule or ""
        due.add(f"[cyan]{d.kind} {plain(when)}[/cyan] {plain(d.action or d.text)}")
    work = tree.add(f"[dim]{speaker.text('say.assignments')} ({len(document.assignments)})[/dim]")
    for a in document.assignments:
        branch = work.add(f"[cyan]{plain(a.section or '–')}[/cyan] {plain(a.task)}")
        for unit in a.units:
            branch.add(f"{unit.role}: {plain(unit.name)}")


def _quantity(target: Target) -> str:
    value = target.value
    if isinstance(value, Range):
        said = f"{value.min:g}-{value.max:g}"
    elif isinstance(value, Fraction):
        said = f"{value.numerator:g}/{value.denominator:g}"
    else:
        said = f"{value:,.10g}"
    sign = {"gte": "≥ ", "lte": "≤ ", "approx": "~ ", "increase": "+ ", "decrease": "- "}
    return f"{sign.get(target.comparator, '')}{said} {target.unit or ''}".strip()


COMMAND = Command(
    "show",
    {
        "en": "print a record for reading, its outline as a tree",
        "vi": "in bản ghi để đọc, dàn mục theo dạng cây",
    },
    arguments,
    execute,
)
