"""A whole log in plain files, checked by itself (C2SP tlog-tiles).

Every entry, every tile that a log of this size has, and the root, all against one signed head. Files are
read through a function, so this works on a folder, an archive or a test's dictionary. A partial tile may
be missing when the full one is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from commonground.errors import PeerError
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.merkle import HASH_SIZE, Frontier, leaf_hash
from commonground.tlog.note import MAX_NOTE, Note, VerifierKey
from commonground.tlog.tile import HEIGHT, WIDTH, TilePath, bundles_of, read_bundle

ReadFile: TypeAlias = Callable[[str], bytes | None]  # path below the log's folder -> bytes, None if absent


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLog:
    """A log that was checked from its first byte: its head, its opened note, and its leaf hashes."""

    checkpoint: Checkpoint
    note: Note
    leaves: tuple[bytes, ...]


def check_log(
    read: ReadFile,
    log: VerifierKey,
    others: tuple[VerifierKey, ...] = (),
    see: Callable[[int, bytes], None] | None = None,
) -> CheckedLog:
    """Check a log's files against its own signed head. PeerError where anything does not fit.

    `others` are witnesses whose lines are checked as well; `see` is shown every entry as it is read.
    """
    note = read("checkpoint")
    if note is None or len(note) > MAX_NOTE:
        raise PeerError("the file checkpoint is missing or too long")
    checkpoint, opened = open_checkpoint(note, log, others)
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
    return CheckedLog(checkpoint=checkpoint, note=opened, leaves=tuple(leaves))


def _read(read: ReadFile, path: TilePath) -> bytes:
    data = read(path.text)
    if data is None and path.width < WIDTH:
        full = read(TilePath(level=path.level, index=path.index).text)
        if full is not None:
            data = _cut(full, path)
    if data is None:
        raise PeerError("a file of the log is missing", where=path.text)
    return data


def _cut(full: bytes, path: TilePath) -> bytes:
    """The beginning of a full tile that a partial one would have held."""
    if path.level is not None:
        return full[: path.width * HASH_SIZE]
    at = 0
    for _ in range(path.width):
        at += 2 + int.from_bytes(full[at : at + 2], "big")
    return full[:at]
