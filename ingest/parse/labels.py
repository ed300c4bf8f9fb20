"""Labels that open a section, and bullets.

Every style of the genre: `Phần thứ nhất`, `Chương II`, `Điều 1.`, `A.`, `I.`, `I-`, `1.`, `1/`,
`1)`, `(1)`, `1.1.`, `a)`, `a.`, `đ)`, `(i)`, `Phụ lục 2`. A label may be read in two ways
(`I.` Roman or letter, `i)` letter or Roman): all readings are given, the outline chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import regex

from ingest.lexicon.fold import bare

LabelKind = Literal[
    "appendix", "part", "chapter", "group", "article", "upper", "roman", "decimal", "letter", "small"
]  # fmt: skip

_KINDS: tuple[LabelKind, ...] = (
    "appendix", "part", "chapter", "group", "article", "upper", "roman", "decimal", "letter", "small"
)  # fmt: skip
RANK: dict[LabelKind, int] = {kind: rank for rank, kind in enumerate(_KINDS)}

# After d) comes đ), after e) comes g) (NĐ 30/2020 Phụ lục I); f, j, w, z are of Word's own lists.
ALPHABET = "abcdđefghijklmnopqrstuvwxyz"
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_SPELLED = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a label.

    `numbers` are its components (`2.1` → (2, 1); `c` → (3,)), `path` what it adds to a
    section's id, `style` its punctuation, `end` where the content begins in the line.
    """

    kind: LabelKind
    numbers: tuple[int, ...]
    path: str
    style: str
    printed: str
    end: int
    guess: bool = False

    def follows(self, other: Label) -> bool:
        """True where this may be the next sibling of `other`, a few skipped ones allowed."""
        if self.kind != other.kind or self.numbers[:-1] != other.numbers[:-1]:
            return False
        step = self.numbers[-1] - other.numbers[-1]
        if self.guess:
            return step == 1
        return 1 <= step <= (1 if self.kind == "small" else 3)

    def next(self) -> Label:
        """The numeral behind this one, as a guess."""
        number = self.numbers[-1] + 1
        return Label(
            self.kind, (number,), _roman(number), self.style, self.printed, self.end, guess=True
        )

    @property
    def first(self) -> bool:
        return self.numbers[-1] == 1


_AFTER = r"(?:\s+|$|(?=[\p{Lu}“\"]))"
_WORDED = regex.compile(
    r"""
    (?P<word> PH[ẦÂẢẤẨ]N|Phần | CH[ƯU][ƠO]NG|Chương | MỤC|Mục | [ĐD](?:I[ỀÊẾ]U|i[ềêếè]u)
        | PH[ỤU]\s+L[ỤU]C|Phụ\s+lục | PHỤ\s+BIỂU|Phụ\s+biểu )  # some lost a mark
    (?: \s+ (?: (?:THỨ|thứ|Thứ) \s+ (?P<spelled>\p{L}{2,4}) | (?:SỐ\s+|số\s+)? (?P<roman>[IVX]{1,6}) (?!\p{L})
        | (?:SỐ\s+|số\s+)? (?P<number>\d{1,3}) (?P<letter>[a-z]?) (?![\p{L}\d/]) ) )?
    \s{0,2} (?P<style>[.:)/-]?) \s{0,4}
    """,
    regex.VERBOSE,
)
_WORD_KINDS: dict[str, tuple[LabelKind, str]] = {
    "phan": ("part", "P"),
    "chuong": ("chapter", "C"),
    "muc": ("group", "M"),
    "dieu": ("article", "Đ"),
    "phu luc": ("appendix", "PL"),
    "phu bieu": ("appendix", "PL"),
}
_SIGN = r"(?P<style>[.)/]|\s?[-–](?!\s?\d))"
_ROMAN = regex.compile(rf"(?P<value>[IVX]{{1,6}})\s?{_SIGN}{_AFTER}")
_UPPER = regex.compile(rf"(?P<value>[A-HK-NPĐ])\s?{_SIGN}{_AFTER}")
# a) · a. · a/ · a- Khởi công (older plans), not "e-learning"; a1) · b2) under a) and b)
_LETTER = regex.compile(
    rf"(?P<value>[a-zđ])\s?(?P<style>[.)/]|[-–](?=\s+\p{{Lu}})){_AFTER}"
    r"|(?P<value>[a-zđ])(?P<sub>\d)\s?(?P<style>[.)])\s+"
)
_SMALL = regex.compile(rf"(?P<value>[ivx]{{1,5}})\s?(?P<style>[.)]){_AFTER}")
# `46/TTr-STC`, `12-KH/TU` at a line's start are document numbers.
_NO_SYMBOL = r"(?!\p{Lu}[\p{L}\d.&]{0,20}\s?[-–/])"
# `2.1 Trên loa` without a sign needs its capital: `7.30 tập trung` is a time of day.
_DECIMAL = regex.compile(
    rf"(?P<value>\d{{1,2}})\s?{_SIGN}{_NO_SYMBOL}{_AFTER}"
    rf"|(?P<value>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\s?(?P<style>[.)/]|-(?!\s?\d)|(?=\s+[\p{{Lu}}“\"]|\s*$))(?:\s+|$|(?<=[.)])(?=\p{{Lu}}))"
)
# IV.1. · A.1 · 1.a): the label above is repeated, its own begins behind the dot
_JOINED = regex.compile(
    r"(?:(?:[IVX]{1,5}|[A-HĐ])\.(?P<inner>\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])|\d{1,2}\.(?P<inner>[a-zđ]))"
    r"(?:[.)/]\s{0,4}|\s{1,4}(?=\p{Lu}))"
)
_PAREN = regex.compile(r"\((?P<value>[a-zđ]|[ivx]{1,5}|\d{1,2})(?P<style>\))\s*")
_BULLET = regex.compile(  # the o is Word's second level
    r"(?P<mark>[-–—+*•●▪◦‣✓➢❖■♦►·○□])(?:\s+|(?=[\p{L}\d“\"(]))|(?P<mark>o)\s{1,4}(?=\p{Lu})"
)


