"""Training from text: the same input gives the same bytes, and what was read is learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.repair.channel import Channel, syllable_parts
from ingest.repair.model import save_language
from ingest.repair.training.align import learn_chunks, match, split
from ingest.repair.training.channels import train_channel
from ingest.repair.training.grams import Corpus, Limits, train_language
from ingest.repair.training.planted import plant
from ingest.repair.training.titled import titled
from ingest.repair.words import UNKNOWN

PARAGRAPHS = [
    "Thư viện huyện tổ chức ngày hội đọc sách cho học sinh trên địa bàn huyện.",
    "Phòng Văn hóa và Thông tin phối hợp với thư viện huyện tổ chức tập huấn.",
    "Các xã bố trí kinh phí cho thư viện, tủ sách và phòng đọc của xã.",
    "Học sinh đọc sách tại thư viện trường học và tủ sách của xã.",
]
LIMITS = Limits(word=1, syllable=1, keep=(1, 1, 1))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    path = tmp_path / "text.txt"
    path.write_text("".join(p + "\n" for p in PARAGRAPHS * 5), "utf-8")
    return Corpus(path, 1)


def test_the_language_model_is_the_same_to_the_byte(corpus: Corpus, tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_language(train_language([corpus], LIMITS), tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert len(files) == 10
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_probabilities_add_up_and_prefer_what_was_seen(corpus: Corpus) -> None:
    model = train_language([corpus], LIMITS)
    count = len(model.words)
    context = np.full(count, model.number("thư"))
    scores, _ = model.pair(context, np.arange(count))
    assert np.exp(scores).sum() == pytest.approx(1.0, abs=0.1)
    assert model.words[int(scores.argmax())] == "viện"
    share = titled([corpus], model)
    assert share[model.number("thông")] > share[model.number("sách")]


def test_texts_are_mixed_by_their_shares_and_not_by_their_size(tmp_path: Path) -> None:
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_text("Dân số của xã tăng nhanh trong năm qua.\n" * 300, "utf-8")
    small.write_text("Dân cư của xã ổn định trong năm qua.\n" * 10, "utf-8")

    def preferred(*shares: int) -> str:
        texts = zip((large, small), shares, strict=True)
        model = train_language([Corpus(path, share) for path, share in texts], LIMITS)
        count = len(model.words)
        scores, _ = model.pair(np.full(count, model.number("dân")), np.arange(count))
        assert np.exp(scores).sum() == pytest.approx(1.0, abs=0.1)
        return model.words[int(scores.argmax())]

    assert preferred(1, 3) == "cư"
    assert preferred(3, 1) == "số"


def test_nothing_is_learnt_of_what_stands_behind_an_unknown_word(tmp_path: Path) -> None:
    """Slips in the texts would else speak for slips: `của thànhh phố` as usual as `thành phố`."""
    path = tmp_path / "slips.txt"
    path.write_text("".join(f"Đường của xqz{k}w phố rất đẹp.\n" for k in range(40)), "utf-8")
    model = train_language([Corpus(path, 1)], Limits(word=2, syllable=1, keep=(0, 0, 0)))
    assert model.number("xqz1w") == UNKNOWN
    unknown, của, phố = (np.array([k]) for k in (UNKNOWN, model.number("của"), model.number("phố")))
    assert np.exp(model.follows(của, unknown))[0] > 0.3  # that one stands here is learnt
    assert model.follows(unknown, phố)[0] == pytest.approx(model.single[phố[0]], abs=0.05)


def test_an_empty_text_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")
    model = train_language([corpus, Corpus(empty, 1)], LIMITS)
    thư, viện = np.array([model.number("thư")]), np.array([model.number("viện")])
    assert np.exp(model.follows(thư, viện))[0] > 0.5


def test_tokens_are_matched_over_splits_and_losses() -> None:
    truth = ["tổ", "chức", "hội", "thi", "đọc", "sách"]
    assert next(iter(match(truth, ["té", "chirc", "hdi", "thi", "doc", "sach"]))) == ("tổ", "té")
    kept = list(match(truth, ["t", "6", "chirc", "hdi", "thi", "doc", "sach"]))
    assert ("chức", "chirc") in kept
    assert ("sách", "sach") in kept


def test_letters_are_aligned_with_what_they_were_read_as() -> None:
    pairs = [(("chức", "chirc"), 9), (("đức", "dirc"), 5), (("tổ", "t6"), 7), (("sách", "sach"), 8)]
    chunks = learn_chunks(pairs)
    assert chunks["ứ"]["ir"] >= 14
    assert split("chức", "chirc", chunks) == ["c", "h", "ir", "c"]


def test_a_channel_learns_what_its_pages_show(tmp_path: Path) -> None:
    page = tmp_path / "00000.tsv"
    page.write_text("regular\ttổ chức đọc sách\tt6 chirc doc sach\n" * 30, "utf-8")
    words = ["tổ", "chức", "đọc", "sách", "tố", "chực"]
    made = train_channel([page], 0, words, 0.0)
    assert made == train_channel([page], 0, words, 0.0)
    path = tmp_path / "channel.json"
    path.write_text(made, "utf-8")
    channel = Channel.load(path, [syllable_parts(w) for w in words], [0.0] * len(words))
    assert channel.candidates("t6")[0].word == 0
    assert channel.candidates("chirc")[0].word == 1
    assert channel.candidates("doc")[0].word == 2


def test_planted_errors_stand_where_they_are_said_to() -> None:
    text = "\n".join(PARAGRAPHS * 20)
    made = plant(text, 3, one_in=20)
    assert made == plant(text, 3, one_in=20)
    assert made != plant(text, 4, one_in=20)
    assert len(made.errors) > 20
    back, at = [], 0
    for start, end, word in made.errors:
        assert made.text[start:end] != word
        back += [made.text[at:start], word]
        at = end
    assert "".join([*back, made.text[at:]]) == text
