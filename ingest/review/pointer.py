"""Places in a record, by item id instead of list index: `/documents/d1/targets/I.2~11/value`.

JSON Pointer (RFC 6901) with one change: a member of a list is named by its key (see `keys`).
`~1` stands for `/` and `~0` for `~` inside a name, as there. A path thus means the same value
after items were added before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

LISTS = (
    "signers", "recipients", "sections", "citations", "targets", "deadlines", "assignments",
    "units", "amounts",
)  # fmt: skip
"""The lists of a document."""

SCALARS = ("type", "number", "issuer", "place", "date", "title", "period", "filing", "relation")
"""The single values of a document."""

_NAMES = ("id", "number", "name", "text", "position", "code")


def key(item: object) -> str:
    """What a list member is called in a path: its id, else its name, text or position."""
    if isinstance(item, Mapping):
        for name in _NAMES:
            if isinstance(item.get(name), (str, int)):
                return str(item[name])
    return item if isinstance(item, str) else ""


def keys(items: Sequence[object]) -> list[str]:
    """Keys of all members; the second of two alike gets `#2`."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for item in items:
        name = key(item)
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found


def join(*names: str) -> str:
    """`join("documents", "d1")` is `/documents/d1`."""
    return "".join("/" + n.replace("~", "~0").replace("/", "~1") for n in names)


def split(path: str) -> list[str]:
    """The names of a path. Raises ValueError where it does not begin with `/`."""
    if not path.startswith("/"):
        raise ValueError(f"a path begins with /: {path[:80]}")
    return [n.replace("~1", "/").replace("~0", "~") for n in path[1:].split("/")]


def member(value: object, name: str) -> tuple[str | int, object] | None:
    """The key or index under which `name` stands in an object or list, with its value."""
    if isinstance(value, Mapping):
        return (name, value[name]) if name in value else None
    if isinstance(value, list):
        for index, found in enumerate(keys(value)):
            if found == name:
                return index, value[index]
    return None


def find(value: object, names: Sequence[str]) -> object | None:
    """What stands at a path, or None."""
    for name in names:
        step = member(value, name)
        if step is None:
            return None
        value = step[1]
    return value
