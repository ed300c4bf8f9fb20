"""Where the name of one body ends: head noun, what it is about, its territory.

`Phòng` + `Văn hóa và Thông tin` + `quận, huyện`. Positions are token indices; a function
returns the index after what it read, or its own start where it read nothing.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.small_letters import FUNCTION, PERIODS, gathered, lower, purpose
from ingest.lexicon.bodies import expand, find
from ingest.lexicon.territories import province

_JOINTS = {"-", "/", "&", "và"}
_TERRITORY = {"tỉnh", "thành", "quận", "huyện", "xã", "phường", "thị", "thôn", "cấp", "khu", "tổ"}
_SEVERAL = {"Các", "Những", "Mọi", "Từng"}
"""With a capital they begin the next line of a cell: `Thiết bị y tế` and `Các bệnh viện`."""
_GATHERED = ("hội", "hiệp", "lý", "đoàn")
"""Behind these a name may begin so all the same: `Hiệp hội Các nhà bán lẻ`."""
_ROLE_VERBS = {"chủ trì", "phối hợp", "tham mưu", "căn cứ", "chịu trách", "có trách", "đề nghị"}
_ALONE = {
    "cùng": ("cấp",), "các": ("cấp",), "trung": ("ương",), "địa": ("phương",), "sở": ("tại",),
    "cấp": ("trên", "dưới"),
}  # fmt: skip
"""`cùng cấp`, `trung ương`: territories without a name, two words each."""
_NO_NOUN = ("level", "verb", "other")
_MAX_NAME = 24
"""No name of a body runs longer (in tokens): a bound for text without a full stop."""


def starts_unit(t: Tokens, at: int) -> bool:
    """Whether a new body begins here, so that `và` or a comma before it parts two names."""
    if not t.capital(at) and t.words[at : at + 1] != ["các"]:
        return False
    head = t.mark(at, "head")
    other = t.mark(at, "other")
    if t.mark(at, "body") or t.mark(at, "person"):
        return other <= max(t.mark(at, "body"), t.mark(at, "person"))
    return bool(head and other <= head and (t.capital(head) or t.mark(head, "level")))


def _role_verb(t: Tokens, at: int) -> bool:
    return f"{t.key(at)} {t.key(at + 1)}" in _ROLE_VERBS


def piece(t: Tokens, at: int, proper: bool = False, loose: bool = False) -> int:
    """One part of a name: a known field (`Văn hóa`), a capital with its second syllable.

    `proper`: it goes on with a proper name (`Vĩnh` + `Long`), which takes no lower syllable.
    `loose`: what stands before is no known body, so that a verb may end the name.
    """
    if at >= len(t) or _role_verb(t, at) or t.words[at] in _SEVERAL:
        return at
    field = t.mark(at, "field")
    if field and (not t.mark(at, "level") or (t.capital(at) and field >= at + 3)):
        blocked = t.mark(at, "verb") or t.key(at) in FUNCTION
        if t.capital(at) or not blocked or (loose and _ends_name(t, field)):
            return field
    if not t.capital(at) or (t.mark(at, "level") and not (proper and _ends_place(t, 0, at))):
        return at
    after = at + 1
    if proper or t.capital(after) or after >= len(t):
        return after
    if (noun := t.mark(after, "field")) > max(after + 1, *(t.mark(after, x) for x in _NO_NOUN)):
        return noun  # `Cựu` + `học sinh`
    return after + 1 if _second_syllable(t, after) else after


def _ends_name(t: Tokens, after: int) -> bool:
    """`Vụ Kết cấu hạ tầng xây dựng,`: a verb with nothing to do is part of the name."""
    if t.key(after) in (",", ";", ")", "(", ".", ":", "|", ""):
        return not t.mark(after + 1, "verb") or t.key(after) == "("
    return bool(t.mark(after, "level")) or _role_verb(t, after)


def _second_syllable(t: Tokens, at: int) -> bool:
    """`Kiểm` + `nghiệm`: lower case, and not the beginning of something else."""
    word = t.words[at]
    if not word[0].isalpha() or t.key(at) in FUNCTION or t.key(at) in _TERRITORY:
        return False
    if t.key(at) in ("hằng", "hàng") and t.key(at + 1) in PERIODS:
        return False  # `Cục Quản lý Dược` + `hằng năm`
    return not any(t.mark(at, label) >= at + 2 for label in ("verb", "qualifier", "plural"))


_NUMBERED = ("sở", "vực")


def tail(t: Tokens, at: int, complete: bool, first: int) -> int:
    """The index after the name that goes on at `at`; `first` is where the head stood.

    `complete`: what stood before is a body's full name, which `và` seldom prolongs.
    """
    j, limit = purpose(t, at, first), min(len(t), at + _MAX_NAME)
    if j == at and t.words[at : at + 1] == ["Các"] and t.key(at - 1) in _GATHERED:
        j = gathered(t, at, limit)
    proper = stretched = False
    while j < limit:
        if t.key(j) in ("số", "thứ") and t.key(j + 1).isdigit():
            j += 2
            continue
        if j == at and t.key(j).isdigit() and t.key(j - 1) in _NUMBERED:
            j += 1  # `Thuế cơ sở 4`, `Kho bạc Nhà nước khu vực 5`
            continue
        loose = not complete and j > at
        if not starts_unit(t, j) and (after := piece(t, j, proper, loose)) > j:
            proper = after - j == 1 and not t.mark(j, "field")
            j = after
            if not (complete or proper):
                j = lower(t, j, limit)
                stretched = j > after
            continue
        joint = j + 1 if t.key(j) in _JOINTS and (complete or j > at) else j
        if t.key(j) == "," and _joins(t, first, j):
            joint = j + 1
        if joint == j or joint >= len(t) or starts_unit(t, joint):
            break
        after = piece(t, joint, loose=loose)
        if stretched and not t.mark(joint, "field"):
            break
        if after == joint or (t.key(j) == "và" and _elided(t, first, j, joint, after)):
            break
        j, proper = after, False
    return j


def _joins(t: Tokens, first: int, at: int) -> bool:
    """A comma inside a name: `Trung tâm Văn hóa, Thông tin, Thể thao và Du lịch`.

    The parts are fields, the last stands behind `và`, and none makes a known body of its own.
    """
    head = t.mark(first, "head")
    if not head or not t.capital(at + 1):
        return False
    j, seen = at + 1, 0
    while seen < 4:
        field = t.mark(j, "field")
        if not field or starts_unit(t, j) or elided_name(t, t.slice(first, head), j) > j:
            return False
        seen += 1
        if t.key(field) == "và":
            return bool(t.mark(field + 1, "field")) and t.capital(field + 1)
        if t.key(field) != ",":
            return False
        j = field + 1
    return False


def _elided(t: Tokens, first: int, end: int, joint: int, after: int) -> bool:
    """`Phòng Nội vụ và Tư pháp`: two known bodies that share their head noun."""
    head = t.mark(first, "head") or first + 1
    return known(t.slice(first, end)) and known(
        t.slice(first, head) + " " + t.slice(joint, _name_end(t, head, joint, after))
    )


def _name_end(t: Tokens, head: int, joint: int, after: int) -> int:
    """The longest field run from `joint` on that makes a known body with the head's words."""
    best = after
    for end in range(after, min(after + 8, len(t)) + 1):
        if t.key(end - 1) not in _JOINTS and known(
            t.slice(head - 1, head) + " " + t.slice(joint, end)
        ):
            best = end
    return best


