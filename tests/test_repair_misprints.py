"""Texts that were scanned once hold slips: what is mended before the language model counts."""

from __future__ import annotations

import numpy as np

from ingest.repair.model import load
from ingest.repair.training.misprints import mend

WORDS = ["</s>", "<unk>", "<n>", "<sym>", "quy", "chi", "chỉ", "tiết"]
QUY, CHI, CHI_HOOK, TIET = 4, 5, 6, 7


def _text(often: int) -> np.ndarray:
    usual = np.tile(np.array([QUY, CHI, TIET], np.uint16), often)
    return np.concatenate([usual, np.array([QUY, CHI_HOOK, TIET, 0, CHI_HOOK, QUY], np.uint16)])


def test_a_slip_is_mended_where_its_neighbours_have_another_far_more_often() -> None:
    ((mended, weight),) = mend([(_text(60), 2)], WORDS, 25)
    assert weight == 2
    assert mended[-6:].tolist() == [QUY, CHI, TIET, 0, CHI_HOOK, QUY]
    assert mended[:-6].tolist() == _text(60)[:-6].tolist()


def test_rare_rivals_prove_nothing_and_no_ratio_changes_nothing() -> None:
    for often, ratio in ((5, 25.0), (60, 0.0), (60, 1000.0)):
        ((kept, _),) = mend([(_text(often), 1)], WORDS, ratio)
        assert kept.tolist() == _text(often).tolist()


def test_words_are_weighed_over_all_texts_together() -> None:
    slip = np.array([QUY, CHI_HOOK, TIET], np.uint16)
    (_, (mended, _)) = mend([(_text(60), 1), (slip, 1)], WORDS, 25)
    assert mended.tolist() == [QUY, CHI, TIET]


def test_the_shipped_model_prefers_what_laws_mean_to_what_their_scans_hold() -> None:
    language = load().language
    meant, slip = (
        language.score(np.array([language.number(w) for w in words.split()]))
        for words in ("quy định chi tiết", "quy định chỉ tiết")
    )
    assert meant.sum() > slip.sum() + 4
