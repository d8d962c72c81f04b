"""A backup of the record: one consistent copy, taken while the node runs, without the guard.

What is put back from it is told from a restart because the guard is not in it; see disk/guard.py.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from commonground.errors import InputError, OwnError
from commonground.store.store import RECORD, Store


def back_up_record(store: Store, folder: Path) -> Path:
    """Copy the record into a folder that holds none; on disk when this returns. Gives the file.

    InputError where a record is there already; OwnError when the copy cannot be written or is not sound.
    """
    copy = folder / RECORD
    if copy.exists():
        raise InputError("a record is there already", where=str(copy), hint="give another folder")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with store.reading() as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            (state,) = target.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        copy.unlink(missing_ok=True)
        raise OwnError(f"the backup cannot be written: {error}", where=str(copy)) from error
    if state != "ok":
        raise OwnError(f"the backup is damaged: {state}", where=str(copy), hint="check the record: cg fsck")
    copy.chmod(0o600)
    for path in (copy, folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return copy
