"""Which role a body has in a task: from the verbs said of it, and from `phối hợp với`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from ingest.core.record import Role
from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.syllable_tokenizer import plain
from ingest.extract.grammar.units import UnitMention, UnitRun, listed, unit_run
from ingest.lexicon.role_words import Use, role_words

_WITH = ("với", "cùng", "giữa")
_MANNER = {
    "chặt", "chẽ", "tốt", "đồng", "bộ", "hiệu", "quả", "thường", "xuyên", "tích", "cực", "kịp",
    "thời", "có", "trực", "tiếp", "chủ", "động", "quyết", "liệt", "nhịp", "nhàng", ",",
}  # fmt: skip
_NOUN_BEFORE = ("sự", "tác", "chế", "đơn", "vị", "quan", "trình", "tinh", "thần", "việc")
_OBJECT_VERBS = (
    ("tham", "mưu"), ("chỉ", "đạo"), ("giao",), ("đề", "nghị"), ("hướng", "dẫn"), ("đôn", "đốc"),
    ("yêu", "cầu"), ("do",), ("giúp",), ("trình",),
)  # fmt: skip
_CORE = (
    "phối hợp", "tham mưu", "chủ trì", "xây dựng", "tổ chức", "chỉ đạo", "triển khai", "lập",
    "bố trí", "ban hành", "thực hiện", "cân đối", "đề xuất", "phân công", "hướng dẫn", "đẩy mạnh",
    "kiểm tra", "tuyên truyền", "thẩm định", "tổng hợp", "cụ thể hóa", "chủ động",
)  # fmt: skip
_BASIS = (("căn", "cứ"), ("trên", "cơ", "sở"), ("dựa",), ("theo",), ("từ",), ("trong",),
          ("trước",), ("sau",), ("định", "kỳ"), ("hằng",), ("hàng",), ("vào",), ("ngày",),
          ("khi",), ("để",), ("nhằm",), ("bên", "cạnh"), ("ngoài",), ("năm",), ("đến",), ("tháng",),
          ("quý",), ("tại",), ("bám", "sát"))  # fmt: skip


Phrases = dict[str, tuple[tuple[str, ...], ...]]
"""Phrases as token tuples under their first token, the longest first."""


def indexed(phrases: Iterable[tuple[str, ...]]) -> Phrases:
    found: Phrases = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


@cache
def word_lists(use: Use) -> Phrases:
    """The phrases of a use."""
    texts = (r.text.replace(",", " , ").split() for r in role_words(use))
    return indexed(tuple(plain(w) for w in words) for words in texts)


def begins(t: Tokens, at: int, phrases: Phrases) -> int:
    """The index after the first of `phrases` that stands at token `at`; `at` if none does."""
    keys = t.keys
    for phrase in phrases.get(keys[at], ()) if at < len(keys) else ():
        if len(phrase) == 1 or tuple(keys[at : at + len(phrase)]) == phrase:
            return at + len(phrase)
    return at


def numeral(t: Tokens, at: int) -> int:
    """The index behind the rest of `(1)` in a run-on list: `(1) Chủ trì …; (2) Bố trí …`."""
    listed = t.key(at).isdigit() and t.key(at - 1) == "(" and t.key(at + 1) == ")"
    return at + 2 if listed else at


def numbered(t: Tokens, at: int) -> int:
    """The index behind `(2)`: `…: (1) Sở A ban hành …; (2) Sở B hướng dẫn …`."""
    listed = t.key(at) == "(" and t.key(at + 1).isdigit() and t.key(at + 2) == ")"
    return at + 3 if listed else at


def predicate(t: Tokens, first: int, after: int) -> int:
    """Where the deciding verb stands: behind time, `căn cứ …,` and `có trách nhiệm`."""
    at = first
    for _ in range(6):
        while at < after and (t.key(at) in (",", ":", "-", "và") or not t.words[at][0].isalnum()):
            at += 1
        at = numeral(t, at)
        if (moved := begins(t, at, word_lists("adverb"))) > at and moved < after:
            at = moved
            continue
        if begins(t, at, _basis_words()) == at or (
            t.mark(at, "verb") >= at + 2 and not _basis(t, at)
        ):
            break
        moved = _behind_basis(t, at, after)
        if moved == at:
            break
        at = moved
    return at


@cache
def _basis_words() -> Phrases:
    return indexed(_BASIS)


@cache
def _object_verbs() -> Phrases:
    return indexed(_OBJECT_VERBS)


def _basis(t: Tokens, at: int) -> bool:
    return t.keys[at : at + 2] in (["căn", "cứ"], ["trên", "cơ"], ["định", "kỳ"], ["bám", "sát"])


def _behind_basis(t: Tokens, at: int, after: int) -> int:
    """The verb behind `căn cứ …`: after the comma before a verb, else the first core verb."""
    limit = min(after, at + 80)
    for j in range(at + 1, limit):
        if t.key(j) in (";", "."):
            break
        # "căn cứ chức năng, nhiệm vụ phối hợp với Sở X thực hiện …, xây dựng …"
        if " ".join(t.keys[j : j + 2]) in _CORE[:3] and t.key(j - 1) == "vụ":
            return j
        if t.key(j) != ",":
            continue
        if _verb(t, j + 1) and not _verb_is_noun(t, j + 1):
            return j + 1
        # "Trên cơ sở đề xuất của các sở, Sở Tài chính phối hợp với …": the subject told again
        again = unit_run(t, j + 1, limit) if t.capital(j + 1) else None
        if again is not None and len(again.mentions) == 1 and _verb(t, again.after):
            return again.after
    for j in range(at + 2, limit):
        if t.key(j) in (";", "."):
            break
        pair = " ".join(t.keys[j : j + 2])
        if pair in _CORE and (pair in _CORE[:3] or t.key(j - 1) not in ("vụ", "việc", "tác")):
            return j
    return at


def _verb(t: Tokens, at: int) -> bool:
    return bool(t.mark(at, "verb")) or begins(t, at, word_lists("adverb")) > at


def _verb_is_noun(t: Tokens, at: int) -> bool:
    """`chức năng, nhiệm vụ`: a noun that the verb list does not hold; never a verb."""
    return t.key(at) in ("nhiệm", "chức", "kế", "quyền")


def subject_role(t: Tokens, first: int, after: int) -> Role:
    """The role of the body whose task stands in tokens `first` up to `after`."""
    if _leads(t, first, after):
        return "lead"
    at = predicate(t, first, after)
    if begins(t, at, word_lists("coordinate")) > at:
        return "implement" if _alone(t, at, after) else "coordinate"
    if begins(t, at, word_lists("advise")) > at:
        return "advise"
    return "implement"


def _alone(t: Tokens, at: int, after: int) -> bool:
    """`Phối hợp, triển khai …` without a partner is doing, not helping."""
    return t.key(at + 2) == "," and next(partners(t, at, min(at + 12, after)), None) is None


def _leads(t: Tokens, first: int, after: int) -> bool:
    """Whether the body itself is said to chủ trì, to be đầu mối or cơ quan thường trực."""
    phrases, keys = word_lists("lead"), t.keys
    for j in range(first, after):
        end = begins(t, j, phrases) if keys[j] in phrases else j
        if end == j or end > after:
            continue
        if t.key(j) in ("là", "làm"):
            if j == first or t.key(j - 1) != "đơn":
                return True
        elif _own(t, first, j):
            return True
    return False


def _own(t: Tokens, first: int, at: int) -> bool:
    """The verb is the subject's own, not that of somebody it advises or directs."""
    if predicate(t, first, at + 1) >= at or at == first:
        return True
    before = t.key(at - 1)
    if before == ")" and t.key(at - 2).isdigit():
        return True
    if before in ("là", "làm", "mối", "tiếp", "nhiệm", "và", ";", ".", "thời"):
        return True
    if before != ",":
        return False
    return not any(begins(t, j, _object_verbs()) > j for j in range(max(first, at - 30), at))


