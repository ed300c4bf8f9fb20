"""Bytes of a text file to characters: by byte order mark, by form, at last by guess."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 65536
_MAX_BAD_BYTES = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """`guessed` names why the encoding is not certain; empty where it is."""

    text: str
    encoding: str
    guessed: str = ""


def decode(data: bytes) -> Decoded:
    """The characters of `data`; every byte survives, if need be as a letter of Latin-1.

    UTF-8, UTF-16 and UTF-32 with a mark; UTF-8 and UTF-16 without. What is none of these is
    read byte by byte as Windows-1252 (a Vietnamese file of the 1990s is TCVN3, VNI or VPS: a
    one-byte code whose letters the repair stage knows by their Latin-1 shapes).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            bad = "\ufffd" in text and "bytes that break the encoding of its own mark"
            return Decoded(text, encoding, bad or "")
    wide = _wide(data)
    if wide:
        text = data.decode(wide, errors="replace")
        return Decoded(text, wide, "no byte order mark")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: Vietnamese and blanks have 0x00, 0x01 or 0x1E as high byte."""
    sample = data[: min(len(data) & ~1, _SAMPLE)]
    if len(sample) < 4:
        return None
    for encoding, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        highs, lows = sample[high::2], sample[low::2]
        likely = sum(highs.count(b) for b in (b"\x00", b"\x01", b"\x1e", b"\x20"))
        if likely >= 0.9 * len(highs) and highs.count(0) >= 0.4 * len(highs) > lows.count(0) * 4:
            return encoding
    return None


def _not_utf8(data: bytes) -> Decoded:
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(c >= "\u0080" for c in text[:_SAMPLE]) - text[:_SAMPLE].count("\ufffd")
    if bad <= max(_MAX_BAD_BYTES, good // 100) and good > 4 * bad:
        return Decoded(text, "utf-8", f"{bad} places break UTF-8 and are shown as \ufffd")
    best = max(("cp1258", "cp1252"), key=lambda e: _vietnamese(data, e))
    if best == "cp1258" and _vietnamese(data, "cp1258") > 0:
        return Decoded(_bytewise(data, "cp1258"), "windows-1258", "no Unicode encoding")
    return Decoded(_bytewise(data, "cp1252"), "windows-1252", "no Unicode encoding")


def _bytewise(data: bytes, encoding: str) -> str:
    table = {}
    for byte in range(256):
        table[byte] = bytes([byte]).decode(encoding, errors="ignore") or chr(byte)
    return data.decode("latin-1").translate(table)


def _vietnamese(data: bytes, encoding: str) -> int:
    """How many more Vietnamese vowels with two marks than other rare letters, in cp1258.

    In Windows-1258 a tone is a byte after its vowel (`ê` + 0xF2). TCVN3 and VNI use the same
    bytes for letters that follow consonants, so their score falls below zero.
    """
    if encoding != "cp1258":
        return 0
    sample = data[:_SAMPLE]
    score = 0
    vowels = set(b"aeiouyAEIOUY" + "ÂâÊêÔôăĂ".encode("cp1258")) | {0xF5, 0xD5, 0xFD, 0xDD}
    tones = {0xCC, 0xD2, 0xDE, 0xEC, 0xF2}
    for before, byte in pairwise(sample):
        if byte in tones:
            score += 1 if before in vowels else -2
        elif 0x80 <= byte < 0xA0 or byte in (0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xAE, 0xAC, 0xAD):
            score -= 1
    return score
