"""Rebuilds the model files from text: language model, pages, channels, calibration."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.core.text import Edit
from ingest.repair import diacritics, light
from ingest.repair.accuracy import judge
from ingest.repair.calibration import Calibration, fit
from ingest.repair.model import Model, load, save_language, save_slips, save_titled, write_text
from ingest.repair.slips import slip_rows
from ingest.repair.symbols import symbol_parts
from ingest.repair.training.channels import train_channel
from ingest.repair.training.faces import (
    KEPT_OUT,
    LIKE_TIMES,
    MOVED,
    MOVED_AGAIN,
    MOVED_MORE,
    MOVED_TERMES,
    MOVED_WIDER,
    OTHERS,
    TIMES,
    WIDER,
    faces,
    moved_faces,
)
from ingest.repair.training.grams import Corpus, Limits, train_language
from ingest.repair.training.planted import plant
from ingest.repair.training.scans import Face, holds_vietnamese, read_pages
from ingest.repair.training.titled import titled

FORMAT = 2
_SEEDED = 0.3
_SYMBOL_SEEN = 5
_READERS = ("eng", "vie")
_NEAR_PAGES, _MORE_PAGES, _AGAIN_PAGES, _WIDER_PAGES = 105, 38, 60, 50
_AGAIN_SEEDS, _WIDER_SEEDS = 100, 150
_KEPT_SEEDS = 3
"""Fonts with marks moved by seeds that no training saw: settings were chosen on them."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages drawn from `text` in `faces`: `name` is their folder, `seed` makes them others.

    `readers` are the languages of Tesseract that read them.
    """

    name: str
    text: Path
    faces: tuple[Face, ...]
    pages: int
    seed: int
    readers: tuple[str, ...] = _READERS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run is made of.

    `corpora` are for the language model, `batches` for the channels; `tuning`, drawn from other
    documents in other fonts, is for calibration. `work` holds pages and finished stages: a run
    that was interrupted goes on there.
    """

    corpora: tuple[Corpus, ...]
    batches: tuple[Batch, ...]
    tuning: Batch | None
    work: Path
    limits: Limits = DEFAULT_LIMITS


def recipe(corpora: Sequence[Corpus], work: Path, tuning: Path | None = None) -> Recipe:
    """The recipe of the shipped model: pages are drawn from the corpus of the highest weight."""
    nearest = max(corpora, key=lambda c: c.weight).path
    near = faces(LIKE_TIMES) + moved_faces(MOVED, work / "fonts")
    first = len(MOVED)
    more = moved_faces(MOVED_MORE, work / "fonts", first)
    more += moved_faces(MOVED_TERMES, work / "fonts", first + len(MOVED_MORE) + _KEPT_SEEDS)
    again = moved_faces(MOVED_AGAIN, work / "fonts", _AGAIN_SEEDS)
    wider = faces(WIDER) + moved_faces(MOVED_WIDER, work / "fonts", _WIDER_SEEDS)
    batches = (
        Batch("times", nearest, faces(TIMES), 420, 1),
        Batch("others", nearest, faces(OTHERS), 100, 2),
        Batch("moved", nearest, near, _NEAR_PAGES, 3, ("eng",)),
        Batch("moved-more", nearest, more, _MORE_PAGES, 4, ("eng",)),
        Batch("moved-again", nearest, again, _AGAIN_PAGES, 5, ("eng",)),
        Batch("wider", nearest, wider, _WIDER_PAGES, 6, ("eng",)),
    )
    last = Batch("tuning", tuning, faces(KEPT_OUT), 30, 777) if tuning else None
    return Recipe(tuple(corpora), batches, last, work)


