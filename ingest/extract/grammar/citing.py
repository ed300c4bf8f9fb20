"""Mentions of other documents: number, date, issuer and title as one phrase.

`Quyết định số 12/QĐ-TTg ngày 09/12/2022 của Thủ tướng Chính phủ phê duyệt Chương trình “…”`;
laws, cited by name; schemes that the text names on its own (Đề án “…”).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from ingest.core.record import DateValue, DocumentNumber
from ingest.core.text import Span, span_trim
from ingest.extract.grammar.dates import parse_full_date
from ingest.extract.grammar.docnumber import find_numbers, type_of
from ingest.lexicon.document_types import by_name, type_names
from ingest.lexicon.laws import law_names

_TYPES = "|".join(n.replace(" ", r"\s+") for n in type_names())
_SCHEMES = "|".join(n.replace(" ", r"\s+") for n in type_names(scheme=True))


# How far behind a number its date, issuer and title may begin. A bound is needed: `regex` looks
# for a pattern's fixed letters up to the given end before it matches, however far that is.
_NEAR = 250


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. `title` is a span; what begins inside it belongs to this document.

    `own` is False for what stands in the title of another cited document.
    """

    span: Span
    form: str
    type_code: str | None
    number: DocumentNumber | None = None
    date: DateValue | None = None
    date_span: Span | None = None
    issuer: Span | None = None
    title: Span | None = None
    own: bool = True


_TYPE_BEFORE = regex.compile(
    rf"(?i)(?<!\p{{L}})(?P<type>{_TYPES})(?:\s+(?:hành\s+động|phối\s+hợp))?(?:\s*,)?(?:\s+số)?\s*:?\s*$"
)
# Mẫu 09/BH, biểu mẫu số 01/BC: a form has a number too
_FORM_BEFORE = regex.compile(r"(?i)(?<!\p{L})(?:mẫu|biểu|phiếu|bảng)(?:\s+số)?\s*:?\s*$")
_DATE = r"""(?:
    (?:ký\s+)?(?:ban\s+hành\s+)?(?:ngày\s+){1,2}\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}
  | (?:ký\s+)?(?:ban\s+hành\s+)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)
  | (?:ban\s+hành\s+)?(?:ngày\s+)?(?:tháng\s+\d{1,2}\s+)?năm\s+\d{4}
  | (?:ngày\s+\d{1,2}\s+ngày\s+\d{1,2}\s+năm\s+\d{4})
)"""
_AFTER_NUMBER = regex.compile(rf"\s*,?\s*\(?(?P<date>{_DATE})\)?", regex.VERBOSE)
# The verbs and prepositions that open a trích yếu behind number, date and issuer.
_LINK = r"(?:[Vv]ề\s+việc|V/v|v/v|về|Ban\s+hành|Quy\s+định|Phê\s+duyệt|phê\s+duyệt|ban\s+hành|quy\s+định(?!\s+(?:rõ|tại|trên|này|nêu|như|trước))|thực\s+hiện|triển\s+khai|hướng\s+dẫn|sửa\s+đổi|công\s+bố|giao(?!\s+thông)\b|đẩy\s+mạnh|tăng\s+cường|tổ\s+chức|tiếp\s+tục|đổi\s+mới|nâng\s+cao|phát\s+triển)"
_ISSUER = regex.compile(
    rf"\s*,?\s*của\s+(?P<issuer>\p{{Lu}}[^;.()“”]{{1,120}}?)(?=\s*,?\s+{_LINK}(?:[\s,;.(]|$)|\s*[;.()“]|\s*,\s+(?:\p{{Ll}}|\p{{Lu}}{{2}}|{_TYPES}|Nghị|Quyết)|\s+ngày\s+\d|\s+(?:và|cùng)\s+(?:các\s|{_TYPES})|\s+(?:đã|được|để|theo|tại|trên|và\s+nhiệm|đảm|bảo\s+đảm|có|là|trong)\s|\s*$)"
)
_TITLE = regex.compile(
    rf"\s*,?\s*(?:\([^()]{{1,60}}\)\s*)?(?={_LINK}[\s,])(?:(?:về\s+việc|về|V/v|v/v)\s+)?"
)
_TITLE_STOP = regex.compile(
    rf"""
    ; | \.(?=\s|$) | \(\s?(?:gọi\s+tắt|sau\s+đây|viết\s+tắt) | \s*,?\s+(?:cụ\s+thể\s+)?như\s+sau
    | ,\s+(?=(?:Ủy\s+ban|Uỷ\s+ban|UBND|Sở|Bộ|Ban|Tỉnh|Thành|Huyện|Quận|Đảng|Hội|Phòng|Trường|Công\s+an|Liên|Chi\s+cục|Cục|BTV|BCH|Trung\s+tâm|Văn\s+phòng)\b
          [^,;.]{{0,120}}?\s(?:ban\s+hành|xây\s+dựng|đề\s+ra|triển\s+khai|yêu\s+cầu|tổ\s+chức|báo\s+cáo)\b)
    | ,\s+(?=(?:{_TYPES})\s+(?:số\s+)?(?:\d|của\b))
    | \s+(?:và|tại)\s+(?=(?:các\s+)?(?:{_TYPES})\s+(?:số\s+)?\d)
    | ,?\s+(?=(?:đảm\s+bảo|bảo\s+đảm)\s+(?:chất\s+lượng|kịp\s+thời|hiệu\s+quả|đúng|phù\s+hợp|mục))
    | \s+(?=và\s+các\s+(?:văn\s+bản|quy\s+định|nội\s+dung|nhiệm\s+vụ))
    """,
    regex.VERBOSE,
)

