"""Good input spoiled at random, for every parser of the record: a value, or a refusal that says why."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable

from commonground.errors import InputError, PeerError

TOKENS = (
    b"\n",
    b"\n\n",
    b" ",
    b"\r",
    b"\0",
    b"+",
    b"=",
    b"0",
    b"-1",
    b"9" * 20,
    b"\xff",
    "— ".encode(),
    b'"',
    b"{}",
)


def spoiled(good: bytes, chance: random.Random) -> bytes:
    """The input with one to four changes: bytes cut, changed, repeated, moved, or a telling token put in."""
    data = bytearray(good)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 2, 4, 32, 200))
        way = chance.randrange(6)
        if way == 0:
            del data[at : at + length]
        elif way == 1:
            data[at : at + length] = chance.randbytes(min(length, len(data) - at))
        elif way == 2:
            data[at:at] = data[at : at + length]
        elif way == 3:
            data[at:at] = chance.choice(TOKENS)
        elif way == 4 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        else:
            other = chance.randrange(len(data) + 1)
            data[at:at] = data[other : other + length]
    return bytes(data)


def tried(good: bytes, read: Callable[[bytes], object], *, times: int, seed: int) -> int:
    """Read spoiled input again and again; gives how much of it was read and not refused."""
    chance = random.Random(seed)
    taken = 0
    for _ in range(times):
        with contextlib.suppress(PeerError, InputError):
            read(spoiled(good, chance))
            taken += 1
    return taken
