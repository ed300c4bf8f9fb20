"""The bodies that a run of text names, lists split as records want them.

`find_units` for prose, `split_units` for a run that is nothing but a list (a labelled line, a
table cell), `unit_run` for the list that begins at one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.core.text import Span
from ingest.extract.grammar.phrases import Tokens, read, tokens_of, within
from ingest.extract.grammar.several_places import each_place
from ingest.extract.grammar.unit_groups import group
from ingest.extract.grammar.unit_lists import carry
from ingest.extract.grammar.unit_members import Member, member
from ingest.extract.grammar.unit_names import place
from ingest.lexicon.territories import province

_SEPARATORS = frozenset((",", ";", "và", "&", "/", "-", "+", "cùng", "•", "*", "."))
_ENDS = _SEPARATORS | {"(", ")", ":", "|"}
_NO_PART = frozenset({"là", "khi", "do", "nếu"})
"""Words that no name goes on with."""


_NO_NAME = (
    "và", "nt", "như", "không", "theo", "hằng", "hàng", "năm", "quý", "tháng", "trước", "trong",
    "ngày", "từ", "đến", "sau", "khi", "do", "ông", "bà", "đồng",
)  # fmt: skip
"""A stretch of a list that begins so holds a time, a reference or a person, no body."""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A body as named in a run of text.

    `name` is the full name, `text` what stood there, `span` where. `generic` is a group such
    as `các cơ quan, đơn vị liên quan`; `kind` as in the lexicon (`Sở`, `Ủy ban nhân dân`), None
    if unknown. `carried`: head noun or territory were taken from a neighbour in the list.
    `role` is what brackets behind the name say (`chủ trì`), empty if nothing.
    """

    span: Span
    text: str
    name: str
    generic: bool
    kind: str | None
    carried: bool
    role: str = ""


@dataclass(frozen=True, slots=True)
class UnitRun:
    """A list of bodies; `after` is the index of the token that follows it."""

    span: Span
    mentions: tuple[UnitMention, ...]
    first: int
    after: int


def find_units(flat: str, span: Span | None = None) -> list[UnitMention]:
    """The bodies named in a run of prose, in reading order. Offsets are those of `flat`."""
    return _found(_tokens(flat, span))


def find_units_in(flat: str, span: Span) -> list[UnitMention]:
    """`find_units(span.of(flat))` of a document that is read already; offsets in the span."""
    return _found(within(flat, span))


def _found(tokens: Tokens) -> list[UnitMention]:
    return [m for run in unit_runs(tokens, 0, len(tokens)) for m in run.mentions]


def split_units(flat: str, span: Span | None = None) -> list[UnitMention]:
    """The bodies of a run that is nothing but a list: there an unknown name is a body too."""
    return listed(_tokens(flat, span))


def listed(tokens: Tokens) -> list[UnitMention]:
    """`split_units` over tokens that are read already."""
    return list(_split(tokens, 0, len(tokens)))


def _tokens(flat: str, span: Span | None) -> Tokens:
    return read(flat) if span is None else tokens_of(flat).part(span)


def unit_runs(t: Tokens, first: int, after: int) -> Iterator[UnitRun]:
    """The lists of bodies in tokens `first` up to `after`."""
    at = first
    while at < after:
        run = unit_run(t, at, after) if _may_begin(t, at) else None
        if run is None:
            at += 1
        else:
            yield run
            at = run.after


def _may_begin(t: Tokens, at: int) -> bool:
    labels = t.labels(at)
    return bool(labels) and not _BEGINNINGS.isdisjoint(labels)


_BEGINNINGS = frozenset(("body", "head", "plural", "person"))


def unit_run(t: Tokens, first: int, limit: int, listed: bool = False) -> UnitRun | None:
    """The list of bodies that begins at token `first`, None if none does.

    `listed`: where a body must stand (after `Giao`, `phối hợp với`), groups without `các` and
    names in lower case count as well.
    """
    members: list[Member] = []
    breaks: list[str] = []
    at = first
    while at < limit:
        found = member(t, at, listed or bool(members), _shared(members))
        found = found or _next_place(t, at, members)
        if found is None or found.after > limit:
            break
        members.append(found)
        at = found.after
        joint = _separator(t, at, limit)
        if joint == at:
            break
        breaks.append(t.slice(at, joint))
        at = joint
    if not members:
        return None
    after = members[-1].after
    mentions = tuple(_mentions(t, members, breaks))
    return UnitRun(t.span(first, after), mentions, first, after)


def _next_place(t: Tokens, at: int, members: list[Member]) -> Member | None:
    """`Các tỉnh Lào Cai, Sơn La khẩn trương …`: the bare name of another province."""
    first = members[0].first if members else at
    if t.key(first) != "các" or not t.mark(first + 1, "level") or not t.capital(at):
        return None
    end = place(t, at)
    named = end > at and province(t.slice(at, end)) is not None
    return Member(at, end, at, (), False, "", unknown=True) if named else None


def _shared(members: list[Member]) -> str:
    """The head noun that the next name may lack."""
    return members[-1].head if members else ""


