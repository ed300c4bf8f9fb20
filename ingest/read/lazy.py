"""A property that is worked out once, without the lock of `functools.cached_property`.

The lines of a page have hundreds of them, and only one thread looks at a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """For classes with a `__dict__`, where the value then stands in the property's place."""

    def __init__(self, of: Callable[[Any], T]) -> None:
        self._of = of
        self._name = of.__name__

    def __get__(self, one: Any, kind: type | None = None) -> T:
        value: T = self._of(one)
        one.__dict__[self._name] = value
        return value
