"""The issuing body, with its territory and the body above it.

Read from the head where there is one; where it is missing (text taken from a web page, a
head that was an image), inferred from signature, opening, number and place, and marked so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from ingest.core.document import Document
from ingest.core.record import Diagnostic, Finding, Issuer
from ingest.core.text import Span
from ingest.extract.grammar.casing import sentence_case
from ingest.extract.grammar.head_lines import head_lines, is_cut
from ingest.extract.grammar.issuing import BODY, Name, capacities, openings, symbol
from ingest.extract.grammar.notice import notice
from ingest.extract.grammar.superior import parent_of
from ingest.extract.grammar.territory import (
    Territory,
    own_territory,
    territory_at_end,
)
from ingest.lexicon.bodies import expand
from ingest.lexicon.fold import key
from ingest.lexicon.territories import province

_LEVEL_LINE = regex.compile(
    r"(?i)^(?:tỉnh|thành\s+phố|tp\.?|quận|huyện|thị\s+xã|tx\.?|xã|phường|thị\s+trấn|đặc\s+khu|khu)\s+\S"
)


def issuer(document: Document) -> Iterator[Finding]:
    """One finding from the head, else one inferred; a contradiction with the signature told."""
    read = _from_head(document)
    inferred = _inferred(document)
    if read:
        yield Finding("issuer", read, read.confidence)
    if inferred:
        yield Finding("issuer", inferred, inferred.confidence)
        if not read:
            message = f"The head names no issuer; {inferred.name} is inferred."
            value = Diagnostic("issuer-inferred", "info", message, inferred.evidence)
            yield Finding("diagnostics", value)
    yield from _contradiction(document, read)


def _from_head(document: Document) -> Issuer | None:
    names = _group(document, head_lines(document))
    if not names or is_cut(names[-1].name):
        return None
    territory = own_territory(document)
    full = [_full(n.name, names[:k], territory) for k, n in enumerate(names)]
    name, parent = full[-1], full[-2] if len(full) > 1 else None
    spans = [s for n in names for s in n.spans]
    if parent is None:
        parent, told = parent_of(document, name, territory)
        spans += told
    evidence = document.evidence(*spans)
    return Issuer(name, parent, 0.95, False, evidence)


# SỞ Y TẾ - SỞ TƯ PHÁP issue together; a hyphen inside a name (Kế hoạch - Tài chính) joins no bodies
_JOINT = regex.compile(
    r"(?i)\s{0,3}[-–]\s{0,3}(?=(?:Sở|Bộ|Công an|Ủy ban|Uỷ ban|Hội đồng|Tỉnh đoàn|Liên đoàn|Ban Tuyên giáo|Ban Dân vận)\s)"
)


_YOUTH_BOARD = "Ban Chấp hành Trung ương"
"""Above `ĐOÀN TNCS HỒ CHÍ MINH` one name with it; elsewhere that line stands for the Quốc hiệu."""


_PREMIER = (key("Thủ tướng"), key("Chính phủ"))
"""One name that a narrow column broke over two lines."""


def _group(document: Document, lines: list[Span]) -> list[Name]:
    """Lines to names: a level line (`TỈNH BẮC KẠN`) or a part without a head noun goes on."""
    groups: list[list[Span]] = []
    broken = False
    for n, line in enumerate(lines):
        text = line.of(document.flat)
        below = lines[n + 1].of(document.flat) if n + 1 < len(lines) else ""
        goes_on = groups and (
            broken or (_LEVEL_LINE.match(text) and not _is_body(text)) or not BODY.match(text)
        )
        # `ỦY` / `BAN NHÂN DÂN`: a name that a copy broke behind its first word
        broken = " " not in text and not BODY.match(text) and bool(BODY.match(f"{text} {below}"))
        broken = broken or (key(text), key(below)) == _PREMIER
        if goes_on and not broken:
            groups[-1].append(line)
        elif broken or BODY.match(text) or _is_body(text):
            groups.append([line])
    names = []
    for group in groups:
        printed = document.lines(group)
        parts = [
            expand(sentence_case(part, document) if printed.isupper() else part)
            for part in _JOINT.split(printed)
        ]
        names.append(Name(" - ".join(parts), tuple(group)))
    # The right column of party and youth papers: a title in the place of the Quốc hiệu.
    title = regex.compile(
        r"(?i)đảng\s+cộng\s+sản|đoàn\s+thanh\s+niên\s+cộng\s+sản\s+hồ\s+chí\s+minh$"
    )
    if len(names) > 1 and names[-1].name.startswith("Đoàn ") and names[-2].name == _YOUTH_BOARD:
        whole = Name(f"{_YOUTH_BOARD} {names[-1].name}", names[-2].spans + names[-1].spans)
        return [*names[:-2], whole]
    return [
        n for k, n in enumerate(names) if not title.match(n.name) or (k == 0 and len(names) == 1)
    ]


def _is_body(text: str) -> bool:
    return bool(
        regex.match(r"(?i)(?:tỉnh|thành|huyện|quận|thị|xã|phường)\s+(?:[uủ][ỷy]|đoàn)\b", text)
    )


def _full(name: str, above: list[Name], territory: Territory | None) -> str:
    """A name with its territory: `Sở Y tế` below `UBND tỉnh Hà Giang` gets `tỉnh Hà Giang`."""
    if len(joint := _JOINT.split(name)) > 1:
        return " - ".join(_full(part, above, territory) for part in joint)
    name = _settle_level(_below_party(name, above), territory)
    if not _wants_territory(name) or territory_at_end(name):
        return name
    if above and regex.match(r"Bộ\s|Ngân hàng Nhà nước|Thanh tra Chính phủ", above[-1].name):
        return name  # a body of a ministry: its place says where it sits, not whom it serves
    if placed := _province_at_end(name):
        return placed
    for other in reversed(above):
        found = territory_at_end(other.name)
        if found:
            return f"{name} {found}"
    return f"{name} {territory.text}" if territory and _fits(name, territory) else name


def _fits(name: str, territory: Territory) -> bool:
    """False for `Sở Y tế` above a district's centre: the place is not its own territory."""
    if name.startswith("Sở "):
        return province(territory.name) is not None
    return not name.startswith("Phòng ") or territory.level != "tỉnh"