def train(
    corpora: Sequence[Corpus],
    out: Path,
    work: Path,
    tuning: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Rebuild the model files in `out` from text of one paragraph a line.

    `work` keeps pages and finished stages; `tuning` is text of other documents.
    """
    carry_out(recipe(corpora, work, tuning), out, say)


def carry_out(recipe: Recipe, out: Path, say: Callable[[str], None] = print) -> None:
    """Write the model files into `out`; the same texts, fonts and Tesseract give the same bytes.

    Raises ValueError where a font cannot draw Vietnamese.
    """
    for batch in (*recipe.batches, *([recipe.tuning] if recipe.tuning else [])):
        for face in batch.faces:
            if not all(holds_vietnamese(f) for f in face.files):
                raise ValueError(f"the font {face.name} draws boxes for Vietnamese letters")
    say("language model")
    _language(recipe, out)
    say("pages")
    pages = [path for batch in recipe.batches for path in _draw(recipe.work, batch)]
    say("channels")
    words = (out / "words.txt").read_text("utf-8").split("\n")[:-1]
    for k, reader in enumerate(_READERS):
        text = train_channel(pages, k, words, _SEEDED if reader == "eng" else 0.0)
        write_text(out / f"channel-{reader}.json", text)
    facts: dict[str, object] = {"symbols": _symbols(recipe.corpora), "rates": {}}
    _facts(out, facts)
    say("slips")
    _slips(out)
    _facts(out, facts)
    if recipe.tuning is not None:
        say("calibration")
        facts["rates"] = _calibrate(recipe, out)
        _facts(out, facts)


def _draw(work: Path, batch: Batch) -> list[Path]:
    paragraphs = read_paragraphs(batch.text)
    folder = work / batch.name
    return list(read_pages(paragraphs, batch.faces, folder, batch.pages, batch.seed, batch.readers))


def read_paragraphs(path: Path) -> list[str]:
    """The lines of a text file that are long enough to fill a part of a page."""
    return [p for p in path.read_text("utf-8").split("\n") if 20 <= len(p) <= 3000]


def _language(recipe: Recipe, out: Path) -> None:
    """Train and write the language model, unless these texts gave the one that is there."""
    mark = hashlib.sha256(repr(recipe.limits).encode())
    for corpus in recipe.corpora:
        mark.update(
            f"{corpus.weight} {hashlib.sha256(corpus.path.read_bytes()).hexdigest()}".encode()
        )
    done = recipe.work / "language.done"
    if done.exists() and done.read_text() == mark.hexdigest() and (out / "words.txt").exists():
        return
    language = train_language(list(recipe.corpora), recipe.limits)
    save_language(language, out)
    save_titled(titled(recipe.corpora, language), out)
    recipe.work.mkdir(parents=True, exist_ok=True)
    done.write_text(mark.hexdigest())


def _symbols(corpora: Sequence[Corpus]) -> dict[str, int]:
    """Parts of document symbols and how often they stand in the texts."""
    counts: Counter[str] = Counter()
    for corpus in corpora:
        with corpus.path.open(encoding="utf-8") as file:
            for line in file:
                counts.update(symbol_parts(line))
    return {k: counts[k] for k in sorted(counts) if counts[k] >= _SYMBOL_SEEN}


def _slips(out: Path) -> None:
    """Work out the slips of every word, from nothing: those of an older model do not count."""
    for path in sorted(out.glob("slips-*.npy")):
        path.unlink()
    save_slips(slip_rows(load(out)), out)


def _facts(out: Path, facts: dict[str, object]) -> None:
    """`model.json`: format, symbols, calibration, and a version made from all files."""
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for path in sorted(out.iterdir()):
        if path.suffix in (".npy", ".json", ".txt") and path.name != "model.json":
            digest.update(path.read_bytes())
    version = f"{FORMAT}.{digest.hexdigest()[:8]}"
    text = json.dumps({"version": version, **facts}, ensure_ascii=False, indent=0, sort_keys=True)
    write_text(out / "model.json", text + "\n")
    load.cache_clear()


def _calibrate(recipe: Recipe, out: Path) -> dict[str, list[float]]:
    """Rates of right changes, measured on pages of other documents in other fonts."""
    assert recipe.tuning is not None
    model = load(out)
    uncalibrated = Calibration(())
    judged: dict[str, list[tuple[float, bool]]] = {diacritics.RULE: [], light.NOISY_RULE: []}
    for path in _draw(recipe.work, recipe.tuning):
        rows = [r.split("\t") for r in path.read_text("utf-8").split("\n") if r]
        truth = [r[1] for r in rows]
        english, vietnamese = ("\n".join(r[k] for r in rows) for k in (2, 3))
        found = diacritics.find_with(english, model, uncalibrated)
        judged[diacritics.RULE] += judge(truth, english, _of(found, diacritics.RULE))
        found = light.find_with(vietnamese, model, uncalibrated)
        judged[light.NOISY_RULE] += judge(truth, vietnamese, _of(found, light.RULE))
    judged[light.RULE] = list(_judge_planted(recipe.tuning.text.read_text("utf-8"), model))
    return {rule: list(fit(found).rates) for rule, found in judged.items()}


def _of(found: list[Edit], rule: str) -> list[Edit]:
    return [e for e in found if e.rule == rule]


def _judge_planted(text: str, model: Model) -> Iterator[tuple[float, bool]]:
    """Changes of text with planted errors; those of the text as printed are not judged."""
    rate = Calibration(())
    printed = {(e.span.of(text), e.new) for e in light.find_with(text, model, rate)}
    for seed in range(21, 25):
        made = plant(text, seed)
        truth = {start: word for start, _, word in made.errors}
        for edit in light.find_with(made.text, model, rate):
            start = edit.span.start
            if start in truth:
                yield edit.confidence, edit.new == truth[start]
            elif (edit.span.of(made.text), edit.new) not in printed:
                yield edit.confidence, False
