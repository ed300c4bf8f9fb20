"""Text -> Documents: zones, outline, paragraphs, tables. No fact is extracted here.

`documents.parse` is the stage; it is found here too, and read in only when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.parse.documents import parse as parse


def __getattr__(name: str) -> object:
    if name == "parse":
        from ingest.parse.documents import parse

        return parse
    raise AttributeError(name)
