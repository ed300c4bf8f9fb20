"""Takes Markdown marks off a text. They are layout: OCR services and converters leave them in
files named .txt too. What is text stays: a lone `*` bullet, `2*3`, an unpaired star, `(*)`.

Every step is linear in the length of the text.
"""

from __future__ import annotations

import html
import re

import regex

from ingest.read.emphasis import without_emphasis

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# `#### **I. MỤC ĐÍCH**`, `## KẾ HOẠCH ##`
_HEADING = regex.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)")
_HEADING_END = regex.compile(r"(?<=\S)[ \t]+#{1,6}$")
# `---`, `* * *`, `=====`: a rule, or the line under a heading
_RULE = regex.compile(
    r"^ {0,3}(?:(?:-[ \t]{0,4}){3,}|(?:\*[ \t]{0,4}){3,}|(?:_[ \t]{0,4}){3,}|={3,})$"
)
_FENCE = regex.compile(r"^ {0,3}(?:```|~~~)[\w-]{0,20}$")
# `> quoted`, but not `> 80%`
_QUOTE = regex.compile(r"^ {0,3}(?:>[ \t](?!\d)){1,5}")
# `  - + Năm 2019`: the list mark of the converter before the mark of the text
_DOUBLE_BULLET = regex.compile(r"^([ \t]{0,12})[-*][ \t]{1,4}(?=[-+•*–][ \t]+\S)")
_TAG = regex.compile(
    r"</?(?:b|i|u|s|em|strong|center|small|big|span|div|p|font|sub|ins|del)"
    r"(?:[ \t][^<>\n]{0,200})?>",
    regex.I,
)
_LINE_BREAK = regex.compile(r"<br[ \t]{0,2}/?>", regex.I)
_RAISED = regex.compile(r"<sup>[ \t]{0,2}(\d{1,3})[ \t]{0,2}</sup>|</?sup>", regex.I)
_COMMENT = regex.compile(r"<!--[^\n]{0,300}?-->")
_LINK = regex.compile(
    r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|mailto:|/|\.|#|data:)[^()\s]{0,2000}\)"
)
_ENTITY = regex.compile(r"&(?:nbsp|amp|lt|gt|quot|#\d{1,6});")
_ESCAPE = regex.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\]^_`{|}~\\])")
_HARD_BREAK = regex.compile(r"\\$")

# A bullet before a word is no mark: most lines that begin with a sign are items.
_MAY_BE_MARKED = regex.compile(r"[ \t]*+(?:[#_=`~>]|[-*](?![ \t]*+[\p{L}\d]))")
_INLINE = frozenset("*_\\<&]")

_SHELTER = 0xE000
"""Escaped characters hide in the private use area while marks are taken off (`\\*` is text)."""


def plain_line(line: str) -> str | None:
    """One line without its block marks; None for a line that is a mark altogether."""
    if not _MAY_BE_MARKED.match(line) and not line.endswith("\\"):
        return line
    if _RULE.match(line) or _FENCE.match(line):
        return None
    line = _DOUBLE_BULLET.sub(r"\1", _QUOTE.sub("", line))
    bare = _HEADING.sub("", line)
    if bare != line:
        bare = _HEADING_END.sub("", bare)
    return str(_HARD_BREAK.sub("", bare))


def plain_inline(text: str) -> str:
    """A run of lines without marks inside the line: emphasis, tags, links, escapes."""
    if _INLINE.isdisjoint(text):
        return _unsheltered(text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: chr(_SHELTER + ord(m[1])), text)
    if "<" in text:
        text = _COMMENT.sub("", _LINE_BREAK.sub("\n", text))
        text = _RAISED.sub(lambda m: (m[1] or "").translate(_SUPERSCRIPT), text)
        text = _TAG.sub("", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    text = without_emphasis(text)
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\xa0", " "), text)
    return _unsheltered(text)


def _unsheltered(text: str) -> str:
    return text.translate(_UNSHELTER) if _SHELTERED.search(text) else text


_UNSHELTER = {_SHELTER + ord(c): c for c in "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\\"}
_SHELTERED = re.compile(f"[{chr(min(_UNSHELTER))}-{chr(max(_UNSHELTER))}]")
"""`re` runs over a page three times as fast here; `translate` knows which of them are meant."""
