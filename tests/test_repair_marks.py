"""Training pages in fonts whose marks were moved: the same seed gives the same font."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import MissingTool
from ingest.repair.training.faces import KEPT_OUT, LIKE_TIMES, MOVED, OTHERS, TIMES, faces
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


def test_the_font_of_the_tests_is_never_trained_on() -> None:
    assert not set(KEPT_OUT) & {*TIMES, *OTHERS, *LIKE_TIMES, *MOVED}
