"""Appending to our own log: sign, commit, answer. In that order, and one commit.

Within a shared transaction the numbers (entry, arrival, seq) are counted on in memory from what the
database said at its beginning. They are counted on over the next transaction as well, where the database
says that nobody else has changed the record; a second process on the same folder cannot be overtaken unseen.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from commonground.errors import InputError
from commonground.statements.admin import Disclosure, Terms
from commonground.statements.folds.terms import check_terms
from commonground.statements.form.commitment import SALT_SIZE, Opening
from commonground.statements.header import Header, Seen
from commonground.statements.kinds import KINDS, kind_of
from commonground.statements.roster import Roster
from commonground.statements.statement import open_statement, write_statement
from commonground.store.disk.database import Database
from commonground.store.disk.logs import INSERT_ENTRY, LogRow, log_of, next_arrival
from commonground.store.sealing import seal_to, unseal
from commonground.store.values import Entry
from commonground.tlog.note import Signer

INSERT_BODY = "INSERT OR IGNORE INTO body (log, idx, party, at, sealed) VALUES (?, ?, ?, ?, ?)"
WRITE_COUNTER = "INSERT OR REPLACE INTO counter (officer, last) VALUES (?, ?)"
ABOUT_KEYS = ("terms", "roster", "revocation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be said: body, signer and role, to whom, about what. See `Store.say`."""

    body: object
    signer: Signer = field(repr=False)
    role: str
    now: datetime
    to: tuple[str, ...] = ()
    re: tuple[str, ...] = ()
    not_after: datetime | None = None
    public: bool | None = None

    @property
    def kind(self) -> str:
        """The kind of its body."""
        return kind_of(self.body)

    @property
    def is_public(self) -> bool:
        """Whether the statement itself stands in the log."""
        if self.public is not None:
            return self.public
        return not (KINDS[self.kind].place or self.to)


@dataclass(slots=True, kw_only=True)
class Batch:
    """What a shared transaction has counted so far."""

    connection: sqlite3.Connection
    party: str
    roster: Roster
    log: LogRow
    size: int
    arrival: int
    seen: tuple[Seen, ...]
    restored: bool
    counters: dict[str, int] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)  # officers whose counter is to be written
    entries: list[tuple[object, ...]] = field(default_factory=list)  # rows to be written together
    bodies: list[tuple[object, ...]] = field(default_factory=list)

    def count(self, officer: str, seq: int) -> None:
        """Remember the last number of an officer."""
        self.counters[officer] = seq
        self.counted.add(officer)

    def flush(self) -> None:
        """Write the rows that wait, before they are read or the transaction ends."""
        if self.entries:
            self.connection.executemany(INSERT_ENTRY, self.entries)
            self.entries.clear()
        if self.bodies:
            self.connection.executemany(INSERT_BODY, self.bodies)
            self.bodies.clear()


