"""Words that say who does what: `role_words.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.core.record import Role
from ingest.lexicon.fold import key
from ingest.lexicon.load import rows

Use = Literal[
    "verb", "adverb", "lead", "coordinate", "advise",
    "label", "time_label", "detail_label", "task_column", "ditto",
    "aim_section", "past_section", "duty_section", "order", "topic", "duty", "formula", "no_task",
    "not_aim", "duty_anywhere", "passive",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoleWord:
    """`role` is set for labels and for the words that decide a role."""

    use: Use
    text: str
    specimen: str
    role: Role | None = None


@cache
def role_words(use: Use) -> tuple[RoleWord, ...]:
    return tuple(r for r in rows("role_words", RoleWord) if r.use == use)


@cache
def label_roles() -> dict[str, Role]:
    """Role of each label, by comparison key: `đơn vị chủ trì` is `lead`."""
    return {key(r.text): r.role for r in role_words("label") if r.role}


@cache
def texts(use: Use) -> frozenset[str]:
    """Comparison keys of all words of one use."""
    return frozenset(key(r.text) for r in role_words(use))