def roman_number(text: str) -> int | None:
    """`XIV` → 14; None where the letters are no Roman numeral (`IIX`)."""
    values = {"I": 1, "V": 5, "X": 10}
    if not text or set(text) - values.keys():
        return None
    total, last = 0, 0
    for c in reversed(text):
        value = values[c]
        total += value if value >= last else -value
        last = max(last, value)
    return total if total > 0 and _roman(total) == text else None


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


_MAY_OPEN = regex.compile(
    r"[\d(|!]|P[Hh]|C[Hh]|M[ỤụUu]|[ĐD][IiÍ]|[IVXHLTYl1|!]{1,6}\s?[.,)/\s–-]|[\p{Lu}a-zđ]\d?\s?[.)/–-]|[ivx]{1,5}\s?[.)]"
)
"""Holds for every line that a label may open: most lines of text are passed over at one look."""


def readings(line: str) -> tuple[Label, ...]:
    """All readings of the label that opens `line`, likeliest first; empty if there is none."""
    if _MAY_OPEN.match(line) is None:
        return ()
    return _remembered(line) if len(line) <= _SHORT else _readings(line)


_SHORT = 400


def _readings(line: str) -> tuple[Label, ...]:
    worded = _WORDED.match(line) if line[0] in "PCMĐD" else None
    if worded:
        label = _worded(worded, line)
        return (label,) if label else ()
    joined = _JOINED.match(line)
    if joined and (inner := readings(f"{joined['inner']}. {line[joined.end() :]}")):
        shift = joined.end() - len(joined["inner"]) - 2
        printed = joined.group().strip()
        return tuple(replace(x, printed=printed, end=max(x.end + shift, 1)) for x in inner)
    if paren := _PAREN.match(line):
        return _paren(paren)
    if line[0].isdigit():
        found = _number(line)
    else:
        found = _small_letter(line) if line[0].islower() else _capital(line)
    if not any(x.kind == "roman" for x in found):
        found += _garbled(line)
    return tuple(found)


_remembered = lru_cache(maxsize=512)(_readings)
"""Zones, paragraphs and blocks ask for the same lines of a document one after another."""


def _number(line: str) -> list[Label]:
    m = _DECIMAL.match(line)
    if m is None:
        return []
    numbers = tuple(int(n) for n in m["value"].split("."))
    return [_label("decimal", numbers, ".".join(map(str, numbers)), m)]


def _capital(line: str) -> list[Label]:
    """A Roman numeral, a letter, or either."""
    found: list[Label] = []
    if (m := _ROMAN.match(line)) and (number := roman_number(m["value"])):
        found.append(_label("roman", (number,), m["value"], m))
    if m := _UPPER.match(line):
        found.append(_label("upper", (ALPHABET.index(m["value"].lower()) + 1,), m["value"], m))
    elif found and found[0].path in ("I", "O"):
        found.append(_as_upper(found[0]))
    return found


