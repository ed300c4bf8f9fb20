"""`plan-ingest doctor`: what is installed, what is missing, and the command that installs it."""

from __future__ import annotations

import argparse
import importlib.metadata
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode

_LIBRARIES = (
    "pypdfium2", "pdfplumber", "pytesseract", "pillow", "lxml",
    "regex", "spacy", "unidecode", "jsonschema", "pydantic", "numpy", "rich", "psutil", "jinja2",
    "starlette", "uvicorn", "xlsxwriter", "icalendar", "python-dateutil",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    found: str | None
    command: str = ""
    needed: bool = True


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    lacking = False
    for check in checks():
        mark = "✓" if check.found else ("✗" if check.needed else "–")
        speaker.line(f"{mark} {check.name:22} {check.found or ''}")
        if not check.found:
            lacking = lacking or check.needed
            speaker.line(f"    {check.command}")
    speaker.line(speaker.text("say.lacking" if lacking else "say.ready"))
    return ExitCode.MISSING_TOOL if lacking else ExitCode.OK


def checks() -> Iterator[Check]:
    """Python, libraries, Tesseract and its Vietnamese data, the repair model."""
    yield Check("Python", sys.version.split()[0])
    for name in _LIBRARIES:
        try:
            version: str | None = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            version = None
        yield Check(name, version, f"python3 -m pip install {name}")
    install = "sudo apt-get install -y tesseract-ocr tesseract-ocr-vie"
    path = shutil.which("tesseract")
    yield Check("Tesseract", _tesseract_version(path), install)
    yield Check(
        "LibreOffice (.doc, .rtf)",
        shutil.which("soffice") or shutil.which("libreoffice"),
        "sudo apt-get install -y libreoffice-writer-nogui",
        needed=False,
    )
    yield Check(
        "Tesseract data: vie", "vie" if path and "vie" in _languages(path) else None, install
    )


def _ask(path: str, flag: str) -> str:
    try:
        done = subprocess.run([path, flag], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def _tesseract_version(path: str | None) -> str | None:
    said = _ask(path, "--version").split() if path else []
    return said[1] if len(said) > 1 else None


def _languages(path: str) -> list[str]:
    return _ask(path, "--list-langs").split()


COMMAND = Command(
    "doctor",
    {
        "en": "say what is installed, what is missing and how to install it",
        "vi": "cho biết đã cài gì, còn thiếu gì và cách cài",
    },
    arguments,
    execute,
)
