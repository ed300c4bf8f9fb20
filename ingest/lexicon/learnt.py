"""A lexicon of the user's own: names and confusions that reviewers' corrections have taught.

A TOML file that `plan-ingest train --corrections` writes and a person may read and edit:

    [[name]]
    text = "Nguyễn Văn Hòa"
    kind = "person"
    count = 2

    [[confusion]]
    read = "cũng cố tổ"
    right = "củng cố tổ"
    count = 1
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from ingest.errors import LexiconError, Unreadable

NameKind = Literal["person", "body", "place"]
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a reviewer confirmed, and how many decisions did."""

    text: str
    kind: NameKind
    count: int = 1


@dataclass(frozen=True, slots=True)
class Confusion:
    """Words as they were read and as they are right: as many words, one or two beside the wrong."""

    read: str
    right: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Learnt:
    name: tuple[Name, ...] = ()
    confusion: tuple[Confusion, ...] = ()

    @property
    def version(self) -> str:
        """Equal for equal content, whatever the file looks like."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]


def load_learnt(path: Path) -> Learnt:
    """The lexicon in a file. Raises Unreadable, or LexiconError with the row that is wrong."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise LexiconError(f"{path}: larger than {_MOST_BYTES} bytes")
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    try:
        made = TypeAdapter(Learnt).validate_python(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LexiconError(f"{path}: {' '.join(str(error).split())[:300]}") from error
    for row in made.confusion:
        if len(row.read.split()) != len(row.right.split()) or len(row.read.split()) < 2:
            raise LexiconError(
                f"{path}: “{row.read}” and “{row.right}” need as many words, two or more"
            )
    return made


def dumps(learnt: Learnt) -> str:
    """The text of the file."""
    parts = ["# Names and confusions learnt from corrections; see docs/review.md.\n"]
    for kind, listed in (("name", learnt.name), ("confusion", learnt.confusion)):
        for row in listed:
            lines = (f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in asdict(row).items())
            parts.append(f"[[{kind}]]\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)
