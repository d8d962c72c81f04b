"""The picture: everything the folds know at one state of the store, as one immutable value.

Made anew when the store holds more than it did, and shared by whoever asks in between. Nothing in it
is kept over a restart; all of it follows from the statements.

A long record takes minutes to read where nothing was kept of it. A node at work reads it beside, and tells
whoever asks meanwhile how far it is (StillReadingError): a part of the record would look like all of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Final

from commonground.errors import OwnError
from commonground.exchange.calls.deadlines import Deadlines, deadlines_of
from commonground.exchange.duty.watch import Watch, watch
from commonground.exchange.exchange import Exchange
from commonground.exchange.fold import Exchanges, fold
from commonground.node.config import NodeConfig
from commonground.node.desk.embargo import all_withheld
from commonground.node.desk.known import Known
from commonground.position.profile import MapProfile
from commonground.register.fold import Register
from commonground.statements.admin import Drill, ProfileSaid, Terms
from commonground.statements.notice import Notice, NoticeKind
from commonground.statements.statement import Statement
from commonground.store.peers.pending import own_waiting
from commonground.store.store import Store
from commonground.store.values import Recorded

LONG: Final = 20_000  # arrivals to read: some seconds, so it is done beside
LOOK_S: Final = 0.5  # whoever waits for a picture looks so often whether a long reading has begun


class StillReadingError(OwnError):
    """The record is being read from its start; how far it is, as numbers of arrival."""

    def __init__(self, read: int, of: int) -> None:
        super().__init__(
            f"the node reads its record: {read:,} of {of:,} entries; nothing is shown before all are read",
            hint="nothing is lost; look again in some minutes, and speak by radio or telephone until then",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known: statements in causal order, and what follows from them.

    profiles, offsets: how each party writes places and how far its clocks are from UTC, as it last said;
    our own from the configuration.
    terms, deadlines: what our own party last said of both; our usual figures where it said nothing.
    given: ids of statements that stand in a head cosigned by the quorum. pending: ids of those that stand in
    no log yet, because the node of their party was restored from a backup.
    movements_end: when the windows of any movement run out, sorted.
    entries: where the statements stand, by arrival; given_sizes: how far each log is given.
    settled: how many statements the record holds beside these, because nothing now rests on them.
    newest: by log, the size that anybody says it has seen.
    """

    key: tuple[object, ...]
    party: str
    statements: tuple[Statement, ...]
    by_id: Mapping[str, Statement]
    register: Register
    exchanges: Exchanges
    watch: Watch
    profiles: Mapping[str, MapProfile]
    offsets: Mapping[str, str]
    given: frozenset[str]
    pending: frozenset[str]
    entries: tuple[Recorded, ...]
    given_sizes: Mapping[str, int]
    settled: int
    newest: Mapping[str, int]
    drill: bool
    terms: Terms | None
    deadlines: Deadlines
    movements_end: tuple[datetime, ...]

    @property
    def withheld(self) -> tuple[Exchange, ...]:
        """The exchanges whose place our desk must not see yet."""
        return all_withheld(self.exchanges.exchanges, self.party)