# A comma in a law's name stands before a small letter (Luật Phòng, chống ma túy), unless a task
# or a date follows it.
_TASK = r"""(?:ngày|xử\s+lý|tăng\s+cường|thực\s+hiện|tổ\s+chức|bảo\s+đảm|đảm\s+bảo|nâng\s+cao|tuyên\s+truyền|phổ\s+biến
    |kiểm\s+tra|xây\s+dựng|đẩy\s+mạnh|góp\s+phần|nhất\s+là|đặc\s+biệt|trong\s+đó|đồng\s+thời|chấp\s+hành|phát\s+huy
    |tạo|các|gắn|trừ|bao\s+gồm|cụ\s+thể|như)\b"""
_LAW_COMMA = rf",(?=\s+(?!{_TASK})\p{{Ll}})"
# What ends a law's name: a date, a verb, another document.
_LAW_END = rf"""(?=\s+(?:số\s+\d|(?:ban\s+hành\s+)?ngày\b|năm\s+\d|\d{{4}}\b|được\b|theo\b|về\b|quy\s+định|đã\b|có\b|trên\b|tại\b|để\b
      |kịp\s+thời|(?:bảo|đảm)\s+(?:bảo|đảm)|đồng\s+bộ|đạt\b|sẽ\b|cần\b
      |trong\b|nhằm\b|hiện\b|cho\b|đến\b|khóa\b|thì\b|là\b|phải\b|vào\b|với\b|và\s+(?:các|Nghị|Thông|văn|Quyết|Luật|Bộ|Pháp))
    |\s*(?!{_LAW_COMMA}),|\s*[;.()“/|]|\s*$)"""
