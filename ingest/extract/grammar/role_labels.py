"""Labels within an item: `Đơn vị chủ trì: …`, `Thời gian: …`, `Nội dung: …`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from ingest.core.record import Role
from ingest.core.text import Span, span_trim
from ingest.lexicon.fold import key
from ingest.lexicon.role_words import Use, label_roles, role_words


@dataclass(frozen=True, slots=True)
class Label:
    """`role` is None for a time or detail label."""

    role: Role | None
    span: Span
    value: Span


@cache
def _pattern() -> regex.Pattern[str]:
    texts = [r.text for use in _LABEL_USES for r in role_words(use)]
    spelled = "|".join(
        r"\s+".join(regex.escape(w) for w in t.split())
        for t in sorted(texts, key=len, reverse=True)
    )
    return regex.compile(
        rf"""(?ix)
        (?:các\s+)?
        (?P<label>
            # Đơn vị chủ trì, tham mưu · Cơ quan, đơn vị được giao phối hợp thực hiện
            (?:đơn\s+vị|cơ\s+quan|bộ\s+phận|địa\s+phương|tổ\s+chức|lực\s+lượng|phòng|ban)
            (?:\s*,\s*(?:đơn\s+vị|cá\s+nhân|tổ\s+chức|địa\s+phương|bộ\s+phận)){{0,2}}
            (?:\s+(?:được\s+giao|chịu\s+trách\s+nhiệm))?
            (?:\s*(?:,|và|/|-)?\s*(?P<verb>chủ\s+trì|phối\s+hợp|thực\s+hiện|tham\s+mưu|triển\s+khai
                |đầu\s+mối|thường\s+trực|tổ\s+chức|phụ\s+trách|đăng\s+cai|chính)){{1,3}}
          | {spelled.replace(" ", "[ ]")}
        )
        \s{{0,3}}(?:\([^()]{{0,60}}\)\s?)?[:：]"""
    )


_MAX_LABEL = 140
_PLACE = regex.compile(r"[.;(|+•:–-][\s*_“\"]{0,6}+(?=\p{L})")
"""Behind such a stop a label may stand; another stands at the beginning of its block."""


_COLON = regex.compile("[:：]")


def _opening(flat: str, span: Span) -> tuple[int, int]:
    """Where the block's first letter is, and its end."""
    at = span.start
    while at < min(span.end, span.start + 8) and not flat[at].isalpha():
        at += 1
    return at, span.end


_LABEL_USES: tuple[Use, ...] = ("label", "time_label", "detail_label")


def _role(match: regex.Match[str]) -> Role | None:
    """The role of a label: the lexicon's, else that of its first verb."""
    name = key(match["label"])
    roles = label_roles()
    if name in roles or not match["verb"]:
        return roles.get(name)
    first = key(match.captures("verb")[0])
    return _VERB_ROLES.get(first, "implement")


_VERB_ROLES: dict[str, Role] = {
    key("chủ trì"): "lead",
    key("đầu mối"): "lead",
    key("thường trực"): "lead",
    key("phối hợp"): "coordinate",
    key("tham mưu"): "advise",
}


@lru_cache(maxsize=1024)
def labels(flat: str, span: Span) -> tuple[Label, ...]:
    """The labels in a run of text, each with its value; one must begin it or follow a stop."""
    found: list[regex.Match[str]] = []
    at = span.start
    for place in _PLACE.finditer(flat, span.start, span.end):
        if place.start() < at or flat.find(":", place.end(), place.end() + _MAX_LABEL) < 0:
            continue
        match = _pattern().match(flat, place.end(), span.end)
        if match is not None:
            found.append(match)
            at = match.end() - 1
    start, end = _opening(flat, span)
    first = _pattern().match(flat, start, end) if _COLON.search(flat, start, end) else None
    if first is not None and (not found or found[0].start() > first.start()):
        found.insert(0, first)
    ends = [m.start() for m in found[1:]] + [span.end] if found else []
    return tuple(
        Label(
            _role(m),
            Span(m.start(), end),
            span_trim(flat, Span(m.end(), end), ".;,()*_"),
        )
        for m, end in zip(found, ends, strict=True)
    )
