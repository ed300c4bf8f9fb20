"""Capitals to the case that running text uses."""

from __future__ import annotations

from functools import cache

import regex

from ingest.core.document import Document
from ingest.lexicon.bodies import expand, find, level_words
from ingest.lexicon.fold import key
from ingest.lexicon.territories import province
from ingest.lexicon.unit_words import unit_words


def sentence_case(printed: str, document: Document) -> str:
    """`ỦY BAN NHÂN DÂN TỈNH BẮC KẠN` → `Ủy ban nhân dân tỉnh Bắc Kạn`.

    The lexicon knows most bodies; else the document itself often names them in running
    text; what nobody knows is written as names of its kind are: `Cục Xúc tiến thương mại`.
    """
    words = _spelled(printed.split())
    return _known(words) or _as_written(printed, document) or _built(words)


def _spelled(words: list[str]) -> list[str]:
    """`UBND` stands for words of its own; `TỈNH` does not, nor the `CA` of `XÃ CA THÀNH`."""
    levels = {w.word.upper() for w in level_words()}
    out: list[str] = []
    for place, word in enumerate(words):
        long = expand(word) if not place or words[place - 1] not in levels else word
        out += long.upper().split() if long != word else [word]
    return out


def _known(words: list[str]) -> str | None:
    """A body of the lexicon and what follows its name; None where the lexicon has none."""
    for count in range(len(words), 1, -1):
        agency = find(" ".join(words[:count]))
        if agency:
            return f"{agency.name} {_following(agency.name, words[count:])}".strip()
    return None


def _built(words: list[str]) -> str:
    """By the noun that heads it: `Trường THCS Tân Lập`, `Phòng Kinh tế, Hạ tầng và Đô thị`."""
    for count in range(min(len(words), 6), 0, -1):
        head = _heads().get(key(" ".join(words[:count])))
        if head:
            rest = words[count:]
            if rest[:1] == ["TRƯỜNG"] and len(rest) > 1:
                return f"{head} {_built(rest)}"  # Chi đoàn Trường Mầm non Hoa Sen
            if rest and not _is_level(rest):
                school = head == "Trường" and _acronym(rest[0])
                placed = school or _names_place(head) or _names_place(f"{head} {rest[0]}")
                return f"{head} {' '.join(_cased(rest, placed, True))}"
            return f"{head} {_following(head, rest)}".strip()
    if len(words) > 1 and _names_place(" ".join(words[:2])):
        return " ".join([words[0].capitalize(), words[1].lower(), *_cased(words[2:], True, True)])
    return " ".join([words[0].capitalize(), *_cased(words[1:], False, False)])


def _following(head: str, rest: list[str]) -> str:
    """What stands behind a complete name: another body, or the territory."""
    if not rest:
        return ""
    starts = any(key(" ".join(rest[:n])) in _heads() for n in (1, 2, 3))
    if starts and not _is_level(rest):
        return _known(rest) or _built(rest)
    named = head.split()[-1] in _ENDING_LEVELS or _names_place(head)
    return " ".join(_cased(rest, named, False))


_ENDING_LEVELS = ("tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn")
"""`Ban Chấp hành Đoàn xã` is a body of the lexicon: what follows is the name of the xã."""


@cache
def _heads() -> dict[str, str]:
    """Nouns that head names of bodies, by comparison key, as they are written."""
    return {key(w.word): w.word for w in unit_words("head")}


_PLACED = regex.compile(
    r"(?i)(?:tỉnh|thành|huyện|quận|thị)\s+[uủ][ỷy]$|(?:tỉnh|thành|huyện|quận|thị|xã|phường)\s+đoàn$"
    r"|^trường\s+(?:thcs|thpt|th|mn|mg|ptdt\p{L}{1,2}|th&thcs|thcs&thpt|tiểu\s+học|mầm\s+non|mẫu\s+giáo|trung\s+học\s+\p{L}+\s+\p{L}+)\b"
)


def _names_place(head: str) -> bool:
    """True for heads that a proper name follows: `Huyện ủy Mỹ Lộc`, `Trường THCS Tân Lập`."""
    return _PLACED.search(head) is not None


def _is_level(words: list[str]) -> bool:
    levels = {w.word for w in level_words()}
    return words[0].lower() in levels or " ".join(words[:2]).lower() in levels


def _cased(words: list[str], proper: bool, first: bool) -> list[str]:
    """Levels in lower case, the proper name behind them with capitals; `first` lifts the first
    word of a field of work, and the word behind a comma, `và` or a dash inside its name."""
    levels = {w.word for w in level_words()}
    lifted = first
    out: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        count = next((n for n in (2, 1) if " ".join(words[at : at + n]).lower() in levels), 0)
        # What follows a level is its name: `TỈNH SÓC TRĂNG`, though a sóc is a village.
        named = out and out[-1].lower() in levels and proper
        if count and not named:
            out.append(" ".join(words[at : at + count]).lower())
            at, proper = at + count, True
            continue
        proper = proper or _proper_start(words[at:])
        if _acronym(word):
            out.append(word)
        else:
            plain = word.isalpha() or word[:-1].isalpha()
            low = word.lower() if plain else word.capitalize()
            joins = low in ("và", "-", "–", "&")
            out.append(low if joins or not (proper or lifted) else word.capitalize())
        lifted = first and (word.endswith(",") or word.lower() in ("và", "-", "–", "&"))
        at += 1
    return out


def _acronym(word: str) -> bool:
    """`THCS`, `TH&THCS`: no syllable without a vowel."""
    plain = word.replace("&", "")
    return len(plain) > 1 and plain.isalpha() and not regex.search(r"[AEIOUYĂÂÊÔƠƯ]", _bare(plain))


def _bare(word: str) -> str:
    return str(regex.sub(r"\p{M}", "", key(word))).upper()


def _proper_start(words: list[str]) -> bool:
    if words[:2] == ["VIỆT", "NAM"]:
        return True
    return any(province(" ".join(words[:n]).title()) is not None for n in (2, 3))


def _as_written(printed: str, document: Document) -> str | None:
    """The same words in running text of the document, as they are written there."""
    pattern = regex.compile(
        r"(?<!\p{L})" + r"\s+".join(regex.escape(w) for w in printed.split()) + r"(?!\p{L})",
        regex.IGNORECASE,
    )
    for m in pattern.finditer(document.flat, document.span.start, document.span.end):
        text = " ".join(m.group().split())
        if not text.isupper() and text[:1].isupper():
            return text
    return None
