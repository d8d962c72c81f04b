"""Taking a peer's log: check that it only grew, keep it, and cosign it.

A new head counts when the log's own key signed it and the entries we held before, with the new ones
behind them, have exactly its root. So the check does not rest on a proof that somebody made for us: the
whole log is rebuilt, as far as it is new. Which key is the log's own the entries themselves say: a card in
them, signed by the root key that we know, replaces it from its place on. When it does not come out, either
the bytes are not those of the head (the carrier's fault, nobody is accused) or the log has signed two
histories: then the evidence is kept, the log is frozen at its last quorum head, and older proofs stay good.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from commonground.errors import PeerError
from commonground.finding import Finding, Kind, Level
from commonground.position.window import utc_text
from commonground.statements.form.commitment import is_commitment
from commonground.statements.roster import Party, Revocation, Roster
from commonground.statements.statement import Statement, open_statement
from commonground.store.disk.logs import (
    INSERT_ENTRY,
    LogRow,
    heads_of,
    is_frozen,
    keep_head,
    next_arrival,
)
from commonground.store.disk.trees import frontier_at, grow, keep, node_reader, root_at
from commonground.store.heads import open_head
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint
from commonground.tlog.cosignature import unverified_checkpoint
from commonground.tlog.merkle import (
    Frontier,
    NodeReader,
    consistency_proof,
    leaf_hash,
    node_hash,
    parts,
)
from commonground.tlog.note import VerifierKey
from commonground.tlog.proofs.splitview import Evidence, make_evidence

STEP = 4096  # entries that are worked through at once
MAX_FINDINGS = 50  # about single entries, of one pull
ABOUT_KEYS = (b'"kind":"roster"', b'"kind":"revocation"')  # in the canonical form of a statement


class Entries(Protocol):
    """Entries that can be counted and gone through."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(slots=True, kw_only=True)
class Taken:
    """What taking a head came to: entries kept, findings, and the roster after them."""

    roster: Roster
    entries: int = 0
    verified: bool = False
    findings: list[Finding] = field(default_factory=list)


def take(
    connection: sqlite3.Connection,
    log: LogRow,
    roster: Roster,
    note: bytes,
    entries: Entries,
    now: datetime,
) -> Taken:
    """Take the entries behind those we hold, up to a signed head. PeerError where the bytes are not its.

    Call `compare` first: this is for a head larger than what we hold, of a log that is not frozen. Works
    through the entries in steps, so that a long log need not be in memory; the caller's transaction
    undoes them all when the root does not come out, or no key in force at that size signed the head.
    """
    party = _party(roster, log.origin)
    checkpoint = unverified_checkpoint(note)
    if checkpoint.size != log.size + len(entries):
        raise PeerError("the entries do not reach the head", where=log.origin)
    frontier = frontier_at(connection, log.log, log.size)
    taken = Taken(roster=roster, verified=True, entries=len(entries))
    rest, at = iter(entries), log.size
    while step := list(itertools.islice(rest, STEP)):
        keep(connection, log.log, grow(frontier, step))
        _keep_entries(connection, log, party, at, step, taken)
        at += len(step)
    if frontier.root() != checkpoint.root:
        raise PeerError("the entries do not have the root of the head", where=log.origin, evidence=note)
    checkpoint, _, key = open_head(note, taken.roster, party)
    keep_head(connection, log.log, checkpoint, note_of(note, key))
    connection.execute("UPDATE log SET sealed = ? WHERE log = ?", (checkpoint.size, log.log))
    taken.findings += _check_heard(connection, log, taken.roster, log.sealed, checkpoint.size, now)
    return taken


def _check_heard(
    connection: sqlite3.Connection, log: LogRow, roster: Roster, after: int, size: int, now: datetime
) -> list[Finding]:
    """Heads of more than `after` entries that others had told us of, now that our part reaches `size`.

    By a key that no longer counted there, as we know now, they accuse nobody.
    """
    party = _party(roster, log.origin)
    rows = connection.execute(
        "SELECT size, root, note FROM head WHERE log = ? AND size > ? AND size <= ?", (log.log, after, size)
    ).fetchall()
    for at, root, note in rows:
        if root_at(connection, log.log, int(at)) != bytes(root):
            key = _signer(bytes(note), roster, party)
            evidence = _against(connection, log, bytes(note), key, int(at), size) if key else None
            if evidence is not None:
                return freeze(connection, log, party, evidence, now)
    return []


def _signer(note: bytes, roster: Roster, party: Party) -> VerifierKey | None:
    """The log key that signed a head and was in force at its size, None where there is none."""
    try:
        return open_head(note, roster, party)[2]
    except PeerError:
        return None


def _against(
    connection: sqlite3.Connection, log: LogRow, note: bytes, key: VerifierKey, size: int, held: int
) -> Evidence | None:
    """Evidence of a head that our tree contradicts, from the highest head of ours that the same key signed.

    None where we have no such head of at least its size: that key was replaced, and the head with which it
    ended has not come to us yet.
    """
    ours = _ours_by(connection, log, key, size, held)
    if ours is None:
        return None
    at, newer = ours
    proof = consistency_proof(node_reader(connection, log.log), size, at)
    return make_evidence(key, note, newer, root_at(connection, log.log, size), proof)


