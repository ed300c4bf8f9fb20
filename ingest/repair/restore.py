"""Finds the text behind damaged lines: candidates of the channel, weighed by the language model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np
import regex

from ingest.core.text import Edit, Span
from ingest.repair.channel import Candidate, Case, case_of
from ingest.repair.language import LanguageModel
from ingest.repair.lattice import Lattice, Vertices, weigh
from ingest.repair.syllables import parts
from ingest.repair.tokens import Token, tokens
from ingest.repair.words import (
    CLASSES,
    END,
    NUMBER,
    SYMBOL,
    UNKNOWN,
    acronym_key,
    without_marks,
)

FIXED = {"number": NUMBER, "symbol": SYMBOL, "end": END, "label": UNKNOWN}

_LOWER = regex.compile(r"\p{Ll}")

_SPLIT, _JOIN, _CAPITAL = -6.0, -6.0, -3.0
_LONGEST_SEQUENCE = 160


class Candidates(Protocol):
    """A channel: what a token can have been."""

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]: ...


@runtime_checkable
class Placed(Protocol):
    """A channel that knows which places of the text are in doubt."""

    def at(self, start: int, token: str) -> tuple[Candidate, ...]: ...


@dataclass(slots=True)
class Weaver:
    """Collects the edges of the lattice; `span` says which text each one replaces."""

    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    word: list[int] = field(default_factory=list)
    score: list[float] = field(default_factory=list)
    token: list[int] = field(default_factory=list)
    width: list[int] = field(default_factory=list)
    lowered: list[bool] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    sequence: list[int] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    final: list[bool] = field(default_factory=list)

    def node(self, level: int, sequence: int, first: bool = False) -> int:
        self.level.append(level)
        self.sequence.append(sequence)
        self.first.append(first)
        self.final.append(False)
        return len(self.level) - 1

    def edge(
        self, source: int, target: int, word: int, score: float, token: int = -1, width: int = 1,
        lowered: bool = False,
    ) -> None:  # fmt: skip
        self.source.append(source)
        self.target.append(target)
        self.word.append(word)
        self.score.append(score)
        self.token.append(token)
        self.width.append(width)
        self.lowered.append(lowered)

    def lattice(self) -> Lattice:
        nodes = Vertices(
            np.array(self.level), np.array(self.sequence),
            np.array(self.first), np.array(self.final),
        )  # fmt: skip
        return Lattice(
            np.array(self.source), np.array(self.target), np.array(self.word),
            np.array(self.score, np.float32), nodes,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run of the text was restored to: lower-case words, posterior probability."""

    start: int
    end: int
    words: tuple[str, ...]
    share: float
    kept: bool
    shouting: bool
    lowered: bool


