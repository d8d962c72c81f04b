"""Texts as a table of bytes: one row a text, one byte a character, filled up with zeros.

ASCII goes straight in. Other characters below U+0100 keep their number; the rest (primes, dashes,
Cyrillic letters ...) get one of some sixty private bytes for as long as these last. Texts that do not
fit (too long, with control characters, with rarer characters) are named, and the slow reader takes them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

WIDTH: Final = 64  # longer texts go to the slow reader
SPARE: Final = bytes([*range(1, 9), *range(14, 32), *range(127, 160)])  # bytes no ordinary text uses
NOT_SPARE: Final = bytes(code for code in range(256) if code not in SPARE)


class Characters:
    """The private bytes given out so far; shapes stay comparable from one block to the next."""

    def __init__(self) -> None:
        self._byte: dict[str, str] = {}

    def table(self, texts: list[str]) -> tuple[Bytes, list[int]]:
        """The texts as rows of bytes, their width a multiple of eight, and which rows do not fit."""
        odd: set[int] = set()
        joined = "\0".join(texts)  # the one pass over the texts themselves
        if joined.count("\0") != len(texts) - 1:
            odd.update(i for i, text in enumerate(texts) if "\0" in text)
            joined = "\0".join("" if i in odd else text for i, text in enumerate(texts))
        raw, taken = (joined.encode(), 0) if joined.isascii() else self._encode(joined)
        if len(raw.translate(None, NOT_SPARE)) != taken:  # spare bytes in the texts, or none left
            odd.update(i for i, text in enumerate(texts) if not self._fits(text))
        ends = np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == 0)
        lengths = np.diff(ends, prepend=-1, append=len(raw)) - 1
        odd.update(np.flatnonzero(lengths > WIDTH).tolist())
        width = max(8, -(-min(WIDTH, int(lengths.max())) // 8) * 8)
        table = np.array(raw.split(b"\0"), dtype=f"S{width}").view(np.uint8).reshape(len(texts), width)
        table[sorted(odd)] = 0
        return table, sorted(odd)

    def _fits(self, text: str) -> bool:
        """Whether every character has a byte of its own."""
        known = self._byte
        return all(c in known if ord(c) > 255 else ord(c) not in SPARE for c in text)

    def _encode(self, joined: str) -> tuple[bytes, int]:
        """One byte a character, and how many private bytes were put in; -1 where they ran out."""
        taken = 0
        for character, private in self._byte.items():
            count = joined.count(character)
            if count:
                taken += count
                joined = joined.replace(character, private)
        while True:
            try:
                return joined.encode("latin-1"), taken
            except UnicodeEncodeError as error:
                character = joined[error.start]
                if len(self._byte) == len(SPARE):
                    return joined.encode("latin-1", errors="replace"), -1
                private = chr(SPARE[len(self._byte)])
                self._byte[character] = private
                taken += joined.count(character)
                joined = joined.replace(character, private)
