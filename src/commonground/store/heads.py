"""Heads: what each log has promised, who saw it, and how much of it counts as given."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from commonground.errors import OwnError, PeerError
from commonground.statements.roster import Party, Roster
from commonground.store.disk.logs import LogRow, cosigners, heads_of, is_frozen, keep_head, leaves, log_of
from commonground.store.disk.trees import frontier_at, grow, keep, root_at
from commonground.store.values import Head
from commonground.tlog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from commonground.tlog.cosignature import read_cosignatures
from commonground.tlog.merkle import EMPTY_ROOT
from commonground.tlog.note import Note, Signer, VerifierKey, split_note
from commonground.tlog.policy import Group, Policy

OTHERS = "others"
MOST_TOLD = 64  # heads that are looked at for one that counts


def usual_policy(roster: Roster, origin: str) -> Policy:
    """The quorum where the terms name none: any one other party. Alone in the world: none."""
    parties = roster.parties.values()
    logs = tuple(one.log for one in parties)
    witnesses = {one.code: one.witness for one in parties if one.origin != origin}
    if not witnesses:
        return Policy(logs=logs)
    group = Group(need=1, members=tuple(witnesses))
    return Policy(logs=logs, witnesses=witnesses, groups={OTHERS: group}, quorum=OTHERS)


class UnknownKeyError(PeerError):
    """A head by none of the log keys that we know: its card may stand in entries that we do not hold yet."""


def open_head(note: bytes, roster: Roster, party: Party) -> tuple[Checkpoint, Note, VerifierKey]:
    """Open a head of a party's log by the key that was in force at its size, and say which it was.

    UnknownKeyError when no key of the party that we know of signed it; PeerError for one that had been
    replaced by then, and for a head with lines of extension: a party's log has none, and evidence of two
    heads must stay small.
    """
    _, lines = split_note(note)
    ids = {(line.name, line.key_id) for line in lines}
    keys = ((key, until) for key, until in roster.log_keys(party.code) if (key.name, key.key_id) in ids)
    found = next(keys, None)
    if found is None:
        raise UnknownKeyError("no known key has signed this note", where=f"log {party.origin}", evidence=note)
    key, until = found
    checkpoint, opened = open_checkpoint(note, key)
    if until is not None and checkpoint.size > until:
        raise PeerError("signed with a log key that was replaced", where=key.name, evidence=note)
    if checkpoint.extension:
        raise PeerError("a head of a party's log has three lines", where=key.name, evidence=note[:2000])
    return checkpoint, opened, key


def seal(connection: sqlite3.Connection, origin: str, signer: Signer) -> Checkpoint | None:
    """Put the entries that no head covers yet under a new signed head; None when there are none.

    The first head of an empty log is signed too, so that a peer can hear of the log.

    Refuses to sign (OwnError) when the tree on disk is not the one that the last head promised.
    """
    log = log_of(connection, origin)
    if log.size == log.sealed and next(heads_of(connection, log.log), None) is not None:
        return None
    if is_frozen(connection, log.log):
        raise OwnError(
            "our own log has signed two histories; we sign nothing more under this name",
            hint="somebody else holds our log key, or a second node runs with it: begin a new log",
        )
    frontier = frontier_at(connection, log.log, log.sealed)
    last = connection.execute(
        "SELECT root FROM head WHERE log = ? AND size = ?", (log.log, log.sealed)
    ).fetchone()
    if log.sealed and (last is None or bytes(last[0]) != frontier.root()):
        raise OwnError(
            f"the entries on disk are not those of our head of size {log.sealed}; we sign nothing",
            hint="`cg fsck` says which; a peer holds a copy of our log",
        )
    keep(connection, log.log, grow(frontier, leaves(connection, log.log, log.sealed, log.size)))
    checkpoint = Checkpoint(origin=origin, size=log.size, root=frontier.root())
    keep_head(connection, log.log, checkpoint, sign_checkpoint(checkpoint, signer))
    connection.execute("UPDATE log SET sealed = ? WHERE log = ?", (log.size, log.log))
    return checkpoint


def checkpoint_note(connection: sqlite3.Connection, log: int, size: int, root: bytes) -> bytes:
    """A signed head with every cosignature we hold under it."""
    row = connection.execute(
        "SELECT note FROM head WHERE log = ? AND size = ? AND root = ?", (log, size, root)
    ).fetchone()
    if row is None:
        raise OwnError(f"no head of size {size} is kept")
    lines = "".join(line for _, _, line in cosigners(connection, log, size, root))
    return bytes(row[0]) + lines.encode()


def best_note(connection: sqlite3.Connection, log: LogRow) -> bytes | None:
    """The highest verified head of a log, as a note; None before the first.

    Heads that somebody only told us of, larger than what we hold, are not verified yet.
    """
    root = root_at(connection, log.log, log.sealed)
    if log.sealed == 0 and not _is_kept(connection, log.log, 0, root):
        return None
    return checkpoint_note(connection, log.log, log.sealed, root)


def kept_note(connection: sqlite3.Connection, log: LogRow, size: int) -> bytes | None:
    """The head of this size of our part of a log, as a note; None where we hold none."""
    if size > log.sealed:
        return None
    root = root_at(connection, log.log, size)
    kept = _is_kept(connection, log.log, size, root)
    return checkpoint_note(connection, log.log, size, root) if kept else None


def last_notes(connection: sqlite3.Connection, log: LogRow, roster: Roster) -> list[bytes]:
    """The heads with which the earlier keys of a log ended, without lines: each covers the next key's card.

    Whoever holds them can prove any second history by such a key: it signs nothing larger that counts.
    """
    party = roster.by_origin(log.origin)
    ends = {until for _, until in roster.log_keys(party.code) if until is not None} if party else set()
    found = []
    for until in sorted(end for end in ends if end <= log.sealed):
        row = connection.execute(
            "SELECT note FROM head WHERE log = ? AND size = ? AND root = ?",
            (log.log, until, root_at(connection, log.log, until)),
        ).fetchone()
        if row is not None and until != log.sealed:
            found.append(bytes(row[0]))
    return found


def told_note(connection: sqlite3.Connection, log: LogRow, roster: Roster) -> bytes | None:
    """The highest signed head of a log beyond what we hold of it, as somebody told us of it.

    A head by a key that had been replaced by then does not count, though it was kept when that was not known.
    """
    party = roster.by_origin(log.origin)
    for size, root, note in itertools.islice(heads_of(connection, log.log), MOST_TOLD):
        if size <= log.sealed or party is None:
            return None
        try:
            open_head(note, roster, party)
        except PeerError:
            continue
        return checkpoint_note(connection, log.log, size, root)
    return None


def _is_kept(connection: sqlite3.Connection, log: int, size: int, root: bytes) -> bool:
    where = "SELECT 1 FROM head WHERE log = ? AND size = ? AND root = ?"
    return connection.execute(where, (log, size, root)).fetchone() is not None


def quorum_size(connection: sqlite3.Connection, log: LogRow, policy: Policy, roster: Roster) -> int:
    """The size of the highest head of a log that its quorum saw; 0 when none.

    Only heads that our copy of the log has count, and only lines that hold: the disk is not believed. The
    witness of the log's own party makes no quorum for it, whatever the policy says. A line by an earlier
    key of a witness counts as its own.
    """
    if policy.met_by(()):
        return log.sealed
    party = roster.by_origin(log.origin)
    named = {
        key.name: key for key in policy.witnesses.values() if not party or key.name != party.witness.name
    }
    witnesses = (*roster.witness_keys(), *named.values())
    seen = connection.execute(
        "SELECT DISTINCT size, root FROM cosignature WHERE log = ? AND size <= ? ORDER BY size DESC",
        (log.log, log.sealed),
    ).fetchall()
    for size, root in seen:
        saw = seen_by(connection, log.log, int(size), bytes(root), witnesses)
        enough = policy.met_by([named[name] for name in saw if name in named])
        if enough and root_at(connection, log.log, int(size)) == bytes(root):
            return int(size)
    return 0


def seen_by(
    connection: sqlite3.Connection, log: int, size: int, root: bytes, witnesses: Iterable[VerifierKey]
) -> list[str]:
    """The names of these witnesses whose lines under a head hold."""
    row = connection.execute(
        "SELECT note FROM head WHERE log = ? AND size = ? AND root = ?", (log, size, root)
    ).fetchone()
    known = {(key.name, key.key_id): key for key in witnesses}
    lines = cosigners(connection, log, size, root) if row is not None else []
    return [
        name
        for name, key_id, line in lines
        if (name, key_id) in known and _holds(known[name, key_id], bytes(row[0]), line)
    ]


def last_cosigned(connection: sqlite3.Connection, log: int, witness: str) -> tuple[int, bytes]:
    """Size and root of the highest head under which a witness of this name has a line; 0 where there is none.

    By whatever key it had, and by whatever way the head was shown to it.
    """
    row = connection.execute(
        "SELECT size, root FROM cosignature WHERE log = ? AND name = ? ORDER BY size DESC LIMIT 1",
        (log, witness),
    ).fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, EMPTY_ROOT)


@lru_cache(maxsize=4096)
def _holds(witness: VerifierKey, note: bytes, line: str) -> bool:
    """Whether a kept line of a witness holds under a head."""
    try:
        return bool(read_cosignatures(line.encode(), split_note(note)[0], (witness,)))
    except PeerError:
        return False


def head_of(connection: sqlite3.Connection, log: LogRow, roster: Roster, policy: Policy) -> Head:
    """The head of one log as this node knows it."""
    party = roster.by_origin(log.origin)
    frozen = is_frozen(connection, log.log)
    given = quorum_size(connection, log, policy, roster)
    size = given if frozen else log.sealed
    root = root_at(connection, log.log, size)
    names = {one.witness.name: one.code for one in roster.parties.values()}
    saw = seen_by(connection, log.log, size, root, roster.witness_keys())
    return Head(
        origin=log.origin,
        party=party.code if party else "",
        size=size,
        root=root,
        cosigned_by=tuple(names[name] for name in saw if name in names),
        given_size=given,
        pending=log.size - given if not frozen else 0,
        frozen=frozen,
        heard=log.heard,
    )
