"""How many moving things a second can be held against 10,000 and 100,000 standing watches?

Positions arrive 10,000 at a time, as they would from a feed; each batch is one sweep of places against
watches with a margin of 500 m. Proved: the same pairs as without the C kernel. The peer is shapely's
STRtree with the distance query, as it is usually written, in one UTM zone, in the same run; it is given
only the watches that stand in that second, and knows no windows.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
import shapely
from pyproj import Transformer

from bench.bench_check import flat, never
from bench.check_workload import moved, shapes
from commonground.check.measure.plane import ecef
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import index_of
from commonground.check.sweeping.sweep import sweep

BATCH, MARGIN_M = 10_000, 500.0


def positions(lat, lon, start_s) -> Columns:
    """Places seen in a second."""
    count = len(lat)
    return Columns(
        kind=np.zeros(count, np.uint8),
        offsets=np.arange(count + 1, dtype=np.int64),
        xyz=ecef(lat, lon),
        start_s=start_s,
        end_s=start_s + 1,
        ce95_m=np.full(count, 10.0),
        reach_m=np.zeros(count),
        plain=np.ones(count, np.bool_),
    )


def cpu(run) -> float:
    """Median CPU seconds of five."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the table."""
    print("| watches | alerts a batch | positions/s | STRtree dwithin UTM | ratio |")
    print("|---|---|---|---|---|")
    rng = np.random.default_rng(12)
    for size in (10_000, 100_000):
        watches, lat, lon = shapes("region", size, 1, checks=False)
        index = index_of(watches, np.full(size, MARGIN_M))
        some = rng.integers(0, len(lat), BATCH)
        at_lat, at_lon = moved(lat[some], lon[some], *rng.normal(0, 1_500, (2, BATCH)))
        seen = positions(at_lat, at_lon, np.full(BATCH, 1_900_000_000 + 30 * 86_400))
        limit = np.zeros(BATCH)
        fast, slow = (sweep(index, seen, limit, measure=never, **how) for how in ({}, {"kernel": None}))
        assert fast[0].tolist() == slow[0].tolist()
        assert fast[1].tolist() == slow[1].tolist()
        to_plane = Transformer.from_crs("EPSG:4326", "EPSG:32631", always_xy=True)
        current = np.flatnonzero((watches.start_s <= seen.start_s[0]) & (watches.end_s > seen.start_s[0]))
        tree = shapely.STRtree(flat(watches, lat, lon, to_plane)[current])
        east, north = to_plane.transform(at_lon, at_lat)
        points = shapely.points(east, north)

        def ours(index=index, seen=seen, limit=limit) -> None:
            sweep(index, seen, limit, measure=never)

        def theirs(tree=tree, points=points) -> None:
            tree.query(points, predicate="dwithin", distance=MARGIN_M)

        mine, peer = cpu(ours), cpu(theirs)
        print(
            f"| {size:,} | {len(fast[0]):,} | {BATCH / mine:,.0f} | {BATCH / peer:,.0f} | {peer / mine:.1f} |"
        )


if __name__ == "__main__":
    main()
