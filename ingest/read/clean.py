"""The form that every page text has: NFC, `\\n` line ends, no control characters.

Only what is no text goes. Zero-width signs, look-alike letters and soft hyphens (U+00AD is
the letter ư in TCVN3 text) stay: the repair stage changes them with an entry of what it did.
"""

from __future__ import annotations

import unicodedata

import regex

_LINE_ENDS = regex.compile(r"\r\n|[\r\v\f\x1c-\x1e\u2028\u2029]")
_CONTROLS = regex.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_C1 = regex.compile(r"[\x80-\x9f]")
_SURROGATES = regex.compile(r"[\ud800-\udfff]")
_LINE_TAIL = regex.compile(r"(?<![^\S\n])[^\S\n]++(?=\n|\Z)")
_MARK_RUN = regex.compile(r"(\p{M}{30})(?=\p{M})")

_RULE_SIGNS = "-–—_=*~─ "

_CP1252 = {
    code: bytes([code]).decode("cp1252", errors="ignore") or "\ufffd" for code in range(0x80, 0xA0)
}


def tidy(text: str) -> str:
    """`text` in the form of a page text; doing it twice changes nothing.

    A C1 control character is what a Windows byte became on its way through Latin-1
    (U+0096 for `–`): it is read as in Windows-1252, as browsers do.

    >>> tidy("a\\tb \\r\\nc\\x00 \\x96 d")
    'a b\\nc – d'
    """
    if _stands(text):
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = _CONTROLS.sub("", text)
    text = _C1.sub(lambda m: _CP1252[ord(m[0])], text)
    text = nfc(_SURROGATES.sub("\ufffd", text))
    return str(_LINE_TAIL.sub("", text.removeprefix("\ufeff")))


def _stands(text: str) -> bool:
    """True for a text that `tidy` leaves as it is, never wrongly: most texts, at one look."""
    return (
        text.replace("\n", "").isprintable()
        and not text.endswith(" ")
        and " \n" not in text
        and unicodedata.is_normalized("NFC", text)
    )


def is_tidy(line: str) -> bool:
    """True for a line in the form of a page text, but for blanks at its end; never wrongly."""
    return line.isprintable() and unicodedata.is_normalized("NFC", line)


def nfc(text: str) -> str:
    """NFC in linear time: a run of more than 30 marks is cut, as in UAX 15 (stream-safe text).

    Without the cut, 5 MB of combining marks would keep the sorter busy for weeks.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MARK_RUN.sub("\\1\u034f", text))


def is_rule(line: str) -> bool:
    """True for a line that is only drawn: `-------`, `———`, `* * *`."""
    return len(line.strip()) > 2 and not line.strip(_RULE_SIGNS)


def one_line(text: str) -> str:
    """`tidy`, with every run of blanks and line ends as one blank: the text of a table cell."""
    plain = text.isprintable() and unicodedata.is_normalized("NFC", text)
    return " ".join((text if plain else tidy(text)).split())
