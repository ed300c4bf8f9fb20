"""Training pages in fonts whose marks were moved: the same seed gives the same font."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.errors import MissingTool
from ingest.repair.training.faces import (
    KEPT_OUT,
    LIKE_TIMES,
    MOVED,
    MOVED_MORE,
    MOVED_TERMES,
    OTHERS,
    TIMES,
    faces,
)
from ingest.repair.training.scans import Face, holds_vietnamese

pytest.importorskip("fontTools", reason="fonttools moves the marks (extra `train`)")


@pytest.fixture
def times() -> Face:
    try:
        return faces(("Tinos",))[0]
    except MissingTool as missing:
        pytest.skip(str(missing))


def test_marks_are_moved_and_letters_stay(times: Face, tmp_path: Path) -> None:
    from ingest.repair.training.marks import moved

    one = moved(times, tmp_path / "one", 3)
    two = moved(times, tmp_path / "two", 3)
    other = moved(times, tmp_path / "one", 4)
    assert [Path(f).read_bytes() for f in one.files] == [Path(f).read_bytes() for f in two.files]
    assert all(holds_vietnamese(f) for f in one.files)

    def drawn(face: Face, letter: str) -> bytes:
        return bytes(face.load("regular", 60).getmask(letter))

    assert drawn(one, "ố") != drawn(times, "ố")
    assert drawn(one, "ố") != drawn(other, "ố")
    for letter in "aođưĐQ":
        assert drawn(one, letter) == drawn(times, letter)


def test_a_font_of_cubic_outlines_is_made_quadratic_first(tmp_path: Path) -> None:
    """`.otf`: its points lie elsewhere, what is drawn is the same."""
    from ingest.repair.training.marks import moved

    try:
        whole = faces(("TeX Gyre Termes",))[0]
    except MissingTool as missing:
        pytest.skip(str(missing))
    termes = Face(whole.name, (whole.files[0],) * 4)
    one, two = (moved(termes, tmp_path / name, 3) for name in ("one", "two"))
    assert Path(one.files[0]).read_bytes() == Path(two.files[0]).read_bytes()
    assert holds_vietnamese(one.files[0])

    def drawn(face: Face, letter: str) -> np.ndarray:
        mask = face.load("regular", 200).getmask(letter)
        return np.array(mask, np.int64).reshape(mask.size[::-1])

    for letter in "aođưĐQ":
        made, given = drawn(one, letter), drawn(termes, letter)
        size = tuple(min(a, b) for a, b in zip(made.shape, given.shape, strict=True))
        assert abs(made.shape[0] - given.shape[0]) <= 2 and abs(made.shape[1] - given.shape[1]) <= 2
        apart = np.abs(made[: size[0], : size[1]] - given[: size[0], : size[1]])
        assert apart.sum() < 0.1 * given.sum()
    assert drawn(one, "ố").tobytes() != drawn(termes, "ố").tobytes()


def test_the_font_of_the_tests_is_never_trained_on() -> None:
    assert not set(KEPT_OUT) & {
        *TIMES, *OTHERS, *LIKE_TIMES, *MOVED, *MOVED_MORE, *MOVED_TERMES,
    }  # fmt: skip
