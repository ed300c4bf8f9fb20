"""The paragraph that is open while an HTML tree is walked, and the blocks before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.read.sheet import Block, Para


@dataclass(slots=True)
class List:
    ordered: bool
    next: int
    kind: str


@dataclass(slots=True)
class Flow:
    """Blocks found so far and the paragraph that is open."""

    blocks: list[Block] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    tight: bool = False
    lists: list[List] = field(default_factory=list)
    inside_cell: bool = False
    link: int = 0
    linked: int = 0
    free: int = 0

    def add(self, text: str) -> None:
        """Text of the open paragraph, counted by whether it stands in a link or a menu."""
        self.open.append(text)
        letters = sum(map(str.isalnum, text))
        self.linked += letters if self.link else 0
        self.free += 0 if self.link else letters

    def close(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self.open).split("\n")]
        text = "\n".join(lines).strip("\n")
        if text.strip():
            self.blocks.append(Para(text, self.tight, self.linked > 0 and not self.free))
            self.tight = False
        self.open = []
        self.linked = self.free = 0
