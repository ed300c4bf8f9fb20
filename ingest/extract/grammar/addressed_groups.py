"""`Các địa phương:` as an address: a heading that names only a group of agencies."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ingest.core.document import Block, Section
from ingest.extract.grammar.clauses import own_subject
from ingest.extract.grammar.draft import Parts
from ingest.extract.grammar.due_governing import verb_at
from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.roles import begins, word_lists
from ingest.extract.grammar.units import UnitMention, UnitRun, closes_name

_NOUNS = ("bộ", "sở", "ban", "ngành", "cơ quan", "địa phương", "đơn vị", "cấp")
_AGENCIES = (*(f"các {noun}" for noun in _NOUNS), "cơ quan", "thủ trưởng")
_KINDS = ("Ủy ban nhân dân", "Sở", "Bộ", "Cục", "Công an", "Văn phòng")
_LOOKED_AT = 6


def _is_agency(mention: UnitMention) -> bool:
    """`Các địa phương`, `cơ quan ngang bộ`, `Ủy ban nhân dân các tỉnh`."""
    if not mention.generic:
        return mention.kind in _KINDS
    return mention.name.lower().startswith(_AGENCIES)


def tasks_for(parts: Parts, section: Section, units: Sequence[UnitMention]) -> bool:
    """`5. Các địa phương:` with tasks below, most of them begun by their verb."""
    if not units or not all(_is_agency(m) for m in units):
        return False
    below = [s.id for s in parts.children.get(section.id, [])]
    places = [n for id in (section.id, *below) for n in parts.in_section.get(id, [])]
    blocks = [parts.document.blocks[n] for n in places]
    items = [
        b
        for b in blocks
        if b.content.start > section.heading_span.start and (b.kind == "item" or parts.opens(b))
    ][:_LOOKED_AT]
    return bool(items) and 2 * sum(_begins_task(parts, b) for b in items) > len(items)


def charges(t: Tokens) -> bool:
    """`Thủ trưởng các đơn vị, …, trong phạm vi nhiệm vụ của mình, có trách nhiệm sau đây`."""
    return any(t.keys[j : j + 3] == ["có", "trách", "nhiệm"] for j in range(len(t) - 2))


_GROUND = regex.compile(
    r"""(?:Theo|Xét)\s+đề\s+nghị\s+của\s|Căn\s+cứ\s+(?:Luật|Bộ\s+luật|Nghị\s+định|Nghị\s+quyết|Quyết\s+định|Thông\s+tư
    |Chỉ\s+thị|Công\s+văn|Kế\s+hoạch|Hướng\s+dẫn|Văn\s+bản|Pháp\s+lệnh|Quy\s+chế|Kết\s+luận|Chương\s+trình)\s""",
    regex.V1 | regex.X,
)


# "Căn cứ tình hình thực tế.": nothing follows from it here
_ALONE = regex.compile(
    r"Căn cứ (?:vào )?(?:tình hình|điều kiện|chức năng|nhiệm vụ|kết quả)[^,:;.]{0,60}[;.]?\s*"
)


def is_ground(text: str) -> bool:
    """`Căn cứ Nghị quyết số …;`, `Theo đề nghị của …`: the grounds of a paper, no task.

    `Căn cứ Kế hoạch này, xây dựng …` is one: a verb stands behind a comma.
    """
    if _GROUND.match(text) is None:
        return _ALONE.fullmatch(text) is not None
    return not any(verb_at(rest) for rest in text[:600].split(",")[1:])


def _begins_task(parts: Parts, block: Block) -> bool:
    t = parts.read(block.content)
    return len(t) > 0 and (t.mark(0, "verb") > 0 or begins(t, 0, word_lists("adverb")) > 0)


_TIMELY = (("định", "kỳ"), ("trước", "ngày"), ("hằng", "năm"), ("hàng", "năm"), ("chậm", "nhất"))


def timely_subject(
    t: Tokens, block: Block, after: int, named: Sequence[UnitMention]
) -> UnitRun | None:
    """`Định kỳ trước ngày 05/12, các thôn báo cáo …`: who a paragraph behind the items speaks of."""
    if tuple(t.keys[:2]) in _GROUNDED:
        run = _grounded_subject(t, after)
        again = run is not None and run.mentions[0].name in {m.name for m in named}
        return None if again else run
    if block.kind != "paragraph" or tuple(t.keys[:2]) not in _TIMELY:
        return None
    for j in range(2, min(after, 24)):
        if t.key(j) == "," and (run := own_subject(t, j + 1, after)) is not None:
            return run
        if t.key(j) in (";", ".", ":"):
            break
    return None


_GROUNDED = (("trên", "cơ"), ("căn", "cứ"))


def _grounded_subject(t: Tokens, after: int) -> UnitRun | None:
    """`Trên cơ sở đề xuất của các xã, Sở Tài chính thẩm định …`: who acts is told again.

    Not behind the name of a body, which the comma may list with another: `theo hướng dẫn của
    Sở A, Sở B`.
    """
    for j in range(3, min(after, 40)):
        if t.key(j) in (";", "."):
            return None
        if t.key(j) != "," or not t.capital(j + 1):
            continue
        run = own_subject(t, j + 1, after)
        if run is None or len(run.mentions) != 1 or run.mentions[0].generic:
            continue
        return None if closes_name(t, 3, j) else run
    return None