@dataclass(frozen=True, eq=False)
class Restorer:
    """A channel and the language model. `weight` is the model's exponent, `blur` what it
    costs to take one capital of an abbreviation for another (`HPND` for `HĐND`)."""

    model: LanguageModel
    channel: Candidates
    weight: float = 1.05
    blur: float = 4.0

    @cached_property
    def _placed(self) -> Placed | None:
        return self.channel if isinstance(self.channel, Placed) else None

    def choices(self, text: str, lines: Sequence[tuple[int, int]]) -> list[Choice]:
        """The best reading of every word of the lines; the lines are in order."""
        weaver = Weaver()
        listed: list[Token] = []
        for number, sequence in enumerate(_sequences(text, lines)):
            self._weave(weaver, number, sequence, len(listed))
            listed += sequence
        if not weaver.source:
            return []
        share = weigh(weaver.lattice(), self.model, self.weight)
        return list(self._choose(weaver, listed, np.exp(share)))

    def _weave(self, weaver: Weaver, number: int, sequence: list[Token], offset: int) -> None:
        at = weaver.node(0, number, first=True)
        for level in (1, 2, 3):
            after = weaver.node(level, number)
            weaver.edge(at, after, END, 0.0)
            at = after
        nodes = [at] + [weaver.node(5 + 2 * k, number) for k in range(len(sequence))]
        found = [self._candidates(t) for t in sequence]
        for k, token in enumerate(sequence):
            low = self._lowered(token, found[k])
            for c in found[k]:
                if low.get(c.word, -99.0) <= c.score:
                    weaver.edge(nodes[k], nodes[k + 1], c.word, c.score, offset + k)
            for word, score in low.items():
                weaver.edge(nodes[k], nodes[k + 1], word, score, offset + k, 1, True)
            self._split(weaver, nodes[k], nodes[k + 1], token, found[k], offset + k)
            if k + 1 < len(sequence):
                near = sequence[k + 1]
                if _may_join(token, near, found[k], found[k + 1]):
                    for c in self.channel.candidates(token.text + near.text)[:6]:
                        if c.score > -5:
                            weaver.edge(
                                nodes[k], nodes[k + 2], c.word, c.score + _JOIN, offset + k, 2
                            )
        last = weaver.node(6 + 2 * len(sequence), number)
        weaver.edge(nodes[-1], last, END, 0.0)
        weaver.final[last] = True

    def _candidates(self, token: Token) -> tuple[Candidate, ...]:
        if token.kind != "word":
            return (Candidate(FIXED[token.kind], 0.0),)
        if self._placed is not None:
            return self._placed.at(token.start, token.text)
        word = token.text
        if word == "O" and token.stopped:  # (O. …), Ông before a name
            return (Candidate(self.model.number("ô"), 0.0),)
        known = self.model.number(word.lower())
        case = reading_case(word, token.shouting)
        found = (*self.channel.candidates(word, case), *self._acronyms(word))
        if word in ("VI", "XI"):  # a numeral, or VỊ in a line of capitals
            return (*found, Candidate(NUMBER, -0.7))
        if known >= len(CLASSES) and all(c.word != known for c in found):
            return (*found, Candidate(known, -1.0 if not word.islower() else -3.0))
        upper = sum(c.isupper() for c in word)
        keep = (-6.0 - 1.0 * len(word)) if upper else (-6.0 - 1.5 * len(word))
        return (*found, Candidate(UNKNOWN, keep))

    def _lowered(self, token: Token, found: Iterable[Candidate]) -> dict[int, float]:
        """Words of lower case whose first letter was taken for a capital: `Gng` for ứng."""
        if token.kind != "word" or reading_case(token.text, token.shouting) != "title":
            return {}
        known = {c.word: c.score for c in found}
        low = self.channel.candidates(token.text, "lower")[:8]
        return {
            c.word: c.score + _CAPITAL for c in low if c.score + _CAPITAL > known.get(c.word, -99.0)
        }

    def _acronyms(self, word: str) -> tuple[Candidate, ...]:
        """`HDND`, `HPND` as `HĐND`: the words of the model that are no syllables."""
        if not word.isupper() or not 2 <= len(word) <= 12:
            return ()
        key = acronym_key(word)
        return tuple(
            Candidate(n, -1.0 - self.blur * _differences(without_marks(w), word.lower()))
            for w, n in self.model.acronyms.get(key, ())
            if w != word.lower()
        )

    def _split(
        self, weaver: Weaver, a: int, b: int, token: Token, found: Iterable[Candidate], k: int
    ) -> None:
        size = len(token.text)
        if token.kind != "word" or size < 5 or size > 14:
            return
        if max((c.score for c in found), default=-99.0) > -6:
            return
        for cut in range(2, size - 1):
            left = [c for c in self.channel.candidates(token.text[:cut]) if c.score > -3][:5]
            right = [c for c in self.channel.candidates(token.text[cut:]) if c.score > -3][:5]
            if left and right:
                middle = weaver.node(weaver.level[a] + 1, weaver.sequence[a])
                for c in left:
                    weaver.edge(a, middle, c.word, c.score + _SPLIT, k)
                for c in right:
                    weaver.edge(middle, b, c.word, c.score, k)

    def _choose(self, weaver: Weaver, listed: list[Token], share: np.ndarray) -> Iterable[Choice]:
        leaving: dict[int, list[int]] = {}
        for edge, source in enumerate(weaver.source):
            leaving.setdefault(source, []).append(edge)
        starts = [n for n, first in enumerate(weaver.first) if first]
        for at in starts:
            part: list[int] = []
            while at in leaving:
                best = max(leaving[at], key=lambda e: (share[e], -e))
                at = weaver.target[best]
                k = weaver.token[best]
                if k < 0 or listed[k].kind != "word":
                    continue
                part.append(best)
                if at in leaving and weaver.token[leaving[at][0]] == k:
                    continue  # the first half of a token that is split
                token, last = listed[k], listed[k + weaver.width[best] - 1]
                words = tuple(self.model.words[weaver.word[e]] for e in part)
                lowest = min(float(share[e]) for e in part)
                kept = weaver.word[best] < len(CLASSES)
                yield Choice(
                    token.start,
                    last.end,
                    words,
                    lowest,
                    kept,
                    token.shouting,
                    weaver.lowered[part[0]],
                )
                part = []


