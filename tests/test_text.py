"""The offset map: whatever repairs do, each character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.core.text import Edit, Piece, Span, Text, span_trim

LETTERS = "aăâđe 1\n\f"


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A raw text and up to four rounds of edits, each round over what the last one left."""
    raw = draw(st.text(LETTERS, max_size=40))
    value, made = raw, []
    for number in range(draw(st.integers(1, 4))):
        edits = draw(edits_of(value, f"r{number}"))
        made.append(edits)
        value = by_hand(value, edits)
    return raw, made


@st.composite
def edits_of(draw: st.DrawFn, value: str, rule: str) -> list[Edit]:
    """Edits that do not overlap, some empty (insertions), some deletions, in any order."""
    size = st.integers(0, len(value))
    cuts = sorted(draw(st.lists(size, max_size=8).map(lambda xs: xs[: len(xs) // 2 * 2])))
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    made = [
        Edit(Span(a, b), draw(st.text("xyzôư", max_size=4)), rule, draw(st.floats(0, 1)))
        for a, b in pairs
    ]
    return draw(st.permutations(made))


def by_hand(value: str, edits: list[Edit]) -> str:
    """The edits carried out on a bare string: what `Text.apply` has to agree with."""
    for edit in reversed(sorted(edits, key=lambda e: e.span)):  # noqa: C413 - equals keep order
        value = value[: edit.span.start] + edit.new + value[edit.span.end :]
    return value


def apply(raw: str, made: list[list[Edit]]) -> Text:
    text = Text.of(raw)
    for edits in made:
        text = text.apply(edits)
    return text


@settings(max_examples=400)
@given(rounds())
def test_value_is_what_the_edits_make_of_the_raw_text(
    example: tuple[str, list[list[Edit]]],
) -> None:
    raw, made = example
    value = raw
    for edits in made:
        value = by_hand(value, edits)
    text = apply(raw, made)
    assert (text.raw, text.value) == (raw, value)


@settings(max_examples=400)
@given(rounds())
def test_pieces_cover_both_texts_without_gap_and_in_order(
    example: tuple[str, list[list[Edit]]],
) -> None:
    text = apply(*example)
    value_at = raw_at = 0
    for piece in text.pieces:
        assert (piece.value.start, piece.raw.start) == (value_at, raw_at)
        value_at, raw_at = piece.value.end, piece.raw.end
    assert (value_at, raw_at) == (len(text.value), len(text.raw))


@settings(max_examples=400)
@given(rounds())
def test_raw_is_rebuilt_from_value_by_the_changes(example: tuple[str, list[list[Edit]]]) -> None:
    """What a record stores of a repair (place and text as read) suffices to undo it."""
    text = apply(*example)
    rebuilt, at = [], 0
    for change in text.changes():
        rebuilt += [text.value[at : change.value.start], change.raw.of(text.raw)]
        at = change.value.end
    assert "".join([*rebuilt, text.value[at:]]) == text.raw


@settings(max_examples=400)
@given(rounds())
def test_untouched_characters_map_to_themselves(example: tuple[str, list[list[Edit]]]) -> None:
    text = apply(*example)
    for piece in text.pieces:
        if piece.rule:
            continue
        assert piece.value.of(text.value) == piece.raw.of(text.raw)
        for k in range(len(piece.value)):
            value, raw = piece.value.start + k, piece.raw.start + k
            [origin] = text.origins([Span(value, value + 1)])
            [destination] = text.destinations([Span(raw, raw + 1)])
            assert origin == Span(raw, raw + 1)
            assert destination == Span(value, value + 1)


@settings(max_examples=400)
@given(rounds())
def test_origins_stay_inside_and_never_run_backwards(
    example: tuple[str, list[list[Edit]]],
) -> None:
    text = apply(*example)
    singles = [Span(k, k + 1) for k in range(len(text.value))]
    last = Span(0, 0)
    for origin in text.origins(singles):
        assert origin.end <= len(text.raw)
        assert last.start <= origin.start and last.end <= origin.end
        last = origin


@settings(max_examples=200)
@given(rounds(), st.data())
def test_the_origin_of_a_run_covers_that_of_its_characters(
    example: tuple[str, list[list[Edit]]], data: st.DataObject
) -> None:
    text = apply(*example)
    a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(text.value))] * 2)))
    if a == b:
        return
    [whole] = text.origins([Span(a, b)])
    assert all(whole.covers(o) for o in text.origins(Span(k, k + 1) for k in range(a, b)))


@settings(max_examples=200)
@given(rounds())
def test_the_rules_of_a_change_are_those_that_made_it(
    example: tuple[str, list[list[Edit]]],
) -> None:
    text = apply(*example)
    known = {e.rule for edits in example[1] for e in edits}
    for change in text.changes():
        assert set(change.rule.split("+")) <= known
        assert 0 <= change.confidence <= 1


@given(st.text(LETTERS, max_size=20))
def test_no_edit_no_change(raw: str) -> None:
    text = Text.of(raw)
    assert text.apply([]) is text
    assert list(text.changes()) == []


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 3), "x", "a"), Edit(Span(2, 4), "y", "b")],
        [Edit(Span(4, 9), "x", "a")],
    ],
    ids=["overlap", "outside"],
)
def test_edits_that_cannot_be_carried_out_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        Text.of("kinh te").apply(edits)


def test_a_later_edit_swallows_the_change_that_it_touches() -> None:
    text = Text.of("S6: 12").apply([Edit(Span(1, 2), "ô", "symbol", 0.9)])
    text = text.apply([Edit(Span(0, 2), "Số", "marks", 0.8)])
    assert text.value == "Số: 12"
    assert list(text.changes()) == [Piece(Span(0, 2), Span(0, 2), "symbol+marks", 0.8)]


@pytest.mark.parametrize("place", [(-1, 2), (3, 2)])
def test_a_span_is_a_run(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*place)


def test_span_trim_keeps_an_empty_span_inside() -> None:
    assert len(span_trim("   ", Span(0, 3))) == 0
    assert span_trim(" * a; ", Span(0, 6), also="*;") == Span(3, 4)
