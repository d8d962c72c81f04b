"""The C part of the sweep; absent where no compiler was at hand (sweep.py then does the same itself)."""

from typing import Any, TypeAlias

from numpy.typing import NDArray

Buffer: TypeAlias = NDArray[Any]

CHECK_VERTICES: int  # a check with more is no work for it

def search(
    class_reach_m: float,
    step: float,
    farthest_m: float,
    begin: int,
    cells: tuple[Buffer, ...],
    items: tuple[Buffer, ...],
    checks: tuple[Buffer, ...],
    found: tuple[Buffer, Buffer, Buffer],
    /,
) -> tuple[int, int]:
    """How many pairs were found, and the first place in `checks[-1]` that was not asked for want of room.

    cells: columns, first, cell, item (int64), centre, reach (float64), start, end (int64), the last six
    in the order of the cells. items, in that order too: kind (uint8), offsets (int64), xyz, reach,
    search (float64), flat (uint8). checks: kind, offsets, xyz, centres, reach, limit, start, end, out,
    which (int64).
    found: check, item (int64), apart (float64), to be written; apart -1: measure it by itself.
    """
