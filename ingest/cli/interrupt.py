"""Ctrl-C: once, and what is under way is finished; twice, and all ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ingest.batch.guard import at_work, kill_all
from ingest.batch.run import Stop
from ingest.cli.say import Speaker

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible(speaker: Speaker) -> Iterator[Stop]:
    """What Ctrl-C (or a polite end from outside) sets. Outside the main thread it is never set."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.asked:
            kill_all()
            raise KeyboardInterrupt
        stop.asked = True
        speaker.error(speaker.text("say.stopping", count=at_work()))

    before = {number: signal.signal(number, asked) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
