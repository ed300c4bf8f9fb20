"""A lexicon learnt from corrections: what teaches, what does not, and what a run makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.cli import main
from ingest.core.text import Edit, Span, Text
from ingest.errors import LexiconError
from ingest.lexicon.learnt import Confusion, Learnt, Name, dumps, load_learnt
from ingest.repair.diacritics import RULE as REBUILT
from ingest.repair.learnt import RULE, taught
from ingest.review.corrections import Correction, correct, corrections_path, line
from ingest.review.learning import confusions_in, names_in

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI ĐÁ
Số: 15/KH-UBND
Suối Đá, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Phát triển văn hóa đọc năm 2024

I. MỤC TIÊU
1. Mở 12 điểm đọc sách tại ấp Rạch Tráng.

II. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng chủ trì trước ngày 20/12/2024.

CHỦ TỊCH
Đỗ Thị Hòa
"""


def _made(op: str, path: str, old: Any, value: Any, quotes: tuple[str, ...] = ()) -> Correction:
    return Correction("1", op, path, value, old, quotes, "", "", "an", "2026-01-01T00:00:00Z")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "quote", "found"),
    [
        ("điểm đọc cồng cộng", "điểm đọc công cộng", "Mở 12 điểm đọc cồng cộng",
         [("đọc cồng cộng", "đọc công cộng")]),
        ("bạn đọc", "người dùng", "có bạn đọc", []),  # other words: the reviewer's reading
        ("cồng", "công", "cồng", []),  # a word alone is too little
        ("điểm đọc cồng cộng", "điểm đọc công cộng", "Mở 12 nơi", []),  # not of the text
        ("điểm đọc", "điểm đọc sách", "điểm đọc", []),  # words added
        ("12 điểm", "21 điểm", "12 điểm", []),  # numbers are not letters
    ],
)  # fmt: skip
def test_what_a_correction_teaches(old: str, new: str, quote: str, found: list[Any]) -> None:
    made = _made("replace", "/documents/d1/targets/a/subject", old, new, (quote,))
    assert list(confusions_in(made)) == found


def test_names_come_from_what_a_person_vouched_for() -> None:
    signer = {"name": "Đỗ Thị Hòa", "position": "CHỦ TỊCH"}
    assert list(names_in(_made("test", "/documents/d1/signers/a", signer, signer))) == [
        ("Đỗ Thị Hòa", "person")
    ]
    assert list(names_in(_made("remove", "/documents/d1/signers/a", signer, None))) == []
    units = [{"name": "Sở Y tế"}, {"name": "các đơn vị liên quan", "generic": True}]
    told = _made("replace", "/documents/d1/assignments/a/units", [], units)
    assert list(names_in(told)) == [("Sở Y tế", "body")]


def test_a_confusion_is_put_right_where_its_neighbours_stand() -> None:
    learnt = Learnt(confusion=(Confusion("đọc cồng cộng", "đọc công cộng", 3),))
    text = Text.of("ĐIỂM ĐỌC CỒNG CỘNG; đánh cồng cộng đồng; đọc cồng, cộng")
    edits = taught(text, learnt)
    assert [(text.value[e.span.start : e.span.end], e.new) for e in edits] == [("CỒNG", "CÔNG")]
    assert [(e.rule, e.confidence) for e in edits] == [(RULE, 0.8)]
    assert taught(text.apply(edits), learnt) == []


def test_a_name_counts_only_where_marks_were_guessed() -> None:
    learnt = Learnt(name=(Name("Nguyễn Văn Hưng", "person"),))
    read = Text.of("Nguyễn Văn Hùng")
    assert taught(read, learnt) == []
    guessed = Text.of("Nguyen Van Hung").apply(
        [Edit(Span(0, 6), "Nguyễn", REBUILT), Edit(Span(11, 15), "Hùng", REBUILT)]
    )
    assert taught(guessed, learnt) == [Edit(Span(11, 15), "Hưng", RULE, 0.67)]
    both = Learnt(name=(*learnt.name, Name("Nguyễn Văn Hùng", "person")))
    assert taught(guessed, both) == []


def test_the_file_comes_back_as_it_was(tmp_path: Path) -> None:
    learnt = Learnt((Name('Trạm "Y tế" \\ xã', "body", 2),), (Confusion("a b", "á b"),))
    (tmp_path / "l.toml").write_text(dumps(learnt), "utf-8")
    assert load_learnt(tmp_path / "l.toml") == learnt
    assert load_learnt(tmp_path / "l.toml").version == learnt.version


@pytest.mark.parametrize("wrong", ["x", '[[confusion]]\nread="a"\nright="b"', "[[name]]\nkind='x'"])
def test_a_wrong_file_is_named(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text(wrong, "utf-8")
    with pytest.raises(LexiconError):
        load_learnt(tmp_path / "l.toml")


def test_from_a_correction_to_the_next_run(tmp_path: Path) -> None:
    """Correct, learn, run again: the words are right, the record says why, a plain run does not."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plan.txt").write_text(PLAN, "utf-8")
    out, lexicon = tmp_path / "out", tmp_path / "lexicon.toml"
    assert main(["run", str(tmp_path / "in"), "-o", str(out), "--quiet"]) == 0
    path = out / "plan.txt.json"
    record = json.loads(path.read_text("utf-8"))
    target = record["documents"][0]["targets"][0]
    name = next(k for k in ("subject", "unit") if "Rạch Tráng" in (target[k] or ""))
    where = "/documents/d1/targets/" + target["id"].replace("/", "~1") + "/" + name
    fix = correct(
        record, "replace", where, target[name].replace("Tráng", "Trắng"),
        decision="1", who="an", when="2026-01-01T00:00:00Z", why="",
    )  # fmt: skip
    corrections_path(path).write_text(line(fix), "utf-8")
    assert main(["train", "--corrections", str(out), "-o", str(lexicon)]) == 0

    other = ["run", str(tmp_path / "in"), "--lexicon", str(lexicon), "--quiet"]
    assert main([*other, "-o", str(tmp_path / "taught")]) == 0
    again = json.loads((tmp_path / "taught" / "plan.txt.json").read_text("utf-8"))
    repair = again["pages"][0]["repair"]
    assert "tại ấp Rạch Trắng." in again["pages"][0]["text"]
    assert [(c["raw"], c["rule"]) for c in repair["changes"]] == [("Tráng", RULE)]
    assert repair["model"].endswith(f"lexicon {load_learnt(lexicon).version}")
    # Another lexicon is another program: what was done without it is done again.
    assert main([*other, "-o", str(out)]) == 0
    assert "Rạch Trắng" in path.read_text("utf-8")
