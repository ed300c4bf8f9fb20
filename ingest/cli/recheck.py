"""After a run: the reviewers' corrections beside its records, and which no longer fit."""

from __future__ import annotations

from pathlib import Path

from ingest.cli.say import Speaker
from ingest.errors import IngestError


def recheck(output: Path, speaker: Speaker) -> None:
    """Re-apply each corrections file below `output` to its record as it is now.

    The records stay as the program made them: the corrections are laid over them by
    `review`, `report` and `export`. What no longer fits is named, with the reason.
    """
    found = sorted(output.rglob("*.corrections.jsonl")) if output.is_dir() else []
    if not found:
        return
    from ingest.core.record_files import record_files
    from ingest.review.corrections import corrections_path, is_there, load_corrections
    from ingest.review.files import load
    from ingest.review.reapply import reapply

    fitting = 0
    for path in record_files(output):
        if not is_there(corrections_path(path)):
            continue
        try:
            done = reapply(load(path), load_corrections(path))
        except IngestError as error:  # the record is right: what is wrong lies beside it
            speaker.failure(error.outcome, error.what)
            continue
        for fit in done.fits:
            if fit.state == "unfit":
                where = path.relative_to(output)
                why = speaker.text(f"unfit.{fit.why}")
                speaker.error(speaker.text("say.unfit", path=where, place=fit.path, why=why))
            else:
                fitting += 1
    speaker.line(speaker.text("say.corrections", count=fitting))
