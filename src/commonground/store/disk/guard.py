"""The restore guard: an ordinary restart is told from a restored backup.

A backup that is put back would go on from an old state and sign a second history: a fork of its own
log. So a file beside the record, which no backup includes, holds the same random token as the record
itself, and which file on this disk the record is. Where the two do not match, the record came from
somewhere else, or was emptied: the node appends nothing to its log and signs no head until its peers have
told it the highest head of its own log that they know.

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
BEGUN = "begun"  # false in the guard of a first start that has not come to its end
JUMP = 1_000_000  # added to each officer's count after a restore, so that no number stands twice


def is_restored(database: Database, folder: Path) -> bool:
    """Whether this record is not the one that ran here last.

    A folder with neither a guard nor anything in its record is new, and is settled.
    """
    row = database.one("SELECT value FROM meta WHERE name = 'guard'")
    try:
        said = json.loads((folder / GUARD).read_text())
    except FileNotFoundError:
        said = None
    except (OSError, ValueError):
        return True
    begun = not (isinstance(said, dict) and said.pop(BEGUN, True) is False)
    if row is None:
        new = said is None or not begun
        if new and database.one("SELECT 1 FROM entry LIMIT 1") is None:
            settle(database, folder, first=True)
            return False
        return True
    same = bool(said == _guard_of(str(row[0]), database.path))
    if same and not begun:
        _write(folder, said)
    return not same


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


def begin_counts(database: Database, officers: tuple[str, ...]) -> None:
    """The same for officers of whom nothing was known before their cards came back."""
    with database.write() as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO counter (officer, last) VALUES (?, ?)",
            [(officer, JUMP) for officer in officers],
        )


def settle(database: Database, folder: Path, *, first: bool = False) -> None:
    """Say that this record, here, is the one that goes on.

    first: of a new folder. Its guard says so until the record has the token on disk, so that a start that
    is cut off in between is not taken for a record that was emptied.
    """
    token = secrets.token_hex(16)
    said = _guard_of(token, database.path)
    with database.write() as connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('guard', ?)", (token,))
        connection.execute("DELETE FROM meta WHERE name = 'jumped'")
        _write(folder, {**said, BEGUN: False} if first else said)
    if first:
        _write(folder, said)


def _write(folder: Path, said: dict[str, object]) -> None:
    try:
        write_whole(folder / GUARD, json.dumps(said).encode(), mode=0o600)
    except OSError as error:
        raise OwnError(
            f"the guard beside the record cannot be written: {error.strerror}",
            where=str(folder / GUARD),
            hint="free space, check the disk; nothing was changed",
        ) from error


def _guard_of(token: str, path: Path) -> dict[str, object]:
    return {"token": token, "file": path.stat().st_ino}