# Luật ngân sách nhà nước: of a name in small letters a fact tells where it ends
_LOWER_LAWS = "|".join(n[:1].lower() + n[1:].replace(" ", r"\s+") for n in law_names() if " " in n)
# Luật Thư viện · Luật sửa đổi, bổ sung một số điều của Luật A và Luật B
_LAW = regex.compile(
    rf"""(?<!\p{{L}})(?P<type>Bộ\s+[Ll]uật|Luật|Pháp\s+lệnh|Hiến\s+pháp)(?P<name>
        \s+[Ss]ửa\s+đổi,?\s+bổ\s+sung\s+(?:một\s+số\s+điều|[^;.()“|]{{1,60}}?)\s+của\s+[^;.()“|]{{3,500}}?
        (?=\s*,?\s+(?:số\s+\d+/|ngày\b|năm\s+\d)|\s*[;.(“|]|\s*$)
      | \s+\p{{Lu}}(?:[^;.,()“”\d|]|{_LAW_COMMA}){{1,120}}?{_LAW_END}
      | (?<=(?:ăn\s+cứ|ào|iện|ành|hai)\s{{1,3}}Luật)\s+(?!này\b|và\b)\p{{Ll}}(?:[^;.()“”\d|]){{3,100}}?
        (?=\s*,?\s+(?:số\s+\d+/|ngày\s+\d|năm\s+\d{{4}}|ban\s+hành\s+năm|được\s+Quốc\s+hội)|\s*;)
      | \s+(?:{_LOWER_LAWS})(?!\p{{L}})
      | (?<=Hiến\s+pháp) )""",
    regex.VERBOSE,
)
# Luật Thư viện số 46/2019/QH14 · Luật Thủ đô (Luật số 39/2024/QH15)
_LAW_NUMBER = regex.compile(r"\s*,?\s*(?:\((?:Luật\s+)?(?:số\s+)?|số\s+)?(?=\d{1,4}[/-])")
_LAW_DATE = regex.compile(
    rf"\s*,?\s*\(?(?P<date>{_DATE}|(?:19|20)\d\d(?![\d/.]))\)?", regex.VERBOSE
)
# Đề án “…” đến năm 2020
_QUOTED = regex.compile(
    rf"(?i)(?<!\p{{L}})(?P<type>{_SCHEMES})(?:\s+(?:hành\s+động|mục\s+tiêu\s+quốc\s+gia|quốc\s+gia|tổng\s+thể|phối\s+hợp|thí\s+điểm))?\s*:?\s*[“\"](?P<name>[^”\"]{{3,500}})(?:[”\"]|$)"
)
_TAIL = regex.compile(
    r"\s+(?:giai\s+đoạn|đến\s+(?:hết\s+)?năm)\s+\d{4}(?:\s*[-–]\s*\d{4})?(?:,\s+(?:định\s+hướng|tầm\s+nhìn)\s+đến\s+năm\s+\d{4})?"
)
# Quy hoạch tổng thể phát triển … · Chương trình mục tiêu quốc gia xây dựng nông thôn mới
_NAMED = regex.compile(
    r"""(?<=[\p{Ll},]\s{1,3})(?P<type>Đề\s+án|Chương\s+trình|Chiến\s+lược|Quy\s+hoạch)\s+
    (?P<name>(?:tổng\s+thể|mục\s+tiêu|quốc\s+gia|phát\s+triển|xây\s+dựng|bảo\s+tồn|số\s+hóa|số\s+hoá|chuyển\s+đổi|nâng\s+cao|tăng\s+cường|đổi\s+mới|đào\s+tạo
      |phòng|bảo\s+vệ|giảm\s+nghèo|cải\s+cách|truyền\s+thông|giáo\s+dục|hỗ\s+trợ|thúc\s+đẩy|đẩy\s+mạnh|hành\s+động|mỗi\s+xã|an\s+toàn|sức\s+khỏe|dân\s+số|việc\s+làm)\b
      (?:[^;.()“”,]|,(?=\s+(?!trong\s+đó|góp|nhằm|đảm|bảo\s+đảm)\p{Ll})){4,160}?)
    (?=\s+(?:trên\s+địa\s+bàn|theo|gắn|để|tại|nhằm|của(?!\s+pháp)|được|trong\s+(?:năm|thời)|cho\s+phù|và\s+(?:Chương|Đề|Chiến|Quy|Kế|các)|đảm\s+bảo|bảo\s+đảm|đã|phù)\b|\s*,(?!\s+(?!trong\s+đó|góp|nhằm|đảm|bảo\s+đảm)\p{Ll})|\s*[;.()]|\s*$)""",
    regex.VERBOSE,
)
# Chương trình phối hợp và thống nhất hành động năm 2026: what bodies agreed on for a year
_OF_YEAR = regex.compile(
    r"""(?<=[\p{Ll},;]\s{1,3})(?P<type>Chương\s+trình)\s+
    (?P<name>phối\s+hợp\s[^;.()“”,]{4,120}?năm(?:\s+học)?\s+\d{4}(?:\s*[-–]\s*\d{4})?)(?!\d)""",
    regex.VERBOSE,
)
# vốn Chương trình mục tiêu quốc gia 4.100 triệu đồng: money, no name
_SUM = regex.compile(r"quốc\s+gia\s+\d{1,3}$")
# Chương trình hành động của Chính phủ ban hành kèm theo Nghị quyết này: the document itself
_ISSUED_WITH = regex.compile(r"(?:[^.;]{0,25}?kèm)?\s+theo\s+[^.;]{3,25}?\s+này(?!\p{L})")
# Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII, nhiệm kỳ 2020 - 2025: cited without a number
_CONGRESS = regex.compile(
    r"(?<!\p{L})(?P<type>Nghị\s+quyết)\s+(?P<name>Đại\s+hội\s+(?:"
    r"[^;.“”()]{3,120}?lần\s+thứ\s+[IVXLC\d]{1,7}(?:,?\s+nhiệm\s+kỳ\s+\d{4}\s*[-–]\s*\d{4})?"
    r"|[^,;.“”()]{3,80}?,?\s+nhiệm\s+kỳ\s+\d{4}\s*[-–]\s*\d{4}))(?![\p{L}\d])"
)
# … and what this paper issues or is: "Phê duyệt kèm theo Quyết định này Chương trình …"
_TO_COME = regex.compile(
    r"(?i)(?:(?:quyết\s+định|kế\s+hoạch|nghị\s+quyết|công\s+văn|văn\s+bản)\s+này|trên\s+đây\s+là|xây\s+dựng|lập|đề\s+xuất|trình|dự\s+thảo|nghiên\s+cứu|soạn\s+thảo|ban\s+hành|phê\s+duyệt|tham\s+mưu)\s+(?:(?:các|thực\s+hiện|và\s+triển\s+khai)\s+)?$"
)


