"""Who or what a number speaks of: the phrase before it, or the one behind it."""

from __future__ import annotations

from functools import cache

import regex

from ingest.extract.grammar.measures import in_compound
from ingest.lexicon.target_words import alternatives, words

_FLAGS = regex.V1 | regex.X | regex.I
_TOKEN = regex.compile(r"[\p{L}\p{M}\d²³]+(?:[/-][\p{L}\p{M}]+)*|[^\s\p{L}]")
_LINKS = frozenset(("và", "của", "thuộc", "cấp", "toàn", "vùng"))
_STRIP = ' ,;:•-–+.()”“"'


@cache
def _aims() -> regex.Pattern[str]:
    return regex.compile(
        rf"^(?:(?!nâng\ c(?:ấp|ao)|tăng\ trưởng)(?:{alternatives('aim')})(?!\p{{L}})[\s,:•]*){{1,6}}",
        _FLAGS,
    )


@cache
def _tail() -> regex.Pattern[str]:
    return regex.compile(
        rf"""(?:(?<!\p{{L}})(?:{alternatives("equals")}|{alternatives("rise")}|{alternatives("fall")}
        |{alternatives("level")}|phấn\ đấu|dự\ kiến|hàng\ năm|hằng\ năm|mỗi\ năm|trung\ bình)[\s,:•]*){{1,6}}$""",
        _FLAGS,
    )


_JOINT = regex.compile(
    r"(?:và|đồng thời|trong đó|cùng với|hoặc|trở lên|trở xuống|trở đi)(?:\s|$)", regex.I
)
_EDGE = " ,;:•().–+-\t"


def _opened(text: str) -> str:
    """Without punctuation, blanked times and joints at the beginning."""
    text = text.lstrip(_EDGE)
    while joint := _JOINT.match(text):
        text = text[joint.end() :].lstrip(_EDGE)
    return str(text)


# "Giai đoạn 1 (2025 - 2027) trồng mới 400 ha": the phase tells the time
_PHASE = regex.compile(r"^Giai đoạn (?:[IVX]+|\d{1,2})(?!\p{L})[\s:,]*(?=\p{L})", regex.I)
_FACTORS = regex.compile(
    r"^(?:Nội dung(?: cụ thể)?|Chỉ tiêu|Mục tiêu|Kết quả|Số lượng|Quy mô)\s*:", regex.I
)


# "…, phấn đấu tăng trưởng kinh tế …": the subject begins behind the aim
_AIM_INSIDE = regex.compile(
    r"(?<!\p{L})(?:phấn đấu|quyết tâm|trong đó|mục tiêu là)(?!\p{L})[\s:]*(?:đạt\s)?", regex.I
)
_WORD = regex.compile(r"\p{L}{2}")
_AGE = regex.compile(r"(?:đủ )?\d{1,2} (?:tháng )?tuổi|(?:đủ )?\d{1,2} - \d{1,2} tuổi")
_ABOUT = regex.compile(r"^(?:Về|Đối với|Chỉ tiêu(?: về)?|Mục tiêu(?: về)?)\s+", regex.I)
_NOUNS = regex.compile(
    r"(?:(?:giữ vững|duy trì|nâng|đưa|giảm|tăng|phấn đấu|bảo đảm|đảm bảo|và)\s)?(?:tỷ lệ|tỉ lệ|tổng|mức|diện tích"
    r"|sản lượng|năng suất|chỉ số|tốc độ|thu nhập|giá trị|doanh thu|kim ngạch|quy mô|tỷ trọng|số lượng|thời gian)"
    r"(?!\p{L})",
    regex.I,
)
_RATES = frozenset(
    ("tốc độ", "tỷ lệ", "tỉ lệ", "mức", "nhịp độ", "tốc độ tăng", "số", "trong giai đoạn này")
)


# "(giá so sánh •)": a remark with a date is no part of the name
_REMARK = regex.compile(r"\s*\([^()•]{0,60}•{1,60}[^()•]{0,20}\)")


