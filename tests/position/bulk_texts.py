"""Texts for the bulk engine: generated in every notation, and bent out of shape. Invented places."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np

from commonground.position.bulk import Readings, read_many
from commonground.position.bulk.readings import STATUSES
from commonground.position.profile import MapProfile
from commonground.position.reader.read import read_all
from commonground.position.write import write_degrees

Maker = Callable[[float, float, random.Random], str]


def _dms(angle: float, letters: str, width: int, decimals: int) -> tuple[str, str, str, str]:
    units = round(abs(angle) * 3600 * 10**decimals)
    minutes, seconds = divmod(units, 60 * 10**decimals)
    text = f"{seconds / 10**decimals:0{2 + bool(decimals) + decimals}.{decimals}f}"
    return f"{minutes // 60:0{width}d}", f"{minutes % 60:02d}", text, letters[angle < 0]


def _spaced(lat: float, lon: float, rng: random.Random) -> str:
    decimals = rng.choice((0, 1, 2))
    return " ".join((*_dms(lat, "NS", 2, decimals), *_dms(lon, "EW", 3, decimals)))


def _marked(lat: float, lon: float, rng: random.Random) -> str:
    degree, minute, second = rng.choice(("°'\"", "°′″", "º’”", "d'\""))
    (a, b, c, h), (d, e, f, i) = _dms(lat, "NS", 1, 1), _dms(lon, "EW", 1, 1)
    return f"{a}{degree}{b}{minute}{c}{second}{h} {d}{degree}{e}{minute}{f}{second}{i}"


def _packed(lat: float, lon: float, rng: random.Random) -> str:
    (a, b, c, h), (d, e, f, i) = _dms(lat, "NS", 2, 0), _dms(lon, "EW", 3, 0)
    forms = (
        f"{a}{b}{c}{h}{d}{e}{f}{i}",
        f"{h}{a}{b}{c}{i}{d}{e}{f}",
        f"{a}{b}{h}{d}{e}{i}",
        f"{a}{b}{c}{h} {d}{e}{f}{i}",
    )
    return rng.choice(forms)


def _minutes(lat: float, lon: float, rng: random.Random) -> str:
    mark = rng.choice(("° {}'", " {}", "-{}", "°{}"))
    digits = rng.randint(1, 3)
    parts = []
    for x, letters in ((lat, "NS"), (lon, "EW")):
        minutes = f"{abs(x) % 1 * 60:0{3 + digits}.{digits}f}"
        minutes = "59.9" if minutes.startswith("60") else minutes
        minutes = minutes.replace(".", "'.") if mark == "°{}" else minutes  # the mark over the point
        parts.append(f"{int(abs(x))}{mark.format(minutes)}{letters[x < 0]}")
    return rng.choice((" ", ", ", "/")).join(parts)


def _decimal(lat: float, lon: float, rng: random.Random) -> str:
    digits = rng.randint(0, 7)
    forms = (
        f"{lat:.{digits}f}, {lon:.{digits}f}", f"{lat:.{digits}f} {lon:.{digits}f}",
        f"{lat:.{digits}f},{lon:.{digits}f}", f"{lat:.{digits}f};{lon:.{digits}f}",
        f"{abs(lat):.{digits}f}{'NS'[lat < 0]} {abs(lon):.{digits}f}{'EW'[lon < 0]}",
        f"{'NS'[lat < 0]}{abs(lat):.{digits}f}° {'EW'[lon < 0]}{abs(lon):.{digits}f}°",
        f"{abs(lon):.{digits}f}°{'EW'[lon < 0]} {abs(lat):.{digits}f}°{'NS'[lat < 0]}",
        f"lat {lat:.{digits}f} lon {lon:.{digits}f}",
        f"{lat:.{digits}f} {lon:.{digits}f}".replace(".", ",").replace(" ", "; "),
    )  # fmt: skip
    return rng.choice(forms)


def _utm(lat: float, lon: float, rng: random.Random) -> str:
    text = write_degrees(max(-79.9, min(83.9, lat)), lon, "utm", rng.choice((0, 0, 1, 3)))
    zone, east, north = text.split(" ")
    letter = rng.choice("NS" + zone[-1] * 3 + "CDEFGHJKLMNPQRSTUVWX")
    return rng.choice((text, f"{zone[:-1]} {letter} {east} {north}", f"{zone[:-1]}{letter} {east} {north}"))


def _mgrs(lat: float, lon: float, rng: random.Random) -> str:
    digits = rng.randint(0, 5)
    text = write_degrees(lat, lon, "mgrs", digits)
    head = text[: len(text) - 2 * digits]
    east, north = text[len(head) : len(head) + digits], text[len(head) + digits :]
    spaced = f"{head[:-2]} {head[-2:]} {east} {north}".strip()
    return rng.choice((text, text, text.lower(), spaced, f"{head} {east}{north}".strip()))


def _code(lat: float, lon: float, rng: random.Random) -> str:
    notation, digits = rng.choice(
        [("gars", d) for d in range(3)] + [("georef", d) for d in (0, 2, 3, 4)]
        + [("geohash", d) for d in range(5, 13)] + [("pluscode", d) for d in (2, 6, 8, 10, 11, 13)]
    )  # fmt: skip
    from commonground.position.grids import geohash

    text = (
        geohash.encode(lat, lon, digits)
        if notation == "geohash"
        else write_degrees(lat, lon, notation, digits)
    )
    return text.lower() if notation != "geohash" and rng.random() < 0.1 else text


MAKERS: tuple[Maker, ...] = (_spaced, _marked, _packed, _minutes, _decimal, _decimal, _utm, _mgrs, _code)
BENDS = " NSEWnsewOo.,;-+°'\"/:_0123456789abcxz\n\t\0éсЮ٣ ′"


def generated(count: int, seed: int) -> list[str]:
    """Texts of all notations, a tenth of them bent: digits and characters changed, lost or doubled."""
    rng = random.Random(seed)
    texts = []
    for _ in range(count):
        lat = rng.choice((rng.uniform(-90, 90), rng.uniform(30, 45), float(rng.randint(-90, 90))))
        lon = rng.choice((rng.uniform(-180, 180), rng.uniform(-60, 90), float(rng.randint(-180, 180))))
        text = rng.choice(MAKERS)(lat, lon, rng)
        roll = rng.random()
        if roll < 0.05:
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice(BENDS) + text[at + rng.randint(0, 1) :]
        elif roll < 0.2:
            text = "".join(
                rng.choice("0123456789") if c.isdigit() and rng.random() < 0.3 else c for c in text
            )
        texts.append(text)
    return texts


def differences(
    texts: Sequence[str], profile: MapProfile | None = None, *, doubt_within: float = 1e-6
) -> tuple[list[str], Readings]:
    """Rows in which the bulk engine and the slow reader do not say the same.

    `doubt_within`: by what share the bulk engine may doubt more than the slow reader.
    """
    readings = read_many(texts, profile)
    found = []
    for row, text in enumerate(texts):
        if readings.slow[row] and row % 20:
            continue  # the slow reader's own answer
        result = read_all(text, profile)
        kinds = {one.kind for one in result.findings}
        kinds |= {one.kind for reading in result.readings for one in reading.findings}
        same = STATUSES[readings.status[row]] is result.status and kinds == readings.kinds_of(row)
        if result.readings:
            first = result.readings[0]
            place = (first.position.lat_deg, first.position.lon_deg)
            same = same and readings.notations[readings.notation[row]] == first.notation
            same = same and bool(
                np.allclose(place, (readings.lat_deg[row], readings.lon_deg[row]), rtol=0, atol=1e-11)
            )
            more = float(readings.ce95_m[row]) / first.position.ce95_m - 1
            same = same and -1e-6 - 0.01 / first.position.ce95_m * (doubt_within > 1e-6) < more < doubt_within
        else:
            same = same and bool(
                np.isnan([readings.lat_deg[row], readings.lon_deg[row], readings.ce95_m[row]]).all()
            )
        if not same:
            found.append(
                f"{text!r}: {result.status} {kinds} {result.readings[:1]}; bulk {_shown(readings, row)}"
            )
    return found, readings


def _shown(readings: Readings, row: int) -> str:
    place = (readings.lat_deg[row], readings.lon_deg[row], readings.ce95_m[row])
    return f"{readings.status_of(row)} {readings.kinds_of(row)} {place} {readings.notations[readings.notation[row]]}"
