"""What a record depends on besides the bytes of its input."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import ingest
from ingest.core.record import SCHEMA_VERSION
from ingest.read.limits import Limits

_PACKAGE = Path(ingest.__file__).parent
_MODEL = _PACKAGE / "repair" / "model" / "model.json"
_CHOICES = ("languages", "force_ocr", "lexicon")


@dataclass(frozen=True, slots=True)
class Versions:
    """`code` is a digest of the program's own files: an edited word list is another program."""

    program: str
    schema: str
    model: str
    engine: str
    code: str


@cache
def versions() -> Versions:
    """Of the program that runs here."""
    return Versions(ingest.__version__, SCHEMA_VERSION, _model(), _engine(), _code())


def fingerprint(limits: Limits) -> str:
    """Equal bytes, equal fingerprint: equal record (but for its `uri`)."""
    settings = asdict(limits)
    facts = {**asdict(versions()), **{key: settings[key] for key in _CHOICES}}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def _model() -> str:
    try:
        return str(json.loads(_MODEL.read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return "none"


def _engine() -> str:
    path = shutil.which("tesseract")
    if path is None:
        return "none"
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "none"
    return done.stdout.decode("utf-8", "replace").split("\n")[0].strip()


def _code() -> str:
    digest = hashlib.sha256()
    files = (p for kind in ("*.py", "*.toml", "model.json") for p in _PACKAGE.rglob(kind))
    for path in sorted(files):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]
