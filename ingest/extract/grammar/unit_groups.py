"""Generic groups: `các phòng, ban, đơn vị liên quan`, kept whole."""

from __future__ import annotations

from collections.abc import Callable

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.unit_names import level, place, starts_unit

_SEPARATORS = (",", "và", "/", "hoặc", "-")
_MAX_GROUP = 60

Member = Callable[[Tokens, int], int]
"""The index after a body that begins at a token, or that token: whose `thuộc Sở` it is."""


def group(t: Tokens, at: int, member: Member) -> int:
    """The index after the group that begins at `at`; `at` where there is none."""
    plural = t.mark(at, "plural")
    j = noun(t, plural or at)
    if j == (plural or at):
        return at
    limit = min(len(t), at + _MAX_GROUP)
    alone = j
    j = qualifiers(t, j, member)
    while j < limit:
        nxt = j
        while t.key(nxt) in _SEPARATORS and nxt - j < 2:
            nxt += 1
        if nxt == j:
            break
        if t.mark(nxt, "qualifier") and t.key(nxt) in ("liên", "có") and t.key(j) == ",":
            j = qualifiers(t, nxt, member)
            continue
        if t.mark(nxt, "plural") or starts_unit(t, nxt):
            break
        after = noun(t, nxt)
        if after == nxt:
            break
        j = qualifiers(t, after, member)
    return at if j == alone and not plural and t.slice(at, j).lower() in _VAGUE else j


_VAGUE = (
    "cơ quan", "đơn vị", "tổ chức", "cá nhân", "phòng", "ban", "bộ", "tổ", "hội", "khoa", "cấp",
    "nhóm", "đội", "khu", "lớp", "đoàn", "tập thể", "viện", "gia đình", "thành viên", "trường",
    "bản", "mầm non", "mẫu giáo", "tiểu học", "trung học cơ sở", "trung học phổ thông", "thcs", "thpt",
)  # fmt: skip
"""A single such noun without `các` and without a qualifier names nobody."""


def noun(t: Tokens, at: int) -> int:
    """The index after one noun of a group: `sở`, `cơ quan báo chí`."""
    after = t.mark(at, "group")
    if not after or t.mark(at, "other") > after or t.mark(at, "body") > after:
        return at
    if t.key(after - 1) == "hội" and (body := t.mark(after - 1, "body")) > after:
        return body  # `các cấp` + `Hội Nông dân`
    named = t.capital(after) and not t.mark(after, "level")
    if named and t.mark(at, "level") == after and (town := place(t, after)) > after:
        return town  # `thành phố` + `Hà Tĩnh`
    if named and t.mark(at, "head") == after and not t.mark(at, "level"):
        return at  # `các Phòng Giáo dục và Đào tạo` is no group
    return after


def qualifiers(t: Tokens, at: int, member: Member) -> int:
    """The index after what narrows the group: `có liên quan`, `thuộc Sở`, `trên địa bàn quận`."""
    j = at
    for _ in range(4):
        after = _qualifier(t, j, member)
        if after == j:
            break
        j = after
    return j


def _qualifier(t: Tokens, at: int, member: Member) -> int:
    owner = t.mark(at, "owner")
    if owner and owner >= t.mark(at, "qualifier") and (after := _owner(t, owner, member)):
        return after
    if (after := t.mark(at, "qualifier")) and _manner(t, at, after):
        return at
    if (after := t.mark(at, "qualifier")) and not _verbal(t, at, after):
        return _functions(t, after) if t.keys[at:after] == ["có", "chức", "năng"] else after
    if (after := level(t, at)) > at:
        return after
    return _matter(t, at)


def _matter(t: Tokens, at: int) -> int:
    """`các chi hội` + `phụ nữ`: what the bodies are about, in small letters."""
    after = t.mark(at, "field")
    other = any(t.mark(at, x) for x in ("verb", "other", "head", "body", "group", "plural"))
    return after if after and t.words[at][0].islower() and not other else at


def _functions(t: Tokens, at: int) -> int:
    """`có chức năng` + `đào tạo, bồi dưỡng`: what the bodies are there for, before a new body."""
    j = at
    while (after := t.mark(j, "verb")) >= j + 2 and after - at < 16:
        if t.key(after) in ("và", ";", ".", ""):
            return after
        if t.key(after) != ",":
            return at
        j = after + 1
    return at


def _manner(t: Tokens, at: int, after: int) -> bool:
    """`các sở` + `theo chức năng, nhiệm vụ được giao chủ động …`: how they do it, no name."""
    if t.key(at) != "theo":
        return False
    return t.key(after) in ("được", "chủ", "của", ",") or bool(t.mark(after, "verb"))


def _verbal(t: Tokens, at: int, after: int) -> bool:
    """`tham gia`, `phối hợp`, `tổ chức` close a group only where no task follows."""
    if t.key(at) not in ("tham", "phối", "tổ"):
        return False
    return after < len(t) and t.words[after][0].isalpha() and t.key(after) not in ("và", "liên")


def _owner(t: Tokens, at: int, member: Member) -> int:
    """Whose: a body, a territory, or the bare `Sở`, `Bộ`, `Trường`, `tỉnh`."""
    if (after := member(t, at)) > at:
        return after
    if (after := level(t, at)) > at:
        return after
    if t.capital(at) and t.mark(at, "head"):
        return t.mark(at, "head")
    if t.mark(at, "group") and t.key(at) in ("trường", "nhà", "ngành", "xã", "cơ", "đơn"):
        return t.mark(at, "group")
    return place(t, at) if t.capital(at) and place(t, at) > at else 0
