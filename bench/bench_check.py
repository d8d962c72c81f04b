"""What in a register of 10,000, 100,000 or 1,000,000 things comes too near to 1,000 planned areas?

Ours: cells on the sphere, time, spheres, one plane a check, exact anywhere on the earth. Proved first: it finds
the pairs that PROJ's geodesics find, in a region, over the world and at the edges of the map, none missing and
none extra, and near the limit the distance is right to 5 mm. Peers in the same run: PostGIS as geography and in
one UTM zone, shapely's STRtree by hand and geopandas in that zone; where one cannot be had, it is said. What each
peer misses or has extra is judged by PROJ too, beyond 5 cm.

`python -m bench.bench_check 10000 100000` leaves out the largest size (about 4 GB and two minutes).
"""

from __future__ import annotations

import functools
import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from bench.check_exact import World, exact, settled
from bench.check_peers import Tree, flat, joined
from bench.check_postgis import GEOGRAPHY, UTM, bulk, load, single
from bench.check_workload import margins, shapes
from bench.postgis import Server, server
from commonground.check.sweeping.columns import Columns
from commonground.check.sweeping.index import Indexed, index_of
from commonground.check.sweeping.sweep import KERNEL, sweep

SIZES = (10_000, 100_000, 1_000_000)
CHECKS = 1_000
SLOW = 1_000_000  # peers that need minutes there are asked with fewer rounds
say = functools.partial(print, flush=True)


def never(_check: int, _item: int) -> float:
    """No shape of this workload is measured by itself."""
    raise AssertionError


def world(variant: str, count: int, *, checks: bool) -> World:
    """Things or checks of a variant."""
    return World(*shapes(variant, count, 2 if checks else 1, checks=checks))


def proved(variant: str, size: int) -> None:
    """One row: ours against PROJ. Fails where one pair is missing or extra."""
    items, checks = world(variant, size, checks=False), world(variant, CHECKS, checks=True)
    margin = margins(checks.columns)
    known = exact(items, checks, margin)
    found = sweep(index_of(items.columns, items.columns.ce95_m), checks.columns, margin, measure=never)
    ours = {(c, i): d for c, i, d in zip(*(part.tolist() for part in found), strict=True)}
    limit = {pair: margin[pair[0]] + items.columns.ce95_m[pair[1]] for pair in known.keys() | ours.keys()}
    missed = [pair for pair, apart in known.items() if apart <= limit[pair] and pair not in ours]
    extra = [pair for pair in ours if known.get(pair, np.inf) > limit[pair]]
    near = [pair for pair in ours if pair in known and abs(known[pair] - limit[pair]) <= 50.0]
    off = max((abs(ours[pair] - known[pair]) for pair in near), default=0.0)
    say(
        f"| {variant}, {size:,} | {len(ours):,} | {len(missed)} | {len(extra)} | {len(near)} | {1e3 * off:.1f} |"
    )
    assert not missed
    assert not extra
    assert off <= 0.005


def cpu(run: Callable[[], object], rounds: int = 5) -> float:
    """Median CPU seconds."""
    return statistics.median(_timed(run, time.process_time) for _ in range(rounds))


def wall(run: Callable[[], object], rounds: int = 5) -> float:
    """Median seconds."""
    return statistics.median(_timed(run, time.perf_counter) for _ in range(rounds))


def _timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


def part(columns: Columns, rows: slice) -> Columns:
    """Some rows of columns, one after the other."""
    at = slice(columns.offsets[rows.start], columns.offsets[rows.stop])
    return Columns(
        kind=columns.kind[rows],
        offsets=columns.offsets[rows.start : rows.stop + 1] - at.start,
        xyz=columns.xyz[at],
        start_s=columns.start_s[rows],
        end_s=columns.end_s[rows],
        ce95_m=columns.ce95_m[rows],
        reach_m=columns.reach_m[rows],
        plain=columns.plain[rows],
    )


def one_by_one(index: Indexed, checks: Columns, margin: np.ndarray, enough: int) -> tuple[float, float]:
    """Median and 99th of one check at a time, in CPU milliseconds; columns are made within."""
    taken = []
    for c in range(len(checks)):
        start = time.process_time_ns()
        one = part(checks, slice(c, c + 1))
        sweep(index, one, margin[c : c + 1], measure=never, enough=enough)
        taken.append((time.process_time_ns() - start) / 1e6)
    return float(np.median(taken)), float(np.percentile(taken, 99))


def growth(size: int) -> None:
    """One row of what it costs as the register grows."""
    items, checks = world("region", size, checks=False).columns, world("region", CHECKS, checks=True).columns
    margin = margins(checks)
    start = time.process_time()
    index = index_of(items, items.ce95_m)
    build = time.process_time() - start
    pairs = len(sweep(index, checks, margin, measure=never)[0])
    bulk_s = cpu(lambda: sweep(index, checks, margin, measure=never))
    alone = cpu(lambda: sweep(index, checks, margin, measure=never, kernel=None), 1)
    every, verdict = one_by_one(index, checks, margin, 0), one_by_one(index, checks, margin, 1)
    say(
        f"| {size:,} | {pairs:,} | {build:.2f} | {index.nbytes / size:.0f} | {CHECKS / bulk_s:,.0f} "
        f"| {verdict[0]:.3f}, {verdict[1]:.3f} | {every[0]:.3f}, {every[1]:.2f} | {CHECKS / alone:,.0f} |"
    )


