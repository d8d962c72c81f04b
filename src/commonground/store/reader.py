"""Reading the record: entries, statements, heads and proofs, as this node may see them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from commonground.errors import InputError, PeerError
from commonground.statements.admin import Terms
from commonground.statements.folds.terms import check_terms
from commonground.statements.form.commitment import Opening, check_opening, is_commitment
from commonground.statements.roster import Party, Roster
from commonground.statements.statement import Statement, open_statement
from commonground.store import heads
from commonground.store.disk.database import Database
from commonground.store.disk.logs import LogRow
from commonground.store.disk.trees import node_reader, root_at
from commonground.store.order import in_order
from commonground.store.peers.mirror import apply_keys
from commonground.store.sealing import unseal
from commonground.store.values import Head, Recorded
from commonground.tlog.merkle import inclusion_proof
from commonground.tlog.note import Signer
from commonground.tlog.policy import Policy
from commonground.tlog.proofs.proof import Proof

_ROWS = (
    "SELECT e.arrival, l.origin, e.idx, e.leaf, b.sealed FROM entry e JOIN log l ON l.log = e.log"
    " LEFT JOIN body b ON b.log = e.log AND b.at = e.idx AND b.idx = e.idx AND b.party = ?"
)


class Reader:
    """The reading half of a store. What is read is checked again: the disk is not believed."""

    last_heard: dict[str, str]  # by origin, UTC text

    def __init__(
        self, database: Database, party: str, roster: Roster, box: Signer | None, policy: Policy | None
    ) -> None:
        self.database, self.party = database, party
        self.origin = roster.party(party).origin
        self._given_cards, self.roster = roster, roster
        self._box, self._policy = box, policy
        self._terms_policy: Policy | None = None
        self.last_heard = {}
        self._learn_keys()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection for reading, with one state of the record throughout."""
        return self.database.snapshot()

    def recorded(self, after: int = 0) -> Iterator[Recorded]:
        """The entries that arrived, or became readable, after this cursor."""
        given = {head.origin: head.given_size for head in self.heads().values()}
        rows = self.database.read(f"{_ROWS} WHERE e.arrival > ? ORDER BY e.arrival", (self.party, after))
        for row in rows:
            yield self._recorded(row, given)

    def ordered(self) -> list[Recorded]:
        """The entries that we may read, in an order that is the same for all who hold the same."""
        logs: dict[str, list[Recorded]] = {}
        for one in self.recorded():
            if one.statement is not None:
                logs.setdefault(one.origin, []).append(one)
        for rows in logs.values():
            rows.sort(key=lambda one: one.index)
        return in_order(logs, {log.origin: log.size for log in self.logs()})

    def statements(self) -> list[Statement]:
        """The statements that we may read, in the order of `ordered`."""
        return [one.statement for one in self.ordered() if one.statement is not None]

    def find(self, identity: str) -> Recorded | None:
        """The entry of a statement that we may read."""
        return self._one("e.id = ? AND e.id != ''", (identity,))

    def entry(self, origin: str, index: int) -> Recorded | None:
        """The entry at a place of a log."""
        return self._one("l.origin = ? AND e.idx = ?", (origin, index))

    def logs(self) -> list[LogRow]:
        """The logs that the record holds."""
        rows = self.database.read("SELECT log, origin, size, sealed, bodies, heard FROM log ORDER BY origin")
        return [LogRow(**dict(zip(LogRow.__slots__, row, strict=True))) for row in rows]

    def heads(self) -> dict[str, Head]:
        """The highest verified head of every log, by origin."""
        with self.reading() as connection:
            return {
                log.origin: heads.head_of(
                    connection,
                    replace(log, heard=self.last_heard.get(log.origin, log.heard)),
                    self.roster,
                    self.policy(log.origin),
                )
                for log in self.logs()
            }

    def policy(self, origin: str) -> Policy:
        """The quorum for a log: given at the start, or that of our terms, or any one other party."""
        return self._policy or self._terms_policy or heads.usual_policy(self.roster, origin)

    def terms(self) -> dict[str, Terms]:
        """The newest terms that each party has said, by its code."""
        found: dict[str, Terms] = {}
        rows = self.database.read(
            "SELECT l.origin, e.idx, e.leaf FROM entry e JOIN log l ON l.log = e.log"
            " WHERE e.kind = 'terms' ORDER BY e.log, e.idx"
        )
        for origin, index, leaf in rows.fetchall():
            statement = self._open(bytes(leaf), str(origin), int(index))
            if isinstance(statement.body, Terms):
                found[statement.header.party] = statement.body
        return found

    def prove(self, identity: str) -> bytes:
        """The proof file of a statement, under the highest head that the quorum saw, or the highest.

        The statement travels along in it, with its salt where it was not public: hand it to nobody who
        may not see it.
        """
        found = self.find(identity)
        if found is None:
            raise InputError("no statement of this id can be read here", given=identity)
        with self.reading() as connection:
            log = next(log for log in self.logs() if log.origin == found.origin)
            given, _ = heads.quorum_size(connection, log, self.policy(log.origin), self.roster)
            size = given if given > found.index else log.sealed
            if found.index >= size:
                raise InputError("this statement is under no head yet", given=identity)
            hashes = inclusion_proof(node_reader(connection, log.log), found.index, size)
            root = root_at(connection, log.log, size)
            note = heads.checkpoint_note(connection, log.log, size, root)
        opening = self.opening(found)
        extra = opening.write() if opening else found.leaf
        return Proof(index=found.index, hashes=tuple(hashes), checkpoint=note, extra=extra).write()

    def opening(self, one: Recorded) -> Opening | None:
        """Salt and note of an entry that is a commitment; None for a public one."""
        if not is_commitment(one.leaf):
            return None
        row = self.database.one(
            "SELECT b.sealed FROM body b JOIN log l ON l.log = b.log"
            " WHERE l.origin = ? AND b.at = ? AND b.idx = b.at AND b.party = ?",
            (one.origin, one.index, self.party),
        )
        if row is None or self._box is None:
            raise InputError(
                "what this entry commits to is sealed and the record is locked, or we do not hold it",
                hint="an officer's passphrase opens it (--officer CODE)",
            )
        return Opening.read(unseal(self._box, bytes(row[0])))

    def evidence(self, origin: str) -> bytes | None:
        """The evidence file against a log that showed two faces."""
        row = self.database.one(
            "SELECT s.evidence FROM split s JOIN log l ON l.log = s.log WHERE l.origin = ?", (origin,)
        )
        return bytes(row[0]) if row else None

    def party_of(self, origin: str) -> Party:
        """The party that keeps a log. PeerError when the roster has none."""
        party = self.roster.by_origin(origin)
        if party is None:
            raise PeerError("no party of the roster keeps this log", given=origin)
        return party

    def _learn_keys(self) -> None:
        """Bring the roster to what the logs say about keys."""
        rows = self.database.read(
            "SELECT idx, leaf FROM entry WHERE kind IN ('terms', 'roster', 'revocation') ORDER BY arrival"
        )
        roster = self._given_cards
        for index, leaf in rows.fetchall():
            statement = open_statement(bytes(leaf), roster, index=int(index))
            roster = apply_keys(roster, statement, int(index))
        self.roster = roster
        own = self.terms().get(self.party)
        self._terms_policy = check_terms(own) if own else None

    def _one(self, where: str, values: tuple[object, ...]) -> Recorded | None:
        row = self.database.one(f"{_ROWS} WHERE {where}", (self.party, *values))
        if row is None:
            return None
        return self._recorded(row, {head.origin: head.given_size for head in self.heads().values()})

    def _recorded(self, row: tuple[int, str, int, bytes, bytes | None], given: dict[str, int]) -> Recorded:
        arrival, origin, index, leaf, sealed = row
        statement, refused, withheld = None, "", is_commitment(leaf)
        try:
            note = leaf
            if withheld and sealed is not None and self._box is not None:
                opening = Opening.read(unseal(self._box, sealed))
                check_opening(leaf, opening)
                note, withheld = opening.note, False
            if not withheld:
                statement = self._open(note, origin, index)
        except PeerError as error:
            refused = str(error)
        return Recorded(
            arrival=arrival,
            origin=origin,
            index=index,
            leaf=leaf,
            statement=statement,
            withheld=withheld,
            given=index < given.get(origin, 0),
            refused=refused,
        )

    def _open(self, note: bytes, origin: str, index: int) -> Statement:
        statement = open_statement(note, self.roster, index=index)
        if statement.header.party != self.party_of(origin).code:
            raise PeerError("a statement of another party than the one that keeps the log")
        return statement
