"""One family of errors. Exit code, stable outcome code and remedy stand on the class.

What is wrong with a *document* is no exception but a diagnostic in its record; these are
for files that give no record, and for a machine that lacks something.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the command says to the shell. Documented in `docs/commands.md`."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    MISSING_TOOL = 3
    CANNOT_WRITE = 4
    INTERRUPTED = 130


class IngestError(Exception):
    """A failure that a user can act on.

    `what` is about the file at hand, in English; `outcome` is the stable code by which
    messages (lexicon/messages.toml: `outcome.<code>`, `remedy.<code>`) are found in both
    languages.
    """

    outcome: ClassVar[str] = "failed"
    exit_code: ClassVar[ExitCode] = ExitCode.SOME_FAILED

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


class Unreadable(IngestError):
    """The path cannot be opened: absent, no permission, a folder, a device."""

    outcome = "unreadable"


class Unsupported(IngestError):
    """The content is of a kind that no reader takes."""

    outcome = "unsupported"


class Empty(IngestError):
    """The file holds no bytes."""

    outcome = "empty"


class NoText(IngestError):
    """The file was read, but there is no text in it."""

    outcome = "no-text"


class Damaged(IngestError):
    """The content breaks the rules of its own format."""

    outcome = "damaged"


class Encrypted(IngestError):
    """The content opens only with a password."""

    outcome = "encrypted"


class TooLarge(IngestError):
    """More bytes, pages or pixels than the limits allow."""

    outcome = "too-large"


class MissingTool(IngestError):
    """A program or data file that the job needs is not installed."""

    outcome = "missing-tool"
    exit_code = ExitCode.MISSING_TOOL


class NameClash(IngestError):
    """Two inputs would be written to one record file."""

    outcome = "name-clash"
    exit_code = ExitCode.USAGE


class InvalidRecord(IngestError):
    """A record does not validate: a defect of this program, never written as a success."""

    outcome = "invalid-record"


class CannotWrite(IngestError):
    """The output cannot be written: permission, disk full."""

    outcome = "cannot-write"
    exit_code = ExitCode.CANNOT_WRITE


class LexiconError(IngestError):
    """A row of a lexicon file breaks its rules; the message names file and row."""

    outcome = "lexicon"
    exit_code = ExitCode.USAGE
