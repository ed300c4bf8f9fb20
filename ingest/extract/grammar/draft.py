"""An assignment in the making, and what extractors need to know about a document's parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ingest.core.document import Block, Document, Section
from ingest.core.record import Role
from ingest.core.text import Span
from ingest.extract.grammar.part_kinds import evaluates, gives_tasks
from ingest.extract.grammar.phrases import Tokens, tokens_of
from ingest.extract.grammar.roles import begins, word_lists
from ingest.extract.grammar.units import UnitMention, unit_run

Form = Literal["labelled", "heading", "sentence", "table"]
State = Literal["", "aim", "past", "duty"]
Roles = list[tuple[UnitMention, Role]]


@dataclass(slots=True)
class Draft:
    """`task` and `text` are spans; `spans` is the evidence."""

    section: str | None
    task: Span
    text: Span
    units: Roles
    form: Form
    confidence: float
    spans: list[Span] = field(default_factory=list)


_FIRST = ("a", "1", "i", "I", "A")


@dataclass(frozen=True)
class Parts:
    """A document with its tokens and the kinds of its parts."""

    document: Document

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {s.id: s for s in self.document.sections}

    @cached_property
    def children(self) -> dict[str | None, list[Section]]:
        found: dict[str | None, list[Section]] = {}
        for section in self.document.sections:
            found.setdefault(section.parent, []).append(section)
        return found

    @cached_property
    def in_section(self) -> dict[str | None, list[int]]:
        """Indices of the blocks that stand directly in each section."""
        found: dict[str | None, list[int]] = {}
        for n, block in enumerate(self.document.blocks):
            found.setdefault(block.section, []).append(n)
        return found

    @cached_property
    def block_starts(self) -> list[int]:
        """Where the blocks begin, in order: the block of a place is found by bisection."""
        return [b.span.start for b in self.document.blocks]

    @cached_property
    def kids(self) -> dict[int, list[int]]:
        """Indices of the blocks below each block."""
        found: dict[int, list[int]] = {}
        for n, block in enumerate(self.document.blocks):
            if block.parent is not None:
                found.setdefault(block.parent, []).append(n)
        return found

    @cached_property
    def led(self) -> dict[str, int]:
        """Sections whose label opens an item behind a paragraph with a colon: that paragraph.

        Its list ends where numbering starts anew, or behind the next such paragraph.
        """
        found: dict[str, int] = {}
        lists: dict[str | None, int] = {}
        lead = -1
        blocks = self.document.blocks
        for n, block in enumerate(blocks):
            section = self.sections.get(block.section or "")
            if section is None or section.span.start != block.span.start:
                lead = n if self._leads(block) else -1
                continue
            anew = section.label.strip("(). ") in _FIRST
            below = lead >= 0 and blocks[lead].section == section.parent
            if below or (lead >= 0 and anew and section.label.endswith(")")):
                lists[section.parent] = lead
            elif anew:
                lists.pop(section.parent, None)
            lead = -1
            if section.parent in lists:
                found[section.id] = lists[section.parent]
        return found

    def _leads(self, block: Block) -> bool:
        if block.section is None or block.kind != "paragraph":
            return False
        return block.content.of(self.document.flat).rstrip(" *_").endswith(":")

    @cached_property
    def leads(self) -> frozenset[int]:
        """The paragraphs with a colon that stand above lettered items."""
        return frozenset(self.led.values())

    @cached_property
    def _states(self) -> dict[str, State]:
        """What each section is for, from its heading and those above it. Parents come first.

        What stands under an assessment reports, whatever its heading says; what stands under
        “Tổ chức thực hiện” assigns.
        """
        found: dict[str, State] = {}
        for section in self.document.sections:
            above = found.get(section.parent or "", "")
            own = self._state(section)
            if own == "past" and self._below_tasks(section):
                own = ""
            found[section.id] = above if above in ("past", "duty") or not own else own
        return found

    def _below_tasks(self, section: Section) -> bool:
        """`Đánh giá tình hình sử dụng đất` below “Nhiệm vụ”: the evaluation is to come."""
        if not evaluates(section.heading or ""):
            return False
        above = self.sections.get(section.parent or "")
        while above is not None and not gives_tasks(above.heading or ""):
            above = self.sections.get(above.parent or "")
        return above is not None

    def _state(self, section: Section) -> State:
        if section.heading is None:
            return ""
        t = self.read(section.heading_span)
        first, after = 0, len(t)
        while first < after and t.key(first) in ("công", "tác", "về", "các", "phần", "một", "số"):
            first += 1
        if begins(t, first, word_lists("past_section")) > first:
            return "past"
        anywhere, keys = word_lists("duty_anywhere"), t.keys
        if begins(t, first, word_lists("duty_section")) > first or any(
            keys[j] in anywhere and begins(t, j, anywhere) > j for j in range(after)
        ):
            return "duty"
        aim = begins(t, first, word_lists("aim_section"))
        if aim == first or unit_run(t, aim, after, listed=True) is not None:
            return ""  # `Yêu cầu các xã` is an order
        plan = word_lists("not_aim")
        return "" if any(begins(t, j, plan) > j for j in range(aim, after)) else "aim"

    def duty(self, section: str | None) -> bool:
        """Under “Tổ chức thực hiện”, “Trách nhiệm”, …"""
        return self._states.get(section or "") == "duty"

    def assigns_nothing(self, section: str | None) -> bool:
        """Under “Mục đích, yêu cầu”, “Mục tiêu” or an assessment of results."""
        return self._states.get(section or "") in ("aim", "past")

    def opens(self, block: Block) -> bool:
        """The block carries the label of its section."""
        section = self.sections.get(block.section or "")
        return section is not None and section.span.start == block.span.start

    def heading_end(self, section: Section) -> int:
        """Where the heading ends; where it starts where a list of bodies runs on behind it.

        `8. Chánh Văn phòng, Trưởng các phòng: Nội vụ, Tư pháp chịu trách nhiệm …` has a colon,
        but no run-in title.
        """
        return (
            section.heading_span.start if section.id in self._crossed else section.heading_span.end
        )

    @cached_property
    def _crossed(self) -> set[str]:
        found: set[str] = set()
        for block in self.document.blocks:
            section = self.sections.get(block.section or "")
            if section is None or section.heading is None or not self.opens(block):
                continue
            if section.heading_span.end + 4 < block.content.end:
                t = self.read(Span(section.heading_span.start, block.content.end))
                run = unit_run(t, 0, len(t), listed=True)
                if run is not None and run.span.end > section.heading_span.end:
                    found.add(section.id)
        return found

    def read(self, span: Span) -> Tokens:
        """The tokens of a span, alone. Each form asks for the same blocks: kept once cut."""
        found = self._cut.get(span)
        if found is None:
            found = self._cut[span] = tokens_of(self.document.flat).part(span)
        return found

    @cached_property
    def _cut(self) -> dict[Span, Tokens]:
        return {}


def once(units: Iterable[tuple[UnitMention, Role]]) -> Roles:
    """Each body once, with the role it was first given."""
    found: dict[str, tuple[UnitMention, Role]] = {}
    for mention, role in units:
        found.setdefault(mention.name.casefold(), (mention, role))
    return list(found.values())