def _small_letter(line: str) -> list[Label]:
    """A letter of the alphabet, a small Roman numeral, or either."""
    found: list[Label] = []
    if m := _LETTER.match(line):
        numbers = (_place(m["value"]), *((int(m["sub"]),) if m["sub"] else ()))
        found.append(_label("letter", numbers, m["value"] + (m["sub"] or ""), m))
    if (m := _SMALL.match(line)) and (number := roman_number(m["value"].upper())):
        found.append(_label("small", (number,), m["value"], m))
    return found


# H. NỘI DUNG · IIIL NHIỆM VỤ · I11. KINH PHÍ · H/ Mục tiêu: Roman numerals as engines misread them.
_GARBLED = regex.compile(r"(?P<value>[IVXHLTYl1|!]{1,6})(?P<style>[.,/-]?)\s+(?=\p{Lu})")
_MISREAD = str.maketrans(
    {"H": "II", "L": "I", "T": "I", "l": "I", "1": "I", "|": "I", "!": "I", "Y": "V"}
)


def _garbled(line: str) -> list[Label]:
    """What a misread numeral may have been; the outline takes it only where it comes next."""
    m = _GARBLED.match(line)
    if not m or not (m["style"] == "/" or line[m.end() :].isupper()):
        return []
    value = m["value"]
    # A dot may have been read as `L` or `l`: `IIIL` is `III.` as well as `IIII`.
    forms = [value, value[:-1]] if value[-1] in "Ll" and len(value) > 1 else [value]
    found = []
    for form in forms:
        roman = form.translate(_MISREAD)
        number = roman_number(roman)
        if number:
            printed, style = m.group().strip(), m["style"].replace(",", ".") or "."
            found.append(Label("roman", (number,), roman, style, printed, m.end(), guess=True))
    return found


def bullet(line: str) -> tuple[str, int] | None:
    """The mark of a bullet item and where its content begins.

    A doubled mark (`- + Năm 2019`) is the inner one.
    """
    m = _BULLET.match(line)
    if not m:
        return None
    inner = _BULLET.match(line, m.end())
    if inner and inner["mark"] != m["mark"]:
        m = inner
    return ("-" if m["mark"] in "–—" else m["mark"]), m.end()


def _place(letter: str) -> int:
    # f, j, w, z never occur in a hand-numbered list: only the Latin order of Word has them.
    order = _VIETNAMESE if letter in _VIETNAMESE else ALPHABET
    return order.index(letter) + 1


def _label(kind: LabelKind, numbers: tuple[int, ...], path: str, m: regex.Match[str]) -> Label:
    printed = m.group().strip()
    return Label(kind, numbers, path, m["style"].strip() or ".", printed, m.end())


def _as_upper(roman: Label) -> Label:
    number = ALPHABET.index(roman.path.lower()) + 1
    return Label("upper", (number,), roman.path, roman.style, roman.printed, roman.end)


def _paren(m: regex.Match[str]) -> tuple[Label, ...]:
    value = m["value"]
    found: list[Label] = []
    printed, end = m.group().strip(), m.end()
    if value.isdigit():
        found.append(Label("decimal", (int(value),), str(int(value)), "()", printed, end))
    elif len(value) == 1:
        found.append(Label("letter", (_place(value),), value, "()", printed, end))
    number = roman_number(value.upper()) if set(value) <= set("ivx") else None
    if number:
        found.append(Label("small", (number,), value, "()", printed, end))
    return tuple(found)


def _worded(m: regex.Match[str], line: str) -> Label | None:
    """`Điều 1.`, `Phần thứ nhất`, `Phụ lục II`: a sentence that begins `Phần mềm …` is none."""
    kind, letter = _WORD_KINDS[" ".join(bare(m["word"]).split())]
    rest = line[m.end() :]
    if m["spelled"]:
        number = _SPELLED.get(m["spelled"].lower())
    elif m["roman"]:
        number = roman_number(m["roman"])
    elif m["number"]:
        number = int(m["number"])
    else:
        # `PHỤ LỤC` alone in its line, or in capitals before its title.
        if kind != "appendix" or not (not rest.strip() or (m["word"].isupper() and rest.isupper())):
            return None
        return Label(kind, (1,), letter, "", m["word"], m.end())
    # In running text (`Điều 5 Nghị định …`, `Mục 2 phần …`) the label is no label.
    if number is None or not (
        m["style"] or not rest.strip() or (rest[:1].isupper() and rest.isupper())
    ):
        return None
    roman = m["roman"] if m["roman"] and kind != "appendix" else str(number)
    return Label(
        kind, (number,), f"{letter}{roman}{m['letter'] or ''}", "", m.group().strip(), m.end()
    )
