"""Checking the record against its own promises: every entry, hash, head, body, once more from the start.

Nothing is mended but what can be rebuilt from the entries (the hashes of the trees), and that only when
asked. What does not fit is a finding that says which log and entry.
"""

from __future__ import annotations

import sqlite3

from commonground.errors import CommongroundError, PeerError
from commonground.finding import Finding, Kind, Level
from commonground.statements.folds.counting import doubled_counts
from commonground.store.destroy import finish, left_over
from commonground.store.disk.logs import LogRow, cosigners, heads_of, is_frozen, leaves
from commonground.store.disk.trees import grow, rebuild
from commonground.store.files.documents import document
from commonground.store.heads import open_head, seen_by
from commonground.store.peers.mirror import split_finding
from commonground.store.peers.restore import finding as restored
from commonground.store.store import Store
from commonground.tlog.merkle import HASH_SIZE, Frontier
from commonground.tlog.tile import WIDTH


def fsck(store: Store, *, mend: bool = False) -> list[Finding]:
    """Check everything; with `mend`, rebuild the hashes of a log whose entries are sound.

    And remove what we had said is destroyed, where it came back with an old copy.

    Files are checked where the record is unlocked; sealed ones cannot be.
    """
    split = store.evidence(store.origin) is not None
    findings = [restored(store)] if store.restored and not split else []
    with store.reading() as connection:
        damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        findings += [_finding(f"The database is damaged: {one}") for one in damage if one != "ok"]
        for log in store.logs():
            if is_frozen(connection, log.log):
                own = log.origin == store.origin
                findings.append(split_finding(store.party_of(log.origin), own=own))
            findings += _check_log(store, connection, log)
            findings += _check_lines(store, connection, log)
    if mend:
        findings += _mend(store)
        finish(store)
    for one in store.recorded():
        if one.refused:
            text = f"Entry {one.index} of {one.origin} is no statement that counts: {one.refused}"
            findings.append(_finding(text, f"{one.origin}#{one.index}", kind=Kind.STATEMENT_REFUSED))
    statements = store.statements()
    for identity in left_over(store, statements):
        text = f"Statement {identity} was said to be destroyed and is here still: an older copy was put back."
        findings.append(_finding(text, identity))
    return [*findings, *_check_files(store), *doubled_counts(statements)]


def _check_log(store: Store, connection: sqlite3.Connection, log: LogRow) -> list[Finding]:
    """Build the tree anew from the entries; compare every head and every hash that is kept."""
    findings: list[Finding] = []
    promised = _opened_heads(store, connection, log, findings)
    frontier = Frontier()
    made: dict[tuple[int, int], bytes] = {}
    sound, count = True, 0
    for start in range(0, log.size, WIDTH):
        for entry in leaves(connection, log.log, start, min(start + WIDTH, log.size)):
            grown = grow(frontier, (entry,)) if frontier.size < log.sealed else {}
            count += 1
            for place, hashes in grown.items():
                made[place] = made.get(place, b"") + hashes
            if grown and frontier.size in promised and promised[frontier.size] != frontier.root():
                text = f"The entries of {log.origin} are not those of its head of size {frontier.size}."
                findings.append(_finding(text, log.origin))
        for place in [place for place, hashes in made.items() if len(hashes) == WIDTH * HASH_SIZE]:
            sound &= _kept(connection, log.log, place) == made.pop(place)
    if count != log.size:
        return [_finding(f"{log.origin} should have {log.size} entries and has {count}.", log.origin)]
    sound &= all(_kept(connection, log.log, place) == hashes for place, hashes in made.items())
    if not sound:
        text = f"The hashes kept for {log.origin} are not those of its entries."
        findings.append(_finding(text, log.origin))
    return findings


def _kept(connection: sqlite3.Connection, log: int, place: tuple[int, int]) -> bytes:
    """The hashes of a tile as they are kept."""
    row = connection.execute(
        "SELECT hashes FROM tile WHERE log = ? AND level = ? AND idx = ?", (log, *place)
    ).fetchone()
    return bytes(row[0]) if row else b""


def _check_lines(store: Store, connection: sqlite3.Connection, log: LogRow) -> list[Finding]:
    """Every line of a witness, by the keys that we know."""
    keys = store.witness_keys(log.origin)
    known = {(key.name, key.key_id) for key in keys}
    findings = []
    for size, root, _ in heads_of(connection, log.log):
        kept = [
            name for name, key_id, _ in cosigners(connection, log.log, size, root) if (name, key_id) in known
        ]
        for name in sorted(set(kept) - set(seen_by(connection, log.log, size, root, keys))):
            text = f"A line of {name} under the head of {log.origin} of size {size} does not hold."
            findings.append(_finding(text, log.origin))
    return findings


def _check_files(store: Store) -> list[Finding]:
    """Every whole file against the SHA-256 under which it was named."""
    if store.locked:
        return []
    findings = []
    for (sha256,) in store.database.read("SELECT sha256 FROM document WHERE whole = 1").fetchall():
        try:
            document(store, str(sha256))
        except CommongroundError as error:
            findings.append(_finding(f"The file {sha256} cannot be opened: {error}", str(sha256)))
    return findings


def _opened_heads(
    store: Store, connection: sqlite3.Connection, log: LogRow, findings: list[Finding]
) -> dict[int, bytes]:
    """The roots that the log's heads promise, by size. Against a log with two faces there is evidence."""
    promised: dict[int, bytes] = {}
    split = store.evidence(log.origin) is not None
    for size, root, note in heads_of(connection, log.log):
        try:
            open_head(note, store.roster, store.party_of(log.origin))
        except CommongroundError as error:
            findings.append(_finding(f"A head of {log.origin} of size {size}: {error}", log.origin))
            continue
        if not split:
            promised[size] = root
    return promised


def _mend(store: Store) -> list[Finding]:
    findings = []
    with store.database.write() as connection:
        for log in store.logs():
            newest = next(
                ((n, root) for n, root, _ in heads_of(connection, log.log) if n == log.sealed), None
            )
            try:
                root = rebuild(connection, log.log, log.sealed)
                if log.sealed and (newest is None or newest[1] != root):
                    raise PeerError("they do not have the root of the head")
            except CommongroundError as error:
                text = f"The hashes of {log.origin} cannot be rebuilt from its entries: {error}"
                findings.append(_finding(text, log.origin))
    return findings


def _finding(text: str, *about: str, kind: Kind = Kind.RECORD_DAMAGED) -> Finding:
    return Finding(kind=kind, level=Level.URGENT, text=text, about=about)
