"""The restore guard: an ordinary restart is told from a restored backup.

A backup that is put back would go on from an old state and sign a second history: a fork of its own
log. So a file beside the record, which no backup includes, holds the same random token as the record
itself, and which file on this disk the record is. Where the two do not match, the record came from
somewhere else: the node appends nothing to its log and signs no head until its peers have told it the
highest head of its own log that they know.

Whoever can change the guard file can make a restored node believe that it was only restarted.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from commonground.errors import OwnError
from commonground.store.disk.database import Database
from commonground.store.disk.whole import write_whole

GUARD = "guard.json"
JUMP = 1_000_000  # added to each officer's count after a restore, so that no number stands twice


def is_restored(database: Database, folder: Path) -> bool:
    """Whether this record is not the one that ran here last."""
    row = database.one("SELECT value FROM meta WHERE name = 'guard'")
    if row is None:
        settle(database, folder)
        return False
    try:
        said = json.loads((folder / GUARD).read_text())
    except (OSError, ValueError):
        return True
    return bool(said != _guard_of(str(row[0]), database.path))


def jump_counts(database: Database, officers: tuple[str, ...]) -> None:
    """Number what is said from now on far beyond what the lost state may have used; once a restore."""
    with database.write() as connection:
        if connection.execute("SELECT 1 FROM meta WHERE name = 'jumped'").fetchone():
            return
        connection.execute("INSERT INTO meta (name, value) VALUES ('jumped', 'yes')")
        connection.executemany(
            "INSERT INTO counter (officer, last) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET last = last + excluded.last",
            [(officer, JUMP) for officer in officers],
        )


def settle(database: Database, folder: Path) -> None:
    """Say that this record, here, is the one that goes on."""
    token = secrets.token_hex(16)
    with database.write() as connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('guard', ?)", (token,))
        connection.execute("DELETE FROM meta WHERE name = 'jumped'")
        try:
            shown = json.dumps(_guard_of(token, database.path)).encode()
            write_whole(folder / GUARD, shown, mode=0o600)
        except OSError as error:
            raise OwnError(
                f"the guard beside the record cannot be written: {error.strerror}",
                where=str(folder / GUARD),
                hint="free space, check the disk; nothing was changed",
            ) from error


def _guard_of(token: str, path: Path) -> dict[str, object]:
    return {"token": token, "file": path.stat().st_ino}
