"""The numeral of a quarter, misread: `quý H/2024`, `quý [V/2025`, `Quý IH năm 2023`.

There are four quarters, and plans number them I to IV: behind `quý` and before a year, or beside
another quarter, no other reading is left. Arabic figures stay as they are, right or wrong.
"""

from __future__ import annotations

import regex

from ingest.core.text import Edit, Span

RULE = "quarters"

_SURE = 0.95
_STROKES = str.maketrans({**dict.fromkeys("l|1!][", "I"), "H": "II"})
_NUMERALS = ("I", "II", "III", "IV")
_READ = r"[IlHV|1!\][]{1,4}"
# quý H/2024 · Quý [V năm 2025 · quý IH và quý IV/2024
_QUARTER = regex.compile(
    rf"""(?<!\p{{L}})(?:[Qq]u[ýí]|QU[ÝÍ])\ {{1,3}}(?P<read>{_READ})
    (?=\ ?/\ ?(?:19|20)\d\d | \ {{1,3}}(?i:năm)\ | ,?\ {{1,3}}(?:(?:và|đến|-|–)\ {{1,3}})?(?i:qu[ýí])\ )""",
    regex.VERBOSE,
)


def find(text: str) -> list[Edit]:
    """An edit for each numeral of a quarter that can be read in one way only."""
    found = []
    for m in _QUARTER.finditer(text):
        read = m["read"]
        numeral = read.translate(_STROKES)
        if numeral in _NUMERALS and numeral != read and not read.isdigit():
            found.append(Edit(Span(*m.span("read")), numeral, RULE, _SURE))
    return found