_LAW_SIGNS = ("uật", "Pháp", "Hiến")
_SCHEME_SIGNS = ("“", '"', "Nghị", "Đề", "Chương", "Chiến", "Quy")
"""Letters without which `_LAW`, and the patterns of `_schemes`, match nowhere."""


def find_mentions(flat: str, span: Span) -> list[Mention]:
    """All mentions in a run of text, in order; nested ones have `own` False."""
    run = span.of(flat)  # most runs name no document: a few letters tell
    found = list(_numbered(flat, span)) if "/" in run else []
    found += _laws(flat, span) if any(sign in run for sign in _LAW_SIGNS) else ()
    found += _schemes(flat, span) if any(sign in run for sign in _SCHEME_SIGNS) else ()
    found.sort(key=lambda m: (m.span.start, -m.span.end))
    kept: list[Mention] = []
    title_end = span_end = -1
    for m in found:
        if m.span.start < span_end:
            continue
        inside = m.span.start < title_end
        kept.append(m if not inside else _nested(m))
        span_end = m.span.end
        if not inside and m.title:
            title_end = m.title.end
    return kept


def _nested(m: Mention) -> Mention:
    return Mention(
        m.span, m.form, m.type_code, m.number, m.date, m.date_span, m.issuer, m.title, own=False
    )


def _numbered(flat: str, span: Span) -> Iterator[Mention]:
    for match in find_numbers(flat, span):
        number, at = match.number, match.span.start
        if _FORM_BEFORE.search(flat, max(at - 16, span.start), at):
            continue
        before = _TYPE_BEFORE.search(
            flat, max(match.span.start - 100, span.start), match.span.start
        )
        row = by_name(" ".join(before["type"].split())) if before else None
        told = number.type_code or (row.code if row else None) or type_of(number)
        start = before.start("type") if before else match.span.start
        end, date, date_span = _date_after(flat, match.span.end, span.end)
        issuer, end = _issuer_after(flat, end, span.end)
        if date_span is None:
            end, date, date_span = _date_after(flat, end, span.end)
        title = _title_after(flat, end, span.end)
        whole = Span(start, end)
        yield Mention(whole, "number", told, number, date, date_span, issuer, title)


def _date_after(flat: str, at: int, end: int) -> tuple[int, DateValue | None, Span | None]:
    m = _AFTER_NUMBER.match(flat, at, min(end, at + _NEAR))
    if not m:
        return at, None, None
    span = Span(*m.span("date"))
    return m.end(), _date(span.of(flat)), span


