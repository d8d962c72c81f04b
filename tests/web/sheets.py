"""What each party's sheet says of one place: the test's own measurement, not the page's."""

from __future__ import annotations

from tests.web.desks import NOTATION

from commonground.position.geodesic import offset
from commonground.position.write import write_degrees

PLACE = (2.4512, 3.5203)  # latitude, longitude: open sea


def on_sheet(code: str, place: tuple[float, float] = PLACE) -> str:
    """The place in that party's own grid, to a metre or its nearest."""
    lat_deg, lon_deg = place
    if NOTATION[code] == "mgrs":
        return write_degrees(lat_deg, lon_deg, "mgrs", 5)
    easting, northing = write_degrees(lat_deg, lon_deg, NOTATION[code], None).split()
    return f"E{float(easting):.0f} N{float(northing):.0f}"


def north_of(place: tuple[float, float], metres: float) -> tuple[float, float]:
    """A place so many metres north."""
    return offset(*place, 0.0, metres)
