"""Which body a name means: `Sở`, `Công an tỉnh`, `Phòng Nội vụ` by who issued the plan, and when.

The name stays as it is; what it means is put beside it. What nothing tells stays null.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import regex

from ingest.assemble.standing import (
    LEVELS,
    PARTY,
    PARTY_BODY,
    Standing,
    province_at,
    standing,
    territory,
)  # fmt: skip
from ingest.assemble.successors import what_became
from ingest.core.record import Body, Issuer, Level, Unit
from ingest.extract.grammar.register import unit_kind
from ingest.lexicon.reforms import known_body

_AT_END = regex.compile(
    r"""(?:^|\s)(?P<several>các\s+|cấp\s+|\d+\s+)?
    (?P<word>tỉnh|thành\s+phố|quận|huyện|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu)
    (?P<central>\s+trực\s+thuộc\s+(?:Trung\s+ương|TW))?$""",
    regex.VERBOSE,
)
"""`Công an tỉnh` · `Ủy ban nhân dân các huyện` · `Phòng Nội vụ cấp huyện`"""
_HEADS = regex.compile(r"(?:^|\s)(?P<head>Sở|Bộ|Trường|trường|Ủy ban nhân dân|Nhà trường)$")
_OWNER = regex.compile(
    r"(?P<comma>,)\s+(?=(?:Sở|Bộ|Trường|Ủy ban nhân dân|Công an|Ban)\s)|\s(?=(?:Sở|Bộ)\s\p{Lu})"
)
"""`Phòng Chính trị tư tưởng, Sở Giáo dục và Đào tạo` · `Thanh tra Sở Y tế`"""
_LOCAL = {"Công an", "Mặt trận", "Hội", "Đoàn", "Công đoàn", "Quân sự", "Đài", "Bảo hiểm", "Thuế",
          "Kho bạc", "Tòa án", "Viện kiểm sát", "Trung tâm", "Thư viện", "Bảo tàng", "Thống kê",
          "Bưu điện", "Văn phòng", "Thanh tra", "Liên minh Hợp tác xã"}  # fmt: skip
"""Bodies that each level has: one without a level's name is that of the issuer."""
_INSIDE_SCHOOL = regex.compile(
    r"(?:Ban Giám hiệu|Ban Giám đốc|Ban [Đđ]ại diện|Tổ|Khoa|Bộ môn|Công đoàn|Đoàn|Đội|Phòng|Hội|Chi bộ|Chi đoàn)\b"
)
_INSIDE_MINISTRY = regex.compile(r"(?:Vụ|Cục|Tổng cục|Văn phòng|Thanh tra)\b")
_GRASSROOTS = regex.compile(
    r"(?:Trường (?!Đại học|Cao đẳng|Chính trị|Trung cấp)|Ban Giám hiệu|Tổ |Chi bộ|Chi hội|Chi đoàn|Công đoàn cơ sở|Ban Nhân dân|Ban [Cc]ông tác Mặt trận)"
)
_FREE = regex.compile(
    r"(?:Công ty|Tổng [Cc]ông ty|Tập đoàn|Hợp tác xã|Ngân hàng|Bệnh viện|Chi nhánh)\b"
)
"""What belongs to no level of government, whatever place its name holds."""
_STATED: dict[str, Level] = {"central": "central", "province": "province", "district": "district",
                             "commune": "commune", "grass": "grassroots",
                             "village": "grassroots"}  # fmt: skip

_Meant = tuple[str, float]


def with_bodies(units: tuple[Unit, ...], issuer: Issuer | None, on: str | None) -> tuple[Unit, ...]:
    """The units with level and body. `on` is the date of issue, None where there is none."""
    place = standing(issuer or Issuer("", None), on)
    made = []
    for unit in units:
        body = None if unit.generic else body_meant(unit.name, place)
        made.append(replace(unit, level=level_of(unit.name, unit.generic, body, place), body=body))
    return tuple(made)


