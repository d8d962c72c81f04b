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
from commonground.store.disk.database import Database

T = TypeVar("T")
C = TypeVar("C")
MOST_AT_ONCE = 512


class _Job(Generic[C, T]):
    def __init__(self, work: Callable[[C], T]) -> None:
        self.work = work
        self.done = False
        self.result: T | None = None
        self.error: BaseException | None = None
        self.gate: threading.Lock | None = None  # of one that waits: held until it is done, or is to lead


class Committer(Generic[C]):
    """Runs work in shared transactions. `begin` makes the context, `end` writes what is left in it."""

    def __init__(
        self, database: Database, begin: Callable[[sqlite3.Connection], C], end: Callable[[C], None]
    ) -> None:
        self._database, self._begin, self._end = database, begin, end
        self._waiting: list[_Job[C, object]] = []
        self._lock = threading.Lock()
        self._led = False

    def submit(self, work: Callable[[C], T]) -> T:
        """Do the work in a transaction; return when it is on disk."""
        job: _Job[C, T] = _Job(work)
        with self._lock:
            self._waiting.append(job)  # type: ignore[arg-type]
            leads, self._led = not self._led, True
            if not leads:
                job.gate = threading.Lock()
                job.gate.acquire()
        if job.gate is not None:
            job.gate.acquire()
        if not job.done:
            self._lead()
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]

    def _lead(self) -> None:
        """Do what waits, then let the next one lead."""
        with self._lock:
            jobs, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        try:
            self._commit(jobs)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for job in jobs:
                job.done = True
                if job.gate is not None:
                    job.gate.release()
            if following is not None and following.gate is not None:
                following.gate.release()

    def _commit(self, jobs: list[_Job[C, object]]) -> None:
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
