"""The index: items in cells, everything a search reads of them side by side in the order of the cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commonground.check.measure.plane import Floats
from commonground.check.sweeping.columns import Columns, Ints
from commonground.check.sweeping.grid import Grid

WIDEST_M = 1_000_000.0  # an item wider than this is measured by itself
EVERYWHERE_M = 1e9
SPARE_M = 1.0  # what rounding a sphere to SCAN can take away, and more
SCAN = np.dtype(
    [
        ("centre", "f4", 3),
        ("out", "f4"),
        ("start", "i4"),
        ("end", "i4"),
        ("begin", "u4"),
        ("vertices", "i4"),
    ]
)
ITEM = np.dtype(
    {
        "names": ["start_s", "end_s", "reach_m", "search_m", "kind", "flat"],
        "formats": ["i8", "i8", "f8", "f8", "u1", "?"],
        "itemsize": 40,
    }
)
Packed = tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Indexed:
    """Items in the order of their cells; `grid.order` says which each is of those that were given.

    scan: the sphere that holds each item, its reach and how far it is looked for, its window in seconds
    from `epoch_s`, both rounded outward, and its vertices in `xyz`. item: its window, its reach, how far
    beyond a check's limit it is looked for, and whether its vertices hold all of it and a plane does.
    """

    grid: Grid
    scan: NDArray[np.void]
    epoch_s: int
    item: NDArray[np.void]
    xyz: Floats
    classes: Packed  # as the kernel reads them

    def __len__(self) -> int:
        return len(self.item)

    @cached_property
    def items(self) -> Packed:
        """As the kernel reads them; see _kernel.pyi."""
        return (self.grid.cell, self.scan, self.item, self.xyz)

    @cached_property
    def longest(self) -> int:
        """The most vertices that one item has."""
        return int(self.scan["vertices"].max(initial=1))

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(part.nbytes for part in (self.grid.order, *self.items, *self.classes))


def index_of(items: Columns, search_m: Floats) -> Indexed:
    """The index of items, each held by its sphere, its reach and `search_m` more."""
    centres, radii_m = items.centres, items.radii_m
    search_m = np.minimum(search_m, EVERYWHERE_M)
    out_m = np.minimum(radii_m + items.reach_m + search_m, EVERYWHERE_M)
    grid = Grid.of(centres, out_m)
    order = grid.order
    epoch_s = int(np.median(items.start_s)) if len(items) else 0
    scan = np.empty(len(items), SCAN)
    scan["centre"] = centres[order]
    scan["out"] = np.nextafter((out_m[order] + SPARE_M).astype(np.float32), np.float32(np.inf))
    scan["start"], scan["end"] = _held(items.start_s[order], epoch_s), _held(items.end_s[order], epoch_s)
    sizes = np.diff(items.offsets)[order]
    begin = np.cumsum(sizes) - sizes
    vertex = np.arange(len(items.xyz)) + np.repeat(items.offsets[:-1][order] - begin, sizes)
    item = np.zeros(len(items), ITEM)
    item["start_s"], item["end_s"] = items.start_s[order], items.end_s[order]
    item["reach_m"], item["search_m"] = items.reach_m[order], search_m[order]
    scan["begin"], scan["vertices"], item["kind"] = begin, sizes, items.kind[order]
    item["flat"] = (items.plain & (radii_m <= WIDEST_M))[order]
    xyz, classes = items.xyz[vertex], _classes(grid)
    return Indexed(grid=grid, scan=scan, epoch_s=epoch_s, item=item, xyz=xyz, classes=classes)


def _held(seconds: Ints, epoch_s: int) -> NDArray[np.int32]:
    """Seconds from the epoch, held within what fits; order is kept."""
    most = 2**31 - 1
    low, high = epoch_s - most, epoch_s + most
    return (np.clip(seconds, low, high) - epoch_s).astype(np.int32)


def _classes(grid: Grid) -> Packed:
    rows = [len(one.cells.columns) for one in grid.classes]
    none = np.zeros(0, np.int64)
    return (
        np.array([one.cells.step for one in grid.classes], float),
        np.array([one.cells.reach_m for one in grid.classes], float),
        np.concatenate([[0], np.cumsum(rows)]).astype(np.int64),
        np.concatenate([none, *(one.cells.columns for one in grid.classes)]),
        np.concatenate([none, *(one.cells.first for one in grid.classes)]),
        np.concatenate([none, *(one.begin for one in grid.classes)]),
    )
