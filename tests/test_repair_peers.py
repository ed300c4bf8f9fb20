"""The benchmark's other columns: a peer that raises is counted, never fatal."""

from __future__ import annotations

from ingest.repair.peers import Peer, peers


def _fussy(line: str) -> str:
    if "%" in line:
        raise ValueError(line)
    return line.upper()


def test_lines_on_which_a_peer_raises_stay_as_read() -> None:
    peer = Peer("fussy", _fussy)
    assert peer("một\n5%\n\nhai\f") == "MỘT\n5%\n\nHAI\f"
    assert peer.failed == 1


def test_doing_nothing_is_always_measured() -> None:
    assert next(iter(peers()))("ca\tnhan\n") == "ca\tnhan\n"
