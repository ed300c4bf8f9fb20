"""Whom the document reaches: bodies with a task that “Nơi nhận” neither names nor includes."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.assemble.bodies import level_of
from ingest.assemble.standing import PARTY_BODY, Standing, standing
from ingest.core.record import Issuer, Level, PlanDocument, Unit
from ingest.extract.grammar.register import unit_key
from ingest.extract.grammar.units import UnitMention, split_units
from ingest.lexicon.bodies import expand
from ingest.lexicon.fold import key
from ingest.lexicon.recipient_groups import ALL, kinds_reached


def not_reached(document: PlanDocument) -> list[Unit]:
    """Bodies with a task that the recipients do not reach; none where no list can tell.

    A body is reached by name, by a group of its level (`Các sở, ban, ngành`), through the
    committee of its own territory (`UBND các huyện`), or as a part of the issuer.
    """
    lines = [expand(line.text) for line in document.recipients]
    if not lines or any(key(line).startswith(key("Như Điều")) for line in lines):
        return []
    place = standing(document.issuer or Issuer("", None), None)
    mentions = [m for line in lines for m in split_units(line)]
    names = [unit_key(m.name) for m in mentions]
    groups = [m.name for m in mentions if m.generic] + [x for x in lines if _is_group(x)]
    kinds = {kind for group in groups for kind in kinds_reached(group)}
    below = _levels_below(mentions, place)
    return [
        unit
        for unit in document.units
        if unit.items
        and not unit.generic
        and unit.level not in below
        and not _is_own(unit, place)
        and not _in_group(unit, kinds, place)
        and not _is_named(unit, names)
        and not _of_party(unit, names)
    ]


def _is_group(line: str) -> bool:
    return key(line).startswith((key("các") + " ", key("lãnh đạo"), key("thủ trưởng")))


def _levels_below(mentions: Sequence[UnitMention], place: Standing) -> set[Level]:
    """Levels whose committees receive the document: what stands there hears of it from them."""
    found = {
        level_of(m.name, m.generic, None, place)
        for m in mentions
        if m.kind in ("Ủy ban nhân dân", "Đảng", "Sở") or m.generic
    }
    if "commune" in found or "district" in found:
        found.add("grassroots")
    return {level for level in found if level is not None and level != place.own}


def _is_own(unit: Unit, place: Standing) -> bool:
    """The issuer itself, or a part of it."""
    meant = unit_key(unit.body.name if unit.body else unit.name)
    own = unit_key(place.name)
    return bool(own) and (own in meant or unit_key(unit.name) in own)


def _in_group(unit: Unit, kinds: set[str], place: Standing) -> bool:
    same_level = unit.level is None or place.own is None or unit.level == place.own
    return unit.kind in kinds or (ALL in kinds and same_level)


def _is_named(unit: Unit, names: Sequence[str]) -> bool:
    wanted = unit_key(unit.name)
    return any(n and (n in wanted or wanted in n) for n in names)


def _of_party(unit: Unit, names: Sequence[str]) -> bool:
    """`Ban Tuyên giáo Quận ủy` hears of it from `Thường trực Quận ủy`."""
    found = PARTY_BODY.search(unit.name)
    return found is not None and any(unit_key(found.group()) in n for n in names)
