"""The trained files: where they lie, how they are read and written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import MissingTool
from ingest.repair.calibration import Calibration
from ingest.repair.channel import CASES, Case, Channel, Pieces, syllable_parts
from ingest.repair.language import LanguageModel
from ingest.repair.table import Table

NAME = "vi-channel"

_TABLES = ("pairs", "triples", "fours")
_SLIPS = ("at", "words", "costs")


@dataclass(frozen=True, slots=True)
class SlipRows:
    """What each word can be one slip away, worked out once: rows `at[k]` to `at[k + 1]`.

    All words in small letters come first, then with a capital, then in capitals; `costs` are
    tenths of -log P(printed | word).
    """

    at: NDArray[np.uint32]
    words: NDArray[np.uint16]
    costs: NDArray[np.uint8]

    def of(self, number: int, case: Case) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Word numbers and log P(printed | word)."""
        row = number + len(self.at) // 3 * CASES.index(case)
        first, last = int(self.at[row]), int(self.at[row + 1])
        return self.words[first:last].astype(np.int64), self.costs[first:last] / -10.0


@dataclass(frozen=True, eq=False)
class Model:
    """Language model, channels by the reader they were learnt from, and the version.

    `titled` is the share of capitals of each word within sentences. Channels are read when
    they are first asked for.
    """

    version: str
    folder: Path
    language: LanguageModel
    titled: NDArray[np.float32]
    symbols: dict[str, int]
    measured: dict[str, Calibration]

    @cached_property
    def pieces(self) -> tuple[Pieces | None, ...]:
        """Onset, core and coda of each word that is a syllable, by its number."""
        rows = (self.folder / "pieces.txt").read_text("utf-8").split("\n")[:-1]
        return tuple(_piece(row) for row in rows)

    @cached_property
    def slips(self) -> SlipRows | None:
        """None where they are not made yet: while the model is trained."""
        if not (self.folder / "slips-at.npy").exists():
            return None
        return SlipRows(*(_array(self.folder / f"slips-{k}.npy") for k in _SLIPS))

    @cached_property
    def english(self) -> Channel:
        """What a reader of English makes of Vietnamese print."""
        return self._channel("eng")

    @cached_property
    def vietnamese(self) -> Channel:
        """The slips of a reader of Vietnamese."""
        return self._channel("vie")

    def _channel(self, reader: str) -> Channel:
        prior = self.language.single.tolist()
        return Channel.load(self.folder / f"channel-{reader}.json", self.pieces, prior)

    def rates(self, rule: str) -> Calibration:
        """How often changes of a rule were right, by their posterior share."""
        return self.measured.get(rule, Calibration(()))

    @property
    def name(self) -> str:
        return f"{NAME} {self.version}"


def folder() -> Path:
    """The shipped model."""
    return Path(str(files("ingest.repair").joinpath("model")))


@cache
def load(path: Path | None = None) -> Model:
    """The model in `path`, read once a process; MissingTool where files are absent."""
    where = path or folder()
    try:
        facts = json.loads((where / "model.json").read_text("utf-8"))
        language = _language(where)
        titled = np.load(where / "titled.npy").astype(np.float32) / 255
        for reader in ("eng", "vie"):
            (where / f"channel-{reader}.json").stat()
    except FileNotFoundError as error:
        raise MissingTool(f"the repair model is not complete: {error.filename}") from error
    measured = {rule: Calibration(tuple(r)) for rule, r in facts["rates"].items()}
    return Model(facts["version"], where, language, titled, facts["symbols"], measured)


def _piece(row: str) -> Pieces | None:
    onset, _, rest = row.partition("|")
    core, _, coda = rest.partition("|")
    return (onset, core, coda) if core else None


def _language(where: Path) -> LanguageModel:
    words = tuple((where / "words.txt").read_text("utf-8").split("\n")[:-1])
    arrays = {
        name: _array(where / f"{name}.npy")
        for name in ("single", "single_back", *(f"{t}-{k}" for t in _TABLES for k in "mv"))
    }
    tables = [Table(arrays[f"{t}-m"], arrays[f"{t}-v"]) for t in _TABLES]
    single, back = np.array(arrays["single"]), np.array(arrays["single_back"])
    return LanguageModel(words, single, back, tables[0], tables[1], tables[2])


def _array(path: Path) -> NDArray[Any]:
    """As a plain array: slicing a `memmap` makes a Python object each time."""
    plain: NDArray[Any] = np.load(path, mmap_mode="r").view(np.ndarray)
    return plain


def save_language(model: LanguageModel, where: Path) -> None:
    """Write the language model's files, each of them whole or not at all."""
    where.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {"single": model.single, "single_back": model.single_back}
    for name, table in zip(_TABLES, (model.pairs, model.triples, model.fours), strict=True):
        arrays |= {f"{name}-m": table.marks, f"{name}-v": table.values}
    for name, array in arrays.items():
        _save(where / f"{name}.npy", array)
    write_text(where / "words.txt", "".join(w + "\n" for w in model.words))
    pieces = ("|".join(syllable_parts(w) or ()) + "\n" for w in model.words)
    write_text(where / "pieces.txt", "".join(pieces))


def save_titled(titled: NDArray[np.uint8], where: Path) -> None:
    _save(where / "titled.npy", titled)


def save_slips(rows: SlipRows, where: Path) -> None:
    _save(where / "slips-at.npy", rows.at)
    _save(where / "slips-words.npy", rows.words)
    _save(where / "slips-costs.npy", rows.costs)


def _save(path: Path, array: NDArray[Any]) -> None:
    """The whole file or none."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, array)
    part.replace(path)


def write_text(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)
