"""The repairs together: nothing is lost, nothing valid is touched, damage comes back as text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stages import ROOT, Case, cases

from ingest import repair as stage
from ingest.core.text import Text
from ingest.repair import REPAIRS, repair
from ingest.repair.accuracy import accuracy
from ingest.repair.explain import explain, repair_lines

SHARED = ROOT.parent / "shared"

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
NOISE = (
    LETTERS + LETTERS.upper() + "0123456789 \n\f\t.,;:/-–“”'’&¢§¥€®¬µ\u00ad\u200b\u0301\u0323ÐÃáº"
)
pages = st.text(alphabet=st.one_of(st.sampled_from(NOISE), st.characters()), max_size=300)


@given(pages)
@settings(max_examples=150, deadline=None)
def test_any_text_survives_with_its_lines_and_pages(text: str) -> None:
    done = repair(Text.of(text))
    value = done.text.value
    assert value.count("\n") == text.count("\n")
    assert value.count("\f") == text.count("\f")
    assert len(done.status) == text.count("\f") + 1
    assert done.text.raw == text


@given(pages)
@settings(max_examples=100, deadline=None)
def test_the_raw_text_can_be_rebuilt_from_the_changes(text: str) -> None:
    done = repair(Text.of(text)).text
    rebuilt, at = [], 0
    for piece in done.changes():
        rebuilt += [done.value[at : piece.value.start], piece.raw.of(done.raw)]
        at = piece.value.end
    assert "".join([*rebuilt, done.value[at:]]) == text


@given(pages)
@settings(max_examples=60, deadline=None)
def test_every_edit_names_its_rule_and_a_confidence(text: str) -> None:
    for find in REPAIRS:
        for edit in find(text):
            assert edit.rule
            assert 0 <= edit.confidence <= 1
            assert edit.new != edit.span.of(text)
            assert not set("\n\f") & set(edit.new + edit.span.of(text))


@given(st.text(alphabet="0123456789.,/-%: \n", max_size=120))
@settings(max_examples=60, deadline=None)
def test_numbers_are_never_changed(text: str) -> None:
    assert repair(Text.of(text)).text.value == text


def kinds(*names: str) -> list[Case]:
    return [c for name in names for c in cases("repair", name)]


@pytest.mark.parametrize("case", kinds("wild", "made"), ids=lambda c: c.id)
def test_case(case: Case) -> None:
    assert repair_lines(case.text) == case.expected


@pytest.mark.parametrize("case", kinds("untouched"), ids=lambda c: c.id)
def test_valid_text_is_left_alone(case: Case) -> None:
    assert repair_lines(case.text) == case.text


@pytest.mark.parametrize("case", kinds("failing"), ids=lambda c: c.id)
@pytest.mark.xfail(strict=True)
def test_known_failure(case: Case) -> None:
    assert repair_lines(case.text) == case.expected


@pytest.mark.parametrize("case", kinds("wild", "made"), ids=lambda c: c.id)
def test_what_is_restored_stays_as_it_is(case: Case) -> None:
    once = repair_lines(case.text)
    assert repair_lines(once) == once


def test_the_tuple_names_every_repair() -> None:
    names = {find.__module__.rpartition(".")[2] for find in REPAIRS}
    assert names == {"legacy", "characters", "joints", "diacritics", "light", "quarters"}
    assert set(stage.__all__) == {"REPAIRS", "Repaired", "repair"}


def test_status_and_model_are_told_page_by_page() -> None:
    clean = "Kế hoạch này có hiệu lực kể từ ngày ký ban hành."
    lost = "Ke hoach nay co hieu luc ke tu ngay ky ban hanh, cac don vi to chuc thuc hien."
    done = repair(Text.of(f"{clean}\f{lost}\f{clean}\u200b"))
    assert done.status == ("none", "restored", "light")
    assert done.model is not None
    assert repair(Text.of(clean)).model is None


def test_pages_of_any_length_are_split_where_they_end() -> None:
    line = "Kế hoạch này có hiệu lực kể từ ngày ký ban hành.\n"
    text = "\f".join(line * size for size in range(1, 30, 4))
    done = repair(Text.of(text))
    assert len(done.status) == text.count("\f") + 1
    assert done.text.value == text


def test_explain_gives_a_line_a_change() -> None:
    lines = list(explain("Quyết định này\ncó hiệu\u00a0lực kể từ ngày ký"))
    assert lines == ["2\t'\\xa0'\t' '\tcharacters\t0.99"]


def test_every_form_of_unicode_becomes_one() -> None:
    text = "Độc lập - Tự do - Hạnh phúc"
    decomposed = unicodedata.normalize("NFD", text)
    composite = text.replace("ộ", "ô\u0323").replace("ậ", "â\u0323")
    assert repair_lines(decomposed) == text
    assert repair_lines(composite) == text


@pytest.mark.skipif(not SHARED.exists(), reason="the real damaged scan is not in this checkout")
def test_the_real_scan_comes_back() -> None:
    damaged = (SHARED / "seeds" / "bac-kan-1150.txt").read_text("utf-8")
    truth = (SHARED / "gold" / "bac-kan-1150.truth.lines-1-97.txt").read_text("utf-8").rstrip("\n")
    found = repair_lines(damaged).split("\n")[: truth.count("\n") + 1]
    assert accuracy(truth, "\n".join(found)).share >= 0.985
