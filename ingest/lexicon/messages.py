"""What the program says, in English and Vietnamese."""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

from ingest.errors import LexiconError
from ingest.lexicon.load import read_toml

Language = Literal["en", "vi"]
LANGUAGES: tuple[Language, ...] = ("en", "vi")


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    table = cast(dict[str, dict[str, dict[str, str]]], read_toml("messages"))
    for group, keys in table.items():
        for name, texts in keys.items():
            if set(texts) != set(LANGUAGES):
                raise LexiconError(f"lexicon/messages.toml {group}.{name}: needs en and vi")
    return table


def text(key: str, language: Language, **values: object) -> str:
    """`text("say.summary", "vi", done=3, …)`. An unknown key is a defect: KeyError."""
    group, name = key.split(".", 1)
    return _table()[group][name][language].format(**values)


def known(key: str) -> bool:
    group, name = key.split(".", 1)
    return name in _table().get(group, {})


def language_of(environment: str | None) -> Language:
    """`vi_VN.UTF-8` gives `vi`, anything else `en`."""
    return "vi" if (environment or "").lower().startswith("vi") else "en"
