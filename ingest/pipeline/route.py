"""The best route for each page: its text layer, or a fresh reading of its image.

The share of valid syllables decides. Only pages whose text layer is doubtful cost a second
reading; the reason of each choice is a remark, and so a diagnostic of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from ingest.core.pages import Page, Pages, Remark
from ingest.core.text import Text
from ingest.errors import MissingTool
from ingest.pipeline.judge import LayerScore, agreement, score
from ingest.read import images_of, replaced
from ingest.read.limits import Limits
from ingest.read.sheet import CELL_BREAK
from ingest.repair.fonts import decode_runs
from ingest.repair.legacy import find as find_legacy

_LEAST_WORDS = 8
_GOOD_DRAWN, _GOOD_HIDDEN = 0.80, 0.96
_GAIN, _HIDDEN_GAIN = 0.08, 0.02
_MORE_WORDS = 1.15
_CONFIDENT = 0.6
_SAME = 0.8
_FOREIGN = 0.45
_TRIES = 3
"""After so many pages of another language whose images say the same, the rest is believed."""

_LEGIBLE, _SURE = 0.5, 0.6

Seen = tuple[Page, tuple[Remark, ...]]


@dataclass(frozen=True, slots=True)
class _Doubtful:
    """A page whose text layer may not be what the page says."""

    page: Page
    score: LayerScore
    reason: str


def routed(pages: Pages, path: Path, limits: Limits) -> Pages:
    """The pages, those with an unusable text layer read again from their images."""
    doubtful = [d for page in pages.pages if (d := _doubtful(page)) is not None]
    again: dict[int, Page] = {}
    remarks: list[Remark] = []
    if doubtful:
        with images_of(path, limits) as seen:
            for page, found in _chosen(doubtful, seen):
                remarks += found
                if page is not None:
                    again[page.number] = page
    remarks += [r for p in pages.pages if p.number not in again for r in _illegible(p)]
    return replaced(pages, again, remarks) if again or remarks else pages


def _doubtful(page: Page) -> _Doubtful | None:
    """The page where its layer is to be compared with its image; None where it is good."""
    if page.origin != "text-layer" or page.width is None:
        return None
    found = score(_decoded(page))
    if found.words < _LEAST_WORDS and page.doubt != "partial":
        return None
    if page.doubt == "partial":
        return _Doubtful(page, found, "covers only a part of what the page shows")
    if found.spaced:
        return _Doubtful(page, found, "is spaced out letter by letter")
    good = _GOOD_HIDDEN if page.doubt else _GOOD_DRAWN
    if found.validity >= good:
        return None
    return _Doubtful(page, found, "is no Vietnamese")


def _decoded(page: Page) -> str:
    """The text after what repairs of old encodings make of it: those need no image."""
    text = Text.of(page.text)
    text = text.apply(decode_runs(text.value, page.runs))
    return _plain(text.apply(find_legacy(text.value)).value, page)


def _plain(text: str, page: Page) -> str:
    """Without the strokes that part the cells of tables: elsewhere those are signs of bad OCR."""
    return text.replace(CELL_BREAK, "   ") if page.grids else text


def _chosen(
    doubtful: list[_Doubtful], seen: Callable[[int], Seen]
) -> Iterator[tuple[Page | None, tuple[Remark, ...]]]:
    """For each page the new one, or None for the old, and what is to be said of it."""
    foreign = 0
    for one in doubtful:
        if foreign >= _TRIES and one.score.resembling < _FOREIGN and not one.page.doubt:
            continue
        try:
            page, found = seen(one.page.number)
        except MissingTool as error:
            yield None, (_kept(one, f"its image could not be read: {error.what}"),)
            continue
        new = score(_plain(page.text, page))
        if _better(one, new, page):
            yield replace(page, reread=one.page.doubt != "partial"), (*found, _said(one, new))
        elif agreement(one.page.text, page.text) >= _SAME:
            foreign += 1
        elif one.page.doubt != "partial":
            yield None, (_kept(one, f"its image reads no better ({new.validity:.0%})"),)


def _better(one: _Doubtful, new: LayerScore, page: Page) -> bool:
    """Whether the image gives more than the layer did."""
    if new.words < _LEAST_WORDS or _confidence(page) < _CONFIDENT:
        return False
    if one.page.doubt == "partial":
        return new.good > _MORE_WORDS * one.score.good
    if one.score.spaced:
        return new.validity >= _GOOD_DRAWN
    gain = _HIDDEN_GAIN if one.page.doubt else _GAIN
    enough = 2 * new.words >= one.score.words
    return enough and new.validity >= one.score.validity + gain


def _said(one: _Doubtful, new: LayerScore) -> Remark:
    number, old = one.page.number, one.score
    if one.page.doubt == "partial":
        message = (
            f"the text layer {one.reason} ({old.words} of {new.words} words); the image was read"
        )
        return Remark("layer-partial", "info", message, page=number)
    message = (
        f"the text layer {one.reason} ({old.validity:.0%} valid syllables); "
        f"the image was read instead ({new.validity:.0%})"
    )
    return Remark("layer-reread", "warning", message, page=number)


def _kept(one: _Doubtful, why: str) -> Remark:
    message = f"the text layer {one.reason} ({one.score.validity:.0%} valid syllables); {why}"
    return Remark("layer-doubtful", "warning", message, page=one.page.number)


def _illegible(page: Page) -> Iterator[Remark]:
    """An image of which OCR made words that are none: handwriting, or a picture."""
    if page.origin != "ocr" or not page.text:
        return
    found = score(page.text)
    if found.words and found.validity < _LEGIBLE and _confidence(page) < _SURE:
        message = f"OCR found {found.words} words, of which {found.validity:.0%} are valid"
        yield Remark("page-illegible", "warning", message, page=page.number)


def _confidence(page: Page) -> float:
    """Mean confidence of the words that OCR gave, 1 where none has any."""
    given = [w.confidence for w in page.words if w.confidence is not None]
    return fmean(given) if given else 1.0
