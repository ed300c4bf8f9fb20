"""Counters of lists as Word and browsers print them."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numeral(number: int, format: str) -> str:
    """A counter in one of Word's formats; an unknown format counts in decimals.

    >>> [numeral(4, f) for f in ("decimal", "upperRoman", "lowerLetter", "decimalZero")]
    ['4', 'IV', 'd', '04']
    """
    if format == "none":
        return ""
    if format in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        roman = "".join(sign * n for n, sign in _roman_digits(number))
        return roman if format == "upperRoman" else roman.lower()
    if format in ("upperLetter", "lowerLetter") and 0 < number <= 26 * 8:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if format == "lowerLetter" else letter.upper()
    return f"{number:02}" if format == "decimalZero" else str(number)


def _roman_digits(number: int) -> list[tuple[int, str]]:
    digits = []
    for value, sign in _ROMAN:
        digits.append((number // value, sign))
        number %= value
    return digits
