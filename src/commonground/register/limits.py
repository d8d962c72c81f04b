"""Limits: how long a word holds, and how fast something moves when nobody said.

These are figures of ours until the parties write their own into the terms; wherever one of them
decides something, the finding says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from commonground.statements.notice import NoticeKind

STALE_AFTER: Mapping[NoticeKind, timedelta] = MappingProxyType(
    {
        NoticeKind.SITE: timedelta(days=30),
        NoticeKind.AREA: timedelta(days=30),
        NoticeKind.UNIT: timedelta(hours=6),
        NoticeKind.MOVEMENT: timedelta(minutes=30),
        NoticeKind.CROSSING: timedelta(hours=6),
    }
)

ASSUMED_SPEED_M_S: Mapping[NoticeKind, float] = MappingProxyType(
    {NoticeKind.UNIT: 1.4, NoticeKind.MOVEMENT: 22.0}  # on foot; on a road, about 80 km/h
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How old a confirmation may be before it is called stale, and the speeds assumed in silence.

    clock_skew: how far ahead of the asked moment a statement's own time may lie before it is a finding.
    """

    stale_after: Mapping[NoticeKind, timedelta] = field(default_factory=lambda: STALE_AFTER)
    assumed_speed_m_s: Mapping[NoticeKind, float] = field(default_factory=lambda: ASSUMED_SPEED_M_S)
    clock_skew: timedelta = timedelta(minutes=5)


LIMITS = Limits()
