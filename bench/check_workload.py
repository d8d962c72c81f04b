"""A register and checks for the check's benchmark, the same every time.

Things: 70 % places (95 % within 5 to 500 m), 15 % ways, 15 % areas, in settlements of very unequal size,
along the roads between them and in open country; 30 % until further notice, the others about 12 hours
within 60 days. Checks: 60 % areas, 30 % ways, 10 % places, of 0.1 to 20 km, margins 100 to 2,000 m, about
6 hours. Region: 500 x 500 km at 46 north; global: everywhere that people live, and both poles; edge: within
20 km of the antimeridian and the poles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from commonground.check.measure.plane import ecef
from commonground.check.sweeping.columns import Columns

SPHERE_M = 6_371_008.8
BEGIN_S, DAY_S, NEVER_S = 1_900_000_000, 86_400, 4_102_444_800
MIDDLE, HALF_M = (46.0, 10.0), 250_000.0  # amid UTM zone 32
EDGES = ((-17.0, 180.0), (66.0, -179.98), (0.0, 179.99), (89.99, 0.0), (-89.99, 45.0), (51.9, 180.0))
MARGINS_M = (100.0, 250.0, 500.0, 1000.0, 2000.0)


class Towns(NamedTuple):
    """Where people live: degrees, metres, and how likely each is."""

    lat: np.ndarray
    lon: np.ndarray
    spread_m: np.ndarray
    weight: np.ndarray


def moved(lat, lon, north_m, east_m):
    """Places so far from others, on the sphere; good enough to make a workload."""
    distance, turn = np.hypot(north_m, east_m) / SPHERE_M, np.arctan2(east_m, north_m)
    phi = np.radians(lat)
    sine = np.sin(phi) * np.cos(distance) + np.cos(phi) * np.sin(distance) * np.cos(turn)
    out = np.arcsin(np.clip(sine, -1, 1))
    swing = np.arctan2(np.sin(turn) * np.sin(distance) * np.cos(phi), np.cos(distance) - np.sin(phi) * sine)
    return np.degrees(out), (lon + np.degrees(swing) + 540.0) % 360.0 - 180.0


def towns(variant: str) -> Towns:
    """The settlements of a variant, the same for things and checks."""
    rng = np.random.default_rng([5, len(variant)])
    if variant == "edge":
        lat, lon = np.array(EDGES).T
        return Towns(lat, lon, np.full(len(lat), 8_000.0), np.full(len(lat), 1 / len(lat)))
    if variant == "region":
        count = 600
        lat, lon = moved(
            *np.full((2, count), [[one] for one in MIDDLE]), *rng.uniform(-HALF_M, HALF_M, (2, count))
        )
    else:
        count, lands = 6_000, 400
        land_lat = np.degrees(np.arcsin(rng.uniform(np.sin(np.radians(-55)), np.sin(np.radians(70)), lands)))
        land_lon = rng.uniform(-180, 180, lands)
        land_lat[: len(EDGES)], land_lon[: len(EDGES)] = np.array(EDGES).T
        land = rng.integers(0, lands, count)
        lat, lon = moved(land_lat[land], land_lon[land], *rng.normal(0, 120_000, (2, count)))
    weight = 1.0 / (rng.permutation(count) + 1) ** 0.9
    spread = np.clip(6_000 * (weight / weight.max()) ** 0.35, 400, 6_000)
    return Towns(lat, lon, spread, weight / weight.sum())


def middles(variant: str, count: int, rng: np.random.Generator, share: tuple[float, float], wide: float):
    """Where things are; share: of those in settlements and along roads, the rest in open country."""
    all_ = towns(variant)
    town = rng.choice(len(all_.weight), count, p=all_.weight)
    lat, lon = moved(
        all_.lat[town], all_.lon[town], *rng.normal(0, 1, (2, count)) * all_.spread_m[town] * wide
    )
    if variant == "edge":
        return lat, lon
    which = rng.choice(3, count, p=[*share, 1 - sum(share)])
    road = np.flatnonzero(which == 1)
    xyz = ecef(all_.lat, all_.lon)
    near = np.array([np.argsort(((xyz - one) ** 2).sum(1))[1:4] for one in xyz])
    other = near[town[road], rng.integers(0, 3, len(road))]
    at = rng.uniform(0, 1, len(road))[:, None]
    x, y, z = (xyz[town[road]] * (1 - at) + xyz[other] * at).T
    road_lat, road_lon = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
    lat[road], lon[road] = moved(road_lat, road_lon, *rng.normal(0, 150, (2, len(road))))
    country = np.flatnonzero(which == 2)
    if variant == "region":
        middle = np.full((2, len(country)), [[one] for one in MIDDLE])
        lat[country], lon[country] = moved(*middle, *rng.uniform(-HALF_M, HALF_M, (2, len(country))))
    else:
        around = all_.lat[town[country]], all_.lon[town[country]]
        lat[country], lon[country] = moved(*around, *rng.normal(0, 60_000, (2, len(country))))
    return lat, lon


def outlines(kind, lat, lon, size_m, rng: np.random.Generator, ways: tuple[int, int], areas: tuple[int, int]):
    """Offsets, and latitude and longitude of every vertex: ways wander, areas are stars without crossings."""
    count = len(kind)
    vertices = np.ones(count, np.int64)
    vertices[kind == 1] = rng.integers(ways[0], ways[1] + 1, int((kind == 1).sum()))
    vertices[kind == 2] = rng.integers(areas[0], areas[1] + 1, int((kind == 2).sum())) + 1
    offsets = np.concatenate([[0], np.cumsum(vertices)])
    owner = np.repeat(np.arange(count), vertices)
    number = np.arange(offsets[-1]) - offsets[owner]
    north, east = np.zeros((2, len(owner)))

    way = np.flatnonzero(kind[owner] == 1)
    first = number[way] == 0
    step = size_m[owner[way]] / (vertices[owner[way]] - 1) * rng.uniform(0.5, 1.5, len(way))
    heading = np.where(first, rng.uniform(0, 2 * np.pi, len(way)), rng.normal(0, 0.45, len(way)))
    heading = _summed(heading, first)
    north[way] = _summed(np.where(first, 0.0, step * np.cos(heading)), first)
    east[way] = _summed(np.where(first, 0.0, step * np.sin(heading)), first)

    area = np.flatnonzero(kind[owner] == 2)
    corners = vertices[owner[area]] - 1
    corner = offsets[owner[area]] + number[area] % corners
    turn = 2 * np.pi * (number[area] % corners + rng.uniform(-0.35, 0.35, len(owner))[corner]) / corners
    out = size_m[owner[area]] * rng.uniform(0.6, 1.0, len(owner))[corner]
    north[area], east[area] = out * np.sin(turn), out * np.cos(turn)

    vertex_lat, vertex_lon = moved(lat[owner], lon[owner], north, east)
    place = kind[owner] == 0
    vertex_lat[place], vertex_lon[place] = lat[owner[place]], lon[owner[place]]
    return offsets, vertex_lat, vertex_lon


def _summed(steps, first):
    """Running sums that begin anew at each first one."""
    total = np.cumsum(steps)
    begins = np.flatnonzero(first)
    return total - np.repeat((total - steps)[begins], np.diff(np.append(begins, len(steps))))


def shapes(variant: str, count: int, seed: int, *, checks: bool) -> tuple[Columns, np.ndarray, np.ndarray]:
    """Columns, and the latitude and longitude of their vertices."""
    rng = np.random.default_rng([seed, count, len(variant)])
    kind = rng.choice(3, count, p=[0.1, 0.3, 0.6] if checks else [0.7, 0.15, 0.15]).astype(np.uint8)
    lat, lon = middles(variant, count, rng, *(((0.4, 0.2), 2.5) if checks else ((0.75, 0.15), 1.0)))
    long_m = np.exp(rng.uniform(np.log(100), np.log(20_000), count))
    if checks:
        size_m, corners = np.where(kind == 2, long_m / 2, long_m), ((2, 6), (4, 12))
    else:
        way_m = np.clip(6_000 * np.exp(rng.normal(0, 0.8, count)), 500, 60_000)
        area_m = np.clip(250 * np.exp(rng.normal(0, 0.9, count)), 30, 8_000)
        size_m, corners = np.where(kind == 1, way_m, area_m), ((4, 16), (5, 20))
    offsets, vertex_lat, vertex_lon = outlines(kind, lat, lon, size_m, rng, *corners)
    start = BEGIN_S + rng.integers(0, 60 * DAY_S, count)
    hours, varied = (6, 0.8) if checks else (12, 1.0)
    end = start + np.maximum(600, 3600 * hours * np.exp(rng.normal(0, varied, count))).astype(np.int64)
    if not checks:
        end = np.where(rng.random(count) < 0.3, NEVER_S, end)
    doubt = np.exp(rng.uniform(np.log(5), np.log(500 if not checks else 50), count))
    doubt[kind != 0] = np.minimum(doubt[kind != 0], 50.0)
    columns = Columns.of_degrees(
        kind, offsets, vertex_lat, vertex_lon, start_s=start, end_s=end, ce95_m=doubt, reach_m=np.zeros(count)
    )
    return columns, vertex_lat, vertex_lon


def margins(checks: Columns) -> np.ndarray:
    """How near is too near, metres; half the width of a way belongs to it."""
    rng = np.random.default_rng(9)
    margin = rng.choice(MARGINS_M, len(checks))
    return margin + np.where(checks.kind == 1, rng.uniform(50, 500, len(checks)), 0.0)
