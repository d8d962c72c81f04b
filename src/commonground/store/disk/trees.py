"""The Merkle tree of each log, in rows of 256 hashes. All of it can be rebuilt from the entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from commonground.errors import OwnError
from commonground.tlog.merkle import HASH_SIZE, Frontier, NodeReader, join, leaf_hash, parts
from commonground.tlog.tile import HEIGHT, WIDTH


def node_reader(connection: sqlite3.Connection, log: int) -> NodeReader:
    """Reads the hash of a complete subtree (level, index) of one log. Keeps what it has read."""
    rows: dict[tuple[int, int], bytes] = {}

    def row(level: int, index: int) -> bytes:
        found = rows.get((level, index))
        if found is None:
            got = connection.execute(
                "SELECT hashes FROM tile WHERE log = ? AND level = ? AND idx = ?", (log, level, index)
            ).fetchone()
            found = rows[level, index] = bytes(got[0]) if got else b""
        return found

    def read(level: int, index: int) -> bytes:
        tile_level, within = divmod(level, HEIGHT)
        first, count = index << within, 1 << within
        tile, at = divmod(first, WIDTH)
        data = row(tile_level, tile)[at * HASH_SIZE : (at + count) * HASH_SIZE]
        if len(data) != count * HASH_SIZE:
            raise OwnError("hashes of a log are missing", hint="`cg fsck` rebuilds them")
        hashes = [data[k : k + HASH_SIZE] for k in range(0, len(data), HASH_SIZE)]
        frontier = Frontier()
        for one in hashes:
            frontier.add(one)
        return frontier.root()

    return read


def root_at(connection: sqlite3.Connection, log: int, size: int) -> bytes:
    """The root of the log's first `size` entries."""
    read = node_reader(connection, log)
    return join([read(level, index) for level, index in parts(0, size)])


def frontier_at(connection: sqlite3.Connection, log: int, size: int) -> Frontier:
    """The right edge of the log's first `size` entries."""
    read = node_reader(connection, log)
    return Frontier(size, [read(level, index) for level, index in parts(0, size)])


def grow(frontier: Frontier, entries: Iterable[bytes]) -> dict[tuple[int, int], bytes]:
    """Add entries to the edge; gives the new hashes by (tile level, tile), to be put behind what is there."""
    made: dict[tuple[int, int], bytearray] = {}
    for entry in entries:
        for level, index, value in frontier.add(leaf_hash(entry)):
            if level % HEIGHT == 0:
                made.setdefault((level // HEIGHT, index // WIDTH), bytearray()).extend(value)
    return {place: bytes(hashes) for place, hashes in made.items()}


def keep(connection: sqlite3.Connection, log: int, made: dict[tuple[int, int], bytes]) -> None:
    """Write the new hashes behind those that are there."""
    connection.executemany(
        "INSERT INTO tile (log, level, idx, hashes) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET hashes = CAST(hashes || excluded.hashes AS BLOB)",
        [(log, level, index, hashes) for (level, index), hashes in made.items()],
    )


def rebuild(connection: sqlite3.Connection, log: int, size: int) -> bytes:
    """Make the hashes of the first `size` entries anew; gives their root."""
    connection.execute("DELETE FROM tile WHERE log = ?", (log,))
    rows = connection.execute("SELECT leaf FROM entry WHERE log = ? AND idx < ? ORDER BY idx", (log, size))
    frontier = Frontier()
    keep(connection, log, grow(frontier, (bytes(row[0]) for row in rows)))
    if frontier.size != size:
        raise OwnError(f"only {frontier.size} of {size} entries are there")
    return frontier.root()
