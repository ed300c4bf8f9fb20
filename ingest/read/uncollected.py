"""No garbage collection while a PDF is read.

A page makes thousands of small objects, next to none of them in a cycle; the collector would
walk through them, and through all word lists in memory, several times a page: a sixth of the
time of a born-digital page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """The collector rests inside, if it ran; objects outside cycles go as always."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
