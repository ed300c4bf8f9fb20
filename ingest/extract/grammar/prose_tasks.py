"""The sentence form: `Giao X …`, `Đề nghị X …`, or a body as the subject of a task."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.core.document import Block
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.clauses import Clause, clauses, task_end
from ingest.extract.grammar.draft import Draft, Parts, Roles, once
from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.roles import begins, partners, subject_role, word_lists

_ABBREVIATED = ("tp", "tx", "tt", "ths", "ts", "gs", "pgs", "ô", "b", "o", "đ", "st", "th", "tr")
_MAX_SENTENCE = 400


def prose_tasks(parts: Parts, used: set[int]) -> Iterator[Draft]:
    """Drafts of the sentence form, from the blocks that no other form has used up."""
    for n, block in enumerate(parts.document.blocks):
        if n in used or block.kind == "row" or block.zone not in ("body", "closing"):
            continue
        if block.zone == "body" and parts.assigns_nothing(block.section):
            continue
        span = _span(parts, block)
        if len(span):
            yield from _block(parts, block, span)


def _span(parts: Parts, block: Block) -> Span:
    """The block's text behind its run-in heading; nothing of a heading that has text below."""
    if not parts.opens(block):
        below = block.kind == "heading"
        return Span(block.content.end, block.content.end) if below else block.content
    section = parts.sections[block.section or ""]
    if section.heading is None:
        return block.content
    below = len(parts.in_section.get(section.id, [])) > 1 or section.id in parts.children
    if not below and section.heading_span.end >= block.content.end - 2:
        return block.content
    return Span(min(parts.heading_end(section), block.content.end), block.content.end)


def _block(parts: Parts, block: Block, span: Span) -> Iterator[Draft]:
    t = parts.read(span)
    drafts: list[Draft] = []
    going = False
    for start, end in _split(t, 0, len(t)):
        found = [
            _draft(parts, block, t, clause, start)
            for clause in clauses(t, start, end, block.zone == "closing")
        ]
        if not found and going and _goes_on(t, start, end):
            drafts[-1] = _longer(parts, t, drafts[-1], start, end)
            continue
        drafts += found
        going = bool(found) and (block.kind == "item" or parts.opens(block))
    yield from drafts


def _goes_on(t: Tokens, start: int, end: int) -> bool:
    """`Bộ X chủ trì …. Rà soát …; phối hợp với …`: a sentence without a subject says more of the task."""
    if task_end(t, start, end) < end:
        return False
    return t.mark(start, "verb") > start or begins(t, start, word_lists("adverb")) > start


def _longer(parts: Parts, t: Tokens, draft: Draft, start: int, end: int) -> Draft:
    """The draft with the sentence `start` up to `end` as part of its task."""
    flat = parts.document.flat
    task = span_trim(flat, Span(draft.task.start, t.end[end - 1]), ".;/ ")
    text = Span(draft.text.start, t.end[end - 1])
    units = [*draft.units, *((m, "coordinate") for m in partners(t, start, end))]
    return replace(draft, task=task, text=text, units=once(units), spans=[text])


def _draft(parts: Parts, block: Block, t: Tokens, clause: Clause, start: int) -> Draft:
    role = subject_role(t, clause.task, clause.after)
    if _carries_out(t, clause.task, clause.after):
        role = "implement"
    units: Roles = [(m, role) for m in clause.run.mentions]
    units += [(m, "coordinate") for m in partners(t, clause.task, clause.after)]
    flat = parts.document.flat
    begin = clause.first if clause.passive else clause.task
    task = span_trim(flat, Span(t.start[begin], t.end[clause.after - 1]), ".;/ ")
    text = Span(t.start[min(start, clause.first)], t.end[clause.after - 1])
    sure = 0.9 if clause.ordered else 0.7 if clause.passive else 0.8
    section = block.section if block.zone == "body" else None
    return Draft(section, task, text, once(units), "sentence", sure, [text])


def _carries_out(t: Tokens, first: int, after: int) -> bool:
    """`… chịu trách nhiệm thi hành Quyết định này`: everybody carries it out."""
    keys = t.keys[first : min(first + 8, after)]
    return any(keys[i : i + 2] == ["thi", "hành"] for i in range(len(keys) - 1))


def _split(t: Tokens, first: int, after: int) -> Iterator[tuple[int, int]]:
    """Sentences: cut behind a full stop before a capital, and never longer than a bound."""
    start, keys = first, t.keys
    for j in range(first, after):
        stop = keys[j] == "." and (j + 1 >= after or t.capital(j + 1) or t.key(j + 1) == "-")
        if stop and j > first and (t.key(j - 1) in _ABBREVIATED or t.key(j - 1) == "/"):
            stop = False
        if stop or j - start >= _MAX_SENTENCE:
            yield start, j + 1
            start = j + 1
    if start < after:
        yield start, after
