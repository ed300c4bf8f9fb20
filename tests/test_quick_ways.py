"""Ways that are taken for speed give what the plain ones give."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import regex

from ingest.assemble.dues import Dues
from ingest.core.record import Assignment, Deadline, Evidence
from ingest.core.text import Span
from ingest.extract.grammar.units import find_units, find_units_in
from ingest.repair.doubts import LINE_ENDS
from ingest.repair.suspects import _KIND, _WORD, read
from ingest.repair.tokens import line_spans

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "text").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_units_of_a_span_are_those_of_its_text(path: Path) -> None:
    """Cut from the tokens of the whole: at sentences, amid phrases and amid words."""
    flat = path.read_text("utf-8").replace("\n", " ")
    cuts = [0, *(m.end() for m in regex.finditer(r"[.;,:]\s+|\s(?=tế\b|và\b)|(?<=ph)", flat))]
    spans = [Span(a, b) for a, b in zip(cuts, cuts[3:], strict=False)][:400]
    for span in [*spans, *(Span(s.start, max(s.end - 1, s.start)) for s in spans)]:
        assert find_units_in(flat, span) == find_units(span.of(flat))


def _deadline(number: int, spans: list[tuple[int, int, int]], text: str) -> Deadline:
    seen = tuple(Evidence(page, start, end, "") for page, start, end in spans)
    return Deadline(
        f"deadlines/I/{number}", "I", "on", None, None, None, (), None, text, evidence=seen
    )


def test_deadlines_are_linked_as_if_each_were_compared() -> None:
    """The first of a section that shares a character with the item; else the labelled one."""
    chance = random.Random(3)

    def spans() -> list[tuple[int, int, int]]:
        starts = [chance.randrange(60) for _ in range(chance.randrange(3))]
        return [(chance.randrange(1, 3), s, s + chance.randrange(1, 25)) for s in starts]

    for _ in range(400):
        texts = chance.choices(["Thời gian: 2025", "báo cáo"], k=6)
        deadlines = [_deadline(n, spans(), text) for n, text in enumerate(texts)]
        seen = tuple(Evidence(page, start, end, "") for page, start, end in spans())
        item = Assignment("", "I", "", (), None, "", "labelled", evidence=seen)
        shared = [
            d
            for d in deadlines
            for x in d.evidence
            for y in seen
            if x.page == y.page and x.start < y.end and y.start < x.end
        ]
        labelled = [d for d in deadlines if d.text.startswith("Thời")]
        wanted = next(iter([*shared, *labelled]), None)
        assert Dues(deadlines, lambda evidence: None).of(item) == wanted


class _Language:
    def number(self, word: str) -> int:
        return 100 + len(word)


class _Model:
    language = _Language()


def test_words_of_a_text_are_those_of_one_pattern() -> None:
    """A numeral is one only where no letter or digit follows: `II`, not `II1`."""
    chance = random.Random(5)
    for _ in range(4000):
        text = "".join(chance.choices("IVXaĐẤb12.,/%-–&_ \n½;:", k=chance.randrange(14)))
        running = read(text, _Model())  # type: ignore[arg-type]
        found = list(_KIND.finditer(text))
        assert running.starts == [m.start() for m in found]
        assert running.words == [m[_WORD] or (m[0] if m[0] in LINE_ENDS else "") for m in found]


def test_lines_end_at_all_three_marks() -> None:
    text = "\fa\n\nb\r\nc\f\fd e\n"
    assert line_spans(text) == [m.span() for m in regex.finditer(r"[^\n\f\r]+", text)]
