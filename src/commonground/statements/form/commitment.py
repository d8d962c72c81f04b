"""Commitments: what stands in a log in place of a statement that is not for everybody.

    commonground commitment v1
    <SHA-256 of salt and note, in hexadecimal>

The salt is 32 random bytes, fresh for every statement: without it a guesser who knows the few places
it could be about would need seconds. Whoever is given salt and note can check them against the log;
when salt and note are destroyed the log still holds, and says nothing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from commonground.errors import PeerError

FIRST_LINE = b"commonground commitment v1\n"
SALT_SIZE = 32
_HEX = re.compile(rb"[0-9a-f]{64}\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens a commitment: the salt and the note."""

    salt: bytes
    note: bytes

    def __post_init__(self) -> None:
        if len(self.salt) != SALT_SIZE:
            raise ValueError(f"a salt has {SALT_SIZE} bytes")

    def entry(self) -> bytes:
        """The log entry that commits to this statement."""
        return FIRST_LINE + hashlib.sha256(self.salt + self.note).hexdigest().encode() + b"\n"

    def write(self) -> bytes:
        """Salt, then note."""
        return self.salt + self.note

    @classmethod
    def read(cls, data: bytes) -> Opening:
        """Read what `write` wrote. PeerError when it is too short."""
        if len(data) <= SALT_SIZE:
            raise PeerError("an opening is a salt and a note", evidence=data)
        return cls(salt=data[:SALT_SIZE], note=data[SALT_SIZE:])


def is_commitment(entry: bytes) -> bool:
    """Whether a log entry is a commitment, in its one spelling."""
    return entry.startswith(FIRST_LINE) and _HEX.fullmatch(entry, len(FIRST_LINE)) is not None


def check_opening(entry: bytes, opening: Opening) -> None:
    """Check that the opening is the one this entry commits to. PeerError otherwise."""
    if opening.entry() != entry:
        raise PeerError("salt and statement are not what the log committed to", evidence=opening.write())
