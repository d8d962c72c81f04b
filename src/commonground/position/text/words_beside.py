"""Words beside a position: cut off at both ends, and only where the position is plain enough.

`41.5 N 81 W aaa` is a position and a word; `75 5th Avenue` is not. A position stands beside words
only when letters, degree signs or labels show that it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commonground.position.angles.pairing import Pair
from commonground.position.text.lexing import Item, Sort
from commonground.position.text.vocabulary import HEMISPHERE, LAT_LABELS, LON_LABELS

Strong = Callable[[Sequence[Pair]], bool]


def without_words(readable: Sequence[list[Item]]) -> tuple[list[Item], str, Strong] | None:
    """The items between the first and the last that can belong to a position, and the words cut off.

    None where there are no such words.
    """
    if not readable:
        return None
    items = readable[-1]
    first, last = 0, len(items)
    while first < last and not _belongs(items[first]):
        first += 1
    while last > first and not _belongs(items[last - 1], behind=items[last - 2] if last > 1 else None):
        last -= 1
    if last - first > 5 and items[last - 1].sort is Sort.NUMBER and items[last - 2].text == ",":
        last -= 2  # a third number behind a comma: a height, perhaps
    if (first == 0 and last == len(items)) or first >= last:
        return None
    if last < len(items) and items[last].sort is Sort.WORD and not items[last].gap:
        return None  # glued to a number: 5th
    if first and items[first - 1].sort is Sort.WORD and not items[first].gap:
        return None
    words = " ".join(item.text for item in (*items[:first], *items[last:]))
    return items[first:last], words, strong


def _belongs(item: Item, behind: Item | None = None) -> bool:
    if item.sort is Sort.NUMBER:
        return True
    word = item.text.lower()
    if item.sort is Sort.WORD:
        return word in HEMISPHERE or word in LAT_LABELS or word in LON_LABELS
    return item.text in "+-" if behind is None else item.text in "°'\""


def strong(pairs: Sequence[Pair]) -> bool:
    """Whether a position is shown to be one by more than its numbers."""
    for pair in pairs:
        halves = (pair.lat.angle, pair.lon.angle)
        if all(angle.letters is not None or angle.label or "d" in angle.marks for angle in halves):
            return True
    return False
