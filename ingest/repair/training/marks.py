"""Fonts made of others by moving their marks: fonts of one look differ most in where marks stand.

The same letters with the acute of `ố` beside or above its circumflex, marks higher, lower,
larger or smaller, are read quite differently (`d`, `é`, `6`). What the channel learns from many
such fonts holds better for one it never saw.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import MissingTool
from ingest.repair.training.outlines import quadratic
from ingest.repair.training.scans import Face

_LETTERS = [
    c
    for c in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)))
    if unicodedata.decomposition(c) and unicodedata.normalize("NFD", c)[0] in "AEIOUYaeiouy"
]
_HORN, _BELOW = "\u031b", "\u0323"

Contour = list[tuple[int, int, int]]
"""Points of a closed line: x, y and whether the line passes through it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Shifts in thousandths of the em: of a tone alone, of one beside a vowel's mark, of a
    vowel's mark, of the dot below; and the size of all marks."""

    tone: tuple[int, int]
    second: tuple[int, int]
    mark: tuple[int, int]
    dot: tuple[int, int]
    size: float

    @classmethod
    def drawn(cls, rng: random.Random) -> Move:
        return cls(
            (rng.randint(-30, 40), rng.randint(-45, 45)),
            (rng.randint(-90, 80), rng.randint(-60, 60)),
            (rng.randint(-15, 15), rng.randint(-40, 30)),
            (rng.randint(-20, 20), rng.randint(-30, 30)),
            rng.uniform(0.85, 1.25),
        )


def moved(face: Face, folder: Path, seed: int) -> Face:
    """The family with its marks moved, as files in `folder`; the same seed gives the same."""
    move = Move.drawn(random.Random(seed))
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for file in face.files:
        path = folder / f"{Path(file).stem}-{seed}.ttf"
        if not path.exists():
            part = path.with_suffix(".part")
            _save(file, part, move)
            part.replace(path)
        files.append(str(path))
    return Face(f"{face.name} {seed}", (files[0], files[1], files[2], files[3]))


def _save(source: str, target: Path, move: Move) -> None:
    try:
        from fontTools.ttLib import TTFont
    except ImportError as error:
        raise MissingTool("fonttools (pip install plan-ingest[train])") from error
    font: Any = TTFont(source, recalcTimestamp=False)
    if "CFF " in font:
        quadratic(font)
    known, em = font.getBestCmap(), font["head"].unitsPerEm / 1000
    made = {}
    for letter in _LETTERS:
        marks = unicodedata.normalize("NFD", letter)[1:].replace(_HORN, "")
        base = _without(letter, marks)
        if marks and ord(letter) in known and ord(base) in known:
            own = _contours(font, known[ord(base)])
            drawn = _contours(font, known[ord(letter)])
            signs = _signs(drawn, own)
            if len(signs) == len(marks):
                made[known[ord(letter)]] = [*own, *_placed(signs, marks, move, em)]
    for name, contours in made.items():
        font["glyf"][name] = _glyph(contours)
    font.save(target)


def _without(letter: str, marks: str) -> str:
    """The letter as it stands without these marks; a horn stays."""
    letters = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in marks))


def _contours(font: Any, name: str) -> list[Contour]:
    coordinates, ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
    out: list[Contour] = []
    first = 0
    for end in ends:
        out.append(
            [
                (round(x), round(y), int(f) & 1)
                for (x, y), f in zip(
                    coordinates[first : end + 1], flags[first : end + 1], strict=True
                )
            ]
        )
        first = end + 1
    return out


def _signs(drawn: Sequence[Contour], own: Sequence[Contour]) -> list[Contour]:
    """The contours of a letter that its base has not: `i` loses its dot."""
    bodies = {tuple(sorted(c)) for c in own}
    return [c for c in drawn if tuple(sorted(c)) not in bodies]


def _placed(signs: list[Contour], marks: str, move: Move, em: float) -> list[Contour]:
    """The signs moved: those above from the lowest to the highest, the dot below apart."""
    below = [s for s in signs if _BELOW in marks and s is min(signs, key=_height)]
    above = sorted((s for s in signs if not any(s is b for b in below)), key=_height)
    out = [_shifted(s, move.dot, 1.0, em) for s in below]
    toned = _toned(marks)
    for k, sign in enumerate(above):
        if len(above) == 2:
            shift = move.second if k else move.mark
        else:
            shift = move.tone if toned else move.mark
        out.append(_shifted(sign, shift, move.size, em))
    return out


def _toned(marks: str) -> bool:
    return any(c in "\u0300\u0301\u0303\u0309" for c in marks)


def _height(contour: Contour) -> float:
    ys = [y for _, y, _ in contour]
    return min(ys) + max(ys)


def _shifted(contour: Contour, by: tuple[int, int], size: float, em: float) -> Contour:
    xs, ys = [x for x, _, _ in contour], [y for _, y, _ in contour]
    middle, foot = (min(xs) + max(xs)) / 2, min(ys)
    return [
        (
            round(middle + (x - middle) * size + by[0] * em),
            round(foot + (y - foot) * size + by[1] * em),
            on,
        )
        for x, y, on in contour
    ]


def _glyph(contours: Sequence[Contour]) -> Any:
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

    glyph: Any = Glyph()
    points = [p for c in contours for p in c]
    glyph.numberOfContours = len(contours)
    glyph.coordinates = GlyphCoordinates([(x, y) for x, y, _ in points])
    glyph.flags = bytearray(on for _, _, on in points)
    ends, at = [], -1
    for c in contours:
        at += len(c)
        ends.append(at)
    glyph.endPtsOfContours = ends
    from fontTools.ttLib.tables.ttProgram import Program

    glyph.program = Program()
    glyph.program.fromBytecode(b"")
    return glyph
