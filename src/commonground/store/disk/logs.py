"""The logs in the record: our own and those of our peers, their entries, heads and cosignatures.

Everything here works inside a transaction that the caller holds, or reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonground.tlog.checkpoint import Checkpoint
from commonground.tlog.note import NoteSignature

INSERT_ENTRY = "INSERT INTO entry (arrival, log, idx, leaf, id, kind) VALUES (?, ?, ?, ?, ?, ?)"
_LOGS = (
    "SELECT l.log, l.origin, coalesce((SELECT max(e.idx) + 1 FROM entry e WHERE e.log = l.log), 0),"
    " l.sealed, l.bodies, l.heard FROM log l"
)
DESTROYED = "destroyed"  # in place of a kind: this entry's opening was destroyed and is not taken again


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One log as it stands: entries held, entries under a verified head, bodies asked for."""

    log: int
    origin: str
    size: int
    sealed: int
    bodies: int
    heard: str


def log_of(connection: sqlite3.Connection, origin: str) -> LogRow:
    """The row of a log, made when it is new."""
    row = _row(connection, origin)
    if row is None:
        connection.execute("INSERT INTO log (origin) VALUES (?)", (origin,))
        row = _row(connection, origin)
    assert row is not None
    return row


def _row(connection: sqlite3.Connection, origin: str) -> LogRow | None:
    found = connection.execute(f"{_LOGS} WHERE l.origin = ?", (origin,)).fetchone()
    return _read_row(found) if found else None


def all_logs(connection: sqlite3.Connection) -> list[LogRow]:
    """The logs that the record holds, by origin."""
    return [_read_row(row) for row in connection.execute(f"{_LOGS} ORDER BY l.origin")]


def _read_row(row: tuple[Any, ...]) -> LogRow:
    return LogRow(**dict(zip(LogRow.__slots__, row, strict=True)))


def next_arrival(connection: sqlite3.Connection) -> int:
    """The arrival number that comes next."""
    return int(connection.execute("SELECT coalesce(max(arrival), 0) + 1 FROM entry").fetchone()[0])


def leaves(connection: sqlite3.Connection, log: int, start: int, end: int) -> list[bytes]:
    """The entries start..end of a log."""
    rows = connection.execute(
        "SELECT leaf FROM entry WHERE log = ? AND idx >= ? AND idx < ? ORDER BY idx", (log, start, end)
    )
    return [bytes(row[0]) for row in rows]


def keep_head(connection: sqlite3.Connection, log: int, checkpoint: Checkpoint, note: bytes) -> None:
    """Keep a signed head; the same head a second time changes nothing."""
    connection.execute(
        "INSERT OR IGNORE INTO head (log, size, root, note) VALUES (?, ?, ?, ?)",
        (log, checkpoint.size, checkpoint.root, note),
    )


def keep_cosignatures(
    connection: sqlite3.Connection, log: int, checkpoint: Checkpoint, lines: list[NoteSignature]
) -> int:
    """Keep witnesses' lines under a head; gives how many are new."""
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO cosignature (log, size, root, name, key_id, line) VALUES (?, ?, ?, ?, ?, ?)",
        [(log, checkpoint.size, checkpoint.root, line.name, line.key_id, line.line) for line in lines],
    )
    return connection.total_changes - before


def heads_of(connection: sqlite3.Connection, log: int) -> Iterator[tuple[int, bytes, bytes]]:
    """The (size, root, note) of the heads of a log, the largest first."""
    rows = connection.execute("SELECT size, root, note FROM head WHERE log = ? ORDER BY size DESC", (log,))
    for size, root, note in rows:
        yield int(size), bytes(root), bytes(note)


def cosigners(
    connection: sqlite3.Connection, log: int, size: int, root: bytes
) -> list[tuple[str, bytes, str]]:
    """The (name, key id, line) of the witnesses that saw a head."""
    rows = connection.execute(
        "SELECT name, key_id, line FROM cosignature WHERE log = ? AND size = ? AND root = ? ORDER BY name",
        (log, size, root),
    )
    return [(str(name), bytes(key_id), str(line)) for name, key_id, line in rows]


def is_frozen(connection: sqlite3.Connection, log: int) -> bool:
    """Whether this log showed two faces."""
    return connection.execute("SELECT 1 FROM split WHERE log = ?", (log,)).fetchone() is not None
