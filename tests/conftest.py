"""Shared fixtures, and the flag that rewrites `output/`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import stages
from hypothesis import HealthCheck, settings

from ingest.core.document import Document

# The same examples each run: a red gate can be repeated. The clock is no judge of a property.
settings.register_profile(
    "gate",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("gate")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-output", action="store_true", help="rewrite output/ from samples/ (test_golden)"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "processes: works in processes of its own, as users do")


@pytest.fixture
def updating(request: pytest.FixtureRequest) -> bool:
    """True where golden files are to be rewritten."""
    return bool(request.config.getoption("--update-output"))


@pytest.fixture
def parse_text() -> Callable[[str], tuple[Document, ...]]:
    return stages.parse_text
