"""Names of bodies in prose and in lists: what is one body, what is several, what is none."""

from __future__ import annotations

import pytest
from stages import Case, cases

from ingest.core.record import AssignedUnit, Assignment, Deadline, Role
from ingest.core.text import Span
from ingest.extract.grammar.phrases import read
from ingest.extract.grammar.register import unit_key, unit_register
from ingest.extract.grammar.syllable_tokenizer import pieces
from ingest.extract.grammar.units import UnitMention, find_units, split_units
from ingest.lexicon.bodies import agencies, by_symbol, expand, find
from ingest.lexicon.fold import key
from ingest.lexicon.territories import is_province, province, province_of, regime, successor
from ingest.lexicon.unit_words import UnitWord, unit_words

PROSE = ("wild", "made", "untouched")


def named(mentions: list[UnitMention]) -> list[object]:
    return [{"group": m.name} if m.generic else m.name for m in mentions]


@pytest.mark.parametrize("case", [c for k in PROSE for c in cases("units", k)], ids=lambda c: c.id)
def test_bodies_in_prose(case: Case) -> None:
    assert named(find_units(case.text)) == case.expected


@pytest.mark.parametrize("case", cases("units", "failing"), ids=lambda c: c.id)
@pytest.mark.xfail(strict=True, reason="known failures: the comment of each says why")
def test_known_failures(case: Case) -> None:
    assert named(find_units(case.text)) == case.expected


@pytest.mark.parametrize("case", cases("units", "lists"), ids=lambda c: c.id)
def test_bodies_of_a_list(case: Case) -> None:
    assert named(split_units(case.text)) == case.expected


@pytest.mark.parametrize(
    "case", [c for k in (*PROSE, "lists") for c in cases("units", k)], ids=lambda c: c.id
)
def test_every_mention_stands_where_it_says(case: Case) -> None:
    for find_all in (find_units, split_units):
        for m in find_all(case.text):
            assert " ".join(m.span.of(case.text).split()) == m.text
            assert expand(m.name) == m.name


@pytest.mark.parametrize("case", cases("units", "made"), ids=lambda c: c.id)
def test_a_place_in_a_longer_text_changes_nothing(case: Case) -> None:
    before = "Ngày 12/5: "
    text = f"{before}{case.text}\nHọp."
    span = Span(len(before), len(before) + len(case.text))
    assert named(find_units(text, span)) == case.expected


@pytest.mark.parametrize(
    "use", ["head", "field", "group", "plural", "qualifier", "owner", "person"]
)
def test_every_unit_word_does_its_work(use: str) -> None:
    broken = [w for w in unit_words(use) if not works(w, find_units(w.specimen))]  # type: ignore[arg-type]
    assert not broken


def works(word: UnitWord, found: list[UnitMention]) -> bool:
    if word.use == "person":
        return [m.name for m in found] == ["Sở Y tế"]
    if word.use in ("head", "field"):
        return any(key(word.word) in key(m.text) and not m.generic for m in found)
    if word.use == "group":
        return any(m.text == f"các {word.word} có liên quan" for m in found)
    return any(m.generic and m.text.endswith(word.specimen.split()[-1]) for m in found)


def test_every_known_body_is_found_in_a_sentence() -> None:
    for agency in agencies():
        for form in (agency.name, *agency.abbreviations):
            [mention] = find_units(f"Giao {form} chủ trì thực hiện")
            assert key(mention.name) in {key(expand(form)), key(agency.name)}


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("UBND tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh Lạng Sơn"),
        ("Sở VH TT & DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở VHTT", "Sở Văn hóa và Thể thao"),
        ("Phòng VHTT", "Phòng Văn hóa và Thông tin"),
        ("TP. Hà Tĩnh", "Thành phố Hà Tĩnh"),
        ("UBND TP.HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("Trường THPT Chu Văn An", "Trường THPT Chu Văn An"),
        ("XYZT", "XYZT"),
        ("", ""),
    ],
)
def test_abbreviations_are_spelled_out(written: str, full: str) -> None:
    assert expand(written) == full
    assert expand(full) == full


def test_symbols_name_their_issuer() -> None:
    assert by_symbol("SVHTTDL") == "Sở Văn hóa, Thể thao và Du lịch"
    assert by_symbol("UBND") == "Ủy ban nhân dân"
    assert by_symbol("XQZ") is None
    reformed = find("Sở Nông nghiệp và Môi trường")
    assert reformed and not reformed.exists("2024-01-01") and reformed.exists("2025-07-01")


def test_the_map_follows_the_date() -> None:
    assert is_province("tỉnh Bắc Kạn", "2023-06-28") and not is_province("Bắc Kạn", "2025-07-01")
    assert (regime("2025-06-30"), regime("2025-07"), regime(None)) == ("old", "new", "old")
    old = province("Bắc Cạn")
    assert old and successor(old).name == "Thái Nguyên"
    named_in = province_of("UBND thành phố Lạng Sơn, tỉnh Lạng Sơn")
    assert named_in and named_in.code == "20"
    assert province_of("UBND xã") is None


@pytest.mark.parametrize("whole", ["15/11/2023", "29.000", "1929/KH-SVHTTDL", "GD&ĐT", "/KH-UBND"])
def test_dates_numbers_and_symbols_are_one_token(whole: str) -> None:
    text = f"trước {whole} họp"
    assert pieces(text)[0] == ["trước", whole, "họp"]


@pytest.mark.parametrize(
    "text",
    [
        ", ".join(["Sở Y tế"] * 3000),
        "các " + ", ".join(["ngành"] * 3000),
        "Giám đốc " * 3000,
        "Trung tâm " * 3000,
        "Phòng Văn" + " và Hoa" * 3000,
        "UBND " + "xã, " * 3000,
        "(" * 3000 + "Sở " * 3000,
        "",
    ],
    ids=["commas", "group", "offices", "heads", "joints", "levels", "brackets", "nothing"],
)
def test_hostile_lists_end(text: str) -> None:
    for find_all in (find_units, split_units):
        assert all(m.span.end <= len(text) for m in find_all(text))
    assert len(read(text)) == len(pieces(text)[0])


def assigned(id: str, *units: tuple[str, str]) -> Assignment:
    role: Role = "implement"
    named = tuple(AssignedUnit(n, role, t, n.startswith("các ")) for n, t in units)
    return Assignment(id, None, "họp", named, None, "họp")


def test_the_register_holds_each_body_once() -> None:
    one = assigned("assignments/1", ("Phòng Kế hoạch - Tài chính", "Phòng Kế hoạch - Tài chính"))
    two = assigned(
        "assignments/2", ("Phòng Kế hoạch Tài chính", "Phòng KHTC"), ("các xã", "các xã")
    )
    due = Deadline(
        "deadlines/1", None, "ongoing", None, None, None, ("Phòng Kế hoạch Tài chính",), None, "x"
    )
    found = unit_register([one, two], [due])
    assert [u.name for u in found] == ["Phòng Kế hoạch - Tài chính", "các xã"]
    assert found[0].texts == ("Phòng Kế hoạch - Tài chính", "Phòng KHTC")
    assert found[0].items == ("assignments/1", "assignments/2", "deadlines/1")
    assert found[0].kind == "Phòng" and found[1].generic
    assert unit_key("UBND các phường") == unit_key("Ủy ban nhân dân phường")
