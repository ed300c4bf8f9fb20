"""Templates of pages. Text from documents is escaped everywhere: autoescape is always on."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ingest.lexicon.messages import Language, known, text
from ingest.review.brief import brief, quantity


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

    made.globals |= {"t": say, "term": name, "lang": language, "brief": brief, "quantity": quantity}
    return made


def asset(name: str) -> str:
    """The text of a style sheet or script."""
    return files("ingest.review").joinpath("static", name).read_text("utf-8")


def inline(name: str) -> Markup:
    """An asset of ours for use inside a page: it is no document text and needs no escaping."""
    return Markup(asset(name))
