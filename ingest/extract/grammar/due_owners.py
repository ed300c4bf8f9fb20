"""Who owes what a labelled line, a table row or an item under a unit's heading says."""

from __future__ import annotations

from functools import lru_cache

import regex

from ingest.core.document import TableCell
from ingest.extract.grammar.surroundings import Surroundings
from ingest.extract.grammar.tables import Grid, cell_at
from ingest.extract.grammar.units import find_units, split_units
from ingest.lexicon.fold import key
from ingest.lexicon.role_words import label_roles, texts

_LABEL = regex.compile(r"(?P<label>[^\s:][^:]{0,60}?)\s*:\s*")
_NEAR = 12
"""Labelled lines of one item, at most."""
_LEAD = regex.compile(
    r"^(?:đề nghị|giao(?: cho)?|yêu cầu|kính đề nghị|đối với|trách nhiệm(?: của)?|nhiệm vụ(?: của)?)\s+",
    regex.I,
)
_OWNER = regex.compile(r"chủ trì|thực hiện|chịu trách nhiệm|phụ trách|đầu mối|phân công", regex.I)


def label_units(around: Surroundings, index: int) -> tuple[str, ...]:
    """Units of the labelled lines beside block `index`: who leads, else who carries out."""
    document = around.document
    block = document.blocks[index]
    by_role: dict[str, tuple[str, ...]] = {}
    near = range(max(0, index - _NEAR), min(len(document.blocks), index + _NEAR))
    for place in near:
        other = document.blocks[place]
        if other.section != block.section or other.parent != block.parent:
            continue
        head = document.line(other.content)[:400]
        match = _LABEL.match(head)
        role = label_roles().get(key(match["label"])) if match else None
        if match and role in ("lead", "implement") and role not in by_role:
            by_role[role] = _listed(head[match.end() :])
    return by_role.get("lead") or by_role.get("implement") or ()


@lru_cache(maxsize=512)
def _listed(text: str) -> tuple[str, ...]:
    """The bodies of a labelled line: its neighbours ask for them too."""
    return tuple(dict.fromkeys(m.name for m in split_units(text)))


def task_above(around: Surroundings, index: int) -> str | None:
    """The task that a labelled time belongs to: lead-in, else heading, else the line before."""
    document = around.document
    block = document.blocks[index]
    for lead in around.lead_in(block):
        return document.line(lead.content).rstrip(" :.;")
    for section in around.chain(block.section)[:1]:
        if section.heading is not None:
            return section.heading.rstrip(" :.;")
    for place in range(index - 1, max(-1, index - _NEAR), -1):
        other = document.blocks[place]
        if other.section != block.section:
            break
        if around.values[place] is None and not _labelled(document.line(other.content)):
            return document.line(other.content).rstrip(" :.;")
    return None


def task_before(around: Surroundings, index: int) -> str | None:
    """The task that a bracket in a line of its own speaks of: the paragraph before it, else what
    stands above."""
    document = around.document
    block, before = document.blocks[index], document.blocks[max(0, index - 1)]
    if before.section == block.section and before.kind not in ("heading", "row"):
        text = document.line(before.content).rstrip(" :.;")
        if text and not text.startswith("("):
            return text
    return task_above(around, index)


def _labelled(text: str) -> bool:
    match = _LABEL.match(text)
    known = label_roles().keys() | texts("detail_label") | texts("time_label")
    return match is not None and key(match["label"]) in known


def owners_above(around: Surroundings, index: int) -> tuple[str, ...]:
    """The units that the lead-in or the nearest heading names."""
    document = around.document
    block = document.blocks[index]
    above = [document.line(block.content)]
    above += [document.line(b.content) for b in around.lead_in(block)]
    above += [s.heading for s in around.chain(block.section) if s.heading]
    for text in above:
        found = _first_run(_LEAD.sub("", text[:400]))
        if found:
            return found
    return ()


@lru_cache(maxsize=512)
def _first_run(text: str) -> tuple[str, ...]:
    """The list of bodies that a text begins with."""
    names: list[str] = []
    end = 0
    for mention in find_units(text):
        if mention.span.start - end > 5:
            break
        names.append(mention.name)
        end = mention.span.end
    return tuple(dict.fromkeys(names))


def row_units(grid: Grid, row: tuple[TableCell, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """The units of a row's owner column; those of the row above where it says `nt`."""
    columns = [c for c in grid.columns("body") if _OWNER.search(grid.heads[c])] or grid.columns(
        "body"
    )
    for column in columns[:1]:
        text = grid.text(cell_at(row, column))
        if key(text) in texts("ditto"):
            return before
        mentions = split_units(text)
        leading = [m for m in mentions if m.role == "chủ trì"]
        return tuple(dict.fromkeys(m.name for m in leading or mentions))
    return ()
