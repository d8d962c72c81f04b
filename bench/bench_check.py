"""What in a register of 10,000, 100,000 or 1,000,000 things comes too near to 1,000 planned areas?

Ours: grid on the sphere, time, spheres, one plane a check (numpy and shapely), exact anywhere on the earth.
The peer, right in one zone only: shapely's STRtree of boxes, then time, then distance, all in one UTM
zone, as carefully as it can be used; its distances stretch with the zone, so pairs within two metres of
the limit are not counted against it. Proved first: ours finds every pair of places that PROJ's geodesics
find, in a region and at the edges of the map.

`python -m bench.bench_check 1000000` adds the largest size (about 4 GB and some minutes).
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np
import shapely
from pyproj import Geod, Transformer

from bench.check_workload import shapes
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import Indexed, index_of
from commonground.check.sweeping.sweep import KERNEL, sweep

SIZES = (10_000, 100_000)
CHECKS = 1_000
GEOD = Geod(ellps="WGS84")


def never(_check: int, _item: int) -> float:
    """No shape of this workload is measured by itself."""
    raise AssertionError


def ours(index: Indexed, checks: Columns, margin, kernel=KERNEL):
    """Pairs and distances."""
    return sweep(index, checks, margin, measure=never, kernel=kernel)


def flat(columns: Columns, lat, lon, to_plane) -> np.ndarray:
    """Shapely shapes of columns in a plane."""
    east, north = to_plane.transform(lon, lat)
    xy = np.stack([east, north], 1)
    found = np.empty(len(columns), object)
    for kind, make in enumerate((shapely.points, shapely.linestrings, None)):
        mine = np.flatnonzero(columns.kind == kind)
        vertices = xy[columns.kind[columns.owner] == kind]
        of = np.repeat(np.arange(len(mine)), np.diff(columns.offsets)[mine])
        if kind == 0:
            found[mine] = make(vertices)
        elif kind == 1:
            found[mine] = make(vertices, indices=of)
        else:
            found[mine] = shapely.polygons(shapely.linearrings(vertices, indices=of))
    return found


class Peer:
    """STRtree in UTM 31N: boxes grown by the doubt, then time, then distance."""

    def __init__(self, items: Columns, lat, lon) -> None:
        self.items = items
        self.plane = Transformer.from_crs("EPSG:4326", "EPSG:32631", always_xy=True)
        self.shapes = flat(items, lat, lon, self.plane)
        box = shapely.bounds(self.shapes)
        grow = items.ce95_m
        self.tree = shapely.STRtree(
            shapely.box(box[:, 0] - grow, box[:, 1] - grow, box[:, 2] + grow, box[:, 3] + grow)
        )
        self.tree.query(shapely.box(0, 0, 1, 1))

    def sweep(self, checks: Columns, asked: np.ndarray, margin):
        """Pairs and distances."""
        box = shapely.bounds(asked)
        wide = shapely.box(box[:, 0] - margin, box[:, 1] - margin, box[:, 2] + margin, box[:, 3] + margin)
        check, item = self.tree.query(wide)
        meets = (self.items.start_s[item] < checks.end_s[check]) & (
            self.items.end_s[item] > checks.start_s[check]
        )
        check, item = check[meets], item[meets]
        shapely.prepare(asked)
        apart = shapely.distance(asked[check], self.shapes[item])
        keep = apart <= margin[check] + self.items.ce95_m[item]
        return check[keep], item[keep], apart[keep]


def places_apart(items: Columns, item_at, checks: Columns, check_at, margin) -> tuple[int, int, int, float]:
    """Ours against PROJ for every pair of places: pairs, missed, extra, largest error in metres."""
    few = np.flatnonzero(checks.kind == 0)[:40]
    mine = np.flatnonzero(items.kind == 0)
    grid = index_of(items, items.ce95_m)
    check, item, apart = ours(grid, checks, margin)
    found = {(c, i): d for c, i, d in zip(check.tolist(), item.tolist(), apart.tolist(), strict=True)}
    pairs = missed = extra = 0
    error = 0.0
    for c in few.tolist():
        lat, lon = item_at[0][items.offsets[mine]], item_at[1][items.offsets[mine]]
        at = checks.offsets[c]
        here = np.full(len(mine), check_at[1][at]), np.full(len(mine), check_at[0][at])
        exact = GEOD.inv(*here, lon, lat)[2]
        meets = (items.start_s[mine] < checks.end_s[c]) & (items.end_s[mine] > checks.start_s[c])
        within = meets & (exact <= margin[c] + items.ce95_m[mine])
        for row, (i, is_in) in enumerate(zip(mine.tolist(), within.tolist(), strict=True)):
            got = found.get((c, i))
            pairs += is_in
            missed += is_in and got is None
            extra += got is not None and not is_in
            if is_in and got is not None:
                error = max(error, abs(got - exact[row]))
    return pairs, missed, extra, error


def cpu(run, rounds: int = 3) -> float:
    """Median CPU seconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def single(grid: Indexed, checks: Columns, margin) -> tuple[float, float]:
    """Median and 99th of one check at a time, in CPU milliseconds."""
    taken = []
    for c in range(min(300, len(checks))):
        at = slice(checks.offsets[c], checks.offsets[c + 1])
        one = Columns(
            kind=checks.kind[c : c + 1],
            offsets=np.array([0, at.stop - at.start]),
            xyz=checks.xyz[at],
            start_s=checks.start_s[c : c + 1],
            end_s=checks.end_s[c : c + 1],
            ce95_m=checks.ce95_m[c : c + 1],
            reach_m=checks.reach_m[c : c + 1],
            plain=checks.plain[c : c + 1],
        )
        start = time.process_time()
        ours(grid, one, margin[c : c + 1])
        taken.append(1e3 * (time.process_time() - start))
    return float(np.median(taken)), float(np.percentile(taken, 99))