@lru_cache(maxsize=8192)
def known(name: str) -> bool:
    """Whether the lexicon has a body of exactly that name."""
    return find(name) is not None or find(expand(name)) is not None


@lru_cache(maxsize=8192)
def is_central(name: str) -> bool:
    """`Bộ Xây dựng`: a ministry, which has no territory."""
    row = find(name)
    return row is not None and row.level == "central" and row.kind == "Bộ"


def elided_name(t: Tokens, head: str, at: int) -> int:
    """The index after a name that lacks its head: `Hội Nông dân, Phụ nữ` at `Phụ nữ`."""
    best = at
    if not t.capital(at) or t.mark(at, "person"):
        return at
    for end in range(at + 1, min(at + 9, len(t)) + 1):
        if known(f"{head} {t.slice(at, end)}"):
            best = end
    return best


def level(t: Tokens, at: int) -> int:
    """The index after one territory: `các huyện`, `12 phường`, `tỉnh Lạng Sơn`, `cùng cấp`."""
    alone = _ALONE.get(t.key(at))
    if alone is not None and t.key(at + 1) in alone:
        return at + 2
    j = at
    if t.key(j) in ("các", "từng", "mỗi", "cấp", "toàn") or t.key(j).isdigit():
        j += 1
        if t.key(j) == "cấp":
            j += 1
    after = t.mark(j, "level")
    if not after or max(t.mark(j, "other"), t.mark(j, "body")) > after or t.key(j) == "trung":
        return at
    if t.key(j) in ("thành", "thị") and after == j + 1 and t.key(after)[:1].isalpha():
        return (
            after if t.key(after) in ("và", "có", "tham") else at
        )  # not `thành lập`, `thị trường`
    if len(t.words[j]) == 1 and t.key(after) != ".":  # `P`, `H`, `Q` only as `P. Minh Khai`
        return at
    if t.key(after) == "." and t.capital(after + 1):
        after += 1
    if t.keys[after : after + 4] == ["trực", "thuộc", "trung", "ương"]:
        return after + 4
    return place(t, after)


