"""A record as lines of text, one a value, for `git diff` (textconv)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ingest.review.pointer import Json, join, keys


def lines(record: Json) -> Iterator[str]:
    """`/documents/d1/targets/targets~1I~11/value: 60`; quotes' offsets and boxes are left out."""
    for name, value in record.items():
        if name != "pages":
            yield from _leaves(value, (name,))
    for page in record.get("pages") or ():
        for number, line in enumerate(str(page.get("text") or "").split("\n"), 1):
            yield f"/pages/{page.get('number')}/{number}: {line}"


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if path[-1] == "evidence":
        for item in value or ():
            yield f"{join(*path)}: p{item.get('page')} “{item.get('quote')}”".replace("\n", " ")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for name, inner in zip(keys(value), value, strict=True):
            yield from _leaves(inner, (*path, name))
    else:
        yield f"{join(*path)}: {json.dumps(value, ensure_ascii=False)}"
