"""One member of a list of bodies: a body with its territories, a group, an office holder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.unit_groups import group
from ingest.extract.grammar.unit_names import (
    elided_name,
    is_central,
    levels,
    place,
    starts_unit,
    tail,
)
from ingest.lexicon.bodies import kind_of

_ATTACHED = {
    "Ban", "Văn phòng", "Đảng", "Mặt trận", "Phòng", "Thanh tra", "Đoàn", "Ban Chỉ đạo", "Vụ",
    "Cục", "Ban Quản lý", "Chi cục", "Hội đồng nhân dân",
}  # fmt: skip
"""Kinds that stand inside another body, so that its name may follow: `Ban Tuyên giáo Quận ủy`."""
_GUILDS = {"Công đoàn", "Chi hội", "Chi đoàn", "Liên chi đoàn", "Liên đội"}
_WORKPLACES = {"Công an", "Quân sự", "Sở", "Bộ", "Trường", "Văn phòng", "Bệnh viện", "Trung tâm",
               "Chi cục", "Cục", "Tòa án", "Viện kiểm sát"}  # fmt: skip
"""`Chi hội phụ nữ Công an phường`: the members' body of a workplace."""
_MAX_DEPTH = 3
_OWNERS = {
    "Đảng", "Sở", "Bộ", "Ủy ban nhân dân", "Hội đồng nhân dân", "Đoàn", "Mặt trận", "Hội",
    "Công đoàn", "Trường", "Ban Chỉ đạo", "Ủy ban", "Công an", "Quân sự", "Văn phòng",
    "Viện kiểm sát", "Tòa án",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """Tokens `first` up to `after`; the name begins at `name`, `levels` are its territories.

    `head` is the head noun as a text, for neighbours that lack it. `elided`: it lacks its own.
    """

    first: int
    after: int
    name: int
    levels: tuple[tuple[int, int], ...]
    generic: bool
    head: str
    elided: str = ""
    unknown: bool = False

    def until(self, after: int) -> Member:
        return replace(self, after=after)


def member(t: Tokens, at: int, listed: bool, shared: str) -> Member | None:
    """The body or group at token `at`; `shared` is the head noun of the one before."""
    if not t.labels(at) and t.key(at) not in _BEFORE_HOLDER:
        return _without_head(t, at, shared) if shared else None
    if (holders := _holders(t, at)) is not None:
        return holders
    name = _office(t, at)
    held = listed or name > at
    found = _body(t, name, held) or _group(t, name, held) or _plural_named(t, name)
    if found is None and (name > at or _acts_alone(t, name)):
        found = _office_alone(t, name)
    if found is None and shared:
        found = _without_head(t, at, shared)
    if found is None:
        return None
    return replace(found, first=at) if name != at else found


_BEFORE_HOLDER = ("các", ",", "và", "của", "bộ")
"""Of the words that the lexicon does not know, those that a member may begin with."""


def _office(t: Tokens, at: int) -> int:
    """The index of the body behind `Giám đốc`, `Chủ tịch, các Phó Chủ tịch`, `Các ông (bà):`."""
    j = at
    for _ in range(8):
        if (after := t.mark(j, "address")) and after > j:
            j = after + (t.key(after) == ":")
            continue
        after = t.mark(j, "person")
        if not after:
            if t.key(j) in ("các", ",", "và", "của") and t.mark(j + 1, "person"):
                j += 1
                continue
            break
        if t.mark(j, "body") > after:
            break
        j = after
    if j > at and t.key(j) == "của":
        j += 1
    return j


def _office_alone(t: Tokens, at: int) -> Member | None:
    """`Chánh Văn phòng`, `Chánh Thanh tra` with no body behind: the office of the issuer."""
    pair = f"{t.key(at)} {t.key(at + 1)}"
    if pair in ("văn phòng", "thanh tra"):
        return Member(at, at + 2, at, (), False, t.slice(at, at + 2))
    return None


def _acts_alone(t: Tokens, at: int) -> bool:
    """`Giao Văn phòng tổng hợp …`, `Văn phòng, Công an xã`: the issuer's own office.

    `Văn phòng phẩm` is a thing, `Văn phòng Luật sư A` a body that no fact explains.
    """
    if t.keys[at : at + 2] != ["văn", "phòng"] or not t.capital(at):
        return False
    behind = at + 2
    acts = t.mark(behind, "verb") > behind and not t.capital(behind)
    return acts or t.key(behind) in (",", ";", "và", "có")


def _holders(t: Tokens, at: int) -> Member | None:
    """`Các Bộ trưởng`, `Bộ trưởng, Thủ trưởng …` with no body behind: the bodies that they head, a group."""
    first = at + (t.key(at) == "các")
    if t.keys[first : first + 2] != ["bộ", "trưởng"] or t.mark(first + 2, "body"):
        return None
    if first == at and t.key(first + 2) != ",":
        return None
    return Member(at, first + 2, at, (), True, "")


def _body(t: Tokens, at: int, listed: bool, depth: int = 0) -> Member | None:
    """The body at a token. `depth`: how many bodies it is the owner of, bounded."""
    if depth > _MAX_DEPTH:
        return None
    start = at
    if (plural := t.mark(at, "plural")) and t.mark(plural, "head"):
        start = plural
    body, head = t.mark(start, "body"), t.mark(start, "head")
    if t.mark(start, "other") > max(body, head):
        return None
    if start > at:
        return _plural_body(t, at, start, body, head, depth)
    if body and (_printed_as_name(t, start, body) or listed):
        body = max(body, t.mark(head, "field") if head else 0)  # `Trung tâm Y tế dự phòng`
        return _named(t, start, tail(t, body, True, start), head, depth)
    if head and (t.capital(start) or listed or t.capital(head)):
        return _headed(t, start, head, depth)
    return None


def _printed_as_name(t: Tokens, first: int, after: int) -> bool:
    """A capital somewhere: `phòng Văn hóa và Thông tin` is a name, `thư viện` is a thing."""
    return any(t.capital(i) for i in range(first, after))


def _headed(t: Tokens, first: int, head: int, depth: int = 0) -> Member | None:
    """A head noun with a name or a territory behind it; the longest head was tried first."""
    nested = t.capital(head) and starts_unit(t, head)
    if nested and (owner := _body(t, head, False, depth + 1)) is not None:
        return Member(first, owner.after, first, owner.levels, False, t.slice(first, head))
    end = tail(t, head, False, first)
    if end == head and not levels(t, head):
        return None
    return _named(t, first, end, head, depth)


def _plural_body(t: Tokens, at: int, start: int, body: int, head: int, depth: int) -> Member | None:
    """`các Phòng Giáo dục và Đào tạo`, and `các Sở: Y tế, Tài chính` up to the first name."""
    if body and _printed_as_name(t, start, body) and body > head:
        named = _named(t, start, tail(t, body, True, start), head, depth)
        noun, j = t.slice(start, head) if head else "", named.after
        if noun and t.key(j) in (",", "và") and elided_name(t, noun, j + 1) > j + 1:
            noun = noun[0].upper() + noun[1:]  # `các Sở Y tế, Tài chính`
            return replace(named, first=at, name=head, elided=noun, head=noun)
        return replace(named, first=at, name=at)
    j = head + (t.key(head) == ":")
    if (
        head
        and t.capital(j)
        and not t.mark(j, "head")
        and (end := elided_name(t, t.slice(start, head), j)) > j
    ):
        noun = t.slice(start, head)
        noun = noun[0].upper() + noun[1:]
        found = tuple(levels(t, end))
        after = found[-1][1] if found else end
        return Member(at, after, j, found, False, noun, elided=noun)
    return None


def _plural_named(t: Tokens, at: int) -> Member | None:
    """`các Cảng vụ đường thủy nội địa`: a group of bodies with one kind of name."""
    start = t.mark(at, "plural")
    head = t.mark(start, "head") if start else 0
    named = _headed(t, start, head) if head and t.mark(start, "other") <= head else None
    return replace(named, first=at, name=at, generic=not named.levels) if named else None


def _named(t: Tokens, first: int, end: int, head: int, depth: int) -> Member:
    """The member with its territories and, for `Ban Tuyên giáo Quận ủy`, the body it is of."""
    noun = t.slice(first, head) if head else ""
    found = [] if is_central(t.slice(first, end)) else levels(t, end)
    if not found and end < len(t) and (owner := _owner(t, first, end, head, depth)) is not None:
        return Member(first, owner.after, first, owner.levels, False, noun)
    if not found and t.capital(end) and (place(t, end)) > end:
        end = place(t, end)
    after = found[-1][1] if found else end
    return Member(first, after, first, tuple(found), False, noun)


def _owner(t: Tokens, first: int, end: int, head: int, depth: int) -> Member | None:
    """The body that a name ending at `end` is of: the one that begins there."""
    if not t.capital(end):
        return None
    inner = t.slice(first, end)
    kind = kind_of(inner) or inner.split(" ")[0]
    guild = bool({kind, t.slice(first, max(head, first + 1))} & _GUILDS)
    if not guild and kind not in _ATTACHED:
        return None
    owner = _body(t, end, False, depth + 1)
    if owner is None:
        return None
    name = t.slice(end, owner.after)
    outer = kind_of(name) or name.split(" ")[0]
    return owner if outer in (_WORKPLACES if guild else _OWNERS) else None


def _without_head(t: Tokens, at: int, shared: str) -> Member | None:
    end = elided_name(t, shared, at)
    if end == at:
        return None
    found = tuple(levels(t, end))
    after = found[-1][1] if found else end
    return Member(at, after, at, found, False, shared, elided=shared)


def _group(t: Tokens, at: int, listed: bool) -> Member | None:
    if not t.mark(at, "plural") and not listed:
        return None
    end = group(t, at, _owner_end)
    if not t.mark(at, "plural") and t.capital(at) and t.mark(at, "head") == end:
        return None  # `Ban Quản lý rừng phòng hộ` is one body
    return Member(at, end, at, (), True, "") if end > at else None


def _owner_end(t: Tokens, at: int) -> int:
    found = _body(t, at, False)
    return found.after if found else at