def main() -> None:
    """Print the table."""
    sizes = (*SIZES, *(int(word) for word in sys.argv[1:]))
    print(f"CPU seconds of one core, {CHECKS} checks")
    margin = np.random.default_rng(9).choice([100.0, 250.0, 500.0, 1000.0, 2000.0], CHECKS)
    for variant in ("region", "edge"):
        items, *item_at = shapes(variant, 20_000, 1, checks=False)
        checks, *check_at = shapes(variant, CHECKS, 2, checks=True)
        pairs, missed, extra, error = places_apart(items, item_at, checks, check_at, margin)
        print(
            f"against PROJ, {variant}: {pairs} pairs, missed {missed}, extra {extra}, "
            f"off by {1e3 * error:.1f} mm"
        )
        assert missed == extra == 0
        assert error <= 0.005
    print(
        "| things | pairs | build s | checks/s | STRtree UTM | ratio | without C | ratio | one p50, p99 ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for size in sizes:
        row(size, margin)


def row(size: int, margin) -> None:
    """One row of the table."""
    items, lat, lon = shapes("region", size, 1, checks=False)
    checks, check_lat, check_lon = shapes("region", CHECKS, 2, checks=True)
    start = time.process_time()
    grid = index_of(items, items.ce95_m)
    build = time.process_time() - start
    peer = Peer(items, lat, lon)
    asked = flat(checks, check_lat, check_lon, peer.plane)
    found = ours(grid, checks, margin)
    agree(items, margin, found, peer.sweep(checks, asked, margin))
    mine = cpu(lambda: ours(grid, checks, margin))
    without = cpu(lambda: ours(grid, checks, margin, None))
    theirs = cpu(lambda: peer.sweep(checks, asked, margin))
    middle, worst = single(grid, checks, margin)
    print(
        f"| {size:,} | {len(found[0]):,} | {build:.2f} | {CHECKS / mine:,.0f} | {CHECKS / theirs:,.0f} "
        f"| {theirs / mine:.2f} | {CHECKS / without:,.0f} | {theirs / without:.2f} "
        f"| {middle:.2f}, {worst:.1f} |",
        flush=True,
    )


def agree(items: Columns, margin, mine, theirs) -> None:
    """Both found the same pairs, but for those within 2 m of the limit: so far off is the peer's plane."""
    limit = {}
    for check, item, apart in (mine, theirs):
        near = np.abs(apart - margin[check] - items.ce95_m[item]) <= 2.0
        limit[id(check)] = set(zip(check[~near].tolist(), item[~near].tolist(), strict=True))
    every = [set(zip(check.tolist(), item.tolist(), strict=True)) for check, item, _ in (mine, theirs)]
    assert limit[id(mine[0])] <= every[1], "ours has what the peer has not"
    assert limit[id(theirs[0])] <= every[0], "the peer has what ours has not"


if __name__ == "__main__":
    main()
