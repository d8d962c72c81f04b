"""Checking the record against its own promises: every entry, hash, head, body, once more from the start.

Nothing is mended but what can be rebuilt from the entries (the hashes of the trees), and that only when
asked. What does not fit is a finding that says which log and entry.
"""

from __future__ import annotations

import sqlite3

from commonground.errors import CommongroundError, PeerError
from commonground.finding import Finding, Kind, Level
from commonground.statements.folds.counting import doubled_counts
from commonground.store.disk.logs import LogRow, heads_of, leaves
from commonground.store.disk.trees import rebuild, root_at
from commonground.store.heads import open_head
from commonground.store.store import Store
from commonground.tlog.merkle import Frontier, leaf_hash


def fsck(store: Store, *, mend: bool = False) -> list[Finding]:
    """Check everything; with `mend`, rebuild the hashes of a log whose entries are sound."""
    findings: list[Finding] = []
    with store.reading() as connection:
        damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        findings += [_finding(f"The database is damaged: {one}") for one in damage if one != "ok"]
        for log in store.logs():
            findings += _check_log(store, connection, log)
    if mend:
        findings += _mend(store)
    for one in store.recorded():
        if one.refused:
            text = f"Entry {one.index} of {one.origin} is no statement that counts: {one.refused}"
            findings.append(_finding(text, f"{one.origin}#{one.index}", kind=Kind.STATEMENT_REFUSED))
    return [*findings, *doubled_counts(store.statements())]


def _check_log(store: Store, connection: sqlite3.Connection, log: LogRow) -> list[Finding]:
    entries = leaves(connection, log.log, 0, log.size)
    if len(entries) != log.size:
        return [_finding(f"{log.origin} should have {log.size} entries and has {len(entries)}.", log.origin)]
    findings: list[Finding] = []
    promised = _opened_heads(store, connection, log, findings)
    frontier = Frontier()
    for size in range(log.size + 1):
        if size:
            frontier.add(leaf_hash(entries[size - 1]))
        if size == log.sealed:
            sealed_root = frontier.root()
        if size <= log.sealed and size in promised and promised[size] != frontier.root():
            text = f"The entries of {log.origin} are not those of its head of size {size}."
            findings.append(_finding(text, log.origin))
    try:
        sound = root_at(connection, log.log, log.sealed) == sealed_root
    except CommongroundError:
        sound = False
    if not sound:
        findings.append(
            _finding(f"The hashes kept for {log.origin} are not those of its entries.", log.origin)
        )
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
