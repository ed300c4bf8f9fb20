"""The heading form: a heading or lead-in names bodies, its items are their tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.core.document import Block, Section
from ingest.core.record import Role
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.addressed_groups import charges, is_ground, tasks_for, timely_subject
from ingest.extract.grammar.clauses import own_subject, task_end
from ingest.extract.grammar.draft import Draft, Parts, Roles, once
from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.role_labels import labels
from ingest.extract.grammar.roles import begins, partners, subject_role, word_lists
from ingest.extract.grammar.units import UnitMention, listed, unit_run
from ingest.lexicon.patterns import STANDS_AS

_WEAK_KINDS = (
    "Thư viện", "Bảo tàng", "Trung tâm", "Nhà văn hóa", "Trường", "Hội", "Câu lạc bộ", "Báo",
    "Đài", "Liên hiệp",
)  # fmt: skip
"""Outside “Tổ chức thực hiện” a heading of such a name is a topic, not an address."""

_DEEPEST_LED = 2
"""Levels of sections that a lead-in above lettered items reaches."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a heading or lead-in says: the bodies, and the span of what it adds on their role."""

    units: tuple[UnitMention, ...]
    said: Span


def headed(parts: Parts, used: set[int]) -> Iterator[tuple[Draft, set[int]]]:
    """Drafts of the heading form. Blocks under a naming heading are used up, task or not."""
    named = ((s.id, named_section(parts, s)) for s in parts.document.sections)
    sections = {id: naming for id, naming in named if naming is not None}
    above = _outer(parts, sections)
    leads: dict[int, Naming] = {}
    for n, block in enumerate(parts.document.blocks):
        if n in used or block.zone not in ("body",) or block.kind == "row":
            continue
        lead = _lead_in(parts, n, block)
        if lead is not None:
            leads[n] = lead
            yield from _nothing({n})
            continue
        context = _context(parts, block, sections, leads)
        if context is None:
            continue
        naming, where = context
        if where in above and block.section == where:
            yield from _nothing({n})
            continue
        if _orders_others(parts, block):
            continue
        draft = _draft(parts, n, block, naming, sections)
        yield from [(draft, {n})] if draft else _nothing({n})


def _nothing(used: set[int]) -> Iterator[tuple[Draft, set[int]]]:
    """Uses blocks up without a draft: an empty list of units tells."""
    yield Draft(None, Span(0, 0), Span(0, 0), [], "heading", 0.0), used


def named_section(parts: Parts, section: Section) -> Naming | None:
    """The bodies that a heading names, if it is addressed to them."""
    if section.heading is None or parts.assigns_nothing(section.id):
        return None
    if parts.heading_end(section) != section.heading_span.end:
        return None
    duty = parts.duty(section.id)
    below = bool(parts.children.get(section.id)) or len(parts.in_section.get(section.id, [])) > 1
    found = addressed(parts, section.heading_span, duty, below)
    if found is None or duty:
        return found
    strong = [m for m in found.units if not m.generic and m.kind not in _WEAK_KINDS]
    sure = (
        len(strong) == len(found.units)
        or charges(parts.read(found.said))
        or (not len(found.said) and tasks_for(parts, section, found.units))
    )
    return found if sure else None


