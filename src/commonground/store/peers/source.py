"""Where a log comes from: what a peer's node answers, by whatever carries it.

The node's HTTP client, a bundle on a memory stick and the tests' simulator are all sources. Nothing a
source says is trusted: everything is checked against signatures and trees.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from commonground.errors import PeerError
from commonground.tlog.note import MAX_NOTE
from commonground.tlog.tile import WIDTH, bundles_of, read_bundle

MAX_BODIES = 4 * 1024 * 1024  # bytes of bodies in one answer
MAX_HEADS = 1024
SPOOL = 16 * 1024 * 1024  # bytes of fetched entries that wait in memory


class Source(Protocol):
    """One log as one node serves it to one party. Paths and bytes are C2SP's where C2SP has them."""

    def checkpoint(self) -> bytes:
        """The highest signed head, with cosignatures."""

    def tile(self, path: str) -> bytes:
        """A tile or a bundle of entries: "tile/entries/000.p/5"."""

    def bodies(self, start: int, end: int) -> bytes:
        """Statements of entries start..end that are for the asking party, sealed to it; see `Bodies`."""

    def heads(self) -> bytes:
        """Every log's highest head that this node knows; see `write_frames`."""

    def cosign(self, note: bytes) -> None:
        """Hand over a cosigned head: the checkpoint's text with the cosignature lines under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """One answer: the sealed bodies by entry, and the entry from which to ask on.

    A `next` that is where the question began says: no more from me now.
    """

    next: int
    sealed: tuple[tuple[int, bytes], ...]

    def write(self) -> bytes:
        """Eight bytes of `next`; then for each body eight of its entry, four of its length, and it."""
        parts = [self.next.to_bytes(8, "big")]
        for index, body in self.sealed:
            parts += [index.to_bytes(8, "big"), len(body).to_bytes(4, "big"), body]
        return b"".join(parts)

    @classmethod
    def read(cls, data: bytes) -> Bodies:
        """Read what `write` wrote. PeerError otherwise."""
        if not 8 <= len(data) <= 2 * MAX_BODIES:
            raise PeerError("an answer with bodies is too short or too long")
        found, at = [], 8
        while at < len(data):
            index = int.from_bytes(data[at : at + 8], "big")
            length = int.from_bytes(data[at + 8 : at + 12], "big")
            body = data[at + 12 : at + 12 + length]
            if len(data) < at + 12 or len(body) != length:
                raise PeerError("an answer with bodies is cut short")
            found.append((index, body))
            at += 12 + length
        return cls(next=int.from_bytes(data[:8], "big"), sealed=tuple(found))


def write_frames(notes: list[bytes]) -> bytes:
    """Notes one behind the other, each with its length in four bytes before it."""
    return b"".join(len(note).to_bytes(4, "big") + note for note in notes)


def read_frames(data: bytes) -> Iterator[bytes]:
    """The notes that `write_frames` wrote. PeerError when cut short or too many."""
    at = count = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        note = data[at + 4 : at + 4 + length]
        count += 1
        if length > MAX_NOTE or len(note) != length or count > MAX_HEADS:
            raise PeerError("a list of heads is cut short or too long")
        yield note
        at += 4 + length


class Spool:
    """Entries that were fetched and not checked yet; beyond 16 MiB they wait on disk. Close it after use."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - lives as long as we
        self._count = 0
        self.bytes = 0

    def add(self, entry: bytes) -> None:
        """Put one behind the others."""
        self._file.write(len(entry).to_bytes(4, "big") + entry)
        self._count += 1
        self.bytes += len(entry)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        for _ in range(self._count):
            yield self._file.read(int.from_bytes(self._file.read(4), "big"))


def fetch(source: Source, start: int, end: int, most: int | None = None) -> Spool:
    """The entries start..end, by bundles. Unchecked. PeerError for more than `most` bytes of them."""
    entries = Spool()
    try:
        for path in bundles_of(end, start):
            first = path.index * WIDTH
            for index, entry in enumerate(read_bundle(source.tile(path.text), path.width), first):
                if index >= start:
                    entries.add(entry)
            if most is not None and entries.bytes > most:
                raise PeerError(
                    "more than is fetched under a head by a key that nobody knows", given=str(end)
                )
    except BaseException:
        entries.__exit__()
        raise
    return entries
