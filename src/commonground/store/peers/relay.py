"""A neutral centre between sides that do not speak directly.

The centre mirrors every log as any peer does, and cosigns. It also fetches the bodies that are for the
parties it serves: they are sealed to those parties, so it carries them and cannot open them. Parts of
documents it fetches when their receiver has asked for them, sealed likewise. Each side
pulls the other's log from the centre, checks it as it would the other's own node, and its cosignature
travels back the same way, under the heads that the centre shows.

Whoever runs the centre can delay or withhold; he cannot read what is not for him, alter, or make up.
"""

from __future__ import annotations

from commonground.store.disk.database import Database
from commonground.store.disk.logs import log_of
from commonground.store.peers.source import Bodies, Source
from commonground.store.store import Store

MOST_CARRIED = 256 * 1024 * 1024  # bytes of parts of documents that wait here for others


def carry_bodies(source: Source, store: Store, *, origin: str, party: str) -> int:
    """Fetch the bodies for another party and keep them sealed; gives how many are new.

    source: the log's node, asked as the relay of `party`; that node decides by the terms whether it may.
    """
    kept = 0
    while True:
        start = carried_until(store.database, origin, party)
        size = next((log.size for log in store.logs() if log.origin == origin), 0)
        if start >= size:
            return kept
        answer = Bodies.read(source.bodies(start, size))
        if answer.next <= start:
            return kept
        with store.database.write() as connection:
            log = log_of(connection, origin)
            for index, sealed in answer.sealed:
                at = max(index, start)
                if index < log.size:
                    kept += connection.execute(
                        "INSERT OR IGNORE INTO body (log, idx, party, at, sealed) VALUES (?, ?, ?, ?, ?)",
                        (log.log, index, party, at, sealed),
                    ).rowcount
            connection.execute(
                "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
                (f"carried {origin} {party}", str(min(answer.next, log.size))),
            )


def carried_until(database: Database, origin: str, party: str) -> int:
    """Up to which entry the bodies for a party were fetched."""
    row = database.one("SELECT value FROM meta WHERE name = ?", (f"carried {origin} {party}",))
    return int(row[0]) if row else 0


def carry_part(store: Store, party: str, identity: str, part: int, sealed: bytes) -> None:
    """Keep a part of a document for its receiver; the oldest go when too many wait."""
    with store.database.write() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO carried (party, id, part, sealed) VALUES (?, ?, ?, ?)",
            (party, identity, part, sealed),
        )
        (held,) = connection.execute("SELECT coalesce(sum(length(sealed)), 0) FROM carried").fetchone()
        while held > MOST_CARRIED:
            number, size = connection.execute(
                "SELECT number, length(sealed) FROM carried ORDER BY number LIMIT 1"
            ).fetchone()
            connection.execute("DELETE FROM carried WHERE number = ?", (number,))
            held -= size


def carried_part(store: Store, party: str, identity: str, part: int) -> bytes | None:
    """A part that waits here for its receiver. Asking for it says that those before it have arrived."""
    row = store.database.one(
        "SELECT sealed FROM carried WHERE party = ? AND id = ? AND part = ?", (party, identity, part)
    )
    with store.database.write() as connection:
        connection.execute(
            "DELETE FROM carried WHERE party = ? AND id = ? AND part < ?", (party, identity, part)
        )
    return bytes(row[0]) if row else None
