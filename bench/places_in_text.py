"""Invented places written in fourteen notations, for the benchmarks of reading; every truth is known."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from commonground.position.columns import mgrs
from commonground.position.grids import gars, geohash, georef, pluscode, utm


def places(count: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Latitudes and longitudes to six decimals, 78.5 S to 78.5 N; a quarter within one theatre."""
    rng = np.random.default_rng(seed)
    lat = np.degrees(np.arcsin(rng.uniform(-0.98, 0.98, count)))
    lon = rng.uniform(-179.99, 179.99, count)
    lat[::4], lon[::4] = rng.uniform(1.0, 4.0, len(lat[::4])), rng.uniform(1.0, 4.5, len(lon[::4]))
    return np.round(lat, 6), np.round(lon, 6)


def _parts(angle: float, decimals: int) -> tuple[int, int, float]:
    units = round(abs(angle) * 3600 * 10**decimals)
    minutes, seconds = divmod(units, 60 * 10**decimals)
    return minutes // 60, minutes % 60, seconds / 10**decimals


def _dms(form: str, decimals: int) -> Callable[[float, float], str]:
    def written(lat: float, lon: float) -> str:
        a, b, c = _parts(lat, decimals)
        d, e, f = _parts(lon, decimals)
        return form.format(a, b, c, "NS"[lat < 0], d, e, f, "EW"[lon < 0])

    return written


def _ddm(lat: float, lon: float) -> str:
    halves = []
    for angle, letter in ((lat, "NS"[lat < 0]), (lon, "EW"[lon < 0])):
        units = round(abs(angle) * 60_000)
        halves.append(f"{units // 60_000}°{units % 60_000 / 1000:06.3f}'{letter}")
    return " ".join(halves)


def _utm(lat: float, lon: float) -> str:
    grid = utm.encode(lat, lon)
    return f"{grid.zone}{'S' if grid.south else 'N'} {grid.easting:.0f} {grid.northing:.0f}"


FORMS: dict[str, Callable[[float, float], str]] = {
    "dd": lambda lat, lon: f"{lat:.6f}, {lon:.6f}",
    "dd letters": lambda lat, lon: f"{abs(lat):.5f}{'NS'[lat < 0]} {abs(lon):.5f}{'EW'[lon < 0]}",
    "dms marks": _dms("{}°{:02d}'{:04.1f}\"{} {}°{:02d}'{:04.1f}\"{}", 1),
    "dms primes": _dms("{3}{0:02d}°{1:02d}′{2:04.1f}″ {7}{4:03d}°{5:02d}′{6:04.1f}″", 1),
    "dms spaced": _dms("{:02d} {:02d} {:04.1f} {} {:03d} {:02d} {:04.1f} {}", 1),
    "dms packed": _dms("{:02d}{:02d}{:02.0f}{}{:03d}{:02d}{:02.0f}{}", 0),
    "ddm": _ddm,
    "geohash 9": lambda lat, lon: geohash.encode(lat, lon, 9),
    "plus code 10": lambda lat, lon: pluscode.encode(lat, lon, 10),
    "georef 8": lambda lat, lon: georef.encode(lat, lon, 4),
    "gars": lambda lat, lon: gars.encode(lat, lon, 2),
    "utm": _utm,
}


def corpus(count: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray, dict[str, list[str]]]:
    """Places and their texts, by notation."""
    lat, lon = places(count, seed)
    pairs = list(zip(lat.tolist(), lon.tolist(), strict=True))
    texts = {name: [write(a, o) for a, o in pairs] for name, write in FORMS.items()}
    references = [text.decode() for text in mgrs.encode(lat, lon, 5).tolist()]
    texts["mgrs 10"] = references
    texts["mgrs 8 spaced"] = [f"{t[:3]} {t[3:5]} {t[5:9]} {t[10:14]}" for t in references]
    return lat, lon, texts


def mixed(texts: dict[str, list[str]], names: list[str], seed: int = 7) -> list[str]:
    """For each place one of the named notations."""
    rng = random.Random(seed)
    count = len(next(iter(texts.values())))
    return [texts[rng.choice(names)][row] for row in range(count)]
