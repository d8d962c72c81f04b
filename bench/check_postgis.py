"""The check's questions put to PostGIS: as geography, exact anywhere, and as geometry in one UTM zone.

As it is asked at its best: one GiST index over shape and window, boxes grown by the largest doubt so that the
index can be used at all, then the exact distance.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import shapely

from bench.check_exact import World
from bench.check_peers import drawn, flat
from bench.postgis import Server, times_ms

NESTED = "set enable_hashjoin=off; set enable_mergejoin=off; set random_page_cost=1.1;"
BOTH_CORES = "set min_parallel_table_scan_size=0; set parallel_setup_cost=0; set parallel_tuple_cost=0;"


@dataclass(frozen=True)
class Kind:
    """How PostGIS holds the shapes."""

    name: str
    srid: int
    sql: str
    expand: str

    @property
    def table(self) -> str:
        return f"items_{self.srid}"


GEOGRAPHY = Kind("PostGIS geography", 4326, "geography", "_ST_Expand")
UTM = Kind("PostGIS UTM", 32632, "geometry(Geometry,32632)", "ST_Expand")


def _rows(world: World, kind: Kind, near_m: np.ndarray) -> str:
    made = flat(*world) if kind is UTM else drawn(world.columns, world.lon, world.lat)
    hexes = shapely.to_wkb(shapely.set_srid(made, kind.srid), hex=True, include_srid=True)
    columns = world.columns
    each = zip(hexes, near_m.tolist(), columns.start_s.tolist(), columns.end_s.tolist(), strict=True)
    return "".join(f"{n}\t{shape}\t{near!r}\t[{a},{b})\n" for n, (shape, near, a, b) in enumerate(each))


def _table(server: Server, name: str, world: World, kind: Kind, near_m: np.ndarray) -> None:
    file = server.folder / f"{name}.tsv"
    file.write_text(_rows(world, kind, near_m))
    server.ask(f"drop table if exists {name}; create table {name} (id int, g {kind.sql}, r float8, w int8range);"
               f"copy {name} from '{file}';")  # fmt: skip
    file.unlink()


def load(server: Server, items: World, kind: Kind) -> float:
    """Load items and index them; wall seconds of the server's part."""
    _table(server, kind.table, items, kind, items.columns.ce95_m)
    start = time.perf_counter()
    server.ask(f"create index on {kind.table} using gist (g, w); vacuum analyze {kind.table};")
    return time.perf_counter() - start


def _asked(kind: Kind, check: str, near: str, window: str, most_m: float) -> str:
    return (
        f"i.g && {kind.expand}({check}, {near} + {most_m!r}) and i.w && {window} "
        f"and ST_DWithin(i.g, {check}, {near} + i.r)"
    )


def bulk(
    server: Server, items: World, checks: World, margin: np.ndarray, kind: Kind, *, both: bool
) -> tuple[tuple[np.ndarray, np.ndarray], float, float]:
    """Pairs of check and item, wall seconds of the query, CPU seconds of the server for it."""
    _table(server, "checks", checks, kind, margin)
    server.ask("analyze checks; alter table checks set (parallel_workers=2);")
    on = _asked(kind, "c.g", "c.r", "c.w", float(items.columns.ce95_m.max()))
    join = f"from checks c join {kind.table} i on {on}"
    how = BOTH_CORES if both else "set max_parallel_workers_per_gather=0;"
    before = server.cpu_s()
    printed = server.ask(f"{NESTED}{how}\n\\timing on\nselect count(*) {join};\n")
    cpu_s, (wall_ms,) = server.cpu_s() - before, times_ms(printed)
    file = server.folder / "pairs.tsv"
    server.ask(f"{NESTED}{how} copy (select c.id, i.id {join}) to '{file}';")
    pairs = np.loadtxt(file, np.int64, ndmin=2).reshape(-1, 2)
    return (pairs[:, 0], pairs[:, 1]), wall_ms / 1e3, cpu_s


def single(
    server: Server, items: World, checks: World, margin: np.ndarray, kind: Kind, count: int
) -> list[float]:
    """Wall milliseconds of one check at a time, prepared, over the socket."""
    on = _asked(kind, "$1", "$2", "$3", float(items.columns.ce95_m.max()))
    sql = f"{NESTED} prepare one(text, float8, int8range) as select i.id from {kind.table} i where "
    sql += on.replace("$1", f"$1::{kind.sql}") + ";\n\\o /dev/null\n\\timing on\n"
    for row in _rows(checks, kind, margin).splitlines()[:count]:
        _, shape, near, window = row.split("\t")
        sql += f"execute one('{shape}', {near}, '{window}');\n"
    return times_ms(server.ask(sql))
