"""A whole log in plain files, checked by itself (C2SP tlog-tiles).

Every entry, every tile that a log of this size has, and the root, all against one signed head. Files are
read through a function, so this works on a folder, an archive or a test's dictionary. A partial tile may
be missing when a wider one is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from commonground.errors import PeerError
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.merkle import HASH_SIZE, Frontier, leaf_hash
from commonground.tlog.note import MAX_NOTE, VerifierKey
from commonground.tlog.tile import HEIGHT, WIDTH, TilePath, bundles_of, read_bundle

ReadFile: TypeAlias = Callable[[str], bytes | None]  # path below the log's folder -> bytes, None if absent


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLog:
    """A log that was checked from its first byte: its head and its leaf hashes."""

    checkpoint: Checkpoint
    leaves: tuple[bytes, ...]


def check_log(read: ReadFile, log: VerifierKey) -> CheckedLog:
    """Check a log's files against its own signed head. PeerError where anything does not fit."""
    note = read("checkpoint")
    if note is None or len(note) > MAX_NOTE:
        raise PeerError("the file checkpoint is missing or too long")
    checkpoint, _ = open_checkpoint(note, log)
    return CheckedLog(checkpoint=checkpoint, leaves=check_files(read, checkpoint))


def check_files(
    read: ReadFile, checkpoint: Checkpoint, see: Callable[[int, bytes], None] | None = None
) -> tuple[bytes, ...]:
    """Check a log's files against a head that was opened; gives the leaf hashes. PeerError as above.

    `see` is shown every entry as it is read, before it is checked.
    """
    frontier = Frontier()
    leaves: list[bytes] = []
    tiles: dict[tuple[int, int], bytearray] = {}
    for path in bundles_of(checkpoint.size):
        for entry in read_bundle(_read(read, path), path.width):
            if see is not None:
                see(len(leaves), entry)
            leaves.append(leaf_hash(entry))
            for level, index, value in frontier.add(leaves[-1]):
                if level % HEIGHT == 0:
                    tiles.setdefault((level // HEIGHT, index // WIDTH), bytearray()).extend(value)
    if frontier.root() != checkpoint.root:
        raise PeerError("the entries do not have the root of the head")
    for (level, index), hashes in tiles.items():
        path = TilePath(level=level, index=index, width=len(hashes) // HASH_SIZE)
        if _read(read, path) != bytes(hashes):
            raise PeerError("a tile does not hold the hashes of the entries", where=path.text)
    return tuple(leaves)


def _read(read: ReadFile, path: TilePath) -> bytes:
    """A file of the log; where a partial one is gone, the beginning of a wider one: the log has grown."""
    data = read(path.text)
    if data is not None:
        return data
    for width in range(WIDTH, path.width, -1):
        wider = read(TilePath(level=path.level, index=path.index, width=width).text)
        if wider is not None:
            return _cut(wider, path)
    raise PeerError("a file of the log is missing", where=path.text)


def _cut(full: bytes, path: TilePath) -> bytes:
    """The beginning of a wider tile that a narrower one would have held."""
    if path.level is not None:
        return full[: path.width * HASH_SIZE]
    at = 0
    for _ in range(path.width):
        at += 2 + int.from_bytes(full[at : at + 2], "big")
    return full[:at]
