"""Lists that were read and wait for an officer's signature, each under a token.

Held in memory, a few at a time and for an hour: after a restart the file is read again.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from commonground.errors import InputError
from commonground.interop.lists.rows.row import ListReport

KEPT: Final = timedelta(hours=1)
MOST_LISTS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A list that was read and waits for a signature."""

    report: ListReport
    officer: str
    at: datetime


class Lists:
    """The lists that wait. Held in memory: after a restart the file is read again."""

    def __init__(self) -> None:
        self._lists: OrderedDict[str, Pending] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, pending: Pending) -> str:
        """Keep a list; gives its token."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            while len(self._lists) >= MOST_LISTS:
                self._lists.popitem(last=False)
            self._lists[token] = pending
        return token

    def get(self, token: str, officer: str, now: datetime) -> ListReport:
        """The list of a token. Raises InputError where it is gone or another officer's."""
        with self._lock:
            pending = self._lists.get(token)
        if pending is None or pending.officer != officer or now - pending.at > KEPT:
            raise InputError("this list is no longer here", where="token", hint="read the file again")
        return pending.report
