"""`plan-ingest train CORPUS... -o DIR`: the repair's model files anew, from text.

`plan-ingest train --corrections DIR -o FILE`: a lexicon from reviewers' corrections, in seconds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.cli.command import Command
from ingest.cli.say import Speaker
from ingest.errors import ExitCode, Unreadable


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpora",
        nargs="*",
        metavar="CORPUS",
        help="text files of one paragraph a line; FILE=N: the share of FILE in the model,"
        " against the others",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="PATH",
        help="where the model files go; with --corrections the lexicon file",
    )
    parser.add_argument(
        "--work", type=Path, metavar="DIR",
        help="drawn pages and finished stages; the same folder goes on where a run stopped",
    )  # fmt: skip
    parser.add_argument(
        "--tuning", type=Path, metavar="FILE", help="text of other documents, for the confidences"
    )

    parser.add_argument(
        "--corrections", type=Path, metavar="DIR",
        help="records with reviewers' corrections: write a lexicon of names and confusions"
        " for run --lexicon; the model stays as it is",
    )  # fmt: skip


def execute(args: argparse.Namespace, speaker: Speaker) -> int:
    if args.corrections is not None:
        return _learn(args, speaker)
    if not args.corpora or args.work is None:
        speaker.error(speaker.text("train.what"))
        return ExitCode.USAGE
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


def _learn(args: argparse.Namespace, speaker: Speaker) -> int:
    from ingest.batch.write import write_atomic
    from ingest.lexicon.learnt import dumps
    from ingest.review.learning import learn

    if args.corpora:
        speaker.error(speaker.text("train.what"))
        return ExitCode.USAGE
    if not args.corrections.is_dir():
        raise Unreadable(f"{args.corrections}: not a folder")
    learnt = learn(args.corrections)
    write_atomic(args.output, dumps(learnt))
    counts = {"names": len(learnt.name), "confusions": len(learnt.confusion)}
    speaker.line(speaker.text("train.learnt", where=args.output, **counts))
    return ExitCode.OK


COMMAND = Command(
    "train",
    {
        "en": "rebuild the repair's model from text (hours), or learn names from corrections",
        "vi": "dựng lại mô hình phục hồi từ văn bản (nhiều giờ), hoặc học tên từ các chỉnh sửa",
    },
    arguments,
    execute,
)
