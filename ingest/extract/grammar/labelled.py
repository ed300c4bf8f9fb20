"""The labelled form: an item, then `Đơn vị chủ trì: …`; or an item that closes in brackets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from ingest.core.document import Block
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.draft import Draft, Parts, Roles, once
from ingest.extract.grammar.role_labels import Label, labels
from ingest.extract.grammar.roles import listed_units, partners
from ingest.extract.grammar.units import unit_run

_MAX_TEXT = 4000
"""The text of an item with many lines is cut here: it is for reading, not for proof."""


@dataclass(slots=True)
class Group:
    """The labels of one item: `owner` is a section's id or the index of the item's block."""

    owner: str | int | None
    first: int
    labels: list[Label]


def labelled(parts: Parts) -> Iterator[tuple[Draft, set[int]]]:
    """Drafts of the labelled form, each with the blocks that it uses up."""
    groups = list(_groups(parts))
    owned = Counter(g.owner for g in groups if any(x.role for x in g.labels))
    for n, group in enumerate(groups):
        units = _units(parts, group.labels)
        if not units:
            continue
        alone = owned[group.owner] == 1
        before = groups[n - 1].first if n and groups[n - 1].owner == group.owner else -1
        item = _item(parts, group, alone, before)
        if item is None:
            continue
        task, section, used = item
        units = once([*units, *_partners(parts, task)])
        spans = [task, *(s.span for s in group.labels if s.role)]
        end = max(s.end for s in spans)
        text = Span(task.start, min(end, task.start + _MAX_TEXT) if end > task.end else task.end)
        yield Draft(section, task, text, units, "labelled", 0.95, spans), used


def _partners(parts: Parts, task: Span) -> Roles:
    return [(m, "coordinate") for m in partners(parts.read(task))]


def _units(parts: Parts, found: Iterable[Label]) -> Roles:
    units: Roles = []
    for label in found:
        if label.role is not None:
            units += listed_units(parts.read(label.value), label.role)
    return once(units)


def _groups(parts: Parts) -> Iterator[Group]:
    """Runs of label lines with one owner."""
    document = parts.document
    group: Group | None = None
    for n, block in enumerate(document.blocks):
        if block.zone != "body" or block.kind == "row":
            continue
        found = labels(document.flat, block.content)
        if not found or not any(_named(document.flat, block, label) for label in found):
            if group is not None and not _below(document.blocks, block, group):
                yield group
                group = None
            continue
        found = tuple(_with_lines(parts, n, label, label is found[-1]) for label in found)
        inline = found[0].span.start > block.content.start + 2
        owner = n if inline else _owner(parts, n, block)
        if group is not None and (inline or group.owner != owner or _again(group, found)):
            yield group
            group = None
        if group is None:
            group = Group(owner, n, [])
        group.labels += found
    if group is not None:
        yield group


def _named(flat: str, block: Block, label: Label) -> bool:
    """A label line: at the block's start, or a role label within it."""
    return label.role is not None or label.span.start <= block.content.start + 2


def _below(blocks: tuple[Block, ...], block: Block, group: Group) -> bool:
    """A line below a label (`+ Năm 2019: …` under `- Nội dung:`) does not end the group."""
    return block.parent is not None and block.parent >= group.first and block.kind == "item"


def _again(group: Group, found: Sequence[Label]) -> bool:
    """A role that the group has already: the next item's labels begin."""
    had = {x.role for x in group.labels if x.role}
    first = [x for x in found if x.role]
    lead = {"lead"} | ({"implement"} if "lead" not in had else set())
    return any(x.role in had and x.role in lead for x in first)


def _with_lines(parts: Parts, n: int, label: Label, last: bool) -> Label:
    """A label without a value takes the lines below it: `- Đơn vị phối hợp:` and `+ Sở …`."""
    below = parts.kids.get(n, [])
    if not last or len(label.value) or not below:
        return label
    blocks = parts.document.blocks
    end = blocks[below[-1]].span.end
    return Label(label.role, Span(label.span.start, end), Span(label.span.end, end))


def _owner(parts: Parts, n: int, block: Block) -> str | int | None:
    if parts.opens(block):
        return parts.sections[block.section or ""].parent
    parent = block.parent
    while parent is not None:
        above = parts.document.blocks[parent]
        if not labels(parts.document.flat, above.content):
            return parent if above.kind == "item" or not parts.opens(above) else above.section
        parent = above.parent
    return block.section