def _separator(t: Tokens, at: int, limit: int) -> int:
    """The index after what parts two bodies; short brackets are skipped."""
    j = _bracket(t, at, limit)
    seen = j
    while j < limit and t.key(j) in _JOINTS and j - seen < 3:
        j += 1
    if j == seen and t.key(j) == "-" and j < limit and not standing(t, j + 1):
        j += 1
    return j if j > seen else at


def closes_name(t: Tokens, first: int, comma: int) -> bool:
    """Whether a body's name stands before the comma, which then may list another with it."""
    runs = (unit_run(t, k, comma) for k in range(max(first, comma - 10), comma) if t.capital(k))
    return any(run and run.after == comma and not run.mentions[-1].generic for run in runs)


def standing(t: Tokens, at: int) -> bool:
    """`Sở X - cơ quan thường trực Ban Chỉ đạo`: the same body told again, no second one."""
    return " ".join(t.keys[at : at + 4]) in _STANDING


_STANDING = frozenset(
    f"{noun} {what}" for noun in ("cơ quan", "đơn vị") for what in ("thường trực", "đầu mối")
)
_JOINTS = frozenset((",", ";", "và", "&", "/", "cùng"))


def _bracket(t: Tokens, at: int, limit: int) -> int:
    """The index after a bracket that opens at `at`, if it closes within 16 tokens."""
    if t.key(at) != "(":
        return at
    for j in range(at + 1, min(at + 17, limit)):
        if t.key(j) == ")":
            return j + 1
    return at


def _split(t: Tokens, first: int, after: int) -> Iterator[UnitMention]:
    """All bodies of a list; what is not recognised goes by its separators."""
    at = first
    members: list[Member] = []
    breaks: list[str] = []
    while at < after:
        found = member(t, at, True, _shared(members)) or _unknown(t, at, after)
        if found is None:
            at = _next(t, at + 1, after)
            continue
        end = _rest(t, found, after)
        members.append(found if end == found.after else found.until(end))
        at = _bracket(t, end, after)
        joint = at
        while joint < after and t.key(joint) in _SEPARATORS:
            joint += 1
        breaks.append(t.slice(at, joint) if joint > at else "")
        at = joint
    yield from _mentions(t, members, breaks)


def _next(t: Tokens, at: int, limit: int) -> int:
    """Where a list may go on behind a stretch that names nobody: at a separator or a body."""
    while at < limit and t.key(at) not in _SEPARATORS:
        if _may_begin(t, at) and member(t, at, False, "") is not None:
            break
        at += 1
    return at


def _nobody(t: Tokens, at: int) -> int:
    return at


def _rest(t: Tokens, found: Member, limit: int) -> int:
    """Where a listed name ends: at a separator, a bracket or the next body."""
    j = found.after
    if found.levels:
        return j
    while j < limit and t.key(j) not in _ENDS:
        if t.words[j] == "các" and (end := group(t, j, _nobody)) > j:
            return min(end, limit)  # `Chi bộ` + `các trường Tiểu học, THCS`
        if t.words[j] in _NO_PART and t.key(j - 1) != "tự":
            break  # `Đoàn Kinh tế - quốc phòng` + `là chủ đầu tư`, `Phòng Nội vụ` + `khi cần`
        acts = t.mark(j, "verb") >= j + 2 and t.key(j - 1) != "về"  # `Ban … về phòng, chống …`
        if acts or (t.capital(j) and member(t, j, False, "") is not None):
            break
        j += 1
    return j


def _unknown(t: Tokens, at: int, limit: int) -> Member | None:
    """A name that no fact explains: up to the next separator, if it begins like a name."""
    if not t.words[at][0].isalpha() or t.mark(at, "verb") >= at + 2:
        return None
    if not t.capital(at) and not any(t.mark(at, x) for x in ("head", "body", "group", "person")):
        return None
    j = at
    while j < limit and t.key(j) not in _ENDS:
        if j > at and t.capital(j) and member(t, j, False, "") is not None:
            break
        j += 1
    if j - at > 14 or t.key(at) in _NO_NAME or _person(t, at, j):
        return None
    return Member(at, j, at, (), bool(t.mark(at, "plural")), "", unknown=True)


def _person(t: Tokens, first: int, after: int) -> bool:
    """`Đ/c Hòa`, `Nguyễn Văn Ban`: people are no bodies."""
    if t.mark(first, "address"):
        return True
    named = all(t.capital(j) for j in range(first, after))
    return bool(t.mark(first, "surname")) and named and 2 <= after - first <= 5


def _mentions(t: Tokens, members: list[Member], breaks: list[str]) -> Iterator[UnitMention]:
    for part in each_place(carry(t, members, breaks)):
        bracket = _bracket(t, part.after, len(t))
        role = t.slice(part.after + 1, bracket - 1) if bracket > part.after + 2 else ""
        span = t.span(part.first, part.after)
        text = t.slice(part.first, part.after)
        yield UnitMention(span, text, part.name, part.generic, part.kind, part.carried, role)
