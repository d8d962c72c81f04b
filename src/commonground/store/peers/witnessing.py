"""Witnessing by the public protocol (C2SP tlog-witness), for witnesses and logs outside the parties.

Parties cosign what they pull, having rebuilt the whole log. An outside witness holds no entries: it is
sent a head and a consistency proof. Both sides of that are here, without HTTP: `answer` is the body of
POST add-checkpoint, `ask` sends one through a function that the node gives, and `seen` tells who need not
be asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from commonground.errors import InputError, PeerError
from commonground.finding import Finding
from commonground.store.disk.logs import all_logs, is_frozen, keep_cosignatures, log_of
from commonground.store.disk.trees import node_reader, root_at
from commonground.store.heads import best_note, last_cosigned, seen_by
from commonground.store.store import Store
from commonground.tlog.cosignature import add_lines, cosign, read_cosignatures
from commonground.tlog.merkle import consistency_proof
from commonground.tlog.note import VerifierKey, split_note
from commonground.tlog.witness import (
    BAD_REQUEST,
    CONFLICT,
    OK,
    UNPROCESSABLE,
    Remembered,
    add_checkpoint,
    write_request,
)

Post: TypeAlias = Callable[[bytes], tuple[int, bytes]]  # request -> status and body


def answer(store: Store, request: bytes, now: datetime) -> tuple[int, bytes, list[Finding]]:
    """Answer add-checkpoint: status, body, and findings. The cosignature is on disk before it is given.

    Knows the logs of the roster. A head that contradicts what we hold freezes the log, as in a pull.
    """
    if store.keys is None:
        raise InputError("this record was opened for reading only")
    logs = {party.origin: party.log for party in store.roster.parties.values() if party.code != store.party}
    with store.database.write() as connection:
        verdict = add_checkpoint(request, logs, _remembered(store, connection))
        if verdict.checkpoint is None:
            return verdict.status, f"{verdict.why}\n".encode(), []
        head = verdict.checkpoint
        if head.extension:
            return BAD_REQUEST, b"a head of a party's log has three lines\n", []
        _, findings = store.take_head(head.origin, verdict.note, now)
        log = log_of(connection, head.origin)
        if verdict.status != OK:
            return verdict.status, f"{verdict.why}\n".encode(), findings
        if findings or is_frozen(connection, log.log):
            return UNPROCESSABLE, b"this log has signed two histories\n", findings
        text, _ = split_note(verdict.note)
        line = cosign(text, store.keys.witness, int(now.timestamp()))
        keep_cosignatures(connection, log.log, head, [line])
    return OK, line.line.encode(), findings


def _remembered(store: Store, connection: sqlite3.Connection) -> dict[str, Remembered]:
    """The highest head of each log that our witness has cosigned, as a witness or in a pull."""
    assert store.keys is not None
    name = store.keys.witness.verifier.name
    found = ((log.origin, last_cosigned(connection, log.log, name)) for log in all_logs(connection))
    return {origin: Remembered(size=size, root=root) for origin, (size, root) in found}


def seen(store: Store, witness: VerifierKey) -> tuple[int, int]:
    """How much of our own log a witness has seen, by a line of it that holds; and how much is under a head.

    Both 0 before the first head, and for a log that is frozen: no witness is asked about that one.
    """
    with store.reading() as connection:
        log = next((one for one in store.logs() if one.origin == store.origin), None)
        if log is None or is_frozen(connection, log.log):
            return 0, 0
        rows = connection.execute(
            "SELECT size, root FROM cosignature WHERE log = ? AND name = ? AND key_id = ? AND size <= ?"
            " ORDER BY size DESC",
            (log.log, witness.name, witness.key_id, log.sealed),
        )
        for size, root in rows:
            ours = root_at(connection, log.log, int(size)) == bytes(root)
            if ours and seen_by(connection, log.log, int(size), bytes(root), (witness,)):
                return int(size), log.sealed
        return 0, log.sealed


def ask(store: Store, post: Post, witness: VerifierKey) -> bool:
    """Ask a witness for its cosignature under our highest head; True when we hold it now.

    It is asked from the head on that we know it to have seen. A conflict answer says which size it
    remembers; then it is asked once more from there.
    InputError for a witness that is neither a party's nor in our policy; PeerError when it answers out of
    protocol.
    """
    if witness not in store.witness_keys(store.origin):
        raise InputError("neither a party's witness nor one of our policy", given=witness.name)
    old, _ = seen(store, witness)
    for _ in range(2):
        with store.reading() as connection:
            log = next((one for one in store.logs() if one.origin == store.origin), None)
            note = best_note(connection, log) if log else None
            if log is None or note is None or old > log.sealed:
                return False
            proof = consistency_proof(node_reader(connection, log.log), old, log.sealed)
        text, lines = split_note(note)
        bare = text + b"\n" + lines[0].line.encode()
        status, body = post(write_request(old, proof, bare))
        if status == OK:
            good = read_cosignatures(body, text, (witness,))
            if not good:
                raise PeerError("the witness answered without its cosignature", evidence=body)
            store.take_cosignatures(add_lines(bare, good))
            return True
        if status != CONFLICT or not body.rstrip(b"\n").isdigit() or len(body) > 20:
            raise PeerError(f"the witness refuses our head ({status})", evidence=body[:1000])
        old = int(body)
    return False