def subject_before(pre: str) -> str | None:
    """The phrase that stands before a number, without modality and verb; None if nothing is left."""
    text = _REMARK.sub("", pre[-400:])
    cut = max(text.rfind(". "), text.rfind("; "))
    text = text[cut + 1 :] if cut >= 0 else text
    text = _FACTORS.sub("", _PHASE.sub("", text.strip()))
    text = _aims().sub("", _opened(text))
    text = _opened(text).strip(_STRIP)
    text = _tail().sub("", text).strip(_STRIP)
    if "•" in text:
        text = max(text.split("•"), key=len).strip(_STRIP)
        text = _aims().sub("", text).strip(_STRIP)
    for aim in _AIM_INSIDE.finditer(text):
        if len(text) - aim.end() > (0 if aim[0].lower().startswith("trong đó") else 8):
            text = text[aim.end() :] if aim.end() <= len(text) else text
            break
    comma = text.rfind(", ")
    if comma >= 0 and _NOUNS.match(text, comma + 2):
        text = _aims().sub("", text[comma + 2 :]).strip(_STRIP)
    text = _tail().sub("", text).strip(_STRIP)
    if not _WORD.search(text) or text.lower() in _RATES:
        return None
    if text.lower() in words("aim") or text.lower() in words("equals"):
        return None
    # "tăng trưởng kinh tế (GDP) đạt": the bracket closes again
    closed = text.count("(") == text.count(")") + 1 and f"{text})" in pre
    return f"{text})" if closed else str(text)


def subject_after(
    text: str, at: int, limit: int, last: bool, plan: bool = False
) -> tuple[str, int] | None:
    """The noun phrase at `at`, up to its verb; None where no noun begins there.

    `last` says that no further number ends it at `limit`; with `plan` it may be what a share is
    of: `100% | kế hoạch thao giảng`.
    """
    tokens = list(_TOKEN.finditer(text, at, min(limit, at + 320)))
    stops, base = words("stop"), words("of-plan")
    count = 0
    for count, token in enumerate(tokens):
        word = token[0].lower()
        if not word[0].isalnum():
            goes = word == "," and count and _lists_on(tokens, count)
            if goes and (last or _predicated(tokens, count)):
                continue
            break
        if word.isdigit() and not _ages(tokens, count):
            break
        pair = f"{word} {tokens[count + 1][0].lower()}" if count + 1 < len(tokens) else ""
        if count == 0 and not plan and (word in base or pair in base):
            return None
        goes_on = (count == 0 and pair == "tổ chức") or (
            count > 0 and (word in _LINKS or _ages(tokens, count + 1) or in_compound(tokens, count))
        )
        if (word in stops or pair in stops) and not goes_on:
            break
        if word in ("và",) and not last and count + 3 >= len(tokens):
            break
    else:
        count = len(tokens)
    while count and not tokens[count - 1][0][0].isalnum():
        count -= 1
    while count and tokens[count - 1][0].lower() in _LINKS:
        count -= 1
    if count == 0:
        return None
    end = tokens[count - 1].end()
    return text[tokens[0].start() : end], end


def _ages(tokens: list[regex.Match[str]], at: int) -> bool:
    """`trẻ em dưới 05 tuổi`, `người dân từ đủ 15 tuổi`: the age belongs to the noun."""
    ahead = " ".join(t[0] for t in tokens[at : at + 4])
    return _AGE.match(ahead) is not None


def _lists_on(tokens: list[regex.Match[str]], at: int) -> bool:
    """After a comma the list goes on where a word follows that begins no clause of its own."""
    if at + 1 >= len(tokens):
        return False
    word = tokens[at + 1][0].lower()
    return word[0].isalpha() and word not in words("stop")


_PREDICATES = frozenset(("được", "có", "tham gia", "đạt", "sử dụng", "biết", "phải"))


def _predicated(tokens: list[regex.Match[str]], at: int) -> bool:
    """`100% cán bộ, chiến sĩ, công chức được phổ biến …; 50% …`: a verb closes the list before
    any semicolon, so that the list is its subject."""
    for n in range(at + 1, min(len(tokens), at + 25)):
        word = tokens[n][0].lower()
        pair = f"{word} {tokens[n + 1][0].lower()}" if n + 1 < len(tokens) else ""
        if word in _PREDICATES or pair in _PREDICATES:
            return True
        if word in (";", ":", "(", "•") or word[0].isdigit():
            return False
    return False


def heading_subject(heading: str) -> str:
    """The subject that a heading or lead-in gives: up to its verb, without `Về`, `Đối với`."""
    text = _ABOUT.sub("", heading.strip())
    text = _tail().sub("", text.strip(_STRIP)).strip(_STRIP)
    verb = _VERB.search(text)
    if verb and len(text[: verb.start()].split()) >= 2:
        text = text[: verb.start()]
    return str(text.strip(_STRIP))


_VERB = regex.compile(
    r"(?<!\p{L})(?:tổ chức|hỗ trợ|có|được|thực hiện|triển khai|phục vụ|đạt|tham gia|cung cấp)(?!\p{L})",
    regex.I,
)
