"""Formulas that are no task: what to do in difficulties, and for whose knowledge a paper is."""

from __future__ import annotations

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.roles import begins, word_lists

_HANDLED = frozenset(
    ("tháo gỡ", "giải quyết", "khắc phục", "xử lý", "nắm bắt", "tổng hợp", "rà soát", "nhận diện")
)
_BETWEEN = ("các", "những", "mọi", ",", "và", "kịp", "thời", "triệt", "để", "nhanh")


def formula(t: Tokens, first: int, after: int) -> int:
    """Where a formula on difficulties or dissemination begins; `after` where there is none."""
    phrases, keys = word_lists("formula"), t.keys
    for j in range(first, after):
        if keys[j] in phrases and begins(t, j, phrases) > j and not _handles(t, first, j):
            return j
    return after


def _handles(t: Tokens, first: int, at: int) -> bool:
    """`tháo gỡ các khó khăn, vướng mắc của nhà đầu tư`: difficulties of others are a task."""
    j = at - 1
    while j > first and t.key(j) in _BETWEEN:
        j -= 1
    return j > first and f"{t.key(j - 1)} {t.key(j)}" in _HANDLED
