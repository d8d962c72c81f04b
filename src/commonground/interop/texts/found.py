"""What is found in a message: spots, areas, windows, and what was not understood.

Everything found keeps the text it stood in. Nothing of it is a notice yet: an officer confirms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commonground.finding import Finding
from commonground.position.extent import Vertex
from commonground.position.window import utc_text


class AreaKind(StrEnum):
    """The shapes that messages describe."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"
    CIRCLE = "circle"
    BOX = "box"  # between two latitudes and two longitudes: no pair in the text is a corner
    SECTOR = "sector"


class WindowKind(StrEnum):
    """How a message says when."""

    INTERVAL = "interval"
    DAILY = "daily"  # the same hours on each of several days
    DAYS = "days"  # whole days
    UNTIL = "until"
    UNTIL_DAY = "until_day"
    OPEN = "open"  # until further notice
    OBSERVED = "observed"  # when something was seen: no window of validity
    ALTERNATE = "alternate"  # reserve days: not active unless the others fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One shape in a message. `vertices` in the order written; a circle has its centre alone.

    radius_m: of a circle or sector; reach of a line on either side; 0 where none is said.
    bearings: of a sector, from and to, degrees from north clockwise.
    """

    kind: AreaKind
    vertices: tuple[Vertex, ...]
    radius_m: float = 0.0
    bearings: tuple[float, float] | None = None
    text: str = ""
    start: int = 0  # offset in the message

    def as_json(self) -> dict[str, object]:
        """The area as `cg find --json` gives it; degrees and metres."""
        corners = [[round(lat, 7), round(lon, 7)] for lat, lon in self.vertices]
        shown: dict[str, object] = {"kind": str(self.kind), "text": self.text}
        if self.kind in {AreaKind.CIRCLE, AreaKind.SECTOR}:
            shown |= {"centre": corners[0], "radius_m": round(self.radius_m, 1)}
        elif self.kind is AreaKind.POINT:
            shown |= {"position": corners[0], "vertices": corners}
        else:
            shown["vertices"] = corners
            if self.radius_m:
                shown["radius_m"] = round(self.radius_m, 1)
        if self.kind is AreaKind.BOX:
            (south, west), (north, east) = corners[0], corners[2]
            shown |= {"south": south, "west": west, "north": north, "east": east}
        if self.bearings is not None:
            shown["bearings"] = list(self.bearings)
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One explicit interval, UTC; an open end is None: the message names none."""

    kind: WindowKind
    start: datetime | None
    end: datetime | None
    text: str
    at: int = 0  # offset in the message

    def as_json(self) -> dict[str, object]:
        """The window as `cg find --json` gives it."""
        return {
            "from": None if self.start is None else utc_text(self.start),
            "to": None if self.end is None else utc_text(self.end),
            "kind": str(self.kind),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One position in a message, with the text that gave it."""

    vertex: Vertex
    ce95_m: float
    text: str
    start: int
    end: int

    def as_json(self) -> dict[str, object]:
        lat_deg, lon_deg = self.vertex
        return {
            "lat_deg": round(lat_deg, 7),
            "lon_deg": round(lon_deg, 7),
            "ce95_m": round(self.ce95_m, 1),
            "as_given": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class QLine:
    """The qualifier line: region, code, levels in hundreds of feet, and a circle."""

    fir: str
    code: str
    lower_fl: int
    upper_fl: int
    centre: Vertex
    radius_nm: int | None

    def as_json(self) -> dict[str, object]:
        return {
            "fir": self.fir,
            "code": self.code,
            "lower_fl": self.lower_fl,
            "upper_fl": self.upper_fl,
            "centre": [round(degrees, 7) for degrees in self.centre],
            "radius_nm": self.radius_nm,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRead:
    """A message after reading: to be confirmed, not to be acted on."""

    ident: str
    positions: tuple[Spot, ...]
    areas: tuple[Area, ...]
    windows: tuple[Span, ...]
    cancel_at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    q_line: QLine | None = None  # of a NOTAM

    def as_json(self) -> dict[str, object]:
        """One object a message."""
        extra = {} if self.q_line is None else {"q_line": self.q_line.as_json()}
        return extra | {
            "id": self.ident,
            "positions": [spot.as_json() for spot in self.positions],
            "areas": [area.as_json() for area in self.areas],
            "windows": [span.as_json() for span in self.windows],
            "cancel_at": None if self.cancel_at is None else utc_text(self.cancel_at),
            "findings": [finding.as_json() for finding in self.findings],
        }