def addressed(parts: Parts, span: Span, duty: bool, below: bool) -> Naming | None:
    """The bodies that a run of text is nothing but an address to: `Đề nghị Hội Nông dân xã`."""
    t = parts.read(span)
    first, after = 0, len(t)
    while after > first and t.key(after - 1) in (":", ".", ";", "*", "_"):
        after -= 1
    at = begins(t, first, word_lists("topic"))
    if at > first and not duty and t.key(first) == "đối":
        return None
    while t.key(at) == ":" and at < after:
        at += 1
    if t.key(at + 4) == ":" and regex.fullmatch(STANDS_AS, t.slice(at, at + 4)):
        at += 5  # `Cơ quan quản lý: Sở A`
    run = unit_run(t, at, after, listed=True)
    if run is None:
        return _unknown(t, at, after) if duty else None
    end = _behind_bracket(t, run.after, after)
    if t.mark(end, "qualifier") == after:  # `Sở Y tế các tỉnh tham gia`
        end = after
    if t.keys[end : end + 3] == ["-", "thường", "trực"]:  # `Sở X - thường trực kế hoạch:`
        return Naming(run.mentions, t.span(end + 1, after))
    if t.key(end) == "là":  # `… là cơ quan đầu mối, có trách nhiệm:` describes, items give roles
        shared = any(t.key(j) in ("chủ", "phối") for j in range(end, after))
        return Naming(run.mentions, t.span(end if shared else after - 1, after))
    if t.keys[end : end + 2] == ["chỉ", "đạo"]:  # `Sở Y tế chỉ đạo Bệnh viện tỉnh:`
        told = unit_run(t, end + 2, after, listed=True)
        if told is not None and told.after == after:
            return Naming(run.mentions, Span(span.end, span.end))
    if end < after and (charge := _charge(t, end, after)):
        return Naming(tuple(listed(t.part(t.span(at, charge)))), t.span(charge, after))
    if end < after:
        duties = begins(t, end, word_lists("duty"))
        if duties < after and not (below and (duties > end or t.mark(end, "verb"))):
            return _unknown(t, at, after) if duty and not t.mark(end, "verb") else None
    said = Span(t.start[end], t.end[after - 1]) if end < after else Span(span.end, span.end)
    return Naming(run.mentions, said)


def _charge(t: Tokens, at: int, after: int) -> int:
    """`…, chi ủy cơ sở có trách nhiệm:`: where the words of the duty begin, at the very end."""
    for words in (("có", "trách", "nhiệm"), ("chịu", "trách", "nhiệm"), ("có", "nhiệm", "vụ")):
        first = after - 3
        for start in (first, first - 1, first - 2):
            if start >= at and tuple(t.keys[start : start + 3]) == words:
                return start
    return 0


def _behind_bracket(t: Tokens, at: int, after: int) -> int:
    if t.key(at) != "(":
        return at
    end = next((j + 1 for j in range(at, min(after, at + 40)) if t.key(j) == ")"), at)
    return end


def _unknown(t: Tokens, first: int, after: int) -> Naming | None:
    """A body that no fact explains, in a heading that begins with a head noun: `Tổ …`."""
    if first >= after or after - first > 30 or not t.capital(first):
        return None
    known = max(t.mark(first, x) for x in ("head", "body", "group", "plural"))
    if not known or t.mark(first, "other") >= known or t.mark(first, "verb") >= known:
        return None
    if any(t.mark(j, "verb") >= j + 2 and not t.capital(j) for j in range(known, after)):
        return None
    found = listed(t.part(t.span(first, after)))
    return Naming(tuple(found), Span(t.end[after - 1], t.end[after - 1])) if found else None


def _outer(parts: Parts, sections: dict[str, Naming]) -> set[str]:
    """Naming sections with a sub-heading that names bodies itself: they make none of their own."""
    found: set[str] = set()
    for id in sections:
        above = parts.sections[id].parent
        while above is not None and above not in found:
            if above in sections:
                found.add(above)
            above = parts.sections[above].parent
    return found


def _lead_in(parts: Parts, n: int, block: Block) -> Naming | None:
    """`Các sở, ngành, UBND các xã có trách nhiệm:` above its items."""
    flat = parts.document.flat
    leads = parts.kids.get(n) or n in parts.leads
    if not leads or not block.content.of(flat).rstrip(" *_").endswith(":"):
        return None
    if parts.assigns_nothing(block.section) or labels(flat, block.content):
        return None
    if parts.opens(block) and parts.sections[block.section or ""].heading is not None:
        return None
    return addressed(parts, block.content, parts.duty(block.section), True)


def _context(
    parts: Parts, block: Block, sections: dict[str, Naming], leads: dict[int, Naming]
) -> tuple[Naming, str | None] | None:
    """The nearest heading or lead-in above a block that names bodies."""
    parent = block.parent
    for _ in range(8):
        if parent is None:
            break
        if parent in leads:
            return leads[parent], None
        parent = parts.document.blocks[parent].parent
    id, deep = block.section, 0
    while id is not None:
        if id in sections:
            return sections[id], id
        # a paragraph of its own behind a lettered item may stand behind the whole list
        within = deep or block.kind != "paragraph" or parts.opens(block)
        if within and deep < _DEEPEST_LED and (led := parts.led.get(id, -1)) in leads:
            return leads[led], None
        id, deep = parts.sections[id].parent, deep + 1
    return None


