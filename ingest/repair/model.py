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
from ingest.repair.channel import Channel
from ingest.repair.language import LanguageModel
from ingest.repair.table import Table

NAME = "vi-channel"

_TABLES = ("pairs", "triples", "fours")


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
    def english(self) -> Channel:
        """What a reader of English makes of Vietnamese print."""
        return self._channel("eng")

    @cached_property
    def vietnamese(self) -> Channel:
        """The slips of a reader of Vietnamese."""
        return self._channel("vie")

    def _channel(self, reader: str) -> Channel:
        prior = self.language.single.tolist()
        return Channel.load(self.folder / f"channel-{reader}.json", self.language.numbers, prior)

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


def _language(where: Path) -> LanguageModel:
    words = tuple((where / "words.txt").read_text("utf-8").split("\n")[:-1])
    arrays = {
        # As plain arrays: slicing a `memmap` makes a Python object each time.
        name: np.load(where / f"{name}.npy", mmap_mode="r").view(np.ndarray)
        for name in ("single", "single_back", *(f"{t}-{k}" for t in _TABLES for k in "mv"))
    }
    tables = [Table(arrays[f"{t}-m"], arrays[f"{t}-v"]) for t in _TABLES]
    single, back = np.array(arrays["single"]), np.array(arrays["single_back"])
    return LanguageModel(words, single, back, tables[0], tables[1], tables[2])


def save_language(model: LanguageModel, where: Path) -> None:
    """Write the language model's files, each of them whole or not at all."""
    where.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {"single": model.single, "single_back": model.single_back}
    for name, table in zip(_TABLES, (model.pairs, model.triples, model.fours), strict=True):
        arrays |= {f"{name}-m": table.marks, f"{name}-v": table.values}
    for name, array in arrays.items():
        part = where / f"{name}.part"
        with part.open("wb") as file:
            np.save(file, array)
        part.replace(where / f"{name}.npy")
    write_text(where / "words.txt", "".join(w + "\n" for w in model.words))


def save_titled(titled: NDArray[np.uint8], where: Path) -> None:
    part = where / "titled.part"
    with part.open("wb") as file:
        np.save(file, titled)
    part.replace(where / "titled.npy")


def write_text(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)
