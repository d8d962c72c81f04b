"""A neutral centre between sides that do not speak directly.

The centre mirrors every log as any peer does, and cosigns. It also fetches the bodies that are for the
parties it serves: they are sealed to those parties, so it carries them and cannot open them. Each side
pulls the other's log from the centre, checks it as it would the other's own node, and its cosignature
travels back the same way, under the heads that the centre shows.

Whoever runs the centre can delay or withhold; he cannot read what is not for him, alter, or make up.
"""

from __future__ import annotations

from commonground.store.disk.database import Database
from commonground.store.disk.logs import log_of
from commonground.store.peers.source import Bodies, Source
from commonground.store.store import Store


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