def _differences(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def reading_case(word: str, shouting: bool = True) -> Case:
    """Like `case_of`, yet `TiNH` shouts, and `Iy`, `Iap` begin with a misread l.

    `SG`, `BO` are `Sở`, `Bộ` where their line is not in capitals.
    """
    upper = sum(c.isupper() for c in word)
    if not shouting and 2 <= len(word) <= 3 and word[0].isupper() and not _LOWER.search(word):
        return "title"
    if upper >= 2 and upper * 5 >= len(word) * 3 and not word[-1].islower():
        return "capitals"
    if word[0] == "I" and upper == 1 and word[1:2] in ("a", "u", "y", "i", "é", "o", "d"):
        return "lower"
    return case_of(word)


def printed(words: Sequence[str], token: str, shouting: bool) -> str:
    """The words in the case of the token they replace."""
    case = reading_case(token, shouting)
    if case == "capitals":
        return " ".join(words).upper()
    text = " ".join(words)
    if token.isupper() and parts(words[0]) is None:
        return text.upper()  # an abbreviation: HĐND
    return text[:1].upper() + text[1:] if case == "title" else text


def _may_join(
    token: Token, near: Token, found: Sequence[Candidate], next_found: Sequence[Candidate]
) -> bool:
    """`T 6`, `1u0 ’ng`: two pieces one blank apart of which one is no syllable."""
    if token.kind != "word" or near.kind not in ("word", "number") or near.start > token.end + 1:
        return False
    if len(token.text) + len(near.text) > 7 or near.text[:1].isupper():
        return False
    if near.kind == "number":
        return len(token.text) == 1 and near.text in ("6", "0", "4", "1")
    here = max((c.score for c in found if c.word != UNKNOWN), default=-99.0)
    there = max((c.score for c in next_found if c.word != UNKNOWN), default=-99.0)
    return min(here, there) < -5


def _sequences(text: str, lines: Sequence[tuple[int, int]]) -> Iterable[list[Token]]:
    """Runs of tokens that are read together: lines that go on in the next, cut where too long."""
    run: list[Token] = []
    end_before = -1
    for start, end in lines:
        found = list(tokens(text, start, end))
        if not found:
            continue
        if (run and not _goes_on(text, end_before, start)) or len(run) > _LONGEST_SEQUENCE:
            yield run
            run = []
        run += found
        end_before = end
    if run:
        yield run


def _goes_on(text: str, end_before: int, start: int) -> bool:
    """True where the line that begins at `start` continues the sentence before it."""
    if text[end_before:start] != "\n":
        return False
    first = next((c for c in text[start : start + 40] if not c.isspace()), "")
    return text[end_before - 1 : end_before] not in ".;:" and (first.isalpha() or first in '“"&¢(')


def edits(
    text: str, choices: Iterable[Choice], rule: str, rate: Callable[[float], float]
) -> list[Edit]:
    """The choices that differ from what stands in the text; `rate` gives the confidence."""
    out = []
    for c in choices:
        old = text[c.start : c.end]
        new = old if c.kept else printed(c.words, old, c.shouting)
        if c.lowered:
            new = new.lower()
        if new != old:
            out.append(Edit(Span(c.start, c.end), new, rule, rate(c.share)))
    return out