def body_meant(name: str, place: Standing) -> Body | None:
    """The body that `name` means in a document of that issuer; None where nothing tells."""
    if (cut := _OWNER.search(name)) is not None:
        head = _spelled(name[: cut.start()]) + (cut["comma"] or "")
        owner = body_meant(name[cut.end() :], place)
        return (
            _body(f"{head} {owner.name}", owner.confidence, owner.inferred, place)
            if owner
            else None
        )
    spelled = _spelled(name)
    if _complete(spelled):
        return _body(spelled, 1.0, False, place)
    for way in (_by_level,) if _AT_END.search(spelled) else _WAYS:
        meant = way(spelled, place)
        if meant is not None:
            sure = round(min(meant[1], place.confidence), 2)
            return _body(meant[0], sure, True, place)
    return None


def _spelled(name: str) -> str:
    """The name as the lexicon spells it: `Văn hoá` as `Văn hóa`, `Tỉnh Đoàn thanh niên` in short."""
    known = known_body(name)
    if known is None:
        return name
    party = PARTY_BODY.fullmatch(known.agency.name)
    return f"{known.agency.name if party else known.name} {known.rest}".strip()


def _complete(name: str) -> bool:
    """The name itself says which body it is: a central one, or one with its territory."""
    if _AT_END.search(name):
        return False
    if territory(name) is not None:
        return True
    known = known_body(name)
    if known is None or known.rest not in ("", "Việt Nam"):
        return False
    return known.agency.level == "central" and known.agency.kind not in ("Vụ", "Cục")


def _by_owner(name: str, place: Standing) -> _Meant | None:
    """`Ban Tuyên giáo Quận ủy`: the body behind it is looked up on its own."""
    known = known_body(name)
    if known is None or not known.rest[:1].isupper():
        return None
    inner = known_body(known.rest)
    if inner is None and not PARTY_BODY.match(known.rest):
        return None
    owner = body_meant(known.rest, place)
    return (f"{known.name} {owner.name}", owner.confidence) if owner else None


def _by_level(name: str, place: Standing) -> _Meant | None:
    """`Công an tỉnh`: the issuer's territory of that name."""
    m = _AT_END.search(name)
    if m is None:
        return None
    word = " ".join(m["word"].split())
    own = place.by_word.get(word)
    if own is None or m["several"] or m["central"]:
        return None
    head = name[: m.start()].strip()
    return (f"{head} {own}" if head else own, 0.95)


def _by_party(name: str, place: Standing) -> _Meant | None:
    """`Tỉnh ủy`, `Ban Tuyên giáo Thành ủy`, `Huyện Đoàn`: of the issuer's territory."""
    m = PARTY_BODY.search(name)
    if m is None or m.end() != len(name):
        return None
    own = place.by_word.get(PARTY[m["word"].lower()])
    return (f"{name} {own.removeprefix(PARTY[m['word'].lower()]).strip()}", 0.95) if own else None


def _by_head(name: str, place: Standing) -> _Meant | None:
    """`Sở`, `Văn phòng Bộ`, `Ủy ban nhân dân`: the issuer itself, or the body above it."""
    m = _HEADS.search(name)
    if m is None:
        return None
    before, head = name[: m.start()].strip(), m["head"]
    if head == "Ủy ban nhân dân":
        owner = f"{head} {place.territory}" if place.territory else None
    else:
        school = head.casefold() in ("trường", "nhà trường")
        fits = place.kind == "school" if school else place.name.startswith(f"{head} ")
        owner = place.name if fits else None
    return (f"{before} {owner}".strip(), 0.9) if owner else None


def _by_department(name: str, place: Standing) -> _Meant | None:
    """`Sở Y tế` is that of the issuer's province."""
    if not name.startswith("Sở ") or place.province is None or place.own == "central":
        return None
    return f"{name} {place.province.full_name}", 0.95


def _by_office(name: str, place: Standing) -> _Meant | None:
    """`Phòng Nội vụ`: of the district (of the commune, since July 2025), or inside the issuer."""
    if not name.startswith("Phòng "):
        return None
    known = known_body(name)
    level = known.agency.level if known and not known.rest else "sub"
    if place.kind in ("committee", "party", "association"):
        local = place.own == ("commune" if place.new_map else "district")
        return (f"{name} {place.territory}", 0.9) if local else None
    inside = level not in ("district", "local", "commune") and place.name
    return (f"{name}, {place.name}", 0.85) if inside else None