def partners(t: Tokens, first: int = 0, after: int | None = None) -> Iterator[UnitMention]:
    """The bodies behind each `phối hợp (với)` in tokens `first` up to `after`."""
    for run in partner_runs(t, first, after):
        yield from run.mentions


def partner_runs(t: Tokens, first: int = 0, after: int | None = None) -> Iterator[UnitRun]:
    """The list behind each `phối hợp (với)`, `chủ trì, cùng` in tokens `first` up to `after`."""
    after, keys = len(t) if after is None else after, t.keys
    if "phối" not in (said := keys[first:after]) and "cùng" not in said:
        return
    j = first
    while j < after:
        beside = keys[j] == "cùng" and _led(t, j)
        if not beside and (keys[j] != "phối" or t.key(j + 1) != "hợp"):
            j += 1
            continue
        at = j if beside else j + 2
        while at < after and t.key(at) in _MANNER and not t.capital(at) and at - j < 8:
            at += 1
        named = t.key(at) in _WITH
        while at < after and t.key(at) in _WITH:
            at += 1
        run = unit_run(t, at, after, listed=named) if at < after else None
        if run is None or (not named and t.key(j - 1) in _NOUN_BEFORE):
            j += 2
            continue
        yield run
        j = run.after


def _led(t: Tokens, at: int) -> bool:
    """`Chủ trì, cùng Công an xã`: who stands behind helps the one that leads."""
    end = at - 1 if t.key(at - 1) == "," else at
    return end >= 2 and t.keys[end - 2 : end] == ["chủ", "trì"]


