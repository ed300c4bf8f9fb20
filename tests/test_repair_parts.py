"""Parts of the repair: the closed set of syllables, tables, lattices, encodings, slips."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.text import Text
from ingest.lexicon.encodings import Encoding
from ingest.lexicon.load import rows
from ingest.repair import legacy, light
from ingest.repair.calibration import EDGES, Calibration, fit
from ingest.repair.channel import case_of
from ingest.repair.detect import damaged_lines
from ingest.repair.lattice import Vertices, chains, posterior
from ingest.repair.model import folder, load
from ingest.repair.restore import Restorer
from ingest.repair.syllables import TONES, legal, listed, parts, spell, validity
from ingest.repair.symbols import Symbols
from ingest.repair.table import build
from ingest.repair.tokens import line_spans, tokens
from ingest.repair.words import one_placement, other_placement, without_marks

PLAN = """ỦY BAN NHÂN DÂN HUYỆN
Kế hoạch nâng cao chất lượng hoạt động của thư viện xã năm 2024
Căn cứ Luật Thư viện và nhiệm vụ được giao, Ủy ban nhân dân huyện ban hành kế hoạch:
- Mỗi xã tổ chức ít nhất 02 lớp tập huấn về kỹ năng đọc cho học sinh, sinh viên.
- Đến hết năm 2024, trên 80% trường học có phòng đọc đạt chuẩn theo quy định.
Giao Phòng Văn hóa và Thông tin chủ trì, phối hợp với các đơn vị có liên quan thực hiện.
Kinh phí thực hiện được bố trí từ ngân sách nhà nước và các nguồn hợp pháp khác.
"""


def test_the_set_of_syllables_is_made_of_its_parts() -> None:
    made = {
        spell(onset, rime, tone)
        for onset, rime, tone in product(["", *listed("onset")], listed("rime"), ["", *TONES])
        if legal(spell(onset, rime, tone))
    }
    assert 12_000 < len(made) < 30_000
    for word in sorted(made)[::37]:
        found = parts(word)
        assert found is not None
        assert one_placement(word) == spell(found.onset, found.rime, found.tone)


@pytest.mark.parametrize(
    "word",
    [
        "nghiệp",
        "quyết",
        "giữa",
        "thuở",
        "khuya",
        "Đắk",
        "ủy",
        "oằn",
        "yêu",
        "gì",
        "quý",
        "hòa",
        "hoà",
    ],
)
def test_legal(word: str) -> None:
    assert legal(word)


@pytest.mark.parametrize(
    "word", ["kwan", "hoach", "nghan", "cêu", "tat", "strong", "ngê̄", "ưow", "UBND"]
)
def test_not_legal(word: str) -> None:
    assert not legal(word)


def test_tone_placement_is_folded_both_ways() -> None:
    assert one_placement("hoà") == "hòa"
    assert other_placement("hòa") == "hoà"
    assert one_placement("quý") == other_placement("quý") == "quý"


def test_validity_tells_clean_lost_and_foreign_text_apart() -> None:
    assert validity(PLAN) > 0.97
    assert validity(without_marks(PLAN)) < 0.5
    assert validity("The committee approved the annual budget for public libraries") < 0.4
    assert validity("123/QĐ-UBND 2024 VHTTDL") == validity("") == 1.0


keys = st.sets(st.integers(0, 2**64 - 1), max_size=400)


@given(keys, keys)
@settings(max_examples=30, deadline=None)
def test_a_table_gives_back_what_was_stored(stored: set[int], asked: set[int]) -> None:
    known = np.array(sorted(stored), np.uint64)
    values = (np.arange(len(known)) % 251).astype(np.uint16)
    made = build(known, values)
    found, there = made.get(known)
    assert there.all()
    assert (found == values).all()
    others = np.array(sorted(asked - stored), np.uint64)
    assert made.get(others)[1].sum() <= 2


def test_shares_of_a_lattice_are_those_of_its_paths() -> None:
    """Two ways over three levels: the posterior equals the sum over listed paths."""
    source, target = np.array([0, 0, 1, 2, 1]), np.array([1, 2, 3, 3, 2])
    score = np.log(np.array([0.5, 0.2, 0.4, 0.9, 0.1], np.float32))
    nodes = Vertices(
        np.array([0, 1, 2, 3]), np.zeros(4, np.int64),
        np.array([True, False, False, False]), np.array([False, False, False, True]),
    )  # fmt: skip
    paths = {(0, 2): 0.5 * 0.4, (1, 3): 0.2 * 0.9, (0, 4, 3): 0.5 * 0.1 * 0.9}
    whole = sum(paths.values())
    share = np.exp(posterior(nodes, source, target, score))
    for edge in range(5):
        assert share[edge] == pytest.approx(
            sum(p for path, p in paths.items() if edge in path) / whole, abs=1e-5
        )
    one, other = chains(source, target, 4)
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == [
        (0, 2),
        (0, 4),
        (1, 3),
        (4, 3),
    ]


@pytest.mark.parametrize("name", ["TCVN3", "VNI", "VPS"])
def test_an_old_encoding_comes_back(name: str) -> None:
    row = next(r for r in rows("legacy_encodings", Encoding) if r.encoding == name)
    codes = dict(zip(row.letters.split(), row.codes.split(), strict=True))

    def old(letter: str) -> str:
        code = codes.get(letter) or codes.get(letter.lower())
        if code is None:
            return letter
        return code if name == "VNI" else bytes.fromhex(code).decode("latin-1")

    text = "".join(map(old, PLAN))
    assert text != PLAN
    assert Text.of(text).apply(legacy.find(text)).value == PLAN


def test_utf8_read_as_another_encoding_comes_back() -> None:
    text = "".join(
        bytes([b]).decode("cp1252" if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "latin-1")
        for b in PLAN.encode()
    )
    assert Text.of(text).apply(legacy.find(text)).value == PLAN


def test_viqr_comes_back() -> None:
    text = "Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam. DDo^.c la^.p, tu+. do, ha.nh phu'c."
    expected = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập, tự do, hạnh phúc."
    assert Text.of(text).apply(legacy.find(text)).value == expected


def test_damaged_text_is_not_taken_for_an_old_encoding() -> None:
    assert legacy.find("Phd bién nang cao nhan thirc vé thw vién ¢ s& § ngh¢ k¥ nang\n" * 20) == []
    assert legacy.find(without_marks(PLAN)) == legacy.find(PLAN) == []


def test_a_mixed_page_is_split() -> None:
    text = f"{PLAN}{without_marks(PLAN)}{PLAN}"
    lines = damaged_lines(text, line_spans(text))
    assert not any(lines[:6])
    assert all(lines[8:13])
    assert not any(lines[-6:])


def test_case_and_tokens() -> None:
    assert [case_of(w) for w in ("HQI", "Pay", "16p", "I")] == [
        "capitals",
        "title",
        "lower",
        "title",
    ]
    line = "S6: 12/KH-UBND, 5%/nam; a) d6i v6i x4 (2024)."
    kinds = [(t.kind, t.text) for t in tokens(line, 0, len(line))]
    assert kinds == [
        ("word", "S6"), ("end", ""), ("symbol", "12/KH-UBND"), ("number", "5%"), ("word", "nam"),
        ("end", ""), ("label", "a"), ("word", "d6i"), ("word", "v6i"), ("word", "x4"),
        ("number", "2024"), ("end", ""),
    ]  # fmt: skip


def test_symbols_are_restored_where_one_reading_is_known() -> None:
    symbols = Symbols(
        {"QĐ": 900, "QD": 1, "UBND": 900, "TTg": 90, "NĐ": 500, "CP": 500, "CD": 4, "CĐ": 5}
    )
    assert symbols.restore("1520/0D-TTg") == "1520/QĐ-TTg"
    assert symbols.restore("OP-UBND") == "QĐ-UBND"
    assert symbols.restore("12/2024/ND-CP") == "12/2024/NĐ-CP"
    assert symbols.restore("7/CD") == "7/CD"


def test_a_slip_is_put_right_and_valid_text_is_not() -> None:
    slipped = PLAN.replace("nâng cao chất", "nâng cao chật").replace("phối hợp", "phồi hợp")
    assert Text.of(slipped).apply(light.find(slipped)).value == PLAN
    assert light.find(PLAN) == []


def test_calibration_never_falls() -> None:
    judged = [(0.2, False)] * 8 + [(0.7, True)] * 3 + [(0.85, False)] * 2 + [(0.9999, True)] * 50
    rates = fit(judged)
    assert list(rates.rates) == sorted(rates.rates)
    assert len(rates.rates) == len(EDGES)
    assert rates(1.0) > 0.95 > rates(0.1)
    assert Calibration(())(0.4) == 0.4


def test_the_shipped_model_is_whole_and_small() -> None:
    model = load()
    assert model.name.startswith("vi-channel ")
    assert sum(p.stat().st_size for p in folder().iterdir()) < 40e6
    ids = np.array([model.language.number(w) for w in ["ủy", "ban", "nhân", "dân", "tỉnh"]])
    wrong = np.array([model.language.number(w) for w in ["ủy", "bạn", "nhận", "dẫn", "tính"]])
    assert model.language.score(ids).sum() > model.language.score(wrong).sum() + 10


def test_a_lattice_without_a_word_to_choose_is_quiet() -> None:
    model = load()
    restorer = Restorer(model.language, model.english)
    assert restorer.choices("", []) == []
    assert restorer.choices("1. 2; 3", [(0, 7)]) == []
