"""What need not be done again: unchanged inputs, and inputs under a new name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.batch.content import content_of, size_of
from ingest.batch.ledger import Ledger
from ingest.batch.ledger_rows import Row
from ingest.batch.outcome import ALWAYS_RETRIED, UNPACKED, Content, Outcome
from ingest.batch.places import is_remote
from ingest.batch.seal import record_seal, seal_of
from ingest.batch.write import read_record, write_record

_UNREAD = "page-unreadable"
"""A page that took too long under other bounds may be read under these."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`force`: do all anew. `retry_failed`: do anew what failed. `limit`: do so many at most.
    `rehash`: trust no size and time, read inputs and records to see whether they changed."""

    force: bool = False
    retry_failed: bool = False
    limit: int | None = None
    rehash: bool = False


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a result counts: see `fingerprint`; `bounds` says what a file may cost;
    `most` bytes are read of an input."""

    output: str
    fingerprint: str
    bounds: str
    most: int


def settled(row: Row, ledger: Ledger, terms: Terms, policy: Policy) -> Outcome | None:
    """The outcome of an input for which no work is needed, else None.

    It is the row's own outcome where the input has not changed, or one made from the record
    of another input with the same content (a file that was moved, or a copy).
    """
    if policy.force:
        return None
    content = _content(row, ledger, terms, policy)
    if content is None:
        return None
    if not row.pending and _stands(row, content, terms, policy):
        return row.outcome
    return _derived(row, content, ledger, terms)


def _content(row: Row, ledger: Ledger, terms: Terms, policy: Policy) -> Content | None:
    """Hashed only where its seal is broken, and there is something to compare it with."""
    place = row.job.place
    if not policy.rehash and _sealed(row):
        return row.outcome.content
    if not is_remote(place) and row.pending:
        size = size_of(place)
        if size is None or not ledger.has_size(size):
            return None
    return content_of(place, terms.most)


def _sealed(row: Row) -> bool:
    then = row.outcome.content
    if row.pending or then is None or then.seal is None:
        return False
    return then.seal == seal_of(row.job.place)


def _stands(row: Row, content: Content, terms: Terms, policy: Policy) -> bool:
    then = row.outcome
    if row.fingerprint != terms.fingerprint or not _same(then.content, content):
        return False
    if then.code == UNPACKED:
        return row.bounds == terms.bounds
    unread = any(code == _UNREAD for code, _ in then.kinds)
    if (not then.ok or unread) and row.bounds != terms.bounds:
        return False
    if then.ok:
        return _intact(row, terms, policy)
    return not policy.retry_failed and then.code not in ALWAYS_RETRIED


def _same(then: Content | None, now: Content) -> bool:
    if then is None or then.size != now.size:
        return False
    if now.token is not None:
        return then.token == now.token
    return then.sha256 == now.sha256


def _intact(row: Row, terms: Terms, policy: Policy) -> bool:
    seal = row.outcome.record_seal
    if not policy.rehash and seal is not None and seal == record_seal(terms.output, row.job.target):
        return True
    record = read_record(terms.output, row.job.target)
    return record is not None and _digest(record) == row.outcome.record_sha256


def _derived(row: Row, content: Content, ledger: Ledger, terms: Terms) -> Outcome | None:
    if content.sha256 is None:
        return None
    for twin in ledger.twins(content.sha256, content.size, terms.fingerprint):
        if twin.job.target == row.job.target or _kind(twin.job.uri) != _kind(row.job.uri):
            continue
        if any(code == _UNREAD for code, _ in twin.outcome.kinds):
            continue
        text = _renamed(twin, row.job.uri, terms)
        if text is not None:
            digest, size = write_record(terms.output, row.job.target, text)
            made = replace(twin.outcome, job=row.job, content=content, seconds=0.0, peak=0)
            seal = record_seal(terms.output, row.job.target)
            return replace(made, record_sha256=digest, record_bytes=size, record_seal=seal)
    return None


def _kind(uri: str) -> str:
    """The end of a name has a say in how plain text is read (`.md`): it must be the same."""
    return PurePosixPath(uri).suffix.lower()


def _renamed(twin: Row, uri: str, terms: Terms) -> str | None:
    """The twin's record with another `source.uri`, as a fresh run would write it; None where
    that is not certain: the record was touched, or its old name stands elsewhere in it."""
    record = read_record(terms.output, twin.job.target)
    if record is None or _digest(record) != twin.outcome.record_sha256:
        return None
    text = record.decode("utf-8")
    data = json.loads(text)
    if _dumped(data) != text or text.count(json.dumps(twin.job.uri, ensure_ascii=False)) != 1:
        return None
    data["source"]["uri"] = uri
    return _dumped(data)


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
