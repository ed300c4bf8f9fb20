"""Archive metadata as CSV: a file a list of fields, and what did not fit into them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import astuple, fields

from ingest.export.archive import Remark, archive_metadata
from ingest.export.exporter import Exporter, Options, Report
from ingest.export.files import new_files
from ingest.export.formats.as_csv import plain
from ingest.export.tables import Entry
from ingest.lexicon.archive import ArchiveFile, archive_fields

FILES: tuple[tuple[ArchiveFile, str], ...] = (
    ("nd30", "nd30-van-ban-di.csv"),
    ("tt05", "tt05-tai-lieu.csv"),
)
REMARKS = "diagnostics.csv"


def write(entries: Iterable[Entry], target: str, options: Options) -> Report:
    """`target` is a folder: two lists with a row a document, and `diagnostics.csv`."""
    report = Report()
    with ExitStack() as stack:
        folder = stack.enter_context(new_files(target))
        encoding = "utf-8-sig" if options.bom else "utf-8"

        def opened(name: str, head: list[str]) -> csv.DictWriter[str]:
            file = stack.enter_context((folder / name).open("w", encoding=encoding, newline=""))
            writer = csv.DictWriter(file, head, restval="")
            writer.writeheader()
            return writer

        writers = {
            kind: opened(name, ["record", "document", *(f.name for f in archive_fields(kind))])
            for kind, name in FILES
        }
        names = [f.name for f in fields(Remark)]
        remarks = opened(REMARKS, names)
        for entry in entries:
            for document in entry.record.documents:
                for kind, name in FILES:
                    made = archive_metadata(entry, document, kind)
                    row = {"record": entry.name, "document": document.id, **made.values}
                    writers[kind].writerow({k: plain(v, options.guard) for k, v in row.items()})
                    report.count(name)
                    for remark in made.remarks:
                        cells = [plain(cell, options.guard) for cell in astuple(remark)]
                        remarks.writerow(dict(zip(names, cells, strict=True)))
                        report.note(f"archive-{remark.code}", f"{entry.name} {document.id}")
                        report.count(REMARKS)
    return report


EXPORTER = Exporter(
    "archive",
    "folder",
    {
        "en": "a folder of CSV files with the metadata fields of Decree 30/2020 and "
        "Circular 05/2025",
        "vi": "thư mục CSV gồm các trường dữ liệu của Nghị định 30/2020 và Thông tư 05/2025",
    },
    write,
)
