"""A list of members becomes bodies: head nouns and territories carried to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

import regex

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.unit_members import Member
from ingest.extract.grammar.unit_names import level
from ingest.lexicon.bodies import Agency, agencies, expand, find, kind_of, level_word
from ingest.lexicon.fold import key
from ingest.lexicon.territories import province

_PARENTS = ("Sở", "Bộ", "Tổng cục", "Cục", "Trường", "Đại học", "Học viện")
_INSIDE = ("Phòng", "Vụ", "Khoa", "Cục", "Bộ môn")
_BESIDE = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Mặt trận", "Đảng", "Đoàn", "Hội")
"""What a list that `UBND huyện` closes shares its territory with; a Phòng is another matter."""


_AND = regex.compile(r"(?<=\p{Ll}{2})\s?&\s?(?=\p{Lu}\p{Ll})")  # `Kế hoạch & Đầu tư`
_DASH = regex.compile(r"(?<=\p{L})\s?[-–]\s?(?=\p{L})")


@dataclass(frozen=True, slots=True)
class Part:
    """One body of the list: tokens `first` up to `after` are what stood there."""

    first: int
    after: int
    name: str
    generic: bool
    kind: str | None
    carried: bool


def carry(t: Tokens, members: list[Member], breaks: list[str]) -> Iterator[Part]:
    """The bodies of a list, in order; `breaks` are the separators between its members."""
    members = _joined(t, members, breaks)
    for segment in _segments(members, breaks):
        closing = _closing(t, segment)
        for m in segment:
            lent = closing if closing and _borrows(t, m, segment[-1]) else ()
            yield from _parts(t, m, lent)


def _joined(t: Tokens, members: list[Member], breaks: list[str]) -> list[Member]:
    """Where `;` parts the list, `Phòng X, Sở Y` is a division of that department."""
    if ";" not in breaks:
        return members
    out: list[Member] = []
    kept: list[str] = []
    for i, m in enumerate(members):
        before = breaks[i - 1] if i else ""
        if before == "," and out and _division(t, out[-1], m) and not _follows(breaks, i, kept):
            out[-1] = replace(out[-1], after=m.after, levels=m.levels)
            kept[-1:] = []
        else:
            out.append(m)
        kept.append(breaks[i] if i < len(breaks) else "")
    breaks[:] = kept
    return out


def _follows(breaks: list[str], i: int, kept: list[str]) -> bool:
    """The comma stands in a longer comma list: then it is a list, not a parent."""
    return (i < len(breaks) and breaks[i] == ",") or (len(kept) > 1 and kept[-2] == ",")


def _division(t: Tokens, inner: Member, outer: Member) -> bool:
    if inner.generic or outer.generic or inner.levels or outer.elided:
        return False
    known = find(t.slice(inner.name, inner.after))
    if known is not None and known.level in ("district", "local"):
        return False
    return t.slice(inner.name, inner.after).startswith(_INSIDE) and t.slice(
        outer.name, outer.after
    ).startswith(_PARENTS)


def _segments(members: list[Member], breaks: list[str]) -> Iterator[list[Member]]:
    """The list cut at `;`: a territory closes only its own stretch."""
    segment: list[Member] = []
    for i, m in enumerate(members):
        segment.append(m)
        if i >= len(breaks) or ";" in breaks[i] or not breaks[i]:
            yield segment
            segment = []
    if segment:
        yield segment


def _closing(t: Tokens, segment: list[Member]) -> tuple[tuple[int, int], ...]:
    """The territories of the last body, if they close the list and it alone has any."""
    if segment[-1].generic:
        return _group_level(t, segment)
    bodies = [m for m in segment if not m.generic]
    if len(bodies) < 2 or bodies[-1] is not segment[-1] or not bodies[-1].levels:
        return ()
    named = [m for m in bodies[:-1] if m.levels]
    if named and not _all_of(t, named, bodies[-1]):
        return ()
    last = kind_of(t.slice(bodies[-1].name, bodies[-1].after))
    if last == "Ủy ban nhân dân" and not all(_kind(t, m) in _BESIDE for m in bodies):
        return ()
    return bodies[-1].levels


def _all_of(t: Tokens, named: list[Member], last: Member) -> bool:
    """`Mặt trận Tổ quốc xã, Hội Nông dân, Hội Phụ nữ xã`: the same territory, said of several."""
    words = [t.slice(first, after) for first, after in last.levels]
    if kind_of(t.slice(last.name, last.after)) == "Ủy ban nhân dân" or len(words) != 1:
        return False
    return all([t.slice(first, after) for first, after in m.levels] == words for m in named)


def _group_level(t: Tokens, segment: list[Member]) -> tuple[tuple[int, int], ...]:
    """`Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh`: the territory of both."""
    last = segment[-1]
    if any(m.levels for m in segment):
        return ()
    for first in range(last.after - 1, last.name, -1):
        if level(t, first) == last.after and t.mark(first, "level"):
            return (
                ()
                if t.mark(first - 1, "owner") or t.key(first - 1) in _NO_LEVEL
                else ((first, last.after),)
            )
    return ()


_COMMITTEES = ("ủy", "uỷ", "đoàn")
_NO_LEVEL = (",", "và", "các", "cấp", "bàn", "của", "thuộc", "trong", "toàn")


def _kind(t: Tokens, m: Member) -> str | None:
    return kind_of(expand(_base(t, m)))


def _base(t: Tokens, m: Member) -> str:
    """The name without its territories, the head noun put back where it was left out."""
    end = m.levels[0][0] if m.levels else m.after
    name = t.slice(m.name, end) if end > m.name else ""
    return f"{m.elided} {name}".strip() if m.elided else name


def _borrows(t: Tokens, m: Member, last: Member) -> bool:
    """Whether the body is one that a territory distinguishes: `Phòng Y tế`; a `Sở` only where
    a `Sở` closes the list."""
    if m.generic or m.levels or m.unknown:
        return False
    if _kind(t, last) in _PARENTS:
        return _kind(t, m) == _kind(t, last)
    words = _base(t, m).split(" ")
    if level_word(words[-1]) is not None:
        return False  # `Đoàn xã`, `Thanh tra tỉnh` have theirs in the name
    bare = all(t.mark(first, "level") == after for first, after in last.levels)
    if bare and any(level_word(w) and after in _COMMITTEES for w, after in pairwise(words)):
        return False  # `Ban Tổ chức Huyện ủy`, `Văn phòng Tỉnh đoàn`
    known = find(_base(t, m)) or _longest(_base(t, m))
    if known is None and m.head == last.head == "Hội":
        return True  # `Hội Cựu giáo chức, Hội Làm vườn huyện`
    return known is not None and known.level in ("any", "district", "local", "commune", "grass")


def _longest(name: str) -> Agency | None:
    """The longest known body that the name begins with."""
    words = name.split()
    for end in range(len(words) - 1, 0, -1):
        if (known := find(" ".join(words[:end]))) is not None:
            return known
    return None


def _parts(t: Tokens, m: Member, lent: tuple[tuple[int, int], ...]) -> Iterator[Part]:
    if m.generic:
        name = t.slice(m.name, m.after).removesuffix(" trưởng")  # `các Bộ trưởng`: các Bộ
        yield Part(m.first, m.after, expand(name), True, None, False)
        return
    base, loud = _base(t, m), False
    if base.isupper() and (known := find(base)) is not None:  # `SỞ Y TẾ` in a heading
        base, loud = known.name, True
    kind = kind_of(expand(base)) or _word_kind(base, m.head)
    if not m.levels and not lent:
        yield Part(m.first, m.after, _full(base), False, kind, bool(m.elided))
        return
    for n, (place, (first, after)) in enumerate(_places(t, m.levels or lent)):
        if not place:
            continue
        if loud and place.isupper():
            place = _calm(t, first, after)
        name = _full(f"{base} {place}")
        if lent:
            yield Part(m.first, m.after, name, False, kind, True)
        else:
            yield Part(m.first if n == 0 else first, after, name, False, kind, n > 0)


def _calm(t: Tokens, first: int, after: int) -> str:
    """`TỈNH LẠNG SƠN` as it stands in running text."""
    noun = t.mark(first, "level") or first
    words = [t.slice(first, noun).lower()] if noun > first else []
    return " ".join([*words, *(w.capitalize() for w in t.words[noun:after])])


_SHORT = {"thành": "thành phố", "thị": "thị xã"}
"""`các tỉnh, thành`; `các huyện, thị`."""


def _places(
    t: Tokens, levels: tuple[tuple[int, int], ...]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """The territories as texts: `các` is carried, a bare name gets its level word back."""
    several, word = "", ""
    headed = next((n for n, x in enumerate(levels[:-1]) if t.key(x[1]) == ":" and n), 0)
    if headed:
        # `các tỉnh, thành phố: Tuyên Quang, Cần Thơ`: each name with the word of its own
        for first, after in levels[headed + 1 :]:
            name = t.slice(first, after)
            known = province(name)
            yield (f"{known.kind} {name}" if known else name), (first, after)
        return
    for n, (first, after) in enumerate(levels):
        plural = t.key(first) == "các"
        noun = first + plural
        end = t.mark(noun, "level")
        short = _SHORT.get(t.key(noun)) if end == after == noun + 1 else None
        several = "các " if plural else several
        if end and end == after:
            word = short or t.slice(noun, end)
            heads = plural and t.key(after) == ":" and n + 1 < len(levels)
            text = "" if heads else several + word  # `các xã: Tân Lập, …`
        elif end:
            word = t.slice(noun, end)
            central = t.keys[end:after] == ["trực", "thuộc", "trung", "ương"]
            text = (several if central else "") + t.slice(noun, after)
        elif word and several:
            text = f"{word} {t.slice(first, after)}"
        else:
            text = t.slice(first, after)
            if n and (known := province(text)):  # `Sở Xây dựng thành phố Huế, Cần Thơ`
                text = f"{known.kind} {text}"
        yield text, (first, after)


@lru_cache(maxsize=4096)
def _word_kind(name: str, head: str) -> str | None:
    """The kind of a body outside the lexicon: its head noun, as the lexicon spells kinds."""
    noun = head or name.split(" ")[0]
    return _kinds().get(key(noun), noun[:1].upper() + noun[1:]) or None


@cache
def _kinds() -> dict[str, str]:
    """The kinds of bodies by comparison key."""
    return {key(a.kind): a.kind for a in agencies()}


@lru_cache(maxsize=8192)
def _full(name: str) -> str:
    """Abbreviations spelled out, a capital in front."""
    name = _DASH.sub(" - ", _AND.sub(" và ", expand(" ".join(name.split()))))
    return name[:1].upper() + name[1:] if not name.startswith("các ") else name