def _inside(name: str, place: Standing) -> _Meant | None:
    """`Vụ Pháp chế` of a ministry's plan, `Tổ Ngữ văn` of a school's."""
    within = {"ministry": _INSIDE_MINISTRY, "school": _INSIDE_SCHOOL}.get(place.kind)
    if within is None or not within.match(name):
        return None
    joint = ", " if place.kind == "ministry" else " "
    return f"{name}{joint}{place.name}", 0.85


def _by_issuer(name: str, place: Standing) -> _Meant | None:
    """`Hội Nông dân`, `Công an` in a committee's plan: those of its own territory."""
    known = known_body(name)
    if known is None or known.rest or known.agency.kind not in _LOCAL or PARTY_BODY.search(name):
        return None
    if place.territory is None or place.kind not in ("committee", "party", "association"):
        return None
    if known.agency.level not in ("any", "local", "province"):
        return None
    if known.agency.level == "province" and place.own != "province":
        return None
    return f"{name} {place.territory}", 0.75


_WAYS: tuple[Callable[[str, Standing], _Meant | None], ...] = (
    _by_level, _by_party, _by_head, _by_owner, _by_department, _by_office, _inside,
    _by_issuer,
)  # fmt: skip


def _body(name: str, confidence: float, inferred: bool, place: Standing) -> Body:
    lies_in = province_at(territory(name), place.on)
    if lies_in is None and not _central(name):
        lies_in = place.province
    until, successors = what_became(name, unit_kind(name))
    return Body(
        name=name,
        province=lies_in.full_name if lies_in else None,
        until=until,
        successors=successors,
        confidence=confidence,
        inferred=inferred,
        evidence=place.evidence if inferred else (),
    )


def _central(name: str) -> bool:
    known = known_body(name)
    return known is not None and known.agency.level == "central"


def level_of(name: str, generic: bool, body: Body | None, place: Standing) -> Level | None:
    """The level of government that a body or group belongs to."""
    m = _AT_END.search(name)
    if m is not None:
        return "province" if m["central"] else place.level_of(" ".join(m["word"].split()))
    if generic:
        return _group_level(name)
    known = known_body(name)
    stated = _STATED.get(known.agency.level) if known else None
    if stated in ("central", "province") and not (known and known.rest[:1].isupper()):
        return stated
    if _GRASSROOTS.match(name):
        return "grassroots"
    if _FREE.match(name):
        return None
    if body is not None:
        return _level_of_body(body, place)
    return stated


def _level_of_body(body: Body, place: Standing) -> Level | None:
    own = territory(body.name)
    if own is None:
        return place.own
    found = province_at(own, place.on)
    if found is not None and own == found.full_name:
        return "province"
    return LEVELS.get(" ".join(own.split()[:2])) or LEVELS.get(own.split(" ")[0], "district")


_LEVEL_WORDS: tuple[tuple[str, Level], ...] = (
    (r"\b(?:bộ, (?:ban, )?ngành|[Tt]rung ương)\b", "central"),
    (r"(?<!cơ )\b[Ss]ở\b|\bcấp tỉnh\b|\bthuộc tỉnh\b", "province"),
    (r"\bcấp huyện\b|\bhuyện, (?:thành phố|thị xã|quận)\b|\bthuộc huyện\b", "district"),
    (r"\bcấp xã\b|\bxã, (?:phường|thị trấn)\b|\bphường, xã\b", "commune"),
    (
        r"\btrường (?:học|mầm non|tiểu học|THCS|THPT)\b|\bchi (?:bộ|hội|đoàn)\b|\bthôn\b",
        "grassroots",
    ),
)
_GROUPS = tuple((regex.compile(words), level) for words, level in _LEVEL_WORDS)


def _group_level(name: str) -> Level | None:
    for pattern, level in _GROUPS:
        if pattern.search(name):
            return level
    return None
