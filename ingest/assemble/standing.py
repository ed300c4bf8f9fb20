"""Where an issuer stands: the territories that it lies in, and at which level it acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from ingest.core.record import Evidence, Issuer, Level
from ingest.extract.grammar.territory import territory_at_end
from ingest.lexicon.reforms import known_body
from ingest.lexicon.territories import Province, province, regime

Kind = Literal["committee", "party", "association", "department", "ministry", "school", "other"]

LEVELS: dict[str, Level] = {
    "tỉnh": "province", "quận": "district", "huyện": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
"""`thành phố` is missing: it is a province or a district."""
PARTY = {
    "tỉnh": "tỉnh", "thành": "thành phố", "quận": "quận", "huyện": "huyện", "thị": "thị xã",
    "xã": "xã", "phường": "phường",
}  # fmt: skip
"""What `Tỉnh ủy`, `Thành đoàn` say of their territory."""
PARTY_BODY = regex.compile(
    r"(?i)\b(?P<word>tỉnh|thành|quận|huyện|thị|xã|phường)\s+(?:ủy|uỷ|đoàn)(?=\s|$)"
)
_KINDS: dict[str, Kind] = {
    "Ủy ban nhân dân": "committee", "Hội đồng nhân dân": "committee", "Đảng": "party",
    "Sở": "department", "Bộ": "ministry", "Mặt trận": "association", "Đoàn": "association",
    "Hội": "association", "Công đoàn": "association",
}  # fmt: skip
_SCHOOL = regex.compile(r"(?:Trường|Học viện|Đại học)\s(?!Chính trị)")
_COUNCIL = regex.compile(r"^(?:Ban Thường vụ|Ban Chấp hành|Thường trực|Văn phòng)\s+(?=\p{Lu})")


@dataclass(frozen=True, slots=True)
class Standing:
    """An issuer's place. `own` is its level, `by_word` its territories by their common noun.

    Of `UBND quận Ngô Quyền` below `UBND thành phố Hải Phòng`: own `district`, by_word
    `{"quận": "quận Ngô Quyền", "thành phố": "thành phố Hải Phòng"}`, province Hải Phòng.
    """

    name: str
    kind: Kind
    own: Level | None
    territory: str | None
    by_word: dict[str, str]
    province: Province | None
    on: str | None
    confidence: float
    evidence: tuple[Evidence, ...]

    @property
    def new_map(self) -> bool:
        """After 1 July 2025, as far as the document's date says."""
        return regime(self.on) == "new"

    def level_of(self, word: str) -> Level | None:
        """The level of a common noun, `thành phố` by where the issuer stands."""
        if word != "thành phố":
            return LEVELS.get(word)
        if self.own == "central" or self.by_word.get(word) == self._province_name:
            return "province"
        return "district" if self.own is not None else None

    @property
    def _province_name(self) -> str | None:
        return self.province.full_name if self.province else None


def standing(issuer: Issuer, on: str | None) -> Standing:
    """`on` is the date of issue (ISO, or its beginning), None where the document has none."""
    core = _COUNCIL.sub("", issuer.name)
    places = [p for p in map(territory, (core, issuer.parent or "")) if p]
    by_word: dict[str, str] = {}
    lies_in = None
    for place in places:
        by_word.setdefault(_word(place), place)
        found = province_at(place, on)
        if found is not None:
            by_word.setdefault(found.kind, found.full_name)
            lies_in = lies_in or found
    own = territory(core)
    kind = _kind(core)
    return Standing(
        name=issuer.name,
        kind=kind,
        own=_own_level(kind, own, lies_in),
        territory=own,
        by_word=by_word,
        province=lies_in,
        on=on,
        confidence=issuer.confidence,
        evidence=issuer.evidence,
    )


def province_at(place: str | None, on: str | None) -> Province | None:
    """The province that a territory is, or that a town has its name from; None where none is.

    `thành phố Lạng Sơn` lies in `tỉnh Lạng Sơn`; `huyện Lạng Sơn` says nothing.
    """
    if place is None:
        return None
    found = province(_proper(place), on) or province(_proper(place))
    if found is None or not (_word(place) == found.kind or _word(place) in ("thành phố", "thị xã")):
        return None
    return found


def territory(name: str) -> str | None:
    """`quận Ngô Quyền` of a committee's name, also of `Quận ủy Ngô Quyền`, `Công an Hà Nội`."""
    party = PARTY_BODY.search(name)
    if party is not None:
        rest = name[party.end() :].strip()
        return f"{PARTY[party['word'].lower()]} {rest}" if rest[:1].isupper() else None
    found = territory_at_end(name)
    if found is not None:
        return " ".join([_word(found), _proper(found)])
    words = name.split()
    for count in (4, 3, 2):
        known = province(" ".join(words[-count:])) if len(words) > count else None
        if known is not None:
            return known.full_name
    return None


_WORDED = regex.compile(
    r"(?i)^(?P<word>tỉnh|thành\s+phố|quận|huyện|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu)\s+"
)


def _word(place: str) -> str:
    found = _WORDED.match(place)
    return " ".join(found["word"].lower().split()) if found else ""


def _proper(place: str) -> str:
    return " ".join(_WORDED.sub("", place).split())


def _kind(name: str) -> Kind:
    if _SCHOOL.match(name):
        return "school"
    known = known_body(name)
    if known is not None and known.agency.kind in _KINDS:
        return _KINDS[known.agency.kind]
    if PARTY_BODY.search(name[:12]) or name.startswith(("Đảng bộ", "Đảng ủy", "Chi bộ")):
        return "party"
    return _KINDS.get(name.split(" ")[0], "other")


def _own_level(kind: Kind, own: str | None, lies_in: Province | None) -> Level | None:
    if kind == "ministry":
        return "central"
    if kind == "school":
        return "grassroots"
    if own is None:
        return None
    if lies_in is not None and own == lies_in.full_name:
        return "province"
    return LEVELS.get(_word(own), "district" if _word(own) == "thành phố" else None)
