"""Citations: one entry for each other document that the text refers to, mentions merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import regex

from ingest.core.document import Block, Document, Section
from ingest.core.record import Citation, CitationRelation, Finding
from ingest.core.text import Span
from ingest.extract.grammar.citing import Mention, find_mentions
from ingest.extract.grammar.docnumber import head_number
from ingest.extract.grammar.notice import notice
from ingest.extract.title import title_span
from ingest.lexicon.bodies import expand
from ingest.lexicon.fold import key

_ORDER: tuple[CitationRelation, ...] = ("implements", "basis", "mention")
_CONFIDENCE = {"number": 0.95, "law": 0.9, "quoted": 0.85, "named": 0.6}


@dataclass(slots=True)
class _Entry:
    mentions: list[Mention] = field(default_factory=list)
    relations: set[CitationRelation] = field(default_factory=set)


def citations(document: Document) -> Iterator[Finding]:
    """Findings `citations`, in order of first mention."""
    entries: dict[str, _Entry] = {}
    own = _own_number(document)
    laws = _Laws()
    for span, place in _places(document):
        for mention in find_mentions(document.flat, span):
            name = _key(document, mention)
            if not name or name == own or _itself(document, mention):
                continue
            entry = entries.setdefault(laws.name(document, mention, _same(entries, name)), _Entry())
            entry.mentions.append(mention)
            if mention.own:
                entry.relations.add(_relation(document, span, mention, place))
                entry.relations |= _titled(document, mention)
    for entry in entries.values():
        # What is named only inside the title of another document belongs to that one.
        if entry.relations:
            yield from _finding(document, entry)


@dataclass(slots=True)
class _Laws:
    """A law is one entry, with its number where it is told and by its name alone elsewhere."""

    known: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def name(self, document: Document, mention: Mention, name: str) -> str:
        """The entry of a mention; `name` is what the mention alone would be kept under."""
        if mention.form != "law" or mention.title is None:
            return name
        title = key(document.line(mention.title))
        number = mention.number.text if mention.number else ""
        year = _year(mention)
        entry, of, since = self.known.get(title, (name, number, year))
        if (number and of and number != of) or (year and since and year != since):
            return name  # Luật Đất đai of 2013 and of 2024
        self.known[title] = (entry, of or number, since or year)
        return entry


def _year(mention: Mention) -> str:
    """The year a law is of, by its date or else by its number; empty where neither tells it."""
    if mention.date:
        return mention.date.edtf[:4]
    return str(mention.number.year or "") if mention.number else ""


_CARRYING = ("triển khai", "thực hiện", "thi hành")


def _titled(document: Document, mention: Mention) -> set[CitationRelation]:
    """`TRIỂN KHAI THI HÀNH LUẬT THỦ ĐÔ`: a law that a title in capitals says it carries out."""
    title = title_span(document)
    if mention.form != "law" or mention.title is None or title is None:
        return set()
    law = regex.escape(key(document.line(mention.title)))
    carried = rf"(?:{'|'.join(map(key, _CARRYING))}) {law}(?!\w)"
    return {"implements"} if regex.search(carried, key(document.line(title))) else set()


def _own_number(document: Document) -> str:
    zone = document.zone("head")
    number = head_number(document.flat, zone) if zone else None
    return _number_key(number.number.text) if number and number.number.serial else ""


def _itself(document: Document, mention: Mention) -> bool:
    """`Chương trình bảo vệ, chăm sóc trẻ em` in a programme of that title is no citation."""
    own = title_span(document)
    zone = document.zone("title")
    if mention.form != "named" or mention.title is None or own is None or zone is None:
        return False
    named = key(document.line(mention.title))
    kind = key(document.line(Span(mention.span.start, mention.title.start)))
    return named in key(document.line(own)) and key(document.line(zone)).startswith(kind)


def _number_key(text: str) -> str:
    return key(text).replace(" ", "").replace("-", "")


_ATTACHED = regex.compile(r"\(?\s?(?:Ban\s+hành\s+)?[Kk]èm\s+theo\s")


def _places(document: Document) -> Iterator[tuple[Span, str]]:
    title = title_span(document)
    if title:
        yield title, "title"
    orders = _opening_order(document)
    grounds: set[str | None] = set()
    for section in document.sections:
        if section.parent in grounds or _grounds(document, section):
            grounds.add(section.id)
    for block in document.blocks:
        if _ATTACHED.match(
            document.flat, block.span.start, min(block.span.end, block.span.start + 80)
        ):
            continue  # the line that ties an appendix to its own plan
        if block.kind == "row":
            yield block.span, "body"
        elif block.section in grounds:
            yield block.content, "grounds"
        else:
            opens = block.zone == "preamble" or block is orders
            yield block.content, "preamble" if opens else "body"


# I. CĂN CỨ PHÁP LÝ · 1. Căn cứ xây dựng kế hoạch: all that is named there is a ground
_GROUNDS = regex.compile(
    r"(?i)(?:các\s+)?(?:căn\s+cứ(?:\s+(?:pháp\s+lý|(?:để\s+)?(?:xây\s+dựng|lập)(?:\s+(?:kế\s+hoạch|đề\s+án|chương\s+trình))?|ban\s+hành))?|cơ\s+sở\s+pháp\s+lý)\s*$"
)


def _grounds(document: Document, section: Section) -> bool:
    if section.heading is not None:
        return _GROUNDS.match(section.heading) is not None
    # `I. Căn cứ xây dựng kế hoạch.`: a full stop makes the line no heading
    line = document.flat[section.heading_span.start : section.heading_span.start + 60]
    return _GROUNDS.match(regex.split(r"[.\n]", line)[0].rstrip(" *_")) is not None


def _opening_order(document: Document) -> Block | None:
    """`Thực hiện Kế hoạch số 5/KH-UBND, Ủy ban nhân dân xã yêu cầu …`: the opening of a paper
    without numbering is its first order."""
    if document.sections:
        return None
    return next((b for b in document.blocks if b.zone in ("body", "closing")), None)


def _key(document: Document, mention: Mention) -> str:
    if mention.number is not None:
        return _number_key(mention.number.text)
    if mention.title is None:
        return ""
    text = document.line(mention.title)
    quoted = regex.match(r"[“\"]([^”\"]+)", text)
    return f"{mention.type_code}:{key(quoted[1] if quoted else text)}"


def _same(entries: dict[str, _Entry], name: str) -> str:
    """A scheme named shorter or longer (with its horizon) is the same one."""
    if name in entries or ":" not in name:
        return name
    for known in entries:
        shorter, longer = sorted((known, name), key=len)
        if len(shorter) > 30 and ":" in known and longer.startswith(shorter):
            return known
    return name


_BASIS = regex.compile(r"(?i)căn\s+cứ|theo\s+đề\s+nghị|xét\b")
_IMPLEMENTS = regex.compile(
    r"(?i)(?:để\s+)?(?:tiếp\s+tục\s+)?(?:tổ\s+chức\s+)?(?:triển\s+khai\s+)?(?:thực\s+hiện|thi\s+hành|triển\s+khai)\b"
)
_CARRIES_OUT = regex.compile(
    r"(?i)(?:thực\s+hiện|triển\s+khai|thi\s+hành)\s+(?:(?:có\s+)?hiệu\s+quả\s+|các\s+nội\s+dung\s+(?:của\s+)?|tốt\s+)?$"
)


# TRIỂN KHAI LUẬT A VÀ CHỈ THỊ SỐ 29-CT/TU
_ALSO = regex.compile(
    r"(?i)(?:triển\s+khai|thực\s+hiện|thi\s+hành)\s[^;.]{1,300}(?:\svà|,)\s{0,3}$"
)
_ISSUES = regex.compile(r"(?:ban\s+hành|xây\s+dựng|đề\s+ra)\s+(?:Kế|kế|Chương|chương)[^;.]{0,160}$")


def _relation(document: Document, span: Span, mention: Mention, place: str) -> CitationRelation:
    """From where and how it is said: title and opening carry out, “Căn cứ …” is a ground."""
    if place == "body":
        return "mention"
    if place == "grounds":
        return "basis"
    flat = document.flat
    before = flat[max(mention.span.start - 60, span.start) : mention.span.start]
    # Căn cứ …, UBND tỉnh ban hành Kế hoạch thực hiện Đề án …
    if place == "title" and _ALSO.search(flat[span.start : mention.span.start]):
        return "implements"
    lead = flat[max(mention.span.start - 220, span.start) : mention.span.start]
    if _CARRIES_OUT.search(before) and _ISSUES.search(lead):
        return "implements"
    for start in _openings(flat, span, mention.span.start):
        end = min(span.end, start + 80)
        if place == "preamble" and _BASIS.match(flat, start, end):
            return "basis"
        if _IMPLEMENTS.match(flat, start, end):
            return "implements"
    return "implements" if _CARRIES_OUT.search(before) else "mention"


def _openings(flat: str, span: Span, at: int) -> Iterator[int]:
    """Where the part up to the semicolon begins that `at` stands in, then where all begins:
    `Căn cứ Luật A; thực hiện Kế hoạch số 2` is a ground and a plan carried out."""
    cut = flat.rfind(";", span.start, at)
    if cut >= 0:
        yield at - len(flat[cut + 1 : at].lstrip())
    yield span.start


def _finding(document: Document, entry: _Entry) -> Iterator[Finding]:
    first = next((m for m in entry.mentions if m.own), entry.mentions[0])
    relation = next(r for r in _ORDER if r in entry.relations)
    number = next((m.number for m in entry.mentions if m.number), None)
    dated = next((m for m in entry.mentions if m.date), None)
    spans = [m.span for m in entry.mentions]
    if number:
        number = replace(number, evidence=document.evidence(spans[0]))
    date = None
    if dated and dated.date and dated.date_span:
        date = replace(dated.date, evidence=document.evidence(dated.date_span))
    issuer = next((m.issuer for m in entry.mentions if m.issuer), None)
    value = Citation(
        id="",
        type_code=first.type_code,
        number=number,
        date=date,
        issuer=expand(document.line(issuer)) if issuer else None,
        title=_title(document, entry),
        relation=relation,
        confidence=_CONFIDENCE[first.form],
        evidence=document.evidence(*spans),
    )
    yield Finding("citations", value, value.confidence)
    yield from _doubts(document, entry)


def _title(document: Document, entry: _Entry) -> str | None:
    """The title that the mentions share: ours may add `trên địa bàn …` at its end."""
    titles = [document.line(m.title) for m in entry.mentions if m.title]
    if not titles:
        return None
    first = titles[0]
    for other in titles[1:]:
        if key(other) != key(first) and key(first).startswith(key(other)) and len(other) > 30:
            first = first[: len(other)]
    cut = regex.match(r"(.*[”\"])\s+trên\s+địa\s+bàn\b.*", first)
    own = entry.mentions[0].form == "number" and len(titles) > 1
    return (cut[1] if cut and own else first).strip(" ,:") or None


def _doubts(document: Document, entry: _Entry) -> Iterator[Finding]:
    """Two dates for one document, or a date that no calendar knows."""
    dates = {m.date.edtf: m for m in entry.mentions if m.date and m.date.precision == "day"}
    number = next((m.number.text for m in entry.mentions if m.number), None)
    if len(dates) > 1:
        message = f"{number or 'A law'} is cited with different dates: {', '.join(sorted(dates))}."
        spans = [m.date_span for m in dates.values() if m.date_span]
        yield notice(document, "citation-dates-differ", "warning", message, *spans)
    for m in entry.mentions:
        if m.date is None and m.date_span is not None:
            text = document.line(m.date_span)
            message = f"The date of a cited document cannot be read: “{text}”."
            yield notice(document, "citation-date-unreadable", "warning", message, m.date_span)
