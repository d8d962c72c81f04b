"""Sessions: who is at the desk, since when, and the unlocked key while he is.

A session is known by a random token in a cookie; the server keeps only its hash. The officer's key
lives in the session and nowhere else, and goes with it: at logout, after `idle` without anything
done by a person, and after `longest`. Reading live data is not activity, or a desk left alone would
never lock.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from nacl.signing import SigningKey

LONGEST: Final = timedelta(hours=16)  # one long watch
MOST: Final = 64  # open sessions of one node; the oldest goes first


@dataclass(slots=True, kw_only=True)
class Session:
    """One officer at one desk. Mutable: `last_act` moves when a person does something."""

    officer: str
    role: str
    key: SigningKey = field(repr=False)
    since: datetime
    last_act: datetime


def cookie_name(origin: str) -> str:
    """The cookie's name for one origin: two desks on one host (ports differ) never share it."""
    return "cg_" + hashlib.sha256(origin.encode()).hexdigest()[:16]


class Sessions:
    """The open sessions of one node. Held in memory alone: a restart locks every desk."""

    def __init__(self, *, idle: timedelta, longest: timedelta = LONGEST) -> None:
        self.idle = idle
        self.longest = longest
        self._by_hash: dict[str, Session] = {}
        self._lock = threading.Lock()

    def open(self, token: str, officer: str, role: str, key: SigningKey, now: datetime) -> Session:
        """Begin a session under a fresh random token."""
        session = Session(officer=officer, role=role, key=key, since=now, last_act=now)
        with self._lock:
            while len(self._by_hash) >= MOST:
                del self._by_hash[min(self._by_hash, key=lambda name: self._by_hash[name].last_act)]
            self._by_hash[_hash(token)] = session
        return session

    def find(self, token: str, now: datetime, *, acting: bool) -> Session | None:
        """The session of a token, None when there is none or it has locked itself."""
        name = _hash(token)
        with self._lock:
            session = self._by_hash.get(name)
            if session is None:
                return None
            if now - session.last_act >= self.idle or now - session.since >= self.longest:
                del self._by_hash[name]
                return None
            if acting:
                session.last_act = max(session.last_act, now)
            return session

    def close(self, token: str) -> None:
        """End a session; nothing happens when there is none."""
        with self._lock:
            self._by_hash.pop(_hash(token), None)

    def close_all(self) -> None:
        """End every session."""
        with self._lock:
            self._by_hash.clear()

    def staffed(self, now: datetime) -> bool:
        """Whether an officer is logged in and has not left the desk alone."""
        with self._lock:
            return any(now - session.last_act < self.idle for session in self._by_hash.values())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
