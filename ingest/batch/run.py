"""Files to records on any executor, each input to exactly one outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from typing import Protocol

from ingest.batch.errors import DiskFull, ExecutorLost
from ingest.batch.failing import failed
from ingest.batch.ledger import Ledger
from ingest.batch.outcome import DEFAULT_BOUNDS, Bounds, Outcome, Task
from ingest.batch.plan import Job
from ingest.batch.reuse import DEFAULT_POLICY, Policy, Terms, settled
from ingest.errors import CannotWrite
from ingest.read.limits import DEFAULT_LIMITS, Limits

_TICK = 0.5


class Watcher(Protocol):
    """Is told what happens. `settled`: without work, from an earlier run."""

    def planned(self, inputs: int) -> None: ...
    def started(self, job: Job) -> None: ...
    def finished(self, outcome: Outcome, settled: bool) -> None: ...
    def tick(self) -> None: ...


@dataclass(slots=True)
class Stop:
    """Set by Ctrl-C: nothing new is begun, what is under way is finished."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all tasks of a run. `strict`: workers compare the fingerprint with
    their own, for they may lie on machines with another version."""

    output: str
    fingerprint: str
    limits: Limits = DEFAULT_LIMITS
    bounds: Bounds = DEFAULT_BOUNDS
    policy: Policy = DEFAULT_POLICY
    module: str = "ingest.batch.work"
    strict: bool = False

    @property
    def terms(self) -> Terms:
        """Bounds are told apart by what they allow a file, not by how workers are kept."""
        bounds = self.bounds
        allowed = f"{bounds.seconds:g} {bounds.stalled_seconds:g} {bounds.memory} {self.limits}"
        return Terms(self.output, self.fingerprint, allowed, self.limits.max_bytes)


Function = Callable[[Task], Outcome]


@dataclass(slots=True)
class _Run:
    ledger: Ledger
    settings: Settings
    watcher: Watcher
    under_way: dict[Future[Outcome], Task] = field(default_factory=dict)
    fatal: Outcome | None = None


def run(
    ledger: Ledger,
    number: int,
    settings: Settings,
    executor: Executor,
    function: Function,
    ahead: int,
    watcher: Watcher,
    stop: Stop,
) -> None:
    """Brings each planned input of run `number` to its outcome.

    `function` does a task in the executor; at most `ahead` tasks are given to it at a time.
    Raises CannotWrite or DiskFull where records cannot be written at all, ExecutorLost where
    the executor is gone; what has no outcome then stays pending.
    """
    state = _Run(ledger, settings, watcher)
    tasks = _tasks(state, number, stop)
    more = True
    while more or state.under_way:
        while more and len(state.under_way) < ahead and not stop.asked and not state.fatal:
            task = next(tasks, None)
            if task is None:
                more = False
            else:
                _begin(state, task, executor, function)
        if stop.asked or state.fatal:
            more = False
        if state.under_way:
            done, _ = wait_for(state.under_way, _TICK, FIRST_COMPLETED)
            for future in done:
                _end(state, future)
        watcher.tick()
    if state.fatal:
        kind = DiskFull if state.fatal.code == DiskFull.outcome else CannotWrite
        raise kind(state.fatal.why)


def _tasks(state: _Run, number: int, stop: Stop) -> Iterator[Task]:
    """Tasks for the inputs that need work; the others are settled on the way."""
    settings, policy = state.settings, state.settings.policy
    terms, given = settings.terms, 0
    for row in state.ledger.planned(number):
        if stop.asked:
            return
        outcome = settled(row, state.ledger, terms, policy)
        if outcome is not None:
            if outcome is not row.outcome:
                state.ledger.finish(outcome, terms.fingerprint, terms.bounds)
            state.watcher.finished(outcome, True)
            state.watcher.tick()
        elif policy.limit is None or given < policy.limit:
            given += 1
            yield Task(
                row.job,
                settings.output,
                settings.limits,
                settings.bounds,
                terms.fingerprint if settings.strict else "",
                settings.module,
            )


def _begin(state: _Run, task: Task, executor: Executor, function: Function) -> None:
    state.ledger.start(task.job)
    state.watcher.started(task.job)
    try:
        state.under_way[executor.submit(function, task)] = task
    except RuntimeError as error:  # also BrokenExecutor: shut down, or its workers are gone
        raise ExecutorLost(str(error)) from error


def _end(state: _Run, future: Future[Outcome]) -> None:
    task = state.under_way.pop(future)
    try:
        outcome = future.result()
    except (CancelledError, BrokenExecutor) as error:
        raise ExecutorLost(f"{type(error).__name__}: {error}") from error
    except Exception as error:  # whatever an executor says of a worker that died
        outcome = failed(task, "killed", f"{type(error).__name__}: {error}")
    terms = state.settings.terms
    state.ledger.finish(outcome, terms.fingerprint, terms.bounds)
    state.watcher.finished(outcome, False)
    if outcome.fatal:
        state.fatal = outcome
