"""What stands around a sentence: the part of a paper whose figures are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a sentence. `year` is the plan's own; `assessment`, `aims` and `costs`
    say that it is part of a report on results, of the purpose, or of the part on money, `goals`
    that it stands under Mục tiêu or Chỉ tiêu, `tasks` under Nhiệm vụ; `rules`: in a regulation."""

    year: int | None = None
    assessment: bool = False
    aims: bool = False
    costs: bool = False
    goals: bool = False
    tasks: bool = False
    rules: bool = False