def _ends_place(t: Tokens, first: int, at: int) -> bool:
    """`Long Thành`, `Núi Thành`: a name, no city; not `Bình Phước` + `Thành lập`."""
    if at <= first or t.words[at] != "Thành" or t.mark(at, "level") != at + 1:
        return False
    return t.key(at + 1) not in ("lập", "phố", "phần", "viên", "ủy", "uỷ")


def place(t: Tokens, at: int) -> int:
    """The index after a proper name of a place: `Hà Giang`, `Bà Rịa - Vũng Tàu`, `10`."""
    j = at
    if t.key(j).isdigit() and t.key(j + 1) not in ("/", "%"):
        return j + 1
    while j < min(len(t), at + 6) and t.capital(j) and not starts_unit(t, j):
        if (t.mark(j, "level") and not _ends_place(t, at, j)) or _role_verb(t, j):
            break
        if t.words[j] in _SEVERAL:
            break
        j += 1
        if t.key(j) == "-" and t.capital(j + 1) and j > at and not starts_unit(t, j + 1):
            j += 1
    return j - 1 if j > at and t.key(j - 1) == "-" else j


_VILLAGES = ("thôn", "ấp", "xóm", "buôn", "khu", "tổ", "làng")


def _plural(t: Tokens, found: list[tuple[int, int]]) -> bool:
    return t.key(found[0][0]) == "các"


def _same_level(t: Tokens, last: tuple[int, int], at: int) -> bool:
    """`thành phố Huế, Cần Thơ`: behind the name of one province the bare name of another."""
    noun = t.mark(last[0], "level")
    if not noun or noun >= last[1] or t.mark(at, "level") or not t.capital(at):
        return False
    if province(t.slice(noun, last[1])) is None or starts_unit(t, at):
        return False
    return province(t.slice(at, place(t, at))) is not None


def levels(t: Tokens, at: int) -> list[tuple[int, int]]:
    """The territories of a body: `quận, huyện, xã` gives three (first, after) pairs.

    Behind `các xã Tân Lập, Minh Khai` and `các xã: …` a bare name is a territory too.
    """
    found: list[tuple[int, int]] = []
    named = False
    j = at
    while True:
        after = level(t, j)
        if (
            found
            and not t.mark(j, "level")
            and t.key(j) in ("các", "cùng")
            and t.key(j + 1) == "cấp"
        ):
            return found  # `… tỉnh và các cấp công đoàn`: the next body
        if found and t.key(j) == "các" and t.key(j + 1) in _VILLAGES and not _plural(t, found):
            return found  # `Hội Nông dân xã, các thôn`: the thôn themselves
        if after > j:
            named = t.key(j) == "các" and (t.capital(after - 1) or t.key(after) == ":")
            if found and t.key(found[0][0]) == "các" and t.key(after) == ":":
                # `các tỉnh, thành phố: Tuyên Quang, Cần Thơ`
                end = place(t, after + 1)
                named = end > after + 1 and province(t.slice(after + 1, end)) is not None
        elif named and not t.mark(j, "level") and not starts_unit(t, j):
            after = place(t, j)
            if t.mark(j, "verb") > j and province(t.slice(j, after)) is None:
                after = j  # `các xã, phường: Tổng hợp …`
        elif found and j > found[-1][1] and _same_level(t, found[-1], j):
            after = place(t, j)
        if after == j:
            return found
        found.append((j, after))
        j = after
        while t.key(j) in (",", "và", "/", "-", ":") and j - after < 2:
            j += 1
        if j == after:
            return found
