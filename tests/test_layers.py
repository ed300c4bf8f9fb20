"""The house: layers, visible tuples, names of modules."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import pytest
from importlinter import api  # registers the settings that lint_imports needs
from importlinter.application.use_cases import lint_imports
from stages import ROOT

from ingest.cli import commands
from ingest.extract import EXTRACTORS
from ingest.read import READERS
from ingest.repair import REPAIRS

PACKAGE = ROOT / "ingest"
MODULES = sorted(p for p in PACKAGE.rglob("*.py"))


def stems(folder: str) -> set[str]:
    """Modules right inside a folder of the package, `__init__` left out."""
    return {p.stem for p in (PACKAGE / folder).glob("*.py")} - {"__init__"}


def test_imports_run_from_high_to_low(capsys: pytest.CaptureFixture[str]) -> None:
    assert api.read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    passed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert passed, capsys.readouterr().out


def test_every_extractor_in_the_folder_runs() -> None:
    """A module of `ingest/extract/` holds a function of its own name, and the tuple names it."""
    named = {e.__name__: e.__module__ for e in EXTRACTORS}
    assert set(named) == stems("extract")
    assert named == {name: f"ingest.extract.{name}" for name in named}
    assert len(EXTRACTORS) == len(named)


def test_every_reader_in_the_folder_is_asked() -> None:
    """A reader's constant has its module's name: `docx.DOCX`."""
    found = set()
    for stem in stems("read"):
        module = importlib.import_module(f"ingest.read.{stem}")
        if hasattr(module, stem.upper()):
            found.add(getattr(module, stem.upper()))
    assert found == set(READERS)


def test_every_repair_in_the_folder_runs() -> None:
    """A module of `ingest/repair/` with a public `find(text)` that gives edits is a repair."""
    found = set()
    for stem in stems("repair"):
        tree = ast.parse((PACKAGE / "repair" / f"{stem}.py").read_text("utf-8"))
        for node in tree.body:
            given = isinstance(node, ast.FunctionDef) and node.name == "find" and node.returns
            if given and ast.unparse(given) == "list[Edit]":
                found.add(f"ingest.repair.{stem}")
    assert found == {r.__module__ for r in REPAIRS}


def test_every_command_in_the_folder_is_offered() -> None:
    found = {
        m.COMMAND.name
        for m in (importlib.import_module(f"ingest.cli.{s}") for s in stems("cli"))
        if hasattr(m, "COMMAND")
    }
    assert found == {c.name for c in commands()}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    assert path.stem not in ("utils", "helpers", "misc", "common")
    source = path.read_text("utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "no docstring"
    limit = 400 if path.parent.name == "core" else 300
    assert source.count("\n") <= limit


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").glob("*.py")), ids=lambda p: p.stem)
def test_core_needs_nothing_but_the_standard_library(path: Path) -> None:
    for name in imported(path):
        top = name.split(".")[0]
        assert top in sys.stdlib_module_names or name.startswith(("ingest.core", "__future__"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_inside_imports_the_package_root(path: Path) -> None:
    """The version apart: it is what the root is there to say, to the command and to records' keys."""
    if path.parent.name == "cli" or path.stem in ("fingerprint", "__init__"):
        return
    assert "ingest" not in imported(path)


def imported(path: Path) -> list[str]:
    """Names of all modules that a file imports."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found
