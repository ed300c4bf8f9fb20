"""What a command is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.cli.say import Speaker


@dataclass(frozen=True, slots=True)
class Command:
    """`arguments` adds its flags to a parser; `execute` gives the exit code."""

    name: str
    help: Mapping[str, str]
    arguments: Callable[[argparse.ArgumentParser], None]
    execute: Callable[[argparse.Namespace, Speaker], int]
