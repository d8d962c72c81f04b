"""Group commit: writers that come at the same time share one commit, and each waits for it.

The first to get the turn takes everybody's work along. A piece of work that refuses its input fails
alone, before it has written anything; when the commit itself fails, all of it does.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from commonground.errors import CommongroundError
from commonground.store.database import Database

T = TypeVar("T")
C = TypeVar("C")
MOST_AT_ONCE = 512


class _Job(Generic[C, T]):
    def __init__(self, work: Callable[[C], T]) -> None:
        self.work = work
        self.done = False
        self.result: T | None = None
        self.error: BaseException | None = None


class Committer(Generic[C]):
    """Runs work in shared transactions. `begin` makes the context, `end` writes what is left in it."""

    def __init__(
        self, database: Database, begin: Callable[[sqlite3.Connection], C], end: Callable[[C], None]
    ) -> None:
        self._database, self._begin, self._end = database, begin, end
        self._waiting: list[_Job[C, object]] = []
        self._list_lock = threading.Lock()
        self._turn = threading.Lock()

    def submit(self, work: Callable[[C], T]) -> T:
        """Do the work in a transaction; return when it is on disk."""
        job: _Job[C, T] = _Job(work)
        with self._list_lock:
            self._waiting.append(job)  # type: ignore[arg-type]
        with self._turn:
            while not job.done:
                self._take_along()
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]

    def _take_along(self) -> None:
        with self._list_lock:
            jobs, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        try:
            with self._database.write() as connection:
                context = self._begin(connection)
                for job in jobs:
                    try:
                        job.result = job.work(context)
                    except (CommongroundError, ValueError, TypeError) as error:
                        job.error = error
                self._end(context)
        except BaseException as error:
            for job in jobs:
                job.error = job.error or error
        finally:
            for job in jobs:
                job.done = True