def _draft(
    parts: Parts, n: int, block: Block, naming: Naming, sections: dict[str, Naming]
) -> Draft | None:
    """The task that one item or paragraph gives."""
    flat = parts.document.flat
    span = span_trim(flat, _task_span(parts, block, sections), " :")
    if not len(span) or _is_part(parts, n, block):
        return None
    found = labels(flat, span)
    if found and found[0].span.start <= span.start + 2:
        return None
    t = parts.read(span)
    first, after = 0, len(t)
    if first >= after or is_ground(span.of(flat)):
        return None
    own = own_subject(t, first, after) or timely_subject(t, block, after, naming.units)
    subjects = own.mentions if own else naming.units
    start = own.after if own else first
    while t.key(start) in (":", ",", "-") and start < after:
        start += 1
    end = task_end(t, start, after)
    if end <= start:
        return None
    role = _role(
        parts, t.part(Span(t.start[start], t.end[end - 1])), naming, own is not None, block
    )
    units: Roles = [(m, role) for m in subjects]
    units += [(m, "coordinate") for m in partners(t, start, end)]
    units += [] if own else _heading_partners(parts, naming, block)
    task = span_trim(flat, Span(t.start[start], t.end[end - 1]), ".;")
    return Draft(
        block.section, task, span, once(units), "heading", 0.95 if own is None else 0.9, [span]
    )


def _orders_others(parts: Parts, block: Block) -> bool:
    """`Bộ đề nghị Ủy ban nhân dân tỉnh …`: a sentence to others, though it stands here."""
    t = parts.read(block.content)
    run = own_subject(t, 0, len(t))
    return run is not None and begins(t, run.after, word_lists("order")) > run.after


def _task_span(parts: Parts, block: Block, sections: dict[str, Naming]) -> Span:
    """The block without the heading that opens its section."""
    if parts.opens(block):
        section = parts.sections[block.section or ""]
        if section.heading is not None and (
            block.kind == "heading" or section.heading_span.end < block.content.end
        ):
            named = section.id in sections
            below = len(parts.in_section.get(section.id, [])) > 1 or section.id in parts.children
            if named or below or section.heading_span.end < block.content.end - 2:
                return Span(min(section.heading_span.end, block.content.end), block.content.end)
    return block.content


def _is_part(parts: Parts, n: int, block: Block) -> bool:
    """A line below an item is part of it, an item that only leads to its lines is no task."""
    flat = parts.document.flat
    leads = block.content.of(flat).rstrip(" *_").endswith(":")
    if leads and (parts.kids.get(n) or n in parts.leads):
        return True
    if block.parent is None:
        return False
    above = parts.document.blocks[block.parent]
    return above.kind == "item" and not above.content.of(flat).rstrip(" *_").endswith(":")


def _leading(parts: Parts, block: Block) -> Block | None:
    """The item or paragraph that leads to this one: `Chủ trì, phối hợp với Sở Y tế:`."""
    if block.parent is None:
        led = parts.led.get(block.section or "") if parts.opens(block) else None
        return None if led is None else parts.document.blocks[led]
    above = parts.document.blocks[block.parent]
    return above if above.kind == "item" else None


def _role(parts: Parts, task: Tokens, naming: Naming, own: bool, block: Block) -> Role:
    role = subject_role(task, 0, len(task))
    if own or role == "lead":
        return role
    above = _leading(parts, block)
    for span in [*([above.content] if above else []), naming.said]:
        t = parts.read(span)
        said = subject_role(t, 0, len(t)) if len(t) else "implement"
        if said == "lead" or (role == "implement" and said != "implement"):
            return said
    return role


def _heading_partners(parts: Parts, naming: Naming, block: Block) -> Roles:
    spans = [naming.said] + ([b.content] if (b := _leading(parts, block)) else [])
    return [(m, "coordinate") for span in spans if len(span) for m in partners(parts.read(span))]
