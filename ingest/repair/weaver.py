"""Collects the edges of a lattice and remembers which token each one speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ingest.repair.lattice import Lattice, Vertices


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
