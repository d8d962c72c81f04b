"""Where a readback differs: do the two parties' maps, as their drawings of the line show, explain it?

Measuring two drawings takes a second, so the machine does it once for a readback and the desks show it
from then on. It is one more likely cause, never a correction: no map is the true one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from commonground.errors import InputError
from commonground.exchange.exchange import Exchange
from commonground.exchange.places.compare import Verdict
from commonground.exchange.places.map_cause import explains
from commonground.finding import Finding, Kind, Level
from commonground.node.config import NodeConfig
from commonground.node.desk.maps import find
from commonground.register.words import said_direction, said_m

if TYPE_CHECKING:
    from commonground.maps.compare.shift import Shift

AROUND_DEG: Final = 0.4  # how much of the line around the place is compared
STEP_DEG: Final = 0.1
MOST: Final = 1000


class MapCauses:
    """What was worked out, by the id of the readback."""

    def __init__(self) -> None:
        self._found: dict[str, Finding | None] = {}
        self._shifts: dict[tuple[str, str, float, float], Shift | None] = {}

    def of(self, exchange: Exchange) -> list[Finding]:
        """The finding for the latest readback, as far as it is worked out."""
        found = self._found.get(exchange.readback.id) if exchange.readback else None
        return [found] if found else []

    def work_out(self, config: NodeConfig, exchanges: Iterable[Exchange]) -> bool:
        """Work out what is not yet; True when there is something new to show."""
        news = False
        for one in exchanges:
            readback = one.readback
            if readback is None or readback.id in self._found:
                continue
            if readback.comparisons[0].verdict is Verdict.DIFFERS:
                if len(self._found) >= MOST:
                    self._found.clear()
                    self._shifts.clear()
                shift = self._shift(config, one)
                self._found[readback.id] = found = _finding(one, shift) if shift else None
                news = news or found is not None
        return news

    def _shift(self, config: NodeConfig, exchange: Exchange) -> Shift | None:
        """How the two parties' drawings lie to each other around the place; None where nothing tells."""
        first, second = (config.depictions.get(one, "") for one in (exchange.asker, exchange.receiver))
        key = (first, second, *_cell(exchange))
        if not first or not second or first == second:
            return None
        if key not in self._shifts:
            from commonground.maps.compare.comparison import compare  # scipy: 0.3 s of a node's start

            try:
                window = _around(*_cell(exchange))
                self._shifts[key] = compare(find(config, first), find(config, second), window).shift
            except (InputError, ValueError):  # no such line here, or too little of it near the place
                self._shifts[key] = None
        return self._shifts[key]


def _finding(exchange: Exchange, shift: Shift) -> Finding | None:
    """A finding where the displacement explains the readback; None otherwise."""
    asker, receiver, readback = exchange.asker, exchange.receiver, exchange.readback
    east_m, north_m = -shift.east_m, -shift.north_m  # where the second lies, seen from the first
    if readback is None or not shift.misplaced:
        return None
    if not explains(readback.comparisons[0], east_m, north_m, shift.se_m):
        return None
    direction = said_direction(math.degrees(math.atan2(east_m, north_m)) % 360)
    text = (
        f"The maps may explain it: here the line as {receiver}'s map draws it lies "
        f"{said_m(math.hypot(east_m, north_m))} to the {direction} of the line as {asker}'s map draws it. "
        "No map is the true one: name something that stands on the ground."
    )
    return Finding(
        kind=Kind.DEPICTION_MISPLACED,
        level=Level.CAUTION,
        text=text,
        about=(exchange.place_id, readback.id),
    )


def _cell(exchange: Exchange) -> tuple[float, float]:
    """The place, coarse enough that neighbouring readbacks share one comparison."""
    position = exchange.place.position
    return round(position.lat_deg / STEP_DEG) * STEP_DEG, round(position.lon_deg / STEP_DEG) * STEP_DEG


def _around(lat_deg: float, lon_deg: float) -> tuple[float, float, float, float]:
    """West, south, east, north around it."""
    return (
        max(-180.0, lon_deg - AROUND_DEG),
        max(-90.0, lat_deg - AROUND_DEG),
        min(180.0, lon_deg + AROUND_DEG),
        min(90.0, lat_deg + AROUND_DEG),
    )
