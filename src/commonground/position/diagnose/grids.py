"""Mistakes made with grid references: zone, square, order, letters, old lettering, map of another figure.

Numbers are metres in the zone; a mistake moves them. The squares of MGRS are told apart only by
100 km steps here: which letters those are, the reader's tables know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonground.errors import InputError
from commonground.position.diagnose.cause import Cause
from commonground.position.diagnose.guess import Guess
from commonground.position.diagnose.sent import Grid
from commonground.position.grids import mgrs, utm
from commonground.position.grids.earth import metres_per_degree

FALSE_NORTH_M = 10_000_000.0
SQUARE_M = 100_000.0
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Metres in a zone: the south-west corner of the cell named, and its side."""

    zone: int
    south: bool
    east: float
    north: float
    side_m: float

    def centre(self) -> tuple[float, float]:
        half = self.side_m / 2 if self.side_m > 1 else 0.0
        return utm.inverse(self.zone, self.east + half, self.north + half, south=self.south)


def place(sent: Grid) -> Place | None:
    """What a reference says as it stands; for UTM the letters N and S are hemispheres. None for nonsense."""
    if not 1 <= sent.zone <= 60:
        return None
    if not sent.square:
        south = sent.letter < "N" if sent.letter not in "NS" else sent.letter == "S"
        return _place(sent, south)
    try:
        square = mgrs.decode(f"{sent.zone}{sent.letter}{sent.square}{sent.east}{sent.north}")
    except InputError:
        return None
    south = sent.letter < "N"
    return Place(
        zone=sent.zone, south=south, east=square.easting, north=square.northing, side_m=square.side_m
    )


def _place(sent: Grid, south: bool) -> Place:
    return Place(
        zone=sent.zone, south=south, east=float(sent.east), north=float(sent.north), side_m=sent.side_m
    )


def guesses(sent: Grid) -> Iterator[Guess]:
    """Everything that a grid reference may have been."""
    here = place(sent)
    if here is None:
        return
    for cause, detail, other, share in _all(sent, here):
        guess = _guess(cause, detail, other, share)
        if guess is not None:
            yield guess


def _all(sent: Grid, here: Place) -> Iterator[tuple[Cause, str, Place, float]]:
    yield from _zones(here)
    yield from _swapped(sent, here)
    yield from _digits(sent, here)
    if sent.square:
        yield from _squares(here)
        for step in (1_000_000.0, -1_000_000.0):
            yield Cause.OLD_ROW_LETTERING, "", replace(here, north=here.north + step), 0.5
        corner = replace(here, east=here.east, north=here.north, side_m=0.0)
        if here.side_m > 1:
            yield Cause.CORNER_TAKEN_FOR_CENTRE, "", corner, 1.0
    elif sent.letter in "NS":
        band = sent.letter == "S"  # band S lies north of the equator, and so does band N
        if band:
            yield Cause.HEMISPHERE_LETTER_AS_BAND, "S is the band", replace(here, south=False), 1.0
    elif sent.letter not in "NS":
        other = replace(here, south=not here.south)
        yield Cause.HEMISPHERE_LETTER_AS_BAND, "the letter is no band", other, 0.2


def _zones(here: Place) -> Iterator[tuple[Cause, str, Place, float]]:
    for step in range(-29, 31):
        if step:
            zone = (here.zone + step - 1) % 60 + 1
            share = 0.4 if abs(step) == 1 else 0.05 if abs(step) == 2 else 0.1 / 56
            yield Cause.WRONG_UTM_ZONE, f"zone {zone}", replace(here, zone=zone), share


def _squares(here: Place) -> Iterator[tuple[Cause, str, Place, float]]:
    for columns in range(-7, 8):
        for rows in range(-9, 11):
            if (columns, rows) == (0, 0):
                continue
            far = max(abs(columns), abs(rows))
            if columns and rows:
                share = 0.1 / 4 if far == 1 else 0.05 / 200
            else:
                share = 0.7 / 4 if far == 1 else 0.15 / 30
            moved = replace(here, east=here.east + columns * SQUARE_M, north=here.north + rows * SQUARE_M)
            yield Cause.WRONG_100KM_SQUARE, f"{columns} columns, {rows} rows", moved, share


def _swapped(sent: Grid, here: Place) -> Iterator[tuple[Cause, str, Place, float]]:
    if sent.square:
        if sent.east and sent.east != sent.north:
            scale = here.side_m
            east, north = float(sent.east) * scale, float(sent.north) * scale
            moved = replace(here, east=here.east - east + north, north=here.north - north + east)
            yield Cause.EASTING_NORTHING_SWAPPED, "", moved, 1.0
    else:
        yield Cause.EASTING_NORTHING_SWAPPED, "", replace(here, east=here.north, north=here.east), 1.0


def _digits(sent: Grid, here: Place) -> Iterator[tuple[Cause, str, Place, float]]:
    total = max(1, len((sent.east + sent.north).replace(".", "")))
    for axis, text in (("east", sent.east), ("north", sent.north)):
        name = "easting" if axis == "east" else "northing"
        scale = here.side_m if sent.square else 1.0
        value = float(text or 0) * scale
        for cause, detail, fixed, choices in edits(text, fixed_length=bool(sent.square)):
            moved = getattr(here, axis) + float(fixed) * scale - value
            other = replace(here, east=moved) if axis == "east" else replace(here, north=moved)
            yield cause, f"{detail} in the {name}", other, 1 / (total * choices)


def edits(text: str, *, fixed_length: bool) -> Iterator[tuple[Cause, str, str, float]]:
    """Every text one slip away: the cause, what was changed, the text, and among how many it was chosen."""
    for at, digit in enumerate(text):
        if digit == ".":
            continue
        for other in DIGITS:
            if other != digit:
                yield Cause.DIGIT_WRONG, f"{digit} for {other}", text[:at] + other + text[at + 1 :], 9
        follower = text[at + 1 : at + 2]
        if follower and follower not in (digit, "."):
            yield Cause.DIGIT_TRANSPOSED, digit + follower, text[:at] + follower + digit + text[at + 2 :], 1
        if follower == digit and not fixed_length:
            yield Cause.DIGIT_DOUBLED, digit, text[:at] + text[at + 1 :], 1
    if not fixed_length:
        for at in range(len(text.partition(".")[0]) + 1):
            for digit in DIGITS:
                yield Cause.DIGIT_DROPPED, digit, text[:at] + digit + text[at:], 10


def _guess(cause: Cause, detail: str, where: Place, share: float) -> Guess | None:
    if not (-1_000_000 < where.east < 2_000_000 and -1_000_000 < where.north < 11_000_000):
        return None
    lat, lon = where.centre()
    if not abs(lat) <= 84.5:
        return None
    north_m, east_m = metres_per_degree(lat)
    return Guess(
        cause=cause,
        detail=detail,
        lat_deg=lat,
        lon_deg=lon,
        cell_lat=where.side_m / north_m,
        cell_lon=where.side_m / east_m,
        share=share,
    )
