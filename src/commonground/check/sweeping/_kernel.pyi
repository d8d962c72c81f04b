"""The C part of the sweep; absent where no compiler was at hand (plainly.py then does the same)."""

from typing import Any, TypeAlias

from numpy.typing import NDArray

Buffer: TypeAlias = NDArray[Any]

INTERFACE: int

def search(
    limits: tuple[float, float, int, int, int],
    begin: int,
    classes: tuple[Buffer, ...],
    items: tuple[Buffer, ...],
    checks: tuple[Buffer, ...],
    found: tuple[Buffer, Buffer, Buffer],
    /,
) -> tuple[int, int]:
    """How many pairs were found, and the first place in `checks[-1]` that was not asked for want of room.

    limits: the largest margin and the largest radius of a check that a plane holds, in metres; the
    second that the items' short times count from; vertices of the longest item; how many measured
    pairs of one check are enough (0: all). classes: step, reach (float64), rows, columns, first, begin
    (int64). items, in the order of their cells: cell (int32), scan (SCAN), item (ITEM), xyz (float64).
    checks: kind, plain (uint8), offsets, start, end (int64), xyz, reach, limit (float64), which (int64).
    found: check, place in that order (int64), apart (float64), to be written; apart -1: measure it by itself.
    """