def _date(text: str) -> DateValue | None:
    """A cited date: `ngày 09/12/2022`, `năm 2019`; null where it is no date (31/02)."""
    text = " ".join(text.split())
    full = regex.search(r"ngày\s.*|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", text)
    value = parse_full_date(full.group()) if full else None
    if value:
        return DateValue(text, value.edtf, value.precision)
    year = regex.fullmatch(r"(?:ban hành )?(?:năm )?((?:19|20)\d\d)", text)
    return DateValue(text, year[1], "year") if year else None


def _issuer_after(flat: str, at: int, end: int) -> tuple[Span | None, int]:
    m = _ISSUER.match(flat, at, min(end, at + _NEAR))
    return (Span(*m.span("issuer")), m.end()) if m else (None, at)


def _title_after(flat: str, at: int, end: int) -> Span | None:
    opened = _TITLE.match(flat, at, min(end, at + _NEAR))
    if not opened:
        return None
    start = opened.end()
    stop = end
    for m in _TITLE_STOP.finditer(flat, start, min(end, start + 1500)):
        if not _inside_quotes(flat, start, m.start()):
            stop = m.start()
            break
    title = span_trim(flat, Span(start, stop), also=",")
    return title if len(title) else None


def _inside_quotes(flat: str, start: int, at: int) -> bool:
    run = flat[start:at]
    return run.count("“") > run.count("”")


def _laws(flat: str, span: Span) -> Iterator[Mention]:
    for m in _LAW.finditer(flat, span.start, span.end):
        if not m["name"].strip() and not m["type"].startswith("Hiến"):
            continue
        row = by_name(" ".join(m["type"].split()))
        number, end = _law_number(flat, m.end(), span.end)
        date, date_span = None, None
        if dated := _LAW_DATE.match(flat, end, min(span.end, end + _NEAR)):
            date_span = Span(*dated.span("date"))
            date, end = _date(dated["date"]), dated.end("date")
        name = Span(m.start(), m.end("name"))
        code = row.code if row else None
        yield Mention(Span(m.start(), end), "law", code, number, date, date_span, None, name)


def _law_number(flat: str, at: int, end: int) -> tuple[DocumentNumber | None, int]:
    opened = _LAW_NUMBER.match(flat, at, min(end, at + _NEAR))
    if opened:
        for match in find_numbers(flat, Span(opened.end(), min(opened.end() + 60, end))):
            if match.span.start == opened.end():
                return match.number, match.span.end
            break
    return None, at


def _schemes(flat: str, span: Span) -> Iterator[Mention]:
    for m in _QUOTED.finditer(flat, span.start, span.end):
        if _TO_COME.search(flat, max(m.start() - 40, span.start), m.start()):
            continue
        row = by_name(" ".join(m["type"].split()))
        tail = _TAIL.match(flat, m.end(), min(span.end, m.end() + _NEAR))
        end = tail.end() if tail else m.end()
        title = span_trim(flat, Span(m.end("type"), end))
        yield Mention(Span(m.start(), end), "quoted", row.code if row else None, title=title)
    for m in _CONGRESS.finditer(flat, span.start, span.end):
        yield Mention(Span(*m.span()), "quoted", "NQ", title=Span(*m.span("name")))
    for m in _OF_YEAR.finditer(flat, span.start, span.end):
        if not _TO_COME.search(flat, max(m.start() - 40, span.start), m.start()):
            yield Mention(Span(*m.span()), "named", "CTr", title=Span(*m.span("name")))
    for m in _NAMED.finditer(flat, span.start, span.end):
        if _TO_COME.search(flat, max(m.start() - 40, span.start), m.start()):
            continue
        if _SUM.search(m["name"]) or _ISSUED_WITH.match(flat, m.end(), min(span.end, m.end() + 60)):
            continue
        row = by_name(" ".join(m["type"].split()))
        # Quy hoạch and Chiến lược are no types with an abbreviation: their name says it whole.
        named = m["type"][:3] in ("Quy", "Chi")
        title = Span(m.start() if named else m.start("name"), m.end("name"))
        code = None if named or not row else row.code
        yield Mention(Span(m.start(), m.end("name")), "named", code, title=title)