def _item(
    parts: Parts, group: Group, alone: bool, before: int
) -> tuple[Span, str | None, set[int]] | None:
    """The item that a group of labels belongs to: task, section, blocks used up."""
    blocks = parts.document.blocks
    if isinstance(group.owner, int):
        block = blocks[group.owner]
        end = group.labels[0].span.start if group.owner == group.first else block.content.end
        task = span_trim(parts.document.flat, Span(block.content.start, end), ".;:-+(•")
        if len(task):
            return task, block.section, {group.owner}
        return _preceding(parts, group, before)
    section = parts.sections.get(group.owner or "")
    if section is None or (not alone and before >= 0):
        return _preceding(parts, group, before)
    members = set(parts.in_section.get(section.id, []))
    if not alone and (nearest := _preceding(parts, group, before)) is not None:
        return nearest
    if section.heading is not None:
        return section.heading_span, section.id, members
    opening = next((blocks[i] for i in sorted(members) if parts.opens(blocks[i])), None)
    if opening is None:
        return None
    return span_trim(parts.document.flat, opening.content, ".;:"), section.id, members


def _preceding(parts: Parts, group: Group, before: int) -> tuple[Span, str | None, set[int]] | None:
    """The last block above the labels that is no label line."""
    blocks = parts.document.blocks
    for n in range(group.first - 1, max(before, group.first - 12, -1), -1):
        block = blocks[n]
        if block.kind == "row" or block.zone != "body":
            return None
        found = labels(parts.document.flat, block.content)
        if not found or found[0].span.start > block.content.start + 2:
            task = span_trim(parts.document.flat, block.content, ".;:")
            return (task, block.section, {n}) if len(task) else None
    return None


_CLOSING_BRACKET = regex.compile(r"\(([^()]{4,600})\)\s{0,3}[.;:,]?\s*$")
# "(Chi tiết danh mục và phân kỳ thực hiện tại Phụ lục)" sends the reader on
_SEE = regex.compile(
    r"(?i)\s*(?:chi\s+tiết|danh\s+mục|xem|kèm\s+theo|phụ\s+lục|theo\s+phụ\s+lục)(?!\p{L})"
)
_ROLE_WORD = regex.compile(
    r"(?i)chủ\s+trì|phối\s+hợp|thực\s+hiện\b|tham\s+mưu\b|(?:đơn\s+vị|cơ\s+quan)\s[^:]{0,30}:|^\s*(?:giao|do)\s"
)


def bracketed(parts: Parts, used: set[int]) -> Iterator[tuple[Draft, set[int]]]:
    """Items that close in `(Sở Tài chính chủ trì, Sở Y tế phối hợp; …)`."""
    flat = parts.document.flat
    for n, block in enumerate(parts.document.blocks):
        if n in used or block.zone != "body" or block.kind == "row":
            continue
        start = max(block.content.start, block.content.end - 700)
        match = _CLOSING_BRACKET.search(flat, start, block.content.end)
        if match is None or not _ROLE_WORD.search(match.group(1)):
            continue
        if _SEE.match(match.group(1)):
            continue
        said = _in_bracket(parts, Span(*match.span(1)))
        # `1. Sở Tài chính (cơ quan chủ trì)` names nobody in its bracket
        units = once((m, role) for m, role in said if m.text.lower() not in ("cơ quan", "đơn vị"))
        task = span_trim(flat, Span(block.content.start, match.start()), ".;:")
        spans = [block.content]
        if not len(task):
            task = _item_above(parts, n, used)
            spans = [task, block.content]
        if not units or not len(task):
            continue
        units = once([*units, *_partners(parts, task)])
        text = Span(spans[0].start, block.content.end)
        yield Draft(block.section, task, text, units, "labelled", 0.9, spans), {n}


def _item_above(parts: Parts, n: int, used: set[int]) -> Span:
    """What a bracket that is a paragraph of its own speaks of: the item just above it."""
    blocks, block = parts.document.blocks, parts.document.blocks[n]
    above = blocks[n - 1] if n and n - 1 not in used else None
    if above is None or above.zone != "body" or above.kind == "row":
        return Span(0, 0)
    if above.section != block.section:
        return Span(0, 0)
    return span_trim(parts.document.flat, above.content, ".;:")


def _in_bracket(parts: Parts, span: Span) -> Roles:
    """The bodies of a bracket; stretches between `;` that name no role hold time or money."""
    flat = parts.document.flat
    found: Roles = []
    for piece in regex.finditer(r"[^;]+", flat, pos=span.start, endpos=span.end):
        whole = span_trim(flat, Span(*piece.span()))
        named = labels(flat, whole)
        if any(x.role for x in named):
            found += _units(parts, named)
        elif _ROLE_WORD.search(whole.of(flat)):
            found += listed_units(parts.read(whole), None)
        elif found:
            t = parts.read(whole)
            run = unit_run(t, 0, len(t))
            if run is not None and run.after == len(t):
                found += [(m, found[-1][1]) for m in run.mentions]
    return found
