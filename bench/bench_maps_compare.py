"""How long does it take to say how two maps differ: one border, all pairs of a border, the whole world?

Peers in the same run: offsets as everybody computes them (shapely's STRtree, locate, interpolate, pyproj's
Geod), shapely's Frechet distance, and an overlay of all countries with the exact common outlines. Fast
answers are compared with the peer's where the peer's are right.
"""

from __future__ import annotations

import itertools
import resource
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from bench.map_workload import all_maps, head, row, seconds, two_maps, world
from commonground.maps.compare.comparison import compare
from commonground.maps.compare.frechet import frechet
from commonground.maps.compare.layers import compare_layers
from commonground.maps.compare.offsets import measure
from commonground.maps.depiction import coordinates
from commonground.maps.lines import filled, walk
from commonground.maps.nearest import Edges
from commonground.maps.plane import conformal_over

GEOD = Geod(ellps="WGS84")


def peer_offsets(a: Any, b: Any) -> np.ndarray:
    """The usual recipe with the field's own tools."""
    xy = shapely.get_coordinates(a)
    bearing, _, length = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    along = np.r_[0, np.cumsum(length)]
    stations = np.r_[np.arange(0, along[-1], 100.0), along[-1]]
    edge = np.clip(np.searchsorted(along, stations, side="right") - 1, 0, len(length) - 1)
    lon, lat, _ = GEOD.fwd(xy[edge, 0], xy[edge, 1], np.asarray(bearing)[edge], stations - along[edge])
    squeeze = np.cos(np.radians(np.mean(lat)))
    other = shapely.get_coordinates(b) * [squeeze, 1]
    edges = shapely.linestrings(np.stack([other[:-1], other[1:]], axis=1))
    places = shapely.points(np.asarray(lon) * squeeze, lat)
    near = shapely.STRtree(edges).nearest(places)
    foot = shapely.line_interpolate_point(edges[near], shapely.line_locate_point(edges[near], places))
    return np.asarray(GEOD.inv(lon, lat, shapely.get_x(foot) / squeeze, shapely.get_y(foot))[2])


def offsets() -> None:
    """Offsets every 100 m along one border."""
    a, b = two_maps()

    def ours() -> np.ndarray:
        plane = conformal_over(*coordinates(shapely.GeometryCollection([a.line, b.line])))
        return measure(walk(a.line), Edges(filled(b.line), plane)).distance_m

    fast, slow = ours(), peer_offsets(a.line, b.line)
    if abs(np.median(fast) - np.median(slow)) > 0.01 * np.median(slow):
        raise AssertionError("the fast offsets are not the peer's")
    mine, theirs = len(fast) / seconds(ours), len(slow) / seconds(lambda: peer_offsets(a.line, b.line))
    row("offsets along a border, samples/s", str(len(fast)), f"{mine:,.0f}", f"{theirs:,.0f}",
        f"{mine / theirs:.1f}", "300,000")  # fmt: skip


def report() -> None:
    """Everything about one pair, and about all pairs of one border."""
    a, b = two_maps()
    taken = seconds(lambda: compare(a, b))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("full report of one pair, s", f"{len(a.line.coords)} and {len(b.line.coords)} vertices",
        f"{taken:.2f}", "-", "-", "1.5")  # fmt: skip
    row("largest memory so far, MB", "the same", f"{memory:.0f}", "-", "-", "300")
    pairs = list(itertools.combinations(all_maps(), 2))
    taken = seconds(lambda: [compare(*pair) for pair in pairs], 1)
    row(
        "all pairs of a border, s",
        f"{len(pairs)} pairs",
        f"{taken:.1f}",
        "-",
        "-",
        f"{20 * len(pairs) / 21:.1f}",
    )


def leash() -> None:
    """The Frechet distance of two long lines; the peer gets shorter ones, or it would not end."""
    step = np.arange(35_000) * 90.0
    one = np.column_stack([step[:30_000] * 35 / 30, 4000 * np.sin(step[:30_000] / 7000)])
    other = np.column_stack([step, 4000 * np.sin(step / 7000) + 900])
    taken = seconds(lambda: frechet(one, other[::-1], np.ones(len(one)), 90.0))
    short = 1500
    a, b = one[:short], other[:short]
    exact = shapely.frechet_distance(shapely.LineString(a), shapely.LineString(b))
    if abs(frechet(a, b, np.ones(short), 90.0).metres - exact) > 1e-6:
        raise AssertionError("the banded figure is not the peer's")
    peer = seconds(lambda: shapely.frechet_distance(shapely.LineString(a), shapely.LineString(b)))
    row(
        "Frechet distance, s",
        "30k x 35k, one backwards",
        f"{taken:.2f}",
        f"{peer:.2f} (1.5k x 1.5k)",
        "-",
        "1",
    )


def whole_world() -> None:
    """Two world layers, every border and sliver."""
    a, b = world()
    found = compare_layers(a, b)
    taken = seconds(lambda: compare_layers(a, b), 1)
    exact = {}
    codes, areas = list(b), np.array(list(b.values()), dtype=object)
    edges = shapely.boundary(areas)
    for i, j in np.array(shapely.STRtree(areas).query(areas, predicate="intersects")).T:
        if codes[i] < codes[j]:
            shared = shapely.intersection(edges[i], edges[j])
            if shared.length > 0:
                exact[codes[i], codes[j]] = shared.length
    samples = sum(border.samples for border in found.borders)
    lost = len(found.only_b)
    row("world, two layers, s", f"{len(found.borders)} borders, {samples:,} samples",
        f"{taken:.1f}", "-", "-", "12")  # fmt: skip
    row("borders that B draws and the answer does not name", f"{len(found.borders) + lost}", "0",
        f"{len(found.borders) + lost - len(exact)} (exact common outlines)", "-", "0")  # fmt: skip


def main() -> None:
    """Print the table."""
    head()
    offsets()
    report()
    leash()
    whole_world()


if __name__ == "__main__":
    main()
