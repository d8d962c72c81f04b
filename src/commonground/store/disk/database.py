"""The database: one writer, many readers, every commit on disk before it returns.

WAL with synchronous=FULL: a commit is one fsync of the write-ahead log. Transactions begin IMMEDIATE, so
two processes on one folder take turns and neither works on a state that the other has changed.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from commonground.errors import OwnError
from commonground.store.disk.schema import migrate

BUSY_S = 30.0
PAGE = 4096  # bytes, SQLite's own choice
CACHE_KIB = -2000  # SQLite's own choice
RESERVED_PAGES = 1_100  # SQLite begins its log anew after 1,000
SPARE = 10  # times that must be free: the last room on a disk is not ours to take


class Database:
    """One SQLite file, opened for one writer and any number of reading threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with suppress(OSError):  # SQLite says what is wrong; it gives its companion files the same mode
            path.touch(mode=0o600)
        with _named_errors(path):
            self._writer = _connect(path)
            migrate(self._writer)
        self.write_fault = ""  # why the last transaction with something to write failed, if it did
        self._undone = 0  # transactions that were rolled back
        self._write_lock = threading.RLock()
        self._readers: list[sqlite3.Connection] = []
        self._local = threading.local()
        self._readers_lock = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A write transaction; on disk when the block ends, nothing changed when it raises."""
        with self._write_lock:
            writer = self._writer
            if writer.in_transaction:
                yield writer  # inside the transaction of the same thread
                return
            before = writer.total_changes
            try:
                writer.execute("BEGIN IMMEDIATE")
                yield writer
                writer.execute("COMMIT")
            except BaseException as error:
                self._undone += 1
                with _named_errors(self.path):
                    writer.rollback()
                    if isinstance(error, sqlite3.DatabaseError):
                        self.write_fault = str(error)
                    raise
            if writer.total_changes != before:  # an empty transaction shows nothing about the disk
                self.write_fault = ""

    def state(self) -> tuple[int, int, int]:
        """Another value after every change of the record: undone by us, made by another process, made by us.

        Asked inside a write transaction.
        """
        others = self._writer.execute("PRAGMA data_version").fetchone()[0]
        return self._undone, int(others), self._writer.total_changes

    def changed_by_others(self) -> int:
        """Another number after every change that another process made."""
        with self._write_lock, _named_errors(self.path):
            return int(self._writer.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading that sees one state of the record throughout."""
        reader = self._reader()
        with _named_errors(self.path):
            if reader.in_transaction:
                yield reader
                return
            reader.execute("BEGIN")
            try:
                yield reader
            finally:
                reader.rollback()

    def read(self, query: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """The rows of a query, as of now."""
        with _named_errors(self.path):
            return self._reader().execute(query, values)

    def one(self, query: str, values: tuple[Any, ...] = ()) -> Any:
        """The first row of a query, or None."""
        return self.read(query, values).fetchone()

    def reserve(self) -> None:
        """Lay the write-ahead log out on the disk before it is needed, where there is room.

        A commit then writes into a file that need not grow: one flush, of its bytes alone, about half the
        time. And where the disk fills up later, the next thousand pages of commits still have their place.
        """
        length = RESERVED_PAGES * PAGE
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.stat().st_size > length or shutil.disk_usage(self.path.parent).free < SPARE * length:
            return
        with self._write_lock:
            try:
                lay_out(self._writer)
            except sqlite3.OperationalError:  # a quota, or another process writes: give back what it took
                with suppress(sqlite3.OperationalError):
                    self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def empty_write_ahead_log(self) -> None:
        """Bring everything into the database file and cut the write-ahead log to nothing."""
        with self._write_lock, _named_errors(self.path):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        with self._write_lock, self._readers_lock:
            for connection in (*self._readers, self._writer):
                connection.close()
            self._readers.clear()

    def _reader(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if found is None:
            found = self._local.reader = _connect(self.path)
            found.execute("PRAGMA query_only = ON")
            with self._readers_lock:
                self._readers.append(found)
        return found


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # destroyed salts and bodies leave no bytes behind
    return connection


def lay_out(writer: sqlite3.Connection) -> None:
    """Make the write-ahead log as long as it will be: pages that are written into it and then undone."""
    writer.execute("PRAGMA cache_size = 10")  # so that the pages go to the log at once
    try:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE reserve (page BLOB)")
        pages = ((bytes(PAGE - 100),) for _ in range(RESERVED_PAGES))
        writer.executemany("INSERT INTO reserve VALUES (?)", pages)
    finally:
        writer.rollback()
        writer.execute(f"PRAGMA cache_size = {CACHE_KIB}")
    version = writer.execute("PRAGMA user_version").fetchone()[0]
    writer.execute(
        f"PRAGMA user_version = {version}"
    )  # changes nothing; its commit brings the pages to the disk


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise OwnError(
            f"the record cannot be read or written: {error}",
            where=str(path),
            hint="nothing that was acknowledged is lost; free space, check the disk, then `cg fsck`",
        ) from error
