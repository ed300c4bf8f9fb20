"""The channel of text that lost its marks and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.repair.channel import Candidate, Case
from ingest.repair.model import Model
from ingest.repair.words import without_marks


@dataclass(frozen=True)
class StrippedChannel:
    """Syllables by their bare letters, all as likely."""

    by_letters: dict[str, tuple[Candidate, ...]]

    @classmethod
    def of(cls, model: Model) -> StrippedChannel:
        found: dict[str, list[Candidate]] = {}
        for number, word in enumerate(model.language.words):
            if model.pieces[number] is not None or "đ" in word:
                found.setdefault(without_marks(word), []).append(Candidate(number, 0.0))
        return cls({k: tuple(v) for k, v in found.items()})

    def candidates(self, token: str, case: Case | None = None) -> tuple[Candidate, ...]:
        """All syllables with the letters of `token`, whatever its case."""
        if case == "lower" and not token.islower():
            return ()
        return self.by_letters.get(token.lower(), ())
