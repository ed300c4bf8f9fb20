"""What can stop a whole run, beyond what can go wrong with one file."""

from __future__ import annotations

from ingest.errors import CannotWrite, ExitCode, IngestError, MissingTool


class DiskFull(CannotWrite):
    """No space, or no quota, is left where records go."""

    outcome = "disk-full"


class Busy(CannotWrite):
    """Another run is writing to the same output."""

    outcome = "busy"


class NoLedger(IngestError):
    """The folder holds no ledger: no run has written to it."""

    outcome = "no-ledger"
    exit_code = ExitCode.USAGE


class ExecutorLost(IngestError):
    """The scheduler, or the pool of workers, is gone. What was under way is done again."""

    outcome = "executor-lost"


class ExtraMissing(MissingTool):
    """An optional part of this program (cluster, s3) is not installed."""
