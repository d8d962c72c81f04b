"""Reading the record: entries, statements, heads and proofs, as this node may see them."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from commonground.errors import InputError, PeerError
from commonground.statements.admin import Terms
from commonground.statements.folds.terms import check_terms
from commonground.statements.form.commitment import FIRST_LINE as COMMITMENT
from commonground.statements.form.commitment import Opening, check_opening, is_commitment
from commonground.statements.roster import Party, Roster
from commonground.statements.statement import Statement, open_statement
from commonground.store import heads
from commonground.store.disk.database import Database
from commonground.store.disk.logs import DESTROYED, LogRow, all_logs
from commonground.store.disk.trees import node_reader, root_at
from commonground.store.order import in_order
from commonground.store.peers.mirror import apply_keys
from commonground.store.sealing import unseal
from commonground.store.values import Head, Recorded
from commonground.tlog.checkpoint import MAX_SIZE
from commonground.tlog.merkle import inclusion_proof
from commonground.tlog.note import Signer, VerifierKey
from commonground.tlog.policy import Policy
from commonground.tlog.proofs.proof import Proof

_ROWS = (
    "SELECT e.arrival, l.origin, e.idx, e.leaf, b.sealed FROM entry e JOIN log l ON l.log = e.log"
    " LEFT JOIN body b ON b.log = e.log AND b.at = e.idx AND b.idx = e.idx AND b.party = ?"
)

_COUNT = "SELECT l.origin, count(*) FROM entry e JOIN log l ON l.log = e.log WHERE substr(e.leaf, 1, 27) = ?"
_UNREAD = f"{_COUNT} AND e.id = '' GROUP BY e.log"
_LOCKED = f"{_COUNT} AND e.kind IN ('', '{DESTROYED}') GROUP BY e.log"


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
        self._learning = threading.Lock()
        self._learn_keys()

    @property
    def given_cards(self) -> Roster:
        """The cards that we were given in person."""
        return self._given_cards

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection for reading, with one state of the record throughout."""
        return self.database.snapshot()

    def recorded(self, after: int = 0) -> Iterator[Recorded]:
        """The entries that arrived, or became readable, after this cursor."""
        return self._rows("e.arrival > ? ORDER BY e.arrival", after)

    def recorded_at(self, arrivals: Sequence[int]) -> Iterator[Recorded]:
        """The entries with these numbers of arrival, in order; those that are gone are left out."""
        wanted = json.dumps(list(arrivals))
        return self._rows("e.arrival IN (SELECT value FROM json_each(?)) ORDER BY e.arrival", wanted)

    def last_arrival(self) -> int:
        """The number of the newest arrival, 0 in an empty record."""
        return int(self.database.one("SELECT coalesce(max(arrival), 0) FROM entry")[0])

    def newest(self, *, before: int | None, limit: int) -> Iterator[Recorded]:
        """The last entries that arrived before this number of arrival, the newest first."""
        last = MAX_SIZE if before is None else before
        return self._rows("e.arrival < ? ORDER BY e.arrival DESC LIMIT ?", last, limit)

    def arrival_of(self, identity: str) -> int | None:
        """When a statement that we could read at some time became readable, as a number of arrival."""
        row = self.database.one("SELECT arrival FROM entry WHERE id = ? AND id != ''", (identity,))
        return int(row[0]) if row else None

    def withheld(self) -> dict[str, int]:
        """By origin, how many entries are commitments that we cannot read now."""
        rows = self.database.read(_LOCKED if self._box is None else _UNREAD, (COMMITMENT,))
        return {str(origin): int(count) for origin, count in rows}

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
        with self.reading() as connection:
            return all_logs(connection)

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

    def witness_keys(self, origin: str) -> tuple[VerifierKey, ...]:
        """The witnesses whose kept lines under this log's heads count: the parties' and the policy's."""
        ours = self.roster.witness_keys()
        return (*ours, *(key for key in self.policy(origin).witnesses.values() if key not in ours))

    def witnesses_now(self, origin: str) -> tuple[VerifierKey, ...]:
        """Those of `witness_keys` whose lines are still taken in: none that its party has replaced."""
        current = {one.witness for one in self.roster.parties.values()}
        replaced = {key for key in self.roster.witness_keys() if key not in current}
        return tuple(key for key in self.witness_keys(origin) if key not in replaced)

    def terms(self) -> dict[str, Terms]:
        """The newest terms that each party has said, by its code."""
        return {code: terms for code, (_, terms) in self._terms().items()}

    def terms_since(self) -> dict[str, int]:
        """The entry of each party's log from which on its newest terms hold, by its code."""
        return {code: index for code, (index, _) in self._terms().items()}

    def _terms(self) -> dict[str, tuple[int, Terms]]:
        found: dict[str, tuple[int, Terms]] = {}
        rows = self.database.read(
            "SELECT l.origin, e.idx, e.leaf FROM entry e JOIN log l ON l.log = e.log"
            " WHERE e.kind IN ('terms', 'roster', 'revocation') AND e.kind = 'terms' ORDER BY e.log, e.idx"
        )
        for origin, index, leaf in rows.fetchall():
            statement = self._open(bytes(leaf), str(origin), int(index))
            if isinstance(statement.body, Terms):
                found[statement.header.party] = int(index), statement.body
        return found

    def witnessed(self, origin: str) -> dict[str, int]:
        """How much of a log each other party's witness has seen, by the party's code."""
        codes = {one.witness.name: one.code for one in self.roster.parties.values() if one.origin != origin}
        known = {(key.name, key.key_id) for key in self.roster.witness_keys()}
        rows = self.database.read(
            "SELECT c.name, c.key_id, max(c.size) FROM cosignature c JOIN log l ON l.log = c.log"
            " WHERE l.origin = ? AND c.size <= l.sealed GROUP BY c.name, c.key_id ORDER BY c.name",
            (origin,),
        )
        found: dict[str, int] = {}
        for name, key_id, size in rows.fetchall():
            if name in codes and (name, bytes(key_id)) in known:
                found[codes[name]] = max(int(size), found.get(codes[name], 0))
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
            given = heads.quorum_size(connection, log, self.policy(log.origin), self.roster)
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
        """Bring the roster to what the logs say about keys: all that is on disk when its turn comes."""
        with self._learning:
            self._learn()

    def _learn(self) -> None:
        rows = self.database.read(
            "SELECT idx, leaf FROM entry WHERE kind IN ('terms', 'roster', 'revocation') ORDER BY arrival"
        )
        roster = self._given_cards
        said: dict[str, dict[int, Party]] = {}
        for index, leaf in rows.fetchall():
            statement = open_statement(bytes(leaf), roster, index=int(index))
            roster = apply_keys(roster, statement, int(index))
            if isinstance(statement.body, Party):
                said.setdefault(statement.header.party, {})[int(index)] = statement.body
        for code in self._given_cards.later - {self.party}:
            card, cards = self._given_cards.party(code), said.get(code, {})
            if 0 in cards and card not in cards.values():
                roster = roster.with_card(card, MAX_SIZE)  # handed over before its log told us of it
        self.roster = roster
        own = self.terms().get(self.party)
        self._terms_policy = check_terms(own) if own else None

    def _rows(self, where: str, *values: object) -> Iterator[Recorded]:
        given = self._given()
        for row in self.database.read(f"{_ROWS} WHERE {where}", (self.party, *values)):
            yield self._recorded(row, given)

    def _one(self, where: str, values: tuple[object, ...]) -> Recorded | None:
        row = self.database.one(f"{_ROWS} WHERE {where}", (self.party, *values))
        if row is None:
            return None
        return self._recorded(row, self._given())

    def _given(self) -> dict[str, int]:
        """By origin, how much of a log its quorum has seen."""
        with self.reading() as connection:
            return {
                log.origin: heads.quorum_size(connection, log, self.policy(log.origin), self.roster)
                for log in self.logs()
            }

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
