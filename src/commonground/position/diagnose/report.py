"""A report under diagnosis: what was sent, where it lies as read, and what it may have been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonground.position.diagnose import angles, datums, grids, plain
from commonground.position.diagnose.guess import Guess
from commonground.position.diagnose.odds import Spot
from commonground.position.diagnose.sent import Angles, Grid, Plain, Sent, take
from commonground.position.geodesic import local_metres
from commonground.position.reading import Part, Reading

WGS84 = "EPSG:4326"
SAME_DIGITS_DEG = 0.1  # a reading this near to its own digits lies on another datum, no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One party's report: its text, the CRS it was declared in, and the reader's answer if there is one."""

    as_given: str
    crs: str = WGS84
    reading: Reading | None = None

    @classmethod
    def of(cls, reading: Reading) -> Report:
        """The report that a reading came from."""
        return cls(as_given=reading.as_given, crs=reading.crs, reading=reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """A report with its digits and, where it names a place at all, its spot."""

    report: Report
    sent: Sent | None
    spot: Spot | None
    moved_lat: float  # what the declared datum adds to the digits
    moved_lon: float


def sift(report: Report) -> Sifted:
    """Take a report apart."""
    sent = take(report.as_given)
    base = _base(sent)
    read = _read_spot(report)
    moved = (0.0, 0.0)
    if base is not None and read is not None:
        moved = (read.lat_deg - base.lat_deg, read.lon_deg - base.lon_deg)
        if max(map(abs, moved)) <= SAME_DIGITS_DEG:
            base = replace(base, lat_deg=read.lat_deg, lon_deg=read.lon_deg, other_ce95_m=read.other_ce95_m)
        elif isinstance(sent, Angles) and not sent.lettered and not _is_swap(base, read):
            return Sifted(report=report, sent=None, spot=read, moved_lat=0.0, moved_lon=0.0)
        else:
            moved = (0.0, 0.0)
    spot = base if isinstance(sent, (Angles, Grid)) else read
    return Sifted(report=report, sent=sent, spot=spot, moved_lat=moved[0], moved_lon=moved[1])


def _is_swap(one: Spot, other: Spot) -> bool:
    """Whether the reader took the two numbers in the other order."""
    return abs(one.lat_deg - other.lon_deg) + abs(one.lon_deg - other.lat_deg) < SAME_DIGITS_DEG


def guesses(sifted: Sifted, witness: Spot) -> Iterator[Guess]:
    """Everything that a report may have been, on the datum that it was declared in."""
    sent = sifted.sent
    found: Iterator[Guess] = iter(())
    if isinstance(sent, Angles):
        found = angles.guesses(sent)
    elif isinstance(sent, Grid):
        found = grids.guesses(sent)
    elif isinstance(sent, Plain):
        yield from plain.guesses(sent, sifted.report.crs, witness)
    for guess in found:
        yield replace(
            guess, lat_deg=guess.lat_deg + sifted.moved_lat, lon_deg=guess.lon_deg + sifted.moved_lon
        )
    yield from _datums(sifted, witness)


def _datums(sifted: Sifted, witness: Spot) -> Iterator[Guess]:
    spot = sifted.spot
    if spot is None or abs(spot.lat_deg) > 84:
        return
    north, east = local_metres(witness.lat_deg)
    apart = max(abs(spot.lat_deg - witness.lat_deg) * north, abs(spot.lon_deg - witness.lon_deg) * east)
    if apart > datums.FARTHEST_M:
        return
    if isinstance(sifted.sent, Grid):
        here = grids.place(sifted.sent)
        if here is not None:
            yield from datums.grid_guesses(here)
    else:
        digits = spot.lat_deg - sifted.moved_lat, spot.lon_deg - sifted.moved_lon
        yield from datums.degrees_guesses(*digits, (spot.cell_lat, spot.cell_lon), sifted.report.crs)


def _base(sent: Sent | None) -> Spot | None:
    """Where the digits lie as they stand."""
    if isinstance(sent, Angles):
        lat, lon = sent.lat, sent.lon
        if abs(lat.value) <= 90 and abs(lon.value) <= 180 and _tidy(sent):
            return Spot(lat_deg=lat.value, lon_deg=lon.value, cell_lat=lat.cell, cell_lon=lon.cell)
    if isinstance(sent, Grid):
        here = grids.place(sent)
        if here is not None:
            where = here.centre()
            north, east = local_metres(where[0])
            return Spot(
                lat_deg=where[0],
                lon_deg=where[1],
                cell_lat=here.side_m / north,
                cell_lon=here.side_m / max(east, 1.0),
            )
    return None


def _tidy(sent: Angles) -> bool:
    """Whether minutes and seconds stay below 60."""
    return all(float(field or 0) < 60 for angle in (sent.lat, sent.lon) for field in angle.fields[1:])


def _read_spot(report: Report) -> Spot | None:
    reading = report.reading
    if reading is None:
        return None
    others = sum(
        part.ce95_m**2 for part in reading.doubt if part.part is not Part.NOTATION and part.ce95_m > 2.0
    )
    cell = next((part.ce95_m for part in reading.doubt if part.part is Part.NOTATION), 0.0)
    north, east = local_metres(reading.position.lat_deg)
    return Spot(
        lat_deg=reading.position.lat_deg,
        lon_deg=reading.position.lon_deg,
        cell_lat=cell / 0.6 / north,
        cell_lon=cell / 0.6 / max(east, 1.0),
        other_ce95_m=others**0.5,
    )
