"""What can go wrong beyond one file: with a whole run, with a member of an archive."""

from __future__ import annotations

from ingest.errors import CannotWrite, ExitCode, IngestError, MissingTool


class DiskFull(CannotWrite):
    """No space, or no quota, is left where records go."""

    outcome = "disk-full"


class Busy(CannotWrite):
    """Another run is writing to the same output."""

    outcome = "busy"


class UnsafeMember(IngestError):
    """A member of an archive whose name leads out of it, or that is a link or a device."""

    outcome = "unsafe-member"


class Changed(IngestError):
    """The input was written to while it was read: what was read may never have been its content."""

    outcome = "changed"


class NoLedger(IngestError):
    """The folder holds no ledger: no run has written to it."""

    outcome = "no-ledger"
    exit_code = ExitCode.USAGE


class ExecutorLost(IngestError):
    """The scheduler, or the pool of workers, is gone. What was under way is done again."""

    outcome = "executor-lost"


class ExtraMissing(MissingTool):
    """An optional part of this program (cluster, s3) is not installed."""
