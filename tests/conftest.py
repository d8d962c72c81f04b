"""What is collected where: tests against data outside the repository run only where it exists."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
OUTSIDE_DATA = REPOSITORY / "tests" / "shared"
# A busy machine is no reason to fail: the promises are about values, never about seconds.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# A run that was started in the background ignores Ctrl-C, and so would every program that it starts and ends.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

CAMPAIGNS = REPOSITORY / "tests" / "soak"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out tests of outside data where there is none, and campaigns unless asked for."""
    if collection_path.is_relative_to(OUTSIDE_DATA) and not SHARED.is_dir():
        return True
    if collection_path.is_relative_to(CAMPAIGNS):
        asked = any(
            CAMPAIGNS.is_relative_to(Path(given).resolve()) or Path(given).resolve().is_relative_to(CAMPAIGNS)
            for given in config.args
            if "tests/soak" in given
        )
        return None if asked else True
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many files of tests were left out for want of the outside data."""
    if not SHARED.is_dir():
        left = len(list(OUTSIDE_DATA.rglob("test_*.py")))
        terminalreporter.write_line(f"left out: {left} files of tests that need the outside data folder")
