"""A register and checks for the check's benchmark, the same every time.

Things: 70 % places (95 % within 5 to 500 m), 15 % ways, 15 % areas; clustered around settlements of very
unequal size, the rest in open country; 30 % until further notice, the others about 12 hours within
60 days. Checks: 60 % areas, 30 % ways, 10 % places of 0.1 to 20 km, margins 100 to 2,000 m, about
6 hours. Region: 500 x 500 km; edge: within 20 km of the antimeridian and the poles.
"""

from __future__ import annotations

import numpy as np

from commonground.check.sweeping.columns import Columns

SPHERE_M = 6_371_008.8
BEGIN_S, DAY_S, NEVER_S = 1_900_000_000, 86_400, 4_102_444_800
EDGES = ((-17.0, 180.0), (66.0, -179.98), (0.0, 179.99), (89.99, 0.0), (-89.99, 45.0), (51.9, 180.0))


def moved(lat, lon, north_m, east_m):
    """Places so far from others, on the sphere; good enough to make a workload."""
    distance, turn = np.hypot(north_m, east_m) / SPHERE_M, np.arctan2(east_m, north_m)
    phi = np.radians(lat)
    sine = np.sin(phi) * np.cos(distance) + np.cos(phi) * np.sin(distance) * np.cos(turn)
    out = np.arcsin(np.clip(sine, -1, 1))
    swing = np.arctan2(np.sin(turn) * np.sin(distance) * np.cos(phi), np.cos(distance) - np.sin(phi) * sine)
    return np.degrees(out), (lon + np.degrees(swing) + 540.0) % 360.0 - 180.0


def middles(variant: str, count: int, rng: np.random.Generator):
    """Where things are."""
    if variant == "edge":
        at = np.array(EDGES)[rng.integers(0, len(EDGES), count)]
        return moved(at[:, 0], at[:, 1], *rng.normal(0, 8_000, (2, count)))
    towns = np.random.default_rng(5)
    place = towns.uniform(-250_000, 250_000, (2, 600))
    weight = 1.0 / np.arange(1, 601) ** 0.9
    town = rng.choice(600, count, p=weight / weight.sum())
    spread = np.clip(6_000 * (weight / weight[0]) ** 0.35, 400, 6_000)[town]
    north, east = place[:, town] + rng.normal(0, 1, (2, count)) * spread
    open_country = rng.random(count) < 0.1
    north[open_country], east[open_country] = rng.uniform(-250_000, 250_000, (2, int(open_country.sum())))
    return moved(np.full(count, 0.0), np.full(count, 3.0), north, east)  # amid UTM zone 31


def shapes(variant: str, count: int, seed: int, *, checks: bool) -> tuple[Columns, np.ndarray, np.ndarray]:
    """Columns, and the latitude and longitude of their vertices."""
    rng = np.random.default_rng([seed, count, variant == "edge"])
    kind = rng.choice(3, count, p=[0.1, 0.3, 0.6] if checks else [0.7, 0.15, 0.15]).astype(np.uint8)
    lat, lon = middles(variant, count, rng)
    way_m = np.exp(rng.uniform(np.log(100), np.log(20_000), count))
    if not checks:
        way_m = np.clip(6_000 * np.exp(rng.normal(0, 0.8, count)), 500, 40_000)
    area_m = way_m / 2 if checks else np.clip(250 * np.exp(rng.normal(0, 0.9, count)), 30, 8_000)
    size = np.ones(count, np.int64)
    size[kind == 1] = rng.integers(4, 17, int((kind == 1).sum()))
    size[kind == 2] = rng.integers(5, 15, int((kind == 2).sum())) + 1
    offsets = np.concatenate([[0], np.cumsum(size)])
    owner = np.repeat(np.arange(count), size)
    number = np.arange(offsets[-1]) - offsets[owner]
    turn = rng.uniform(0, 2 * np.pi, count)[owner]
    ring = number % np.maximum(size[owner] - 1, 1)
    angle = turn + 2 * np.pi * ring / np.maximum(size[owner] - 1, 1)
    along = (number / np.maximum(size[owner] - 1, 1) - 0.5) * way_m[owner]
    wave = 0.1 * way_m[owner] * np.sin(number)
    is_way, is_area = kind[owner] == 1, kind[owner] == 2
    north = np.where(is_way, along * np.cos(turn) - wave * np.sin(turn), 0.0)
    east = np.where(is_way, along * np.sin(turn) + wave * np.cos(turn), 0.0)
    bulge = 0.8 + 0.2 * np.cos(3 * angle)
    north = np.where(is_area, area_m[owner] * bulge * np.cos(-angle), north)
    east = np.where(is_area, area_m[owner] * bulge * np.sin(-angle), east)
    vertex_lat, vertex_lon = moved(lat[owner], lon[owner], north, east)
    start = BEGIN_S + rng.integers(0, 60 * DAY_S, count)
    hours = 6 if checks else 12
    end = start + np.maximum(600, 3600 * hours * np.exp(rng.normal(0, 0.8, count))).astype(np.int64)
    if not checks:
        end = np.where(rng.random(count) < 0.3, NEVER_S, end)
    doubt = np.exp(rng.uniform(np.log(5), np.log(500 if not checks else 50), count))
    doubt[kind != 0] = np.minimum(doubt[kind != 0], 50.0)
    columns = Columns.of_degrees(
        kind, offsets, vertex_lat, vertex_lon, start_s=start, end_s=end, ce95_m=doubt, reach_m=np.zeros(count)
    )
    return columns, vertex_lat, vertex_lon
