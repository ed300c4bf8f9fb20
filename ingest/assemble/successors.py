"""What became of a body: ministries and departments merged, districts ended, provinces merged."""

from __future__ import annotations

from ingest.assemble.standing import territory
from ingest.lexicon.reforms import ended, known_body, reform
from ingest.lexicon.territories import REFORM, Province, province

_OF_A_TERRITORY = {
    "Sở", "Phòng", "Ủy ban nhân dân", "Hội đồng nhân dân", "Đảng", "Mặt trận", "Hội", "Đoàn",
    "Công đoàn", "Văn phòng", "Thanh tra", "Ban", "Quân sự", "Công an",
}  # fmt: skip
"""Kinds that end with their territory. A school, a library, a newspaper may go on."""
_POLICE_LEFT_DISTRICTS = "2025-03-01"


def what_became(name: str, kind: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The day (EDTF) from which a reform ended a body, and who has its duties today.

    (None, ()) where none did, or where it is not known; () alone where the duties went to
    bodies that the name does not tell (a district's, to its communes).
    """
    own = territory(name)
    old = province(own, "2024-12-31") if own else None
    if own and kind in _OF_A_TERRITORY and _district(own, old):
        return (_POLICE_LEFT_DISTRICTS if "Công an" in name else REFORM), ()
    known = known_body(name)
    if known is None:
        return None, ()
    names, until = _taken_over(known.name)
    rest = known.rest
    stays = kind not in _OF_A_TERRITORY or name.startswith("Trường ")
    if old is not None and own and not stays and (gone := ended(old)):
        until, rest = until or gone[0], _renamed(rest, old, gone[1])
        names = [_renamed(n, old, gone[1]) for n in names]
    if until is None:
        return None, ()
    if (
        ", " in known.rest
        or known.agency.level == "sub"
        or "," in name.removeprefix(known.name)[:1]
    ):
        return until, ()  # a division ends with its department
    return until, tuple(f"{n} {rest}".strip() for n in names)


def _district(own: str, old: Province | None) -> bool:
    if own.startswith(("quận ", "huyện ", "thị xã ")):
        return True
    if not own.startswith("thành phố ") or (old is not None and old.kind == "thành phố"):
        return False
    # thành phố Huế: a town of its province before, centrally run since 2025
    today = province(own, REFORM)
    return today is None or today.full_name != own


def _renamed(name: str, old: Province, new: Province) -> str:
    """The name with the new province: `tỉnh Hà Giang`, `Tỉnh ủy Hà Giang` become Tuyên Quang."""
    if name.endswith(old.full_name):
        return name.removesuffix(old.full_name) + new.full_name
    if not name.endswith(old.name):
        return name
    name = name.removesuffix(old.name) + new.name
    return name.replace("Tỉnh ", "Thành ") if new.kind == "thành phố" else name


def _taken_over(head: str) -> tuple[list[str], str | None]:
    """The names that duties went to, through every reform up to today."""
    found = reform(head)
    if found is None:
        return [head], None
    names: list[str] = []
    for new in found.new:
        names += [n for n in _taken_over(new)[0] if n not in names]
    return names, found.on