def _ours_by(
    connection: sqlite3.Connection, log: LogRow, key: VerifierKey, least: int, most: int
) -> tuple[int, bytes] | None:
    """The highest head of our part, of `least` to `most` entries, that this key signed: size and note."""
    for size, root, note in heads_of(connection, log.log):
        if size < least:
            return None
        if size <= most and is_by(note, key) and root_at(connection, log.log, size) == root:
            return size, note
    return None


def compare(
    connection: sqlite3.Connection, log: LogRow, roster: Roster, note: bytes, now: datetime
) -> tuple[Checkpoint, list[Finding]]:
    """Hold a signed head against what we hold of the log. PeerError when it is not the log's.

    A head no larger than our part is compared with our own tree; a larger one is only kept, to be
    compared when we get there, unless we know another head of its size. Two histories freeze the log.
    """
    party = _party(roster, log.origin)
    checkpoint, _, key = open_head(note, roster, party)
    bare = note_of(note, key)
    keep_head(connection, log.log, checkpoint, bare)
    if checkpoint.size > log.sealed:
        others = connection.execute(
            "SELECT note FROM head WHERE log = ? AND size = ? AND root != ?",
            (log.log, checkpoint.size, checkpoint.root),
        )
        other = next((bytes(row[0]) for row in others if is_by(bytes(row[0]), key)), None)
        twice = make_evidence(key, other, bare, checkpoint.root, ()) if other else None
        return checkpoint, freeze(connection, log, party, twice, now)
    if root_at(connection, log.log, checkpoint.size) == checkpoint.root:
        if key == party.log:
            return checkpoint, []
        return checkpoint, _check_heard(connection, log, roster, 0, checkpoint.size, now)
    evidence = _against(connection, log, bare, key, checkpoint.size, log.sealed)
    if evidence is None:
        return checkpoint, [_unproven(party)]
    return checkpoint, freeze(connection, log, party, evidence, now)


