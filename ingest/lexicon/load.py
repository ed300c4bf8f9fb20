"""Reads the facts in `lexicon/*.toml` and checks them.

A file is a list of `[[row]]` tables. Each row becomes one frozen dataclass; a row with an
unknown, missing or wrong field is a `LexiconError` that names file and row.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from ingest.errors import LexiconError

T = TypeVar("T")


def read_toml(name: str) -> dict[str, object]:
    """The parsed content of `lexicon/<name>.toml`."""
    try:
        return tomllib.loads(files("ingest.lexicon").joinpath(f"{name}.toml").read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicon/{name}.toml: {error}") from error


def parse_rows(name: str, data: object, kind: type[T]) -> tuple[T, ...]:
    """Rows of type `kind` from the list under `row`; errors name `name` and the row's place."""
    adapter = TypeAdapter(kind)
    found: list[T] = []
    listed = data.get("row") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise LexiconError(f"lexicon/{name}.toml: no [[row]]")
    for number, row in enumerate(listed, 1):
        known = set(getattr(kind, "__dataclass_fields__", ()))
        unknown = set(row) - known
        if unknown:
            raise LexiconError(f"lexicon/{name}.toml row {number}: unknown field {sorted(unknown)}")
        try:
            found.append(adapter.validate_python(row))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(p) for p in first["loc"])
            message = f"lexicon/{name}.toml row {number}: {where}: {first['msg']}"
            raise LexiconError(message) from error
    return tuple(found)


@cache
def rows(name: str, kind: type[T]) -> tuple[T, ...]:
    """All rows of `lexicon/<name>.toml`, read once a process."""
    return parse_rows(name, read_toml(name), kind)
