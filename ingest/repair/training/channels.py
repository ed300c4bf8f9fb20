"""From aligned pairs to the tables of `ingest.repair.channel`."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.lexicon.load import rows
from ingest.repair.channel import GARBAGE, Case, case_of, syllable_parts
from ingest.repair.syllables import split_tone
from ingest.repair.training.align import Chunks, Pair, learn_chunks, split, token_pairs
from ingest.repair.words import other_placement, without_marks

_LOWEST = -12.0
_WIDTH = 10.0
_VOWELS = "aeiouy"
_SPECKS = "irlt'’e:"
"""What a mark beside a vowel may be read as: `Vian` for Văn."""

_BELIEF, _MOST = 15.0, 0.75
"""A part's own counts weigh as much as what its letters make together when it was seen
`_BELIEF` times, and never more than `_MOST`: real scans differ from made ones."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A row of `lexicon/ocr_confusions.toml`: `read` counts what `true` letters were read as."""

    true: str
    read: dict[str, int]


Part = tuple[str, Case, str]
"""Kind (onset, core, coda), case and the part itself."""


def train_channel(pages: Sequence[Path], reading: int, words: Sequence[str], seeded: float) -> str:
    """The tables as JSON text; `seeded` is the weight of the measured confusions (0: none)."""
    pairs: Counter[Pair] = Counter()
    for _, (truth, read) in token_pairs(pages, reading):
        if syllable_parts(truth.lower()) is not None and len(read) <= 14:
            pairs[unicodedata.normalize("NFC", truth), read] += 1
    kept = sorted(pairs.items())
    chunks = learn_chunks(kept)
    seen = _count_parts(kept, chunks)
    if seeded:
        _seed(chunks, seeded)
    letters = LetterModel(chunks)
    spelled = _spellings(words)
    tables: dict[str, dict[str, dict[str, list[tuple[str, float]]]]] = {
        kind: {"lower": {}, "title": {}, "capitals": {}} for kind in ("onset", "core", "coda")
    }
    for (kind, case, part), printed in sorted(spelled.items()):
        for read, p in _readings(printed, seen.get((kind, case, part), Counter()), letters):
            tables[kind][case].setdefault(read, []).append((part, p))
    data = {f"{kind}s": {c: _pack(t) for c, t in cases.items()} for kind, cases in tables.items()}
    data["letters"] = "".join(sorted({c for t in letters.known for c in t}))  # type: ignore[assignment]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _pack(table: dict[str, list[tuple[str, float]]]) -> dict[str, list[object]]:
    """`{read: [part, tenths of -log p, …]}`, likeliest first, the far less likely left out."""
    out: dict[str, list[object]] = {}
    for read, found in table.items():
        found.sort(key=lambda item: (-item[1], item[0]))
        near = [f for f in found if f[1] > found[0][1] - _WIDTH]
        out[read] = [x for part, p in near for x in (part, round(-10 * p))]
    return out


def _count_parts(pairs: Iterable[tuple[Pair, int]], chunks: Chunks) -> dict[Part, Counter[str]]:
    seen: defaultdict[Part, Counter[str]] = defaultdict(Counter)
    for (truth, read), count in pairs:
        found = split(truth, read, chunks)
        cut = syllable_parts(truth.lower())
        if found is None or cut is None:
            continue
        for (kind, case, part, _), texts in _place(truth, cut, found):
            seen[kind, case, part]["".join(texts)] += count
    return seen


def _place(
    truth: str, cut: tuple[str, str, str], found: Sequence[str]
) -> Iterable[tuple[tuple[str, Case, str, str], Sequence[str]]]:
    """Parts of a printed syllable with their table, printed letters and what they were read as.

    In a capitalised word only what holds the first letter belongs to the `title` tables.
    """
    onset, core, coda = cut
    case = case_of(truth) if len(truth) > 1 else ("title" if truth.isupper() else "lower")
    a, b = len(onset), len(truth) - len(coda)
    rest: Case = "lower" if case == "title" else case
    yield ("onset", case, onset, truth[:a]), found[:a]
    yield ("core", rest if onset else case, core, truth[a:b]), found[a:b]
    yield ("coda", rest, coda, truth[b:]), found[b:]
    if case == "title":
        yield ("coda", "title", coda, truth[b:]), found[b:]