class Pictures:
    """Makes the picture of one store, once for each state of it."""

    def __init__(self, store: Store, config: NodeConfig) -> None:
        self._store = store
        self._config = config
        self._known = Known(store, keep=True)
        self._lock = threading.Lock()
        self._last: Picture | None = None
        self._pending: Mapping[str, tuple[Statement, ...]] = {}
        self._pending_lock = threading.Lock()
        self._when_read: Callable[[], None] | None = None
        self._reader: threading.Thread | None = None
        self._trouble: Exception | None = None  # why the record could not be read beside

    def pending(self, party: str, said: tuple[Statement, ...]) -> bool:
        """What a peer says that stands in no log yet, all of it; True when that is news.

        It has effect here at once (an alarm cannot wait for a log) and is never shown as given.
        """
        with self._pending_lock:
            before = self._pending.get(party, ())
            self._pending = {**self._pending, party: said}
            return tuple(one.id for one in before) != tuple(one.id for one in said)

    def forget(self) -> None:
        """Open everything anew: something was destroyed, and may not live on in memory."""
        with self._lock:
            self._known, self._last = Known(self._store), None

    def read_beside(self, when_read: Callable[[], None]) -> None:
        """From now on nobody waits for a long reading; `when_read` is called after each."""
        self._when_read = when_read

    def close(self) -> None:
        """End a reading that is under way."""
        self._known.stop()
        reader = self._reader
        if reader is not None:
            reader.join()

    def now(self) -> Picture:
        """The picture of what the store holds now. StillReadingError, see the head of this file."""
        while not self._lock.acquire(timeout=LOOK_S):
            self._refuse_while_reading()
        try:
            self._refuse_while_reading()
            key = self._key()
            if self._last is None or self._last.key != key:
                if self._when_read is not None and self._known.ahead() > LONG:
                    self._reader = threading.Thread(target=self._read, args=(self._when_read,), daemon=True)
                    self._reader.start()
                    self._refuse_while_reading()
                self._last = self._make(key)
            return self._last
        finally:
            self._lock.release()

    def _refuse_while_reading(self) -> None:
        if self._reader is not None:
            raise StillReadingError(*self._known.progress)
        if self._trouble is not None:
            trouble, self._trouble = self._trouble, None
            raise trouble

    def _read(self, when_read: Callable[[], None]) -> None:
        try:
            with self._lock:
                self._known.ordered()
        except Exception as error:  # it is for whoever asks next
            self._trouble = error
        finally:
            self._reader = None
            when_read()

    def _key(self) -> tuple[object, ...]:
        logs = tuple((log.origin, log.size, log.bodies) for log in self._store.logs())
        given = tuple(sorted((origin, head.given_size) for origin, head in self._store.heads().items()))
        pending = tuple(one.id for said in self._pending.values() for one in said)
        own = tuple(self._store.waiting()) if self._store.restored else ()
        return (self._store.locked, logs, given, pending, own)

    def _make(self, key: tuple[object, ...]) -> Picture:
        rows = self._known.ordered()
        heads = self._store.heads()
        known = {one.statement.id: one.statement for one in rows if one.statement is not None}
        logged = frozenset(known)
        for said in (*self._pending.values(), own_waiting(self._store)):
            known |= {one.id: one for one in said if one.id not in known}
        statements = tuple(known.values())
        last = as_last_said(statements, self._config)
        sizes = {origin: head.given_size for origin, head in heads.items()}
        given = frozenset(
            one.statement.id for one in rows if one.statement is not None and one.index < sizes[one.origin]
        )
        return Picture(
            key=key,
            party=self._config.code,
            statements=statements,
            by_id=MappingProxyType({one.id: one for one in statements}),
            register=Register.of(statements),
            watch=watch(statements, self._config.code),
            exchanges=fold(statements, profiles=last.profiles),
            profiles=last.profiles,
            offsets=last.offsets,
            given=given,
            pending=frozenset(known) - logged,
            entries=tuple(self._known.entries()),
            given_sizes=MappingProxyType(sizes),
            settled=self._known.settled,
            newest=MappingProxyType(dict(self._known.newest)),
            drill=last.drill,
            terms=last.terms,
            deadlines=deadlines_of(last.terms),
            movements_end=tuple(sorted(_ends_of_movements(statements))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSaid:
    """What holds until it is said otherwise: profiles and clocks by party, whether we drill, our terms."""

    profiles: Mapping[str, MapProfile]
    offsets: Mapping[str, str]
    drill: bool
    terms: Terms | None


def as_last_said(statements: Iterable[Statement], config: NodeConfig) -> LastSaid:
    """Profiles as each party last said them, our own from the configuration; our drill, our terms."""
    profiles, drill = {config.code: config.profile}, config.drill
    offsets = {config.code: config.utc_offset}
    terms: Terms | None = None
    for one in statements:
        if isinstance(one.body, ProfileSaid) and one.header.party != config.code:
            profiles[one.header.party] = as_profile(one.body)
            offsets[one.header.party] = one.body.utc_offset
        elif isinstance(one.body, Drill) and one.header.party == config.code:
            drill = one.body.begins
        elif isinstance(one.body, Terms) and one.header.party == config.code:
            terms = one.body
    return LastSaid(
        profiles=MappingProxyType(profiles), offsets=MappingProxyType(offsets), drill=drill, terms=terms
    )


def _ends_of_movements(statements: Iterable[Statement]) -> Iterator[datetime]:
    for one in statements:
        if isinstance(one.body, Notice) and one.body.kind is NoticeKind.MOVEMENT:
            yield max(leg.window.end for leg in one.body.extent.legs)


def as_profile(said: ProfileSaid) -> MapProfile:
    """A profile as a party said it."""
    known = {one.name for one in fields(MapProfile)}
    return MapProfile(**{one.name: getattr(said, one.name) for one in fields(said) if one.name in known})


def as_said(profile: MapProfile, utc_offset: str = "") -> ProfileSaid:
    """Our profile as a statement's body, with the offset of our clocks from UTC."""
    known = {one.name for one in fields(ProfileSaid)}
    return ProfileSaid(
        **{one.name: getattr(profile, one.name) for one in fields(profile) if one.name in known},
        utc_offset=utc_offset,
    )
