"""Shapes: what is left of a text when its digits do not count, and a book that numbers them.

The *pattern* of a text keeps blanks and marks, and says of letters only whether they are capitals; the
*shape* keeps the letters too. Shapes are hashed and looked up for all rows at once; a row is taken
for a shape only when all its bytes agree, so that no text can pass for another.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from commonground.position.bulk.characters import WIDTH, Bytes

Words = NDArray[np.uint64]
Ids = NDArray[np.int64]

UNKNOWN: Final = -1
MOST: Final = 1 << 14  # shapes in a book; when it is full, new ones stay unknown
_SLOTS: Final = 1 << 16


def _classes(*, letters: bool) -> Bytes:
    """From a byte to its class: digits are all 0; with `letters`, they are A or a."""
    table = np.arange(256, dtype=np.uint8)
    table[48:58] = 48
    if letters:
        table[65:91], table[97:123] = 65, 97
    return table


PATTERN: Final = _classes(letters=True)
SHAPE: Final = _classes(letters=False)

# Odd constants of no meaning: the golden ratio times odd numbers, in 64 bits.
_FACTORS: Final = np.array(
    [(0x9E3779B97F4A7C15 * (2 * k + 1) ** 5) & 0xFFFFFFFFFFFFFFFF for k in range(WIDTH // 8)], dtype=np.uint64
)


class ShapeBook:
    """Numbers for shapes, from 0 up in the order they turned up."""

    def __init__(self) -> None:
        self.count = 0
        self._words = np.zeros((64, WIDTH // 8), dtype=np.uint64)
        self._hashes = np.zeros(64, dtype=np.uint64)
        self._slots = np.full(_SLOTS, UNKNOWN, dtype=np.int64)
        self._crowded: dict[int, int] = {}  # hash -> number, where the slot is taken by another

    @property
    def full(self) -> bool:
        """Whether new shapes can no longer be numbered."""
        return self.count >= MOST

    def number(self, table: Bytes) -> tuple[Ids, list[tuple[int, int]]]:
        """The number of each row of classes, and (number, a row) of every shape not seen before."""
        words = table.view(np.uint64)
        columns = np.ascontiguousarray(words.T)
        hashes = columns[0] * _FACTORS[0]
        for column, factor in zip(columns[1:], _FACTORS[1:], strict=False):
            hashes += column * factor
        ids = self._slots[hashes >> np.uint64(48)]
        ids[self._hashes[ids] != hashes] = UNKNOWN
        new: list[tuple[int, int]] = []
        missing = np.flatnonzero(ids == UNKNOWN)
        if missing.size:
            values, first, inverse = np.unique(hashes[missing], return_index=True, return_inverse=True)
            rows = missing[first]
            found = [
                self._known(int(value), words[row], new, int(row))
                for value, row in zip(values, rows, strict=True)
            ]
            ids[missing] = np.array(found, dtype=np.int64)[inverse]
        known = self._words[ids, : words.shape[1]].T
        other = np.zeros(len(ids), dtype=np.bool_)
        for column, of_shape in zip(columns, known, strict=True):
            other |= column != of_shape
        ids[other] = UNKNOWN
        return ids, new

    def _known(self, value: int, row: Words, new: list[tuple[int, int]], at: int) -> int:
        """The number of a hash that its slot did not tell, a new one where it has none."""
        if value in self._crowded:
            return self._crowded[value]
        if self.count >= MOST:
            return UNKNOWN
        number = self.count
        if number == len(self._hashes):
            self._words = np.concatenate([self._words, np.zeros_like(self._words)])
            self._hashes = np.concatenate([self._hashes, np.zeros_like(self._hashes)])
        self._words[number, : len(row)] = row
        self._words[number, len(row) :] = 0
        self._hashes[number] = value
        slot = value >> 48
        if self._slots[slot] == UNKNOWN:
            self._slots[slot] = number
        else:
            self._crowded[value] = number
        self.count += 1
        new.append((number, at))
        return number