def _spellings(words: Sequence[str]) -> dict[Part, set[str]]:
    """Every part of the known syllables in every case, with the ways it is printed."""
    out: defaultdict[Part, set[str]] = defaultdict(set)
    for word in words:
        cut = syllable_parts(word)
        if cut is None:
            continue
        for form in {word, other_placement(word)}:
            for printed in (form, form.capitalize(), form.upper()):
                for (kind, case, part, text), _ in _place(printed, cut, printed):
                    out[kind, case, part].add(text)
            for (kind, _, part, text), _ in _place(form.upper(), cut, form):
                out[kind, "capitals", part].add(text)
    return out


def _seed(chunks: Chunks, weight: float) -> None:
    """Mix in the measured confusions: they make up `weight` of each letter's counts."""
    for row in rows("ocr_confusions", Confusion):
        for letter in row.true.split():
            counts = chunks.setdefault(letter, Counter())
            total = max(counts.total(), 20) * weight / (1 - weight)
            for read, count in row.read.items():
                counts[read] += max(round(total * count / sum(row.read.values())), 1)


class LetterModel:
    """P(string | letter), smoothed over letters of the same shape."""

    def __init__(self, chunks: Chunks) -> None:
        self._own = chunks
        self._groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for letter, counts in sorted(chunks.items()):
            for name in self._names(letter):
                for chunk, count in counts.items():
                    if chunk != letter or len(name) > 1:
                        self._groups[name][chunk] += min(count, 2000)
        self.known = {chunk for counts in chunks.values() for chunk in counts}
        self._memory: dict[str, list[tuple[str, float]]] = {}

    @staticmethod
    def _names(letter: str) -> tuple[str, ...]:
        """The letter without tone, without marks, and its kind (vowel or not, capital or not)."""
        bare = without_marks(letter)
        if bare.lower() not in _VOWELS and letter not in "đĐ":
            return (f"{bare}!",)
        kind = "V" if bare.lower() in _VOWELS else "C"
        return (f"{split_tone(letter)[0]}.", f"{bare}!", kind + ("+" if letter.isupper() else "-"))

    def readings(self, letter: str) -> list[tuple[str, float]]:
        """Strings and log probabilities, likeliest first."""
        found = self._memory.get(letter)
        if found is None:
            found = self._memory[letter] = self._mix(letter)
        return found

    def _mix(self, letter: str) -> list[tuple[str, float]]:
        p = {GARBAGE, ""}
        bare = without_marks(letter)
        if bare.lower() in _VOWELS:
            p |= {x for e in _SPECKS for x in (e + bare, bare + e)}
        shares = dict.fromkeys(sorted(p), 2e-4)
        mixed = dict(shares)
        counted = 0
        for counts, strength in self._layers(letter):
            total = counts.total()
            counted += total
            keys = sorted(set(mixed) | set(counts))
            mixed = {
                k: (counts[k] + strength * mixed.get(k, 0.0)) / (total + strength) for k in keys
            }
        for k, v in shares.items():
            mixed[k] = max(mixed.get(k, 0.0), v)
        if not counted:
            mixed[letter] = 1.0
        ranked = sorted(mixed.items(), key=lambda item: (-item[1], item[0]))
        return [(k, math.log(v)) for k, v in ranked if v > 2e-5]

    def _layers(self, letter: str) -> Iterable[tuple[Counter[str], float]]:
        for name in reversed(self._names(letter)):
            yield self._groups[name], 30.0
        yield self._own.get(letter, Counter()), 20.0


def _readings(
    printed: Iterable[str], seen: Counter[str], letters: LetterModel
) -> list[tuple[str, float]]:
    """What a part is read as: its own counts over what its letters make together."""
    made: dict[str, float] = {}
    forms = sorted(printed)
    for form in forms:
        for read, p in _compose(form, letters).items():
            made[read] = made.get(read, 0.0) + math.exp(p) / len(forms)
    total = seen.total()
    own = min(total / (total + _BELIEF), _MOST)
    out = []
    for read in sorted(set(made) | set(seen)):
        p = own * seen[read] / max(total, 1) + (1 - own) * made.get(read, 0.0)
        if p > math.exp(_LOWEST):
            out.append((read, math.log(p)))
    return out


def _compose(form: str, letters: LetterModel) -> dict[str, float]:
    partial = {"": 0.0}
    for letter in form:
        longer: dict[str, float] = {}
        for text, p in partial.items():
            for chunk, q in letters.readings(letter):
                if p + q < _LOWEST:
                    break
                key = text + chunk
                longer[key] = _log_sum(longer[key], p + q) if key in longer else p + q
        partial = longer
    return partial


def _log_sum(a: float, b: float) -> float:
    top = max(a, b)
    return top + math.log(math.exp(a - top) + math.exp(b - top))
