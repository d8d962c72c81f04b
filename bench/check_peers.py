"""The peers of the check in process: shapely's STRtree used as carefully as it can be, and geopandas.

Both are right in one zone only: everything is laid into UTM 32, where distances stretch by up to 0.8 m at
2 km within the region of the workload, so pairs within two metres of the limit are not counted against them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from pyproj import Transformer

from commonground.check.sweeping.columns import Columns

ZONE = "EPSG:32632"
TO_PLANE = Transformer.from_crs("EPSG:4326", ZONE, always_xy=True)
Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]  # check, item, distance


def drawn(columns: Columns, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Shapely shapes of columns, from the coordinates of their vertices."""
    xy = np.stack([x, y], 1)
    found = np.empty(len(columns), object)
    for kind, make in enumerate((shapely.points, shapely.linestrings, shapely.linearrings)):
        mine = np.flatnonzero(columns.kind == kind)
        vertices = xy[columns.kind[columns.owner] == kind]
        of = np.repeat(np.arange(len(mine)), np.diff(columns.offsets)[mine])
        found[mine] = make(vertices) if kind == 0 else make(vertices, indices=of)
        if kind == 2:
            found[mine] = shapely.polygons(found[mine])
    return found


def flat(columns: Columns, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Shapely shapes of columns in the zone."""
    return drawn(columns, *TO_PLANE.transform(lon, lat))


class Tree:
    """STRtree of boxes grown by the doubt, then time, then distance."""

    def __init__(self, items: Columns, drawn_items: np.ndarray) -> None:
        self.items, self.shapes = items, drawn_items
        box, grow = shapely.bounds(drawn_items), items.ce95_m
        corners = box[:, 0] - grow, box[:, 1] - grow, box[:, 2] + grow, box[:, 3] + grow
        self.tree = shapely.STRtree(shapely.box(*corners))
        self.tree.query(shapely.box(0, 0, 1, 1))

    def sweep(self, checks: Columns, asked: np.ndarray, margin: np.ndarray) -> Pairs:
        """Pairs and distances."""
        box = shapely.bounds(asked)
        corners = box[:, 0] - margin, box[:, 1] - margin, box[:, 2] + margin, box[:, 3] + margin
        check, item = self.tree.query(shapely.box(*corners))
        meets = (self.items.start_s[item] < checks.end_s[check]) & (
            self.items.end_s[item] > checks.start_s[check]
        )
        check, item = check[meets], item[meets]
        shapely.prepare(asked)
        apart = shapely.distance(asked[check], self.shapes[item])
        keep = apart <= margin[check] + self.items.ce95_m[item]
        return check[keep], item[keep], apart[keep]


def joined(items: Columns, drawn_items: np.ndarray) -> Callable[[Columns, np.ndarray, np.ndarray], Pairs]:
    """geopandas.sjoin(predicate="dwithin"), then time and the item's own doubt. ImportError without geopandas."""
    import geopandas

    table = geopandas.GeoDataFrame(geometry=drawn_items, crs=ZONE)
    table.sindex.query(shapely.box(0, 0, 1, 1))
    grow = float(items.ce95_m.max())

    def sweep(checks: Columns, asked: np.ndarray, margin: np.ndarray) -> Pairs:
        ours = geopandas.GeoDataFrame(geometry=asked, crs=ZONE)
        made = geopandas.sjoin(ours, table, predicate="dwithin", distance=margin + grow)
        check, item = made.index.to_numpy(), made["index_right"].to_numpy()
        meets = (items.start_s[item] < checks.end_s[check]) & (items.end_s[item] > checks.start_s[check])
        check, item = check[meets], item[meets]
        apart = shapely.distance(asked[check], drawn_items[item])
        keep = apart <= margin[check] + items.ce95_m[item]
        return check[keep], item[keep], apart[keep]

    return sweep


def differing(
    limit: Callable[[np.ndarray, np.ndarray], np.ndarray], mine: Pairs, theirs: Pairs
) -> tuple[int, int]:
    """Pairs that only we have, and only they have, but for those within 2 m of the limit."""
    sure, every = [], []
    for check, item, apart in (mine, theirs):
        near = np.abs(apart - limit(check, item)) <= 2.0
        key = check.astype(np.int64) << 32 | item
        every.append(key)
        sure.append(key[~near])
    return int((~np.isin(sure[0], every[1])).sum()), int((~np.isin(sure[1], every[0])).sum())
