"""The clock: the one place of the product where the time of day is asked for.

Everything else takes `now` as an argument; a test hands down a clock of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def now() -> datetime:
    """The moment, aware, in UTC, cut to whole seconds (statements hold whole seconds)."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the clock itself
