"""The sweep: which of many shapes come within a distance of which others, in the same window.

Exact: tested equal to distance.py and to a brute-force twin. The hot part is C where a compiler was at
hand at installation (_kernel.c), numpy and shapely otherwise (plainly.py); both are tested equal. What
a plane cannot hold (holes, more than 20 km), and what lies so near the limit that a plane might decide it
wrongly, is left to `measure`, which the caller gives.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np

from commonground.check.measure.plane import Floats
from commonground.check.sweeping import plainly
from commonground.check.sweeping.columns import PLAIN_RADIUS_M, Columns, Ints
from commonground.check.sweeping.index import EVERYWHERE_M, Indexed

INTERFACE = 1  # of the kernel that belongs to this source


def fitting(kernel: ModuleType) -> ModuleType | None:
    """The kernel, or None where it was built from other source than this and may take other arguments."""
    return kernel if getattr(kernel, "INTERFACE", 0) == INTERFACE else None


try:
    from commonground.check.sweeping import _kernel
except ImportError:  # no compiler at installation
    KERNEL: ModuleType | None = None
else:
    KERNEL = fitting(_kernel)

FARTHEST_M = 20_000.0  # a margin beyond this is measured pair by pair
ROOM = 4_096  # pairs found by one call before the kernel asks for more room
PER_CHECK = 64  # of that room, for each check
FEW = 64  # checks that are asked in the order given
SHARE = 256  # checks that a worker takes at a time
NEIGHBOURS_M = 32_768.0

Measure = Callable[[int, int], float]  # row of a check, row of an item -> metres, reach taken off
Pairs = tuple[Ints, Ints, Floats]  # check, item, distance


def sweep(
    index: Indexed,
    checks: Columns,
    limit_m: Floats,
    *,
    measure: Measure,
    enough: int = 0,
    workers: int = 1,
    kernel: ModuleType | None = KERNEL,
) -> Pairs:
    """Pairs (check, item) in a common window with distance <= limit_m[check] + search_m[item].

    Distances are between the shapes with both reaches taken off, 0 where they touch. In no order that
    could be relied upon. enough: so many pairs of one check are enough, whichever they are; 0 for all.
    workers: threads that share the checks; the kernel lets them run side by side.
    """
    limit_m = np.minimum(limit_m, EVERYWHERE_M)
    if not len(checks) or not len(index):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    if kernel is None:
        check, place, apart = plainly.search(index, checks, limit_m, FARTHEST_M)
    else:
        check, place, apart = _by_kernel(index, checks, limit_m, enough, workers, kernel)
    item = index.grid.order[place]
    alone = np.flatnonzero(apart < 0)
    if not len(alone):
        return check, item, apart
    apart[alone] = [measure(c, i) for c, i in zip(check[alone].tolist(), item[alone].tolist(), strict=True)]
    keep = apart <= limit_m[check] + index.item["search_m"][place]
    return check[keep], item[keep], apart[keep]


def _by_kernel(
    index: Indexed, checks: Columns, limit_m: Floats, enough: int, workers: int, kernel: ModuleType
) -> Pairs:
    """Pairs of check and place in the index; -1 for what is to be measured by itself."""
    limits = (FARTHEST_M, PLAIN_RADIUS_M, index.epoch_s, index.longest, enough)
    places = (checks.kind, checks.plain, checks.offsets, checks.start_s, checks.end_s)
    asked = (*places, checks.xyz, checks.reach_m, limit_m)
    items = index.items

    def searched(which: Ints) -> list[Pairs]:
        begin, room, found = 0, max(ROOM, PER_CHECK * len(which)), []
        while begin < len(which):
            space = (np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room))
            used, begin = kernel.search(limits, begin, index.classes, items, (*asked, which), space)
            found.append((space[0][:used], space[1][:used], space[2][:used]))
            room = max(room, 4 * room if not used else 0)  # one check alone finds more than there is room for
        return found

    which = _neighbours(checks)
    if workers > 1 and len(which) > SHARE:
        shares = [which[at : at + SHARE] for at in range(0, len(which), SHARE)]
        with ThreadPoolExecutor(workers) as pool:
            found = [pairs for share in pool.map(searched, shares) for pairs in share]
    else:
        found = searched(which)
    if len(found) == 1:
        return found[0]
    check, place, apart = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return check, place, apart


def _neighbours(checks: Columns) -> Ints:
    """The checks, near ones one after the other: what one reads, the next finds at hand."""
    if len(checks) <= FEW:
        return np.arange(len(checks))
    cube = (checks.xyz[checks.offsets[:-1]] // NEIGHBOURS_M).astype(np.int64)
    return np.lexsort((cube[:, 0], cube[:, 1], cube[:, 2]))