def listed_units(t: Tokens, default: Role | None) -> list[tuple[UnitMention, Role]]:
    """The bodies of a label's value, a cell or a bracket, with their roles.

    `Sở Y tế chủ trì, Sở Tài chính phối hợp`; `(chủ trì)` behind a name overrides `default`.
    With no default, a body about which nothing is said is left out.
    """
    found: list[tuple[UnitMention, Role]] = []
    ahead: Role | None = None
    at, after = 0, len(t)
    for start, end, role, forward in [*_cues(t, 0, after), (after, after, None, False)]:
        stretch = listed(t.part(t.span(at, start))) if start > at else []
        said = ahead or (role if not forward else None) or default
        for mention in _shared_brackets(stretch):
            own = _bracket_role(mention.role) or said
            if own is not None:
                found.append((mention, own))
        ahead = role if forward else None
        at = max(at, end)
    return found


def _shared_brackets(found: list[UnitMention]) -> Iterator[UnitMention]:
    """`Sở A (chủ trì); Sở B, Sở C (phối hợp)`: behind a first bracket, one closes each stretch."""
    marked = [n for n, mention in enumerate(found) if _bracket_role(mention.role)]
    for n, mention in enumerate(found):
        ahead = next((found[m].role for m in marked if m > n), "")
        shared = not mention.role and ahead and any(m < n for m in marked)
        yield replace(mention, role=ahead) if shared else mention


def _cues(t: Tokens, first: int, after: int) -> Iterator[tuple[int, int, Role | None, bool]]:
    """Role words in a list: start, end, role, and whether the role is of what follows."""
    j = first
    depth = 0
    while j < after:
        word = t.keys[j]
        depth += (word == "(") - (word == ")")
        role = _CUES.get(f"{word} {t.key(j + 1)}") if not depth and word in _CUE_WORDS else None
        if role is None or (role == "implement" and t.key(j + 2) in _WHEN):
            j += 1
            continue
        end = j + 2
        if role == "coordinate":
            while t.key(end) in ("thực", "hiện", "chặt", "chẽ", "tổ", "chức") and end < after:
                end += 1
        forward = t.key(end) in ("với", "cùng", ":")
        while t.key(end) in ("với", "cùng", ":", "thực", "hiện") and end < after:
            end += 1
        yield j, end, role, forward or (j == first and role != "implement")
        j = end


_WHEN = (
    "thường", "hằng", "hàng", "trong", "trước", "từ", "năm", "quý", "tháng", "xong", "ngay",
    "định", "đến", "theo", "sau", "liên", "vào", "ngày",
)  # fmt: skip
"""`…; thực hiện thường xuyên` tells the time, not who."""
_CUES: dict[str, Role] = {
    "chủ trì": "lead",
    "phối hợp": "coordinate",
    "thực hiện": "implement",
    "triển khai": "implement",
    "tham mưu": "advise",
}
_CUE_WORDS = frozenset(cue.split()[0] for cue in _CUES)


def _bracket_role(text: str) -> Role | None:
    text = plain(text)
    for cue, role in _CUES.items():
        if text.startswith((cue, f"đơn vị {cue}", f"cơ quan {cue}")):
            return role
    return "lead" if text.startswith(("đầu mối", "thường trực", "cơ quan thường trực")) else None
