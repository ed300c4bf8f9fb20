"""The parts of `docs/export.md` that are made from the code: columns and archive fields.

`python -m ingest.export.reference docs/export.md` writes them anew; a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.export import EXPORTERS
from ingest.export.tables import TABLES
from ingest.lexicon.archive import ArchiveFile, archive_fields

_PARTS = ("formats", "columns", "nd30", "tt05")


def formats() -> Iterator[str]:
    yield "| `--to` | `-o` is a | what it makes | needs |"
    yield "| --- | --- | --- | --- |"
    for exporter in EXPORTERS:
        need = f"`plan-ingest[{exporter.extra}]`" if exporter.extra else ""
        yield f"| `{exporter.name}` | {exporter.makes} | {exporter.help['en']} | {need} |"


def columns() -> Iterator[str]:
    for table in TABLES:
        yield f"### `{table.name}`"
        yield ""
        keys = ", ".join(f"`{name}`" for name in table.key)
        within = f" Rows belong to `{table.within}`." if table.within else ""
        yield f"{table.doc} Key: {keys}.{within}"
        yield ""
        yield "| column | type | meaning |"
        yield "| --- | --- | --- |"
        for column in table.columns:
            doc = column.doc.replace("|", "\\|")
            yield f"| `{column.name}` | {column.kind} | {doc} |"
        yield ""


def archive(file: ArchiveFile) -> Iterator[str]:
    yield "| field | type | length | what the export puts there |"
    yield "| --- | --- | --- | --- |"
    for known in archive_fields(file):
        doc = known.doc.replace("|", "\\|")
        yield f"| `{known.name}` | {known.kind} | {known.length or ''} | {doc} |"


def renewed(text: str) -> str:
    """The document with its made parts as the code has them; ValueError without the marks."""
    made = {
        "formats": formats(),
        "columns": columns(),
        "nd30": archive("nd30"),
        "tt05": archive("tt05"),
    }
    for part in _PARTS:
        begin, end = f"<!-- {part}: made from the code -->\n", f"<!-- {part}: end -->"
        first, last = text.index(begin) + len(begin), text.index(end)
        text = text[:first] + "\n".join(made[part]).rstrip("\n") + "\n" + text[last:]
    return text


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text("utf-8")), "utf-8")
