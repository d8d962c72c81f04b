"""Known: the statements from which a desk's picture is made, kept as they were opened.

Only what is new is opened and checked again. What is settled (settled.py) is left out, in steps that follow
from the record alone: whenever another block of entries has arrived, by the time of our own party's
statements among them. So whoever begins anew comes to the same, however long the log is. Of what was left
out, who names whom is remembered: what is said later about something settled brings its whole matter back.

After a step the state is kept in a file (kept.py), so that a node need not open a million statements to
start. The file can be deleted.

A revocation can change what older entries count for, and so can unlocking: then all begins anew, also in
the middle of a long reading.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from commonground.errors import OwnError
from commonground.finding import Finding, Kind, Level
from commonground.node.desk import kept
from commonground.node.desk.kept import Kept, Links
from commonground.node.desk.settled import names, settled
from commonground.statements.admin import Receipt
from commonground.statements.notice import Notice
from commonground.statements.roster import Revocation
from commonground.statements.statement import Statement
from commonground.store.order import in_order
from commonground.store.store import Store
from commonground.store.values import Recorded

BLOCK: Final = 1024
SHARE: Final = 4  # where much is live a step waits for a quarter of it: its work grows with what is live
REST_S: Final = 5.0  # between two writings of the file, while a long record is read
LONG: Final = 8  # blocks: what is longer is worth a writing at its end


class _OtherwiseLockedError(Exception):
    """The record was locked or unlocked while it was read."""


class Known:
    """See the head of this file. `keep`: whether the state is kept in, and begun from, a file."""

    def __init__(self, store: Store, *, keep: bool = False, block: int = BLOCK) -> None:
        self._store = store
        self._keep = keep
        self._block = block
        self._locked: bool | None = None
        self._written_s = -REST_S
        self._last = 0
        self._from = 0  # where the reading at hand began
        self._stopped = False
        self._begin(None)

    def _begin(self, state: Kept | None) -> None:
        self._rows: dict[str, Recorded] = {}  # by statement id
        self._kept_live = state.arrivals if state else ()  # to be read before anything else
        self._every = self._until_next(len(state.arrivals) if state else 0)
        self._floor = state.floor if state else 0  # every arrival below it has been through a step
        self._cursor = max(0, self._floor - 1)
        self._links = state.links if state else Links()
        self.settled = state.settled if state else 0
        self.newest = dict(state.newest) if state else {}

    def entries(self) -> list[Recorded]:
        """What is known since the last `ordered`, by arrival."""
        return sorted(self._rows.values(), key=lambda one: one.arrival)

    @property
    def progress(self) -> tuple[int, int]:
        """Up to which number of arrival the record is read, and how far it goes; asked from any thread."""
        return self._cursor, self._last

    def stop(self) -> None:
        """Read no further, from any thread: `ordered` ends with an OwnError."""
        self._stopped = True

    def ahead(self) -> int:
        """How many arrivals `ordered` would read now."""
        self._follow()
        return len(self._kept_live) + self._last - self._cursor

    def ordered(self) -> list[Recorded]:
        """All of it in the store's order, with whatever is new."""
        while True:
            self._follow()
            try:
                self._read()
                break
            except _OtherwiseLockedError:
                self._locked = None
        logs: dict[str, list[Recorded]] = {}
        for one in self._rows.values():
            logs.setdefault(one.origin, []).append(one)
        for rows in logs.values():
            rows.sort(key=lambda one: one.index)
        return in_order(logs, {log.origin: log.size for log in self._store.logs()})

    def _follow(self) -> None:
        """Begin anew, from the file where there is one, when the record was locked or unlocked."""
        if self._locked != self._store.locked:
            self._locked = self._store.locked
            self._begin(kept.read(self._store, locked=self._locked) if self._keep else None)
        self._last = self._store.last_arrival()

    def _read(self) -> None:
        """Take what is new."""
        self._read_kept()
        begun = self._cursor > 0
        self._from = self._cursor
        if not self._take(self._store.recorded(self._cursor), revocations=not begun):
            kept.forget(self._store, locked=self._locked)
            self._begin(None)
            self._take(self._store.recorded(), revocations=True)
        self._may_go_on()

    def _may_go_on(self) -> None:
        """Asked after each entry: what is read after a change of the lock would be of two kinds."""
        if self._stopped:
            raise OwnError("the node ends")
        if self._locked != self._store.locked:
            raise _OtherwiseLockedError

    def _read_kept(self) -> None:
        """Open what was live when the file was written."""
        if not self._kept_live:
            return
        rows: dict[str, Recorded] = {}
        for one in self._store.recorded_at(self._kept_live):
            self._may_go_on()
            if one.statement is not None:
                rows[one.statement.id] = one
        if len(rows) != len(self._kept_live):
            kept.forget(self._store, locked=self._locked)  # some of it cannot be read any more
            self._begin(None)
        else:
            self._rows, self._kept_live = rows, ()

    def _take(self, new: Iterable[Recorded], *, revocations: bool) -> bool:
        """Take entries in order of arrival. False where a revocation asks to begin anew."""
        for one in new:
            self._may_go_on()
            if one.arrival >= self._floor + self._every:
                self._step(one.arrival // self._block * self._block)
            statement = one.statement
            if statement is not None:
                if isinstance(statement.body, Revocation) and not revocations:
                    return False
                if self.settled:
                    self._bring_back(statement, one.arrival)
                self._rows.setdefault(statement.id, one)
                for seen in statement.header.seen:
                    self.newest[seen.origin] = max(seen.size, self.newest.get(seen.origin, 0))
            self._cursor = one.arrival  # last: where the disk fails in between, it is read again
        return True

    def _bring_back(self, later: Statement, arrival: int) -> None:
        """The matters, settled before, that a later statement is about: whole, their receipts too."""
        wanted = [name for name in names(later) if name not in self._rows]
        back: list[int] = []
        while wanted:
            name = wanted.pop()
            at = self._store.arrival_of(name)
            near = [each for each in (at, *self._links.naming(name)) if each is not None and each < arrival]
            for one in self._store.recorded_at(near) if near else ():
                if one.statement is None or one.statement.id in self._rows:
                    continue
                self._rows[one.statement.id] = one
                back.append(one.arrival)
                if not isinstance(one.statement.body, Receipt):
                    wanted += [one.statement.id, *names(one.statement) - self._rows.keys()]
        if back:
            self.settled -= len(back)
            self._links.take_out(back)

    def _step(self, floor: int) -> None:
        """Leave out what is settled at the end of a block."""
        ours = [
            one.statement.header.at
            for one in self._rows.values()
            if one.origin == self._store.origin and one.arrival >= self._floor and one.statement is not None
        ]
        if ours:
            statements = [one.statement for one in self._rows.values() if one.statement is not None]
            over = settled(statements, _middle(ours), lambda name: self._held(name, floor))
            gone = [self._rows.pop(identity) for identity in sorted(over)]
            self.settled += len(gone)
            self._links.add(
                (name, one.arrival) for one in gone if one.statement for name in _links_of(one.statement)
            )
        self._floor = floor
        self._every = self._until_next(len(self._rows))
        if self._keep and self._locked is not None and self._is_to_be_kept():
            self._written_s = time.monotonic()
            arrivals = tuple(sorted(one.arrival for one in self._rows.values()))
            kept.write(
                self._store,
                Kept(
                    floor=floor,
                    settled=self.settled,
                    newest=self.newest,
                    arrivals=arrivals,
                    links=self._links,
                ),
                locked=self._locked,
            )

    def _is_to_be_kept(self) -> bool:
        """Now and then, and at the last step of a long reading."""
        last = self._floor + self._every > self._last and self._floor - self._from > LONG * self._block
        return last or time.monotonic() - self._written_s >= REST_S

    def _until_next(self, live: int) -> int:
        """How many arrivals later the next step comes, in whole blocks."""
        return self._block * max(1, live // (SHARE * self._block))

    def _held(self, identity: str, floor: int) -> bool:
        """Whether the record held a statement before an arrival."""
        at = self._store.arrival_of(identity)
        return at is not None and at < floor


def misled(store: Store, *, block: int = BLOCK) -> list[Finding]:
    """A finding where the file that is kept leads to something else than the record; then it is gone."""
    begun, anew = Known(store, keep=True, block=block), Known(store, block=block)
    if [one.arrival for one in begun.ordered()] == [one.arrival for one in anew.ordered()]:
        return []
    path = kept.path_of(store)
    kept.forget(store)
    text = f"What {path.name} kept of the record was not what the record says. It was thrown away."
    return [Finding(kind=Kind.RECORD_DAMAGED, level=Level.URGENT, text=text, about=(store.origin,))]


def _middle(times: list[datetime]) -> datetime:
    """The middle one: a clock that is wrong for a while settles nothing early."""
    return sorted(times)[len(times) // 2]


def _links_of(one: Statement) -> set[str]:
    """Whom a settled statement names: those come back with it, and it with them."""
    if isinstance(one.body, Receipt):
        return set(one.body.of)
    if isinstance(one.body, Notice) and one.body.replaces:
        return names(one) | {one.body.replaces}
    return names(one)
