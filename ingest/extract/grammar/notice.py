"""Diagnostics as findings."""

from __future__ import annotations

from ingest.core.document import Document
from ingest.core.record import Diagnostic, Finding, Severity
from ingest.core.text import Span


def notice(
    document: Document, code: str, severity: Severity, message: str, *spans: Span
) -> Finding:
    """A diagnostic with its evidence. Codes are listed in `docs/diagnostics.md`."""
    return Finding("diagnostics", Diagnostic(code, severity, message, document.evidence(*spans)))