def changed() -> None:
    """A delta of 10,000 on a base of 990,000: making it, and asking both."""
    items, checks = (
        world("region", 1_000_000, checks=False).columns,
        world("region", CHECKS, checks=True).columns,
    )
    margin, cut = margins(checks), 990_000
    whole = index_of(items, items.ce95_m)
    base, new = (part(items, rows) for rows in (slice(0, cut), slice(cut, len(items))))
    kept = index_of(base, base.ce95_m)
    made = cpu(lambda: index_of(new, new.ce95_m))
    delta = index_of(new, new.ce95_m)
    at_once = cpu(lambda: sweep(whole, checks, margin, measure=never), 9)
    both = cpu(lambda: [sweep(one, checks, margin, measure=never) for one in (kept, delta)], 9)
    say(
        f"delta of 10,000 made in {1e3 * made:.1f} ms; base and delta cost {100 * (both / at_once - 1):+.0f} %"
    )


def peers(size: int, postgis: Server | None) -> None:
    """Every peer at one size: CPU of one core, and both cores where it can use them."""
    items, checks = world("region", size, checks=False), world("region", CHECKS, checks=True)
    margin = margins(checks.columns)
    index = index_of(items.columns, items.columns.ce95_m)
    ours = sweep(index, checks.columns, margin, measure=never)
    run = functools.partial(sweep, index, checks.columns, margin, measure=never)
    mine, two = cpu(run), wall(functools.partial(run, workers=os.cpu_count() or 1))
    alone = cpu(functools.partial(run, kernel=None), 1)
    say(f"| {size:,} | ours | {CHECKS / mine:,.0f} | | | {CHECKS / two:,.0f} | | 0, 0 |")
    say(f"| {size:,} | ours, without C | {CHECKS / alone:,.0f} | {alone / mine:.1f} | | | | 0, 0 |")

    def row(name: str, pairs, cpu_s: float, wall_s: float | None) -> None:
        missed, extra = judged(items, checks, margin, ours, pairs)
        both = f"{CHECKS / wall_s:,.0f} | {wall_s / two:.1f}" if wall_s else " | "
        rate, ratios = f"{CHECKS / cpu_s:,.0f}", f"{cpu_s / mine:.1f} | {cpu_s / alone:.2f}"
        say(f"| {size:,} | {name} | {rate} | {ratios} | {both} | {missed}, {extra} |")

    drawn_items, asked = flat(*items), flat(*checks)
    tree = Tree(items.columns, drawn_items)
    rounds = 1 if size >= SLOW else 3
    found = tree.sweep(checks.columns, asked, margin)
    row("STRtree by hand, UTM", found, cpu(lambda: tree.sweep(checks.columns, asked, margin), 3), None)
    try:
        join = joined(items.columns, drawn_items)
    except ImportError:
        say(f"| {size:,} | geopandas is not installed: not measured | | | | | | |")
    else:
        found = join(checks.columns, asked, margin)
        row("geopandas sjoin, UTM", found, cpu(lambda: join(checks.columns, asked, margin), rounds), None)
    for kind in (GEOGRAPHY, UTM) if postgis else ():
        load(postgis, items, kind)
        pairs, _, cpu_s = bulk(postgis, items, checks, margin, kind, both=False)
        _, wall_s, _ = bulk(postgis, items, checks, margin, kind, both=True)
        row(kind.name, pairs, cpu_s, wall_s)
        middle, worst = np.percentile(single(postgis, items, checks, margin, kind, 300), [50, 99])
        say(f"| {size:,} | {kind.name}, one at a time | p50, p99 ms: {middle:.2f}, {worst:.1f} | | | | | |")
        postgis.ask(f"drop table {kind.table};")


def judged(items: World, checks: World, margin: np.ndarray, ours, theirs) -> tuple[int, int]:
    """How many pairs a peer missed and has extra by more than 5 cm, by PROJ; ours may differ by none."""
    mine, other = (set(zip(one[0].tolist(), one[1].tolist(), strict=True)) for one in (ours, theirs))
    missed = extra = 0
    for check, item in mine ^ other:
        at = checks.columns.offsets[check]
        apart = settled(items, item, checks, check, checks.lat[at], checks.lon[at])
        over = apart - margin[check] - items.columns.ce95_m[item]
        assert over <= 0.005 if (check, item) in mine else over >= -0.005, (check, item, over)
        missed += (check, item) not in other and over < -0.05
        extra += (check, item) not in mine and over > 0.05
    return missed, extra


def main() -> None:
    """Print the tables."""
    sizes = tuple(int(word) for word in sys.argv[1:]) or SIZES
    say(f"{CHECKS:,} checks; the C kernel is {'here' if KERNEL else 'not here'}\n")
    say(
        "Against PROJ\n\n| things | pairs | missed | extra | near the limit | off by mm |\n|---|---|---|---|---|---|"
    )
    for variant, size in (("region", 100_000), ("global", 100_000), ("edge", 10_000)):
        proved(variant, size)
    say("\nGrowth, CPU of one core; the same 500 x 500 km\n")
    say(
        "| things | pairs | build s | bytes each | checks/s | verdict p50, p99 ms | all p50, p99 ms | without C/s |"
    )
    say("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        growth(size)
    if max(sizes) >= SLOW:
        changed()
    say("\nPeers; ratio: theirs to ours, and to ours without C; both cores by the wall clock\n")
    say("| things | who | checks/CPU s | ratio | without C | both cores/s | ratio | missed, extra |")
    say("|---|---|---|---|---|---|---|---|")
    with server() as postgis:
        if postgis is None:
            say("| | PostGIS cannot be had here (postgresql-15-postgis-3): not measured | | | | | | |")
        for size in sizes:
            peers(size, postgis)


if __name__ == "__main__":
    main()
