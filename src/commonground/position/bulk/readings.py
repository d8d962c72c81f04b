"""Readings in bulk: columns for every row, and the full answer of the slow reader for any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.finding import Kind
from commonground.position.profile import MapProfile
from commonground.position.reader.answer import ReadResult, Status
from commonground.position.reader.read import read_all

STATUSES = (Status.OK, Status.ASK, Status.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """What `read` says of many texts, one row a text, in the order given.

    lat_deg, lon_deg, ce95_m: of the first reading; NaN where the row is refused. notation: index into
    `notations`. status: index into STATUSES. findings: a bit for every kind that the answer holds, by
    the place of the kind in `kinds`. slow: rows that the slow reader answered itself.
    """

    texts: Sequence[str]
    profile: MapProfile | None
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    ce95_m: NDArray[np.float64]
    notation: NDArray[np.uint8]
    notations: tuple[str, ...]
    status: NDArray[np.uint8]
    findings: NDArray[np.uint64]
    kinds: tuple[Kind, ...]
    slow: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def answer(self, row: int) -> ReadResult:
        """The slow reader's full answer for a row: every reading, every finding, in words."""
        return read_all(self.texts[row], self.profile)

    def status_of(self, row: int) -> Status:
        """The status of one row."""
        return STATUSES[self.status[row]]

    def kinds_of(self, row: int) -> frozenset[Kind]:
        """The kinds of findings of one row."""
        bits = int(self.findings[row])
        return frozenset(kind for place, kind in enumerate(self.kinds) if bits >> place & 1)
