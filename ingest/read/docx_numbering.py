"""Word's automatic numbering as text: `I.`, `1.2`, `a)`, `-`.

Source: ECMA-376 part 1, 17.9 (numbering). Lists that share an abstract definition share
their counters; a `startOverride` restarts them where its list is first used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from ingest.read.docx_package import Element, W, integer, is_on, val
from ingest.read.docx_styles import Styles
from ingest.read.numerals import numeral

_LEVELS = 9
_PLACE = regex.compile(r"%([1-9])")
_KEPT_BULLETS = frozenset("-+*•–")


@dataclass(frozen=True, slots=True)
class Level:
    """`restart` is the level (from 1) after which the count begins anew, 0 for never."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: int
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[int, _List] = field(default_factory=dict)
    counts: dict[int, dict[int, int]] = field(default_factory=dict)
    used: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> Numbering:
        if root is None:
            return cls()
        abstracts = {
            integer(str(node.get(f"{W}abstractNumId")), -1): node
            for node in root.iterchildren(f"{W}abstractNum")
        }
        nums = {integer(str(n.get(f"{W}numId")), -1): n for n in root.iterchildren(f"{W}num")}
        lists = {id: _list(node, abstracts, nums, styles) for id, node in nums.items()}
        return cls(lists)

    def level_of_style(self, num_id: int, style: str) -> int | None:
        """The level that is linked to a paragraph style."""
        levels = self.lists[num_id].levels if num_id in self.lists else {}
        return next((n for n, level in levels.items() if style and level.style == style), None)

    def label(self, num_id: int, level: int) -> str:
        """Counts on and gives the label, with its blank; empty where there is no such list."""
        one = self.lists.get(num_id)
        level = max(0, min(level, _LEVELS - 1))
        if one is None or level not in one.levels:
            return ""
        shape = one.levels[level]
        if shape.format == "bullet":
            above = sum(one.levels[n].format == "bullet" for n in one.levels if n < level)
            return f"{_bullet(shape.text, above)} "
        self._count(num_id, one, level)
        text = _PLACE.sub(lambda m: self._number(one, int(m[1]) - 1, shape), shape.text)
        return f"{text} " if text.strip() and shape.suffix != "nothing" else text

    def _count(self, num_id: int, one: _List, level: int) -> None:
        counts = self.counts.setdefault(one.abstract, {})
        start = one.starts.get(level, one.levels[level].start)
        first = (num_id, level) not in self.used
        self.used.add((num_id, level))
        if level not in counts or (first and level in one.starts):
            counts[level] = start
        else:
            counts[level] += 1
        for deeper in [n for n in counts if n > level]:
            restart = one.levels[deeper].restart if deeper in one.levels else None
            if restart is None or (restart != 0 and level < restart):
                del counts[deeper]

    def _number(self, one: _List, level: int, shape: Level) -> str:
        wanted = one.levels.get(level, Level())
        counts = self.counts.get(one.abstract, {})
        number = counts.setdefault(level, one.starts.get(level, wanted.start))
        return numeral(number, "decimal" if shape.legal else wanted.format)


def _bullet(sign: str, above: int) -> str:
    """The bullet's sign where it is one of text, else `-`, and `+` under other bullets."""
    sign = sign.strip()
    if sign in _KEPT_BULLETS and sign:
        return sign
    return "+" if above else "-"


def _list(
    node: Element, abstracts: dict[int, Element], nums: dict[int, Element], styles: Styles
) -> _List:
    abstract = integer(val(node.find(f"{W}abstractNumId")), -1)
    link = val(abstracts[abstract].find(f"{W}numStyleLink")) if abstract in abstracts else ""
    if link:
        target = nums.get(styles.numbering(link)[0] or -1)
        if target is not None:
            abstract = integer(val(target.find(f"{W}abstractNumId")), abstract)
    levels: dict[int, Level] = {}
    if abstract in abstracts:
        levels = dict(_level(n) for n in abstracts[abstract].iterchildren(f"{W}lvl"))
    starts: dict[int, int] = {}
    for override in node.iterchildren(f"{W}lvlOverride"):
        place = integer(str(override.get(f"{W}ilvl")), 0)
        if (shape := override.find(f"{W}lvl")) is not None:
            levels[place] = _level(shape)[1]
        if (start := override.find(f"{W}startOverride")) is not None:
            starts[place] = integer(val(start), 1)
    return _List(abstract, levels, starts)


def _level(node: Element) -> tuple[int, Level]:
    restart = node.find(f"{W}lvlRestart")
    level = Level(
        format=val(node.find(f"{W}numFmt"), "decimal"),
        text=val(node.find(f"{W}lvlText")),
        start=integer(val(node.find(f"{W}start")), 1),
        restart=integer(val(restart), 0) if restart is not None else None,
        legal=is_on(node.find(f"{W}isLgl")),
        suffix=val(node.find(f"{W}suff"), "tab"),
        style=val(node.find(f"{W}pStyle")),
    )
    return integer(str(node.get(f"{W}ilvl")), 0), level
