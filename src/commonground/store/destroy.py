"""Destroying salt and bytes of statements: the log entries stay, and say nothing any more.

Destruction is itself a statement, said in the commit that removes. A hold stops it; lifting the hold is
a statement too. What a peer holds is the peer's to destroy: ask it to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Set
from datetime import datetime

from commonground.errors import InputError
from commonground.statements.admin import DepictionSaid, Destruction, DocumentNamed
from commonground.statements.folds.retention import holds
from commonground.statements.statement import Statement
from commonground.store.disk.logs import DESTROYED
from commonground.store.store import Store
from commonground.store.values import Entry
from commonground.tlog.note import Signer


def destroy(
    store: Store, ids: tuple[str, ...], *, reason: str, officer: Signer, role: str, now: datetime
) -> Entry:
    """Say that statements are destroyed, then remove them, and the files that they alone name, from the disk.

    InputError, and nothing done, where one is held, public (it stands in the log and cannot be
    destroyed) or not here. SQLite overwrites what it removes (secure_delete), and the write-ahead log is
    emptied; what the disk itself keeps of old blocks is beyond us.
    """
    statements = store.statements()
    kept = holds(statements, store.party)
    places: list[tuple[str, int]] = []
    for one in ids:
        found = store.find(one)
        if found is None or found.statement is None:
            raise InputError("no statement of this id can be read here", given=one)
        if kept.stop(found.statement):
            raise InputError("a hold stops this", given=one, hint="the party that set it lifts it first")
        if store.opening(found) is None:
            raise InputError("a public statement stands in the log and cannot be destroyed", given=one)
        places.append((found.origin, found.index))
    files = _only_named_by(statements, frozenset(ids))
    entry = store.say(
        Destruction(of=ids, reason=reason),
        officer=officer,
        role=role,
        now=now,
        also=lambda connection: _remove(connection, places, files),
    )
    store.database.empty_write_ahead_log()
    return entry


def left_over(store: Store, statements: Iterable[Statement]) -> tuple[str, ...]:
    """The ids of what we said is destroyed and is here still: a backup from before was put back."""
    ours = (one.body for one in statements if one.header.party == store.party)
    ids = dict.fromkeys(i for body in ours if isinstance(body, Destruction) for i in body.of)
    return tuple(identity for identity in ids if store.find(identity) is not None)


def finish(store: Store) -> tuple[str, ...]:
    """Remove once more what we said is destroyed; gives the ids of what was here still."""
    statements = store.statements()
    ids = left_over(store, statements)
    found = [one for one in map(store.find, ids) if one is not None]
    if found:
        files = _only_named_by(statements, frozenset(ids))
        with store.database.write() as connection:
            _remove(connection, [(one.origin, one.index) for one in found], files)
        store.database.empty_write_ahead_log()
    return ids


def _remove(connection: sqlite3.Connection, places: Iterable[tuple[str, int]], files: Iterable[str]) -> None:
    for origin, index in places:
        (log,) = connection.execute("SELECT log FROM log WHERE origin = ?", (origin,)).fetchone()
        connection.execute("DELETE FROM body WHERE log = ? AND idx = ?", (log, index))
        connection.execute(
            "UPDATE entry SET id = '', kind = ? WHERE log = ? AND idx = ?", (DESTROYED, log, index)
        )
    for sha256 in files:
        connection.execute("DELETE FROM chunk WHERE substr(sha256, -64) = ?", (sha256,))  # on the way too
        connection.execute("DELETE FROM document WHERE sha256 = ?", (sha256,))
        connection.execute("DELETE FROM sent WHERE sha256 = ?", (sha256,))


def _only_named_by(statements: Iterable[Statement], ids: Set[str]) -> set[str]:
    """SHA-256 of the documents that these statements name and no other does."""
    gone: set[str] = set()
    kept: set[str] = set()
    for one in statements:
        if isinstance(one.body, DocumentNamed):
            (gone if one.id in ids else kept).add(one.body.sha256)
        elif isinstance(one.body, DepictionSaid) and one.body.document:
            (gone if one.id in ids else kept).add(one.body.document)
    return gone - kept
