"""Taking what peers bring: heads, entries, bodies, cosignatures. pull.py says in which order.

Nothing is taken that does not fit what we hold: a head must go on from ours, entries must have its root,
a body must be what its entry committed to.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from commonground.errors import PeerError
from commonground.finding import Finding, Kind, Level
from commonground.position.window import utc_text
from commonground.statements.form.commitment import Opening, check_opening
from commonground.store import heads
from commonground.store.disk.logs import DESTROYED, LogRow, is_frozen, keep_cosignatures, log_of, next_arrival
from commonground.store.disk.trees import root_at
from commonground.store.peers import mirror
from commonground.store.peers.source import Bodies
from commonground.store.reader import Reader
from commonground.store.sealing import unseal
from commonground.store.values import NodeKeys
from commonground.tlog.checkpoint import Checkpoint, read_checkpoint
from commonground.tlog.cosignature import cosign, read_cosignatures
from commonground.tlog.note import split_note
from commonground.tlog.proofs.splitview import check_evidence, read_evidence


class Taker(Reader):
    """The half of a store that takes from peers."""

    keys: NodeKeys | None
    restored: bool

    def take_head(self, origin: str, note: bytes, now: datetime) -> tuple[Checkpoint, list[Finding]]:
        """Hold a signed head of a log against what we hold of it; see `mirror.compare`."""
        known = self._known_head(origin, note)
        if known is not None:
            return known, []
        with self.database.write() as connection:
            before = connection.total_changes
            log = log_of(connection, origin)
            checkpoint, findings = mirror.compare(connection, log, self.roster, note, now)
            if not findings:
                self._keep_lines(connection, log, note)
            new = connection.total_changes != before
        if origin == self.origin and checkpoint.size > log.sealed:
            self.mark_restored()  # a peer has seen more of our own log than we hold
            new = True
        if new:
            self._tell()
        return checkpoint, self._own_split(findings)

    def _known_head(self, origin: str, note: bytes) -> Checkpoint | None:
        """The head, when it is one of our part of this log and brings no line that we do not hold."""
        with self.reading() as connection:
            log = next((one for one in self.logs() if one.origin == origin), None)
            if log is None or log.sealed == 0 or is_frozen(connection, log.log):
                return None
            text, lines = split_note(note)
            said = read_checkpoint(text)
            ours = heads.kept_note(connection, log, said.size)
        if ours is None:
            return None
        our_text, our_lines = split_note(ours)
        return said if text == our_text and set(lines) <= set(our_lines) else None

    def heard_from(self, origin: str, at: datetime, *, keep: bool = False) -> None:
        """Remember when a log's party last spoke: in memory; on disk with the next entries (keep: now)."""
        self.last_heard[origin] = max(utc_text(at), self.last_heard.get(origin, ""))
        if keep:
            with self.database.write() as connection:
                self._keep_heard(connection, origin)

    def _keep_heard(self, connection: sqlite3.Connection, origin: str) -> None:
        connection.execute(
            "UPDATE log SET heard = max(heard, ?) WHERE origin = ?", (self.last_heard.get(origin, ""), origin)
        )

    def take_entries(
        self, origin: str, note: bytes, entries: mirror.Entries, now: datetime
    ) -> tuple[int, list[Finding]]:
        """Keep the entries behind ours up to this head; see `mirror.take`."""
        with self.database.write() as connection:
            log = log_of(connection, origin)
            if is_frozen(connection, log.log):
                return 0, self._own_split([mirror.split_finding(self.party_of(origin))])
            known = self.roster
            taken = mirror.take(connection, log, known, note, entries, now)
            self._keep_lines(connection, log, note)
            self._keep_heard(connection, origin)
        if taken.roster is not known:
            self._learn_keys()
        self._tell()
        return taken.entries, self._own_split(taken.findings)

    def take_split(self, origin: str, note: bytes, tail: mirror.Tail, now: datetime) -> list[Finding]:
        """Keep evidence when a log's head does not go on from ours; see `mirror.prove_split`."""
        with self.database.write() as connection:
            log = log_of(connection, origin)
            found = mirror.prove_split(connection, log, self.roster, note, tail, now)
        self._tell()
        return self._own_split(found)

    def take_evidence(self, data: bytes, now: datetime) -> list[Finding]:
        """Keep evidence that somebody else holds against a log, having checked it; see `mirror.accept`."""
        evidence = read_evidence(data)
        older, _ = check_evidence(evidence)
        party = self.roster.by_origin(older.origin)
        if party is None or self.evidence(party.origin) is not None:
            return []
        with self.database.write() as connection:
            log = log_of(connection, party.origin)
            found = mirror.accept(connection, log, self.roster, evidence, now)
        self._tell()
        return self._own_split(found)

    def _own_split(self, findings: list[Finding]) -> list[Finding]:
        """Findings, in other words where our own log showed two faces: what is said now waits for good."""
        own = self.party_of(self.origin)
        split = mirror.split_finding(own)
        if split not in findings:
            return findings
        self.mark_restored()
        return [mirror.split_finding(own, own=True) if one == split else one for one in findings]

    def take_bodies(self, origin: str, answer: Bodies) -> tuple[int, list[Finding]]:
        """Keep what was sealed to us, and open it when we can. Gives how many are new."""
        findings: list[Finding] = []
        kept = 0
        with self.database.write() as connection:
            log = log_of(connection, origin)
            for index, sealed in answer.sealed:
                if index < log.size:
                    kept += self._keep_body(connection, log, index, sealed)
                    findings += self._open_body(connection, log.log, origin, index)
            bodies = max(log.bodies, min(answer.next, log.size))
            connection.execute("UPDATE log SET bodies = ? WHERE log = ?", (bodies, log.log))
        self._tell()
        return kept, findings

    def open_waiting_bodies(self) -> list[Finding]:
        """Open what came in while we were locked."""
        findings: list[Finding] = []
        with self.database.write() as connection:
            rows = connection.execute(
                "SELECT e.log, l.origin, e.idx FROM entry e JOIN log l ON l.log = e.log"
                " JOIN body b ON b.log = e.log AND b.at = e.idx AND b.idx = e.idx"
                " WHERE e.id = '' AND b.party = ? ORDER BY e.log, e.idx",
                (self.party,),
            ).fetchall()
            for log, origin, index in rows:
                findings += self._open_body(connection, int(log), str(origin), int(index))
        self._tell()
        return findings

    def take_cosignatures(self, note: bytes) -> int:
        """Keep witnesses' lines under a head that we hold; gives how many are new. Under another: none."""
        text, _ = split_note(note)
        checkpoint = read_checkpoint(text)
        with self.database.write() as connection:
            log = next((one for one in self.logs() if one.origin == checkpoint.origin), None)
            known = (
                log
                and connection.execute(
                    "SELECT 1 FROM head WHERE log = ? AND size = ? AND root = ?",
                    (log.log, checkpoint.size, checkpoint.root),
                ).fetchone()
            )
            if log is None or not known:
                return 0
            new = self._keep_lines(connection, log, note)
        if new:
            self._tell()
        return new

    def cosigned(self, origin: str, now: datetime) -> bytes | None:
        """Our cosignature under the highest head we verified of a peer's log: text, empty line, our line.

        It is on disk before it is given. None for our own log, an empty or a frozen one, and where the head
        does not go on from the last one that we cosigned, by whichever way that was shown to us.
        """
        if self.keys is None or origin == self.origin:
            return None
        witness = self.keys.witness.verifier
        with self.database.write() as connection:
            log = log_of(connection, origin)
            note = heads.best_note(connection, log)
            if note is None or log.sealed == 0 or is_frozen(connection, log.log):
                return None
            text, lines = split_note(note)
            ours = next(
                (one for one in lines if (one.name, one.key_id) == (witness.name, witness.key_id)), None
            )
            if ours is not None:
                return text + b"\n" + ours.line.encode()
            size, root = heads.last_cosigned(connection, log.log, witness.name)
            if size > log.sealed or root_at(connection, log.log, size) != root:
                return None
            checkpoint, opened, _ = heads.open_head(note, self.roster, self.party_of(origin))
            line = cosign(opened.text, self.keys.witness, int(now.timestamp()))
            keep_cosignatures(connection, log.log, checkpoint, [line])
        self._tell()
        return opened.text + b"\n" + line.line.encode()

    def cosigned_size(self, origin: str) -> int:
        """The size of the highest head of a log that our witness has cosigned; 0 where there is none."""
        with self.reading() as connection:
            log = next((one.log for one in self.logs() if one.origin == origin), None)
            name = self.roster.party(self.party).witness.name
            return 0 if log is None else heads.last_cosigned(connection, log, name)[0]

    def _keep_body(self, connection: sqlite3.Connection, log: LogRow, index: int, sealed: bytes) -> int:
        return connection.execute(
            "INSERT OR IGNORE INTO body (log, idx, party, at, sealed) SELECT ?, ?, ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM entry WHERE log = ? AND idx = ? AND kind = ?)",
            (log.log, index, self.party, index, sealed, log.log, index, DESTROYED),
        ).rowcount

    def _open_body(self, connection: sqlite3.Connection, log: int, origin: str, index: int) -> list[Finding]:
        """Open a sealed body that we keep; one that is not what the log committed to is dropped."""
        row = connection.execute(
            "SELECT e.leaf, e.id, b.sealed FROM entry e"
            " JOIN body b ON b.log = e.log AND b.at = e.idx AND b.idx = e.idx"
            " WHERE e.log = ? AND e.idx = ? AND b.party = ?",
            (log, index, self.party),
        ).fetchone()
        if row is None or row[1] or self._box is None:
            return []
        leaf, _, sealed = row
        try:
            opening = Opening.read(unseal(self._box, bytes(sealed)))
            check_opening(bytes(leaf), opening)
            statement = self._open(opening.note, origin, index)
        except PeerError as error:
            connection.execute(
                "DELETE FROM body WHERE log = ? AND at = ? AND idx = at AND party = ?",
                (log, index, self.party),
            )
            name = self.party_of(origin).name
            text = f"What {name} sent for entry {index} is not what its log committed to: {error}"
            about = (f"{origin}#{index}",)
            return [Finding(kind=Kind.BODY_REFUSED, level=Level.CAUTION, text=text, about=about)]
        connection.execute(
            "UPDATE entry SET id = ?, arrival = ? WHERE log = ? AND idx = ?",
            (statement.id, next_arrival(connection), log, index),
        )
        return []

    def _keep_lines(self, connection: sqlite3.Connection, log: LogRow, note: bytes) -> int:
        """Keep the witnesses' lines of a head that hold, by keys that are in force when they come."""
        text, lines = split_note(note)
        witnesses = self.witnesses_now(log.origin)
        below = b"".join(line.line.encode() for line in lines)
        good = read_cosignatures(below, text, witnesses)
        return keep_cosignatures(connection, log.log, read_checkpoint(text), good)

    def mark_restored(self) -> None:
        """Say that our own log is behind what peers know of it."""

    def _tell(self) -> None:
        """Say that something changed; the store wakes whoever waits."""