_COUNCILLED = regex.compile(
    r"(?:Ban Chấp hành )?(?P<body>(?:Đoàn|Đảng bộ|Hội|Liên đoàn|Công đoàn|Ủy ban Mặt trận|Tỉnh|Thành|Huyện|Quận|Thị)\s.+)"
)


def _below_party(name: str, above: list[Name]) -> str:
    """`Ban Tuyên giáo` below `Tỉnh ủy Bắc Kạn` is that committee's; so is a bare `Văn phòng`."""
    if not above or territory_at_end(name):
        return name
    parent = above[-1].name
    commission = regex.fullmatch(
        r"(?:Ban|Ủy ban Kiểm tra|Văn phòng)\b(?! Chấp hành| Thường).*", name
    )
    party = regex.match(r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy\b", parent)
    if commission and parent == "Ban Chấp hành Trung ương" and name.startswith("Ban "):
        return f"{name} Trung ương"
    # BCH ĐOÀN TỈNH NAM ĐỊNH / BAN THƯỜNG VỤ: the standing committee of that body
    council = regex.fullmatch(r"Ban (?:Thường vụ|Thường trực|Chấp hành)", name)
    if council and (body := _COUNCILLED.fullmatch(parent)):
        return f"{name} {body['body']}"
    return f"{name} {parent}" if (commission and party) or name == "Văn phòng" else name


def _province_at_end(name: str) -> str | None:
    """`Sở Y tế Nam Định` leaves the level out: `Sở Y tế tỉnh Nam Định`."""
    words = name.split()
    for count in (4, 3, 2):
        known = province(" ".join(words[-count:])) if len(words) > count + 1 else None
        if known and words[-count - 1] in ("đoàn", "Đoàn", "ủy", "uỷ"):
            return name  # Thành đoàn Hà Nội says its level before
        if known:
            return " ".join([*words[:-count], known.kind, *words[-count:]])
    return None


_LOCAL = regex.compile(
    r"^(?:Sở|Phòng|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Thanh tra|Công an|Ban Thường vụ|Ban Chấp hành|Ban Dân tộc|Ban chỉ đạo|Ban Chỉ đạo|Ban Quản lý (?:các )?[Kk]hu|Chi cục|Trung tâm|Thư viện|Bảo tàng|Hội|Liên đoàn|Ủy ban Mặt trận)\b"
)


_NATIONWIDE = regex.compile(
    r"(?:Việt Nam|Trung ương|Cộng sản Hồ Chí Minh)$|^Ban (?:Chấp hành|Bí thư|Thường vụ) Trung ương"
)


def _wants_territory(name: str) -> bool:
    return bool(_LOCAL.match(name)) and not _NATIONWIDE.search(name)


def _inferred(document: Document) -> Issuer | None:
    """From opening, signature and number, whichever tells most."""
    territory = own_territory(document)
    candidates = [*openings(document), *capacities(document), *symbol(document)]
    if not candidates:
        return None
    named = Counter(key(_kind(c.name)) for c in candidates)
    # The number's symbol is the firmest hint; the opening gives the fullest name.
    by_number = symbol(document)
    best = candidates[0]
    if by_number and key(_kind(best.name)) != key(_kind(by_number[0].name)):
        matching = [c for c in candidates if key(_kind(c.name)) == key(_kind(by_number[0].name))]
        best = matching[0]
    name = _full(best.name, [], territory)
    spans = list(best.spans) + ([territory.span] if territory and territory.span else [])
    agreed = named[key(_kind(best.name))] > 1
    parent, told = parent_of(document, name, territory)
    evidence = document.evidence(*spans, *told)
    return Issuer(name, parent, 0.85 if agreed else 0.65, True, evidence)


def _settle_level(name: str, territory: Territory | None) -> str:
    """`Ủy ban nhân dân tỉnh` says its level but not its name: the place completes it."""
    m = regex.search(r"\s(tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn)$", name)
    if m and territory and key(m[1]) == key(territory.level):
        return f"{name[: m.start()]} {territory.text}"
    return name


def _kind(name: str) -> str:
    found = territory_at_end(name)
    name = name.removesuffix(found).strip() if found else name
    return str(_LEVEL_LEFT.sub("", name))


_LEVEL_LEFT = regex.compile(r"\s(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn)$")


def _contradiction(document: Document, read: Issuer | None) -> Iterator[Finding]:
    """Head and signature that name two bodies."""
    if read is None:
        return
    for other in capacities(document):
        kind, own = key(_kind(other.name)), key(read.name)
        council = regex.match(r"(?i)ban\s+(?:thường\s+vụ|chấp\s+hành|giám)|đảng", other.name)
        if kind not in own and own not in kind and not council:
            message = f"The head names {read.name}, the signature {other.name}."
            yield notice(document, "issuer-contradicts", "warning", message, *other.spans)
