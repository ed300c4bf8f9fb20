"""Where a body's task begins or ends: `không cấp phép`, `khi lập quy hoạch, phải …`, `…, Sở B lập …`."""

from __future__ import annotations

from ingest.extract.grammar.phrases import Tokens
from ingest.extract.grammar.roles import begins, word_lists
from ingest.extract.grammar.units import UnitRun, closes_name, standing, unit_run

_FAILS = frozenset(("thì", "sẽ", "bị", "nếu", "chịu"))


def forborne(t: Tokens, run: UnitRun, at: int, after: int) -> bool:
    """`Sở Xây dựng không cấp phép đối với nhà lấn chiếm`: told to leave it.

    Not `các đơn vị không thực hiện … thì bị xử lý`, which only names who fails.
    """
    if t.key(at) != "không" or not t.mark(at + 1, "verb") or any(m.generic for m in run.mentions):
        return False
    return not any(word in _FAILS for word in t.keys[at + 2 : after])


def must(t: Tokens, comma: int) -> bool:
    """`Sở Tài chính khi lập thủ tục giao đất, phải có ý kiến của …`: the duty begins again."""
    return t.key(comma) == "," and t.key(comma + 1) in ("phải", "cần")


def related(t: Tokens, at: int) -> int:
    """The index behind `có liên quan`: `Ủy ban nhân dân các huyện có liên quan lập kế hoạch`."""
    first = at + (t.key(at) == "có")
    return first + 2 if t.keys[first : first + 2] == ["liên", "quan"] else at


def told_again(t: Tokens, at: int, after: int) -> int:
    """The index of `cơ quan thường trực` in `Sở X - cơ quan thường trực Ban Chỉ đạo tham mưu …`.

    It begins the task, as `là cơ quan thường trực` does: the body leads.
    """
    first = at + 1
    if t.key(at) != "-" or not standing(t, first):
        return at
    return first if any(t.mark(j, "verb") >= j + 2 for j in range(first, after)) else at


def carried_out(t: Tokens, at: int) -> bool:
    """`… và các đơn vị có liên quan căn cứ Quyết định (này) thi hành`: closes the list of bodies."""
    words = t.keys[at : at + 6]
    return words[:4] == ["căn", "cứ", "quyết", "định"] and "thi" in words[4:]


_TELLS = frozenset(
    ("đạo", "nghị", "cầu", "giao", "dẫn", "đốc", "với", "của", "cáo", "mưu", "giúp", "trình", "gửi", "cùng",
     "do", "và", "gồm", "như", "cho", "từ", "tại", "cứ", "để", "về", "là", "theo", "qua", "bàn")
)  # fmt: skip


def takes_over(t: Tokens, first: int, comma: int) -> bool:
    """`Sở Y tế lập danh sách, Sở Tài chính bố trí kinh phí`: behind the comma another body acts.

    Not where the first is said to direct, ask or help somebody, of whom the comma may list more:
    `Sở Y tế kiểm tra Bệnh viện tỉnh, Trung tâm Y tế huyện thực hiện …`.
    """
    if t.keys[comma] != "," or not t.capital(comma + 1) or t.mark(comma + 1, "person"):
        return False
    if begins(t, first, word_lists("lead")) == comma:
        return False  # `Sở Y tế chủ trì, Sở Tài chính phối hợp thực hiện`: one task
    run = unit_run(t, comma + 1, min(len(t), comma + 40))
    if run is None or len(run.mentions) != 1 or run.mentions[0].generic:
        return False
    if t.mark(run.after, "verb") < run.after + 2:
        return False
    told = any(word in _TELLS for word in t.keys[first:comma])
    return not told and not closes_name(t, first, comma)


def passive_run(t: Tokens, first: int, after: int) -> UnitRun | None:
    """`Lễ phát động do Đoàn Thanh niên xã chủ trì …`, `việc lập sổ được giao cho Trạm Y tế`.

    `Tham gia các hội thi do Bộ Quốc phòng tổ chức` is the task of those who take part.
    """
    if t.keys[first : first + 2] in (["tham", "gia"], ["tham", "dự"], ["hưởng", "ứng"]):
        return None
    for j in range(first + 1, after):
        given = t.keys[j : j + 3] == ["được", "giao", "cho"]
        if t.keys[j] != "do" and not given:
            continue
        run = unit_run(t, j + (3 if given else 1), after, listed=True)
        if run is not None and (given or begins(t, run.after, word_lists("passive")) > run.after):
            return run
    return None
