"""Pairs of reports with a mistake planted in the second, for places in open sea near 0 N 9 E.

The planting knows nothing of the diagnosis: it writes a place, makes one mistake, and gives the texts.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from commonground.position.geodesic import offset
from commonground.position.grids import mgrs, utm


@dataclass(frozen=True)
class Planted:
    """Two texts and the cause that was planted."""

    a: str
    b: str
    cause: str


def _place(rng: random.Random) -> tuple[float, float]:
    return rng.uniform(0.2, 3.8) * rng.choice((1, -1)), rng.uniform(6.2, 8.8)


def _near(rng: random.Random, place: tuple[float, float]) -> tuple[float, float]:
    """The same place, measured again."""
    return offset(*place, rng.uniform(0, 360), abs(rng.gauss(0, 4)))


def dd(place: tuple[float, float]) -> str:
    return f"{place[0]:.5f}, {place[1]:.5f}"


def dms(place: tuple[float, float]) -> str:
    parts = []
    for value, letters in zip(place, ("NS", "EW"), strict=True):
        tenths = round(abs(value) * 36000)
        degrees, rest = divmod(tenths, 36000)
        minutes, seconds = divmod(rest, 600)
        letter = letters[0] if value >= 0 else letters[1]
        parts.append(f"{degrees}°{minutes:02d}'{seconds / 10:04.1f}\"{letter}")
    return " ".join(parts)


def ddm(place: tuple[float, float]) -> str:
    parts = []
    for value, letters in zip(place, ("NS", "EW"), strict=True):
        thousandths = round(abs(value) * 60000)
        degrees, minutes = divmod(thousandths, 60000)
        letter = letters[0] if value >= 0 else letters[1]
        parts.append(f"{degrees}°{minutes / 1000:06.3f}'{letter}")
    return " ".join(parts)


def grid(place: tuple[float, float], digits: int = 5) -> str:
    text = mgrs.encode(*place, digits)
    head = text[: len(text) - 2 * digits]
    return f"{head[:-2]} {head[-2:]} {text[-2 * digits : -digits]} {text[-digits:]}"


def utm_text(place: tuple[float, float], zone: int | None = None) -> str:
    found = utm.encode(*place)
    letter = "N" if place[0] >= 0 else "M"
    return f"{zone or found.zone}{letter} {found.easting:.0f} {found.northing:.0f}"


def _witness(rng: random.Random, place: tuple[float, float]) -> str:
    return rng.choice((dd, dms, ddm, grid))(_near(rng, place))


def _packed(place: tuple[float, float], seconds: bool) -> str:
    """Degrees with minutes (and seconds) behind a decimal point."""
    parts = []
    for value in place:
        sign = "-" if value < 0 else ""
        if seconds:
            degrees, rest = divmod(round(abs(value) * 3600), 3600)
            parts.append(f"{sign}{degrees}.{rest // 60:02d}{rest % 60:02d}")
        else:
            degrees, rest = divmod(round(abs(value) * 6000), 6000)
            parts.append(f"{sign}{degrees}.{rest:04d}")
    return ", ".join(parts)


def _digit(rng: random.Random, text: str, exchange: bool) -> str:
    """A digit wrong, or exchanged with its neighbour, that moves the place by 200 m or more."""
    while True:
        spots = [i for i, c in enumerate(text) if c.isdigit() and text.find(".") <= i < text.find(".") + 4]
        spots += [i for i, c in enumerate(text) if c.isdigit() and text.rfind(".") <= i < text.rfind(".") + 4]
        at = rng.choice(spots)
        if not exchange:
            other = rng.choice([d for d in "0123456789" if d != text[at]])
            return text[:at] + other + text[at + 1 :]
        if at + 1 < len(text) and text[at + 1].isdigit() and text[at + 1] != text[at]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def planted(cause: str, seed: int) -> Planted:
    """One pair with this cause."""
    rng = random.Random(f"{cause} {seed}")
    while True:
        place = _place(rng)
        near = _near(rng, place)
        text = _text(cause, rng, place, near)
        if text is not None:
            return Planted(a=_witness(rng, place), b=text, cause=cause)


def _text(
    cause: str, rng: random.Random, place: tuple[float, float], near: tuple[float, float]
) -> str | None:
    lat, lon = near
    if cause == "same_place":
        return rng.choice((dd, dms, ddm, grid))(near)
    if cause == "coarse_notation":
        return grid(near, rng.choice((2, 3)))
    if cause == "different_place":
        far = math.exp(rng.uniform(math.log(800), math.log(200_000)))
        return rng.choice((dd, dms, ddm, grid))(offset(*place, rng.uniform(0, 360), far))
    if cause == "lat_lon_swapped":
        return dd((lon, lat))
    if cause == "sign_lost_lat":
        return dd((-lat, lon))
    if cause == "sign_lost_lon":
        return dd((lat, -lon))
    if cause == "dms_read_as_decimal":
        return _packed(near, seconds=True)
    if cause == "ddm_read_as_decimal":
        return _packed(near, seconds=False)
    if cause == "digit_wrong":
        return _digit(rng, dd(near), exchange=False)
    if cause == "digit_transposed":
        return _digit(rng, dd(near), exchange=True)
    if cause == "wrong_utm_zone":
        return utm_text(near, utm.zone_of(*near) + rng.choice((-1, 1)))
    if cause == "easting_northing_swapped":
        parts = grid(near).split()
        far = abs(int(parts[2]) - int(parts[3])) > 1000
        return " ".join([parts[0], parts[1], parts[3], parts[2]]) if far else None
    raise ValueError(cause)
