"""Templates of pages. Text from documents is escaped everywhere: autoescape is always on."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ingest.lexicon.diagnostics import meaning
from ingest.lexicon.messages import Language, known, text
from ingest.review.brief import brief, quantity
from ingest.review.pointer import Json
from ingest.review.spoken import date_words, due_words


@cache
def environment(language: str) -> Environment:
    """Jinja with `t("group.key")` in one language."""
    made = Environment(
        loader=PackageLoader("ingest.review", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def say(key: str, **values: object) -> str:
        return text(key, cast(Language, language), **values)

    def name(group: str, key: str) -> str:
        """The message of a term, or the term itself where none is known."""
        full = f"{group}.{key}"
        return say(full) if known(full) else key

    told = cast(Language, language)
    made.globals |= {
        "t": say,
        "term": name,
        "lang": language,
        "quantity": quantity,
        "brief": partial(brief, language=told),
        "date": partial(date_words, language=told),
        "due": partial(due_words, language=told),
        "told": partial(_told, language=told),
    }
    return made


def _told(note: Json, language: Language) -> str:
    """What a diagnostic says: its message, which is English, or what its code means."""
    message = str(note.get("message") or "")
    return message if language == "en" else meaning(str(note.get("code")), language)


def asset(name: str) -> str:
    """The text of a style sheet or script."""
    return files("ingest.review").joinpath("static", name).read_text("utf-8")


def inline(name: str) -> Markup:
    """An asset of ours for use inside a page: it is no document text and needs no escaping."""
    return Markup(asset(name))
