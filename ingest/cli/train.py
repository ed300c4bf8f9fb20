"""`plan-ingest train CORPUS... -o DIR`: the repair's model files anew, from text."""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode, Unreadable


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpora",
        nargs="+",
        metavar="CORPUS",
        help="text files of one paragraph a line; FILE=N counts the words of FILE N times",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="where the model files go"
    )
    parser.add_argument(
        "--work", type=Path, required=True, metavar="DIR",
        help="drawn pages and finished stages; the same folder goes on where a run stopped",
    )  # fmt: skip
    parser.add_argument(
        "--tuning", type=Path, metavar="FILE", help="text of other documents, for the confidences"
    )


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    from ingest.repair.training.grams import Corpus
    from ingest.repair.training.train import train

    corpora = []
    for given in args.corpora:
        name, _, weight = given.partition("=")
        if not Path(name).is_file():
            raise Unreadable(f"{name}: no such file")
        corpora.append(Corpus(Path(name), int(weight) if weight.isdigit() else 1))
    args.output.mkdir(parents=True, exist_ok=True)
    args.work.mkdir(parents=True, exist_ok=True)
    train(corpora, args.output, args.work, args.tuning, speaker.line)
    return ExitCode.OK


COMMAND = Command(
    "train",
    {
        "en": "rebuild the repair's model files from text (hours; needs Tesseract and fonts)",
        "vi": "dựng lại mô hình phục hồi từ văn bản (nhiều giờ; cần Tesseract và phông chữ)",
    },
    arguments,
    execute,
)