class Batches:
    """The batches of one store, each counted on from the last where nothing else has changed the record."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: Batch | None = None
        self._state = self._left = (-1, -1, -1)  # of the record: at the last beginning, and as we left it

    def begin(self, connection: sqlite3.Connection, party: str, roster: Roster, restored: bool) -> Batch:
        """What to count on from, at the beginning of a transaction."""
        last, self._state = self._last, self._database.state()
        if (
            last is None
            or self._state != self._left
            or last.roster is not roster
            or last.restored is not restored
        ):
            last = self._last = _look(connection, party, roster, restored)
        return last

    def end(self, batch: Batch) -> None:
        """Write what was counted."""
        batch.flush()
        for officer in batch.counted:
            batch.connection.execute(WRITE_COUNTER, (officer, batch.counters[officer]))
        batch.counted.clear()
        self._left = (*self._state[:2], batch.connection.total_changes)


def _look(connection: sqlite3.Connection, party: str, roster: Roster, restored: bool) -> Batch:
    """What the database says at the beginning of a transaction."""
    log = log_of(connection, roster.party(party).origin)
    rows = connection.execute(
        "SELECT l.origin, h.size, h.root FROM log l JOIN head h ON h.log = l.log AND h.size = l.sealed"
        " WHERE l.log != ? AND l.sealed > 0 AND l.log NOT IN (SELECT log FROM split) ORDER BY l.origin",
        (log.log,),
    )
    seen = tuple(Seen(origin=str(o), size=int(n), root=bytes(root).hex()) for o, n, root in rows)
    return Batch(
        connection=connection,
        party=party,
        roster=roster,
        log=log,
        size=log.size,
        arrival=next_arrival(connection),
        seen=seen,
        restored=restored,
    )


def say(
    draft: Draft, box: Signer | None, also: Callable[[sqlite3.Connection], None] | None = None
) -> Callable[[Batch], Entry]:
    """The work that signs a draft and puts it into the log.

    box: opens what a disclosure hands on. also: what is written with it, after it.
    """

    def work(batch: Batch) -> Entry:
        party, _, officer = draft.signer.verifier.name.partition("/")
        if party != batch.party:
            raise InputError("signed by somebody of another party", given=draft.signer.verifier.name)
        seq = _last(batch, officer) + 1
        header = Header(
            kind=draft.kind,
            party=party,
            officer=officer,
            role=draft.role,
            seq=seq,
            at=draft.now,
            seen=batch.seen,
            re=draft.re,
            to=draft.to,
            not_after=draft.not_after,
            nonce="" if draft.is_public else secrets.token_hex(16),
        )
        _check_may(batch, header, draft.signer)
        if isinstance(draft.body, Terms):
            check_terms(draft.body)
        if isinstance(draft.body, Disclosure):
            _check_disclosure(batch, draft.body, box)
        note = write_statement(header, draft.body, draft.signer)
        identity = hashlib.sha256(note[: note.index(b"\n\n") + 1]).hexdigest()
        entry = put(batch, note, identity, header, public=draft.is_public)
        batch.count(officer, seq)
        if isinstance(draft.body, Disclosure) and entry.index is not None:
            disclose(batch, draft.body, entry.index, box)
        if also is not None:
            batch.flush()
            also(batch.connection)
        return entry

    return work


def disclose(batch: Batch, said: Disclosure, at: int, box: Signer | None) -> None:
    """Seal a statement of ours to more parties, as the disclosure in entry `at` says."""
    index, opening = _check_disclosure(batch, said, box)
    if opening is None:
        return  # it is public
    for party in said.parties:
        sealed = seal_to(batch.roster.party(party).box, opening)
        batch.bodies.append((batch.log.log, index, party, at, sealed))


def _check_disclosure(batch: Batch, said: Disclosure, box: Signer | None) -> tuple[int, bytes | None]:
    """Where the statement stands, and its opening; None when everybody may read it anyhow."""
    for party in said.parties:
        batch.roster.party(party)
    batch.flush()
    row = batch.connection.execute(
        "SELECT e.idx, b.sealed FROM entry e LEFT JOIN body b"
        " ON b.log = e.log AND b.at = e.idx AND b.idx = e.idx AND b.party = ? WHERE e.id = ? AND e.log = ?",
        (batch.party, said.discloses, batch.log.log),
    ).fetchone()
    if row is None:
        raise InputError("no statement of ours has this id", given=said.discloses)
    if row[1] is None:
        return int(row[0]), None
    if box is None:
        raise InputError("the node is locked", hint="an officer unlocks it by logging in")
    return int(row[0]), unseal(box, bytes(row[1]))


def append(note: bytes, public: bool, *, waited: bool = False) -> Callable[[Batch], Entry]:
    """The work that checks a statement signed elsewhere and puts it into the log.

    waited: it was counted when it was said, so a later number may stand already.
    """

    def work(batch: Batch) -> Entry:
        statement = open_statement(note, batch.roster, index=batch.size)
        header = statement.header
        if header.party != batch.party:
            raise InputError("a statement of another party does not go into our log", given=header.party)
        batch.flush()
        known = batch.connection.execute(
            "SELECT idx FROM entry WHERE id = ? AND log = ?", (statement.id, batch.log.log)
        ).fetchone()
        if known is not None:  # the same statement once more: it stands there already
            return Entry(origin=batch.log.origin, index=int(known[0]), id=statement.id)
        last = _last(batch, header.officer)
        if header.seq <= last and not waited:
            raise InputError("this officer has said something later already", given=f"seq {header.seq}")
        entry = put(batch, note, statement.id, header, public=public)
        batch.count(header.officer, max(last, header.seq))
        return entry

    return work


def put(batch: Batch, note: bytes, identity: str, header: Header, *, public: bool) -> Entry:
    """Write one entry. After a restore it is kept as waiting instead."""
    if batch.restored:
        sealed = seal_to(batch.roster.party(batch.party).box, _opening(note).write())
        batch.connection.execute(
            "INSERT INTO waiting (party, id, recipients, sealed) VALUES (?, ?, ?, ?)",
            (batch.party, identity, "public" if public else " ".join(header.to), sealed),
        )
        return Entry(origin=batch.log.origin, index=None, id=identity)
    index = batch.size
    leaf, kind = note, header.kind
    if not public:
        opening = _opening(note)
        for party in {batch.party, *header.to}:
            sealed = seal_to(batch.roster.party(party).box, opening.write())
            batch.bodies.append((batch.log.log, index, party, index, sealed))
        leaf, kind = opening.entry(), ""
    batch.entries.append((batch.arrival, batch.log.log, index, leaf, identity, kind))
    batch.size, batch.arrival = index + 1, batch.arrival + 1
    return Entry(origin=batch.log.origin, index=index, id=identity)


def _opening(note: bytes) -> Opening:
    return Opening(salt=secrets.token_bytes(SALT_SIZE), note=note)


def _last(batch: Batch, officer: str) -> int:
    if officer not in batch.counters:
        row = batch.connection.execute("SELECT last FROM counter WHERE officer = ?", (officer,)).fetchone()
        batch.counters[officer] = int(row[0]) if row else 0
    return batch.counters[officer]


def _check_may(batch: Batch, header: Header, signer: Signer) -> None:
    """Refuse before signing what every receiver would refuse after it."""
    for party in header.to:
        batch.roster.party(party)
    key = signer.verifier
    if batch.roster.ring(batch.party, batch.size).get((key.name, key.key_id)) != key:
        raise InputError("this key is not on our card", given=key.name, hint="enrol the officer first")
    if batch.roster.is_revoked(batch.party, header.officer, key, batch.size):
        raise InputError("this key was revoked", given=key.name)
    if header.role not in batch.roster.party(batch.party, batch.size).roles_of(header.officer):
        raise InputError(f"{key.name} has no role {header.role}")
    row = KINDS[header.kind]
    if not row.signers.allow(header.role):
        raise InputError(f"{header.kind} is said by {row.signers.value}, not in the role {header.role}")