def _unproven(party: Party) -> Finding:
    text = (
        f"A head of the log of {party.name} contradicts what we hold. It bears a log key that was replaced"
        " since, and the head with which that key ended is not here yet; with it, it is evidence."
    )
    return Finding(kind=Kind.HEAD_REFUSED, level=Level.CAUTION, text=text, about=(party.origin,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """The end of a log as somebody serves it: the edge of the tree at `start`, and the entries from there.

    The edge is the hashes of the complete subtrees left of `start`, largest first; empty for 0. With it
    the root at any size from `start` on can be worked out.
    """

    start: int
    edge: tuple[bytes, ...]
    entries: Sequence[bytes]

    def frontier(self, size: int) -> Frontier:
        """The right edge at a size between `start` and the end."""
        made = Frontier(self.start, self.edge)
        for entry in self.entries[: size - self.start]:
            made.add(leaf_hash(entry))
        return made

    def root(self) -> bytes:
        """The root at the end."""
        return self.frontier(self.start + len(self.entries)).root()

    def reader(self) -> NodeReader:
        """Reads the subtrees that a proof from a size of `start` or more needs."""
        edge = dict(zip(parts(0, self.start), self.edge, strict=True))
        leaves = [leaf_hash(entry) for entry in self.entries]

        def read(level: int, index: int) -> bytes:
            if (level, index) in edge:
                return edge[level, index]
            if level == 0:
                return leaves[index - self.start]
            return node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

        return read


def prove_split(
    connection: sqlite3.Connection, log: LogRow, roster: Roster, note: bytes, tail: Tail, now: datetime
) -> list[Finding]:
    """Keep evidence when a head does not go on from ours. Empty when the tail's bytes are not the head's.

    Both heads of evidence bear one key. Where the other history has made a new log key of its own, the head
    with which the key that we know ended there stands for it, once somebody has told us of it.
    """
    party = _party(roster, log.origin)
    after = roster_after(roster, party, tail)
    checkpoint, _, key = open_head(note, after, party)
    size = tail.start + len(tail.entries)
    if not tail.start <= log.sealed <= size == checkpoint.size or log.sealed == 0:
        return []
    if tail.root() != checkpoint.root:
        return []
    shown = [(checkpoint.size, note, key)]
    for at, root, heard in heads_of(connection, log.log):
        by = _signer(heard, after, party) if log.sealed <= at < size else None
        if by is not None and tail.frontier(at).root() == root:
            shown.append((at, heard, by))
    for at, newer, by in shown:
        ours = _ours_by(connection, log, by, tail.start, log.sealed)
        other = tail.frontier(ours[0]).root() if ours else b""
        if ours is not None and other != root_at(connection, log.log, ours[0]):
            proof = consistency_proof(tail.reader(), ours[0], at)
            evidence = make_evidence(by, ours[1], newer, other, proof)
            return freeze(connection, log, party, evidence, now)
    return []


def accept(
    connection: sqlite3.Connection, log: LogRow, roster: Roster, evidence: Evidence, now: datetime
) -> list[Finding]:
    """Take over evidence that somebody else made. PeerError unless both heads are this log's, by a key that
    was in force at their sizes, and cannot both be true."""
    party = _party(roster, log.origin)
    for note in (evidence.older, evidence.newer):
        checkpoint, _, key = open_head(note, roster, party)
        if key != evidence.log or checkpoint.origin != log.origin:
            raise PeerError("evidence by another key than that of the heads", where=log.origin)
        keep_head(connection, log.log, checkpoint, note_of(note, key))
    own = make_evidence(evidence.log, evidence.older, evidence.newer, evidence.other_root, evidence.proof)
    return freeze(connection, log, party, own, now)


def freeze(
    connection: sqlite3.Connection, log: LogRow, party: Party, evidence: Evidence | None, now: datetime
) -> list[Finding]:
    """Keep evidence against a log and take nothing more from it. None accuses nobody."""
    if evidence is None:
        return []
    if not is_frozen(connection, log.log):
        connection.execute(
            "INSERT INTO split (log, evidence, found) VALUES (?, ?, ?)",
            (log.log, evidence.write(), utc_text(now)),
        )
    return [split_finding(party)]


def split_finding(party: Party, *, own: bool = False) -> Finding:
    """The finding about a log that showed two faces; of our own log it says what is to be done."""
    text = (
        "Our own log has signed two histories that cannot both be true: somebody else holds our log key, or a"
        " second node runs with it. Nothing more is signed under it. What is said here goes to the others as"
        " pending, and we go on receiving. End every other node that runs with our keys, tell the other"
        " parties by voice, keep the evidence (cg log evidence), and begin a new log."
        if own
        else f"The log of {party.name} has signed two histories that cannot both be true. It is shown as of"
        " the last head that the quorum saw; proofs up to there stay good. Evidence is kept."
    )
    return Finding(kind=Kind.SPLIT_VIEW, level=Level.URGENT, text=text, about=(party.origin,))


def is_by(note: bytes, log: VerifierKey) -> bool:
    """Whether this log key signed a head."""
    try:
        open_checkpoint(note, log)
    except PeerError:
        return False
    return True


def note_of(note: bytes, log: VerifierKey) -> bytes:
    """The head with the log's own signature line alone."""
    _, opened = open_checkpoint(note, log)
    line = next(line for key, line in opened.signed if key == log)
    return opened.text + b"\n" + line.line.encode()


def _party(roster: Roster, origin: str) -> Party:
    party = roster.by_origin(origin)
    if party is None:
        raise PeerError("no party of the roster keeps this log", given=origin)
    return party


def _keep_entries(
    connection: sqlite3.Connection,
    log: LogRow,
    party: Party,
    start: int,
    entries: Sequence[bytes],
    taken: Taken,
) -> None:
    arrival = next_arrival(connection)
    for offset, leaf in enumerate(entries):
        index = start + offset
        identity = kind = ""
        if not is_commitment(leaf):
            try:
                statement = open_statement(leaf, taken.roster, index=index)
                if statement.header.party != party.code:
                    raise PeerError(f"a statement of {statement.header.party} in the log of {party.code}")
                identity, kind = statement.id, statement.header.kind
                taken.roster = apply_keys(taken.roster, statement, index)
            except PeerError as error:
                if len(taken.findings) < MAX_FINDINGS:
                    taken.findings.append(refused(party, index, str(error)))
        connection.execute(INSERT_ENTRY, (arrival + offset, log.log, index, leaf, identity, kind))


def roster_after(roster: Roster, party: Party, tail: Tail) -> Roster:
    """The roster after the cards and revocations in the end of a log that somebody serves.

    Each was signed by the root key that was known before it. Whether they stand in the log at all is for the
    caller to ask, of a head.
    """
    for index, leaf in enumerate(tail.entries, tail.start):
        if any(mark in leaf for mark in ABOUT_KEYS):
            try:
                statement = open_statement(leaf, roster, index=index)
            except PeerError:
                continue
            if statement.header.party == party.code:
                roster = apply_keys(roster, statement, index)
    return roster


def refused(party: Party, index: int, why: str) -> Finding:
    """The finding about an entry that says nothing we can count."""
    text = f"Entry {index} in the log of {party.name} is no statement that counts: {why}"
    about = (f"{party.origin}#{index}",)
    return Finding(kind=Kind.STATEMENT_REFUSED, level=Level.CAUTION, text=text, about=about)


def apply_keys(roster: Roster, statement: Statement, index: int) -> Roster:
    """The roster after a statement about keys; the same roster for every other statement."""
    body = statement.body
    code = statement.header.party
    if isinstance(body, Revocation):
        return roster.with_revocation(code, body)
    if isinstance(body, Party) and (body.code, body.origin) == (code, roster.party(code).origin):
        return roster.with_card(body, index)
    return roster
