"""The tables, and the steps from each version of them to the next.

`PRAGMA user_version` is the number of steps taken. A step is never changed once released; a database of
a later version is refused, never guessed at.

entry   one log entry, own or a peer's; `id` where the statement can be read, `kind` where it is public.
body    an opening (salt and note) sealed to one party's box key.
tile    hashes of a log, 256 to a row; can be rebuilt from `entry`.
head    every distinct signed head ever seen of any log, kept for ever.
cosignature  witnesses' lines under those heads.
counter      the last `seq` of each of our own officers.
waiting      what our officers said while this node may not append (after a restore).
split        evidence against a log that showed two faces; its log is frozen.
document, chunk  files named by SHA-256, in parts that may arrive in any order; on the way by sender.
sent         whose copy of a file has come whole.
carried      parts of documents that wait here for others, each sealed to its receiver.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from commonground.errors import OwnError

STEPS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE log (
        log INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL DEFAULT 0,       -- entries that are in `entry`
        sealed INTEGER NOT NULL DEFAULT 0,     -- entries that are in a verified or own signed head
        bodies INTEGER NOT NULL DEFAULT 0,     -- entries whose bodies we have asked for
        heard TEXT NOT NULL DEFAULT ''         -- when its node last answered
    );
    CREATE TABLE entry (
        arrival INTEGER PRIMARY KEY, log INTEGER NOT NULL, idx INTEGER NOT NULL,
        leaf BLOB NOT NULL, id TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT ''
    );
    CREATE UNIQUE INDEX entry_place ON entry (log, idx);
    CREATE INDEX entry_id ON entry (id) WHERE id != '';
    CREATE INDEX entry_roster ON entry (arrival) WHERE kind IN ('terms', 'roster', 'revocation');
    CREATE TABLE body (
        log INTEGER NOT NULL, idx INTEGER NOT NULL, party TEXT NOT NULL,
        at INTEGER NOT NULL,                   -- the entry that gives it: idx, or a later disclosure
        sealed BLOB NOT NULL,
        PRIMARY KEY (log, at, party, idx)
    ) WITHOUT ROWID;
    CREATE TABLE tile (
        log INTEGER NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL,
        PRIMARY KEY (log, level, idx)
    ) WITHOUT ROWID;
    CREATE TABLE head (
        log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
        PRIMARY KEY (log, size, root)
    ) WITHOUT ROWID;
    CREATE TABLE cosignature (
        log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
        name TEXT NOT NULL, key_id BLOB NOT NULL, line TEXT NOT NULL,
        PRIMARY KEY (log, size, root, name, key_id)
    ) WITHOUT ROWID;
    CREATE TABLE counter (officer TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE waiting (
        number INTEGER PRIMARY KEY, party TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
        recipients TEXT NOT NULL, sealed BLOB NOT NULL
    );
    CREATE TABLE split (log INTEGER PRIMARY KEY, evidence BLOB NOT NULL, found TEXT NOT NULL);
    CREATE TABLE document (
        sha256 TEXT PRIMARY KEY, length INTEGER NOT NULL, whole INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE chunk (
        sha256 TEXT NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (sha256, part)
    );
    """,
    """
    CREATE TABLE carried (
        number INTEGER PRIMARY KEY, party TEXT NOT NULL, id TEXT NOT NULL, part INTEGER NOT NULL,
        sealed BLOB NOT NULL, UNIQUE (party, id, part)
    );
    """,
    """
    CREATE INDEX entry_unread ON entry (log, substr(leaf, 1, 27)) WHERE id = '';
    """,
    """
    ALTER TABLE log DROP COLUMN size;  -- how many entries there are, the entries say
    """,
    """
    CREATE TABLE sent (party TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (party, sha256)) WITHOUT ROWID;
    DELETE FROM chunk WHERE sha256 IN (SELECT sha256 FROM document WHERE whole = 0);  -- they come again
    DELETE FROM document WHERE whole = 0;
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to this version. OwnError when they are of a later one."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise OwnError(
            f"the record was written by a later version (tables {version}, we know {len(STEPS)})",
            hint="start the newer program; this one changes nothing",
        )
    for number, step in enumerate(STEPS[version:], version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step}; PRAGMA user_version = {number}; COMMIT;")
