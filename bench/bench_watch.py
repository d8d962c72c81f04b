"""How many moving things a second can be held against 10,000 and 100,000 standing watches?

Positions arrive 10,000 at a time, as they would from a feed; each batch is one sweep of places against
watches with a margin of 500 m. Proved: the same alerts as without the C kernel, and the same as PostGIS gives,
set-based, as geography. Peers in the same run: PostGIS, and shapely's STRtree with the distance query as it is
usually written, in one UTM zone, given only the watches that stand in that second. The last column is the
whole way from positions as they are said to alerts that stand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import shapely

from bench.bench_check import cpu, judged, never, say, world
from bench.check_exact import World
from bench.check_peers import TO_PLANE, flat
from bench.check_postgis import GEOGRAPHY, bulk, load
from bench.check_workload import moved
from bench.postgis import Server, server
from commonground.check.measure.plane import ecef
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import index_of
from commonground.check.sweeping.sweep import KERNEL, sweep
from commonground.check.watch import Alerts, SeenAt, Watch, Watches
from commonground.position.extent import Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.window import Window

BATCH, MARGIN_M, AT_S = 10_000, 500.0, 1_900_000_000 + 30 * 86_400


def positions(watches: World) -> World:
    """Places near the watches, all seen in one second."""
    rng = np.random.default_rng(12)
    some = rng.integers(0, len(watches.lat), BATCH)
    lat, lon = moved(watches.lat[some], watches.lon[some], *rng.normal(0, 1_500, (2, BATCH)))
    second = np.full(BATCH, AT_S)
    columns = Columns(
        kind=np.zeros(BATCH, np.uint8),
        offsets=np.arange(BATCH + 1, dtype=np.int64),
        xyz=ecef(lat, lon),
        start_s=second,
        end_s=second + 1,
        ce95_m=np.full(BATCH, 10.0),
        reach_m=np.zeros(BATCH),
        plain=np.ones(BATCH, np.bool_),
    )
    return World(columns, lat, lon)


def said(watches: World, seen: World) -> tuple[Watches, list[SeenAt]]:
    """The same as officers and feeds say them."""
    columns, kinds = watches.columns, tuple(ShapeKind)
    made = []
    for n, (begin, end) in enumerate(
        zip(columns.offsets[:-1].tolist(), columns.offsets[1:].tolist(), strict=True)
    ):
        vertices = tuple(zip(watches.lat[begin:end].tolist(), watches.lon[begin:end].tolist(), strict=True))
        shape = Shape(kind=kinds[columns.kind[n]], vertices=vertices, ce95_m=1.0)
        start, end = (datetime.fromtimestamp(int(at), UTC) for at in (columns.start_s[n], columns.end_s[n]))
        leg = Leg(shape=shape, window=Window(start=start, end=end))
        made.append(Watch(id=str(n), legs=(leg,), margin_m=MARGIN_M))
    at = datetime.fromtimestamp(AT_S, UTC)
    places = (
        Position(lat_deg=a, lon_deg=b, ce95_m=10.0)
        for a, b in zip(seen.lat.tolist(), seen.lon.tolist(), strict=True)
    )
    return Watches(made), [SeenAt(thing=str(n), position=one, at=at) for n, one in enumerate(places)]


def row(size: int, postgis: Server | None) -> None:
    """One row of the table."""
    drawn = world("region", size, checks=False)
    watches = drawn._replace(columns=replace(drawn.columns, ce95_m=np.full(size, MARGIN_M)))
    seen, limit = positions(watches), np.zeros(BATCH)
    index = index_of(watches.columns, watches.columns.ce95_m)
    fast, slow = (sweep(index, seen.columns, limit, measure=never, kernel=one) for one in (KERNEL, None))
    assert set(zip(*(part.tolist() for part in fast[:2]), strict=True)) == set(
        zip(*(part.tolist() for part in slow[:2]), strict=True)
    )
    mine = cpu(lambda: sweep(index, seen.columns, limit, measure=never))
    stands = np.flatnonzero((watches.columns.start_s <= AT_S) & (watches.columns.end_s > AT_S))
    tree = shapely.STRtree(flat(*watches)[stands])
    points = shapely.points(*TO_PLANE.transform(seen.lon, seen.lat))
    by_tree = cpu(lambda: tree.query(points, predicate="dwithin", distance=MARGIN_M))
    by_postgis = "not measured"
    if postgis is not None:
        load(postgis, watches, GEOGRAPHY)
        pairs, _, cpu_s = bulk(postgis, watches, seen, limit, GEOGRAPHY, both=False)
        assert judged(watches, seen, limit, fast, pairs) == (0, 0), "other alerts than PostGIS"
        by_postgis = f"{BATCH / cpu_s:,.0f} | {cpu_s / mine:.0f}"
    whole = "" if size > BATCH else f"{BATCH / cpu(taken_in(*said(watches, seen)), 3):,.0f}"
    say(
        f"| {size:,} | {len(fast[0]):,} | {BATCH / mine:,.0f} | {BATCH / by_tree:,.0f} | {by_tree / mine:.1f} "
        f"| {by_postgis} | {whole} |"
    )


def taken_in(watches: Watches, seen: list[SeenAt]):
    """From positions as they are said to alerts that stand."""
    return lambda: Alerts().take(watches.within(seen))


def main() -> None:
    """Print the table."""
    say(
        "| watches | alerts a batch | positions/s | STRtree UTM | ratio | PostGIS geography | ratio | as said |"
    )
    say("|---|---|---|---|---|---|---|---|")
    with server() as postgis:
        if postgis is None:
            say("| PostGIS cannot be had here (postgresql-15-postgis-3): not measured | | | | | | | |")
        for size in (10_000, 100_000):
            row(size, postgis)


if __name__ == "__main__":
    main()
