"""Coming back from a backup without a second history.

A restored node holds an old state of its own log. It pulls and answers as ever, but appends nothing:
what its officers sign is kept as waiting, shown as pending. From its peers it learns the highest head of
its own log that each has seen, and fetches the entries it lost from any of them: they are its own,
signed, and the tree proves them. When as many peers as make the quorum have spoken, and it holds all
that the highest of them names, it goes on from there.

What was said to nobody else is lost with the disk; its commitments are not.
"""

from __future__ import annotations

from datetime import datetime

from commonground.errors import InputError, PeerError
from commonground.finding import Finding, Kind, Level
from commonground.statements.form.commitment import Opening
from commonground.store.destroy import finish
from commonground.store.disk import guard
from commonground.store.heads import UnknownKeyError, told_note
from commonground.store.peers.mirror import Tail, split_finding
from commonground.store.peers.source import Source, fetch
from commonground.store.sealing import unseal
from commonground.store.store import Store
from commonground.store.values import Entry
from commonground.tlog.checkpoint import Checkpoint
from commonground.tlog.cosignature import unverified_checkpoint


def finding(store: Store) -> Finding:
    """The finding that a restored node shows."""
    text = (
        "Our record is not the one that ran here last: it was restored from a copy, or emptied."
        " Until our peers have told us the last head of our own log nothing is added to it; what is said"
        " meanwhile waits and is shown as pending."
    )
    return Finding(kind=Kind.OWN_LOG_RESTORED, level=Level.URGENT, text=text, about=(store.origin,))


def recover(source: Source, store: Store, now: datetime, *, told_by: str) -> list[Finding]:
    """Fetch what we lost of our own log from a peer's copy, and note how far that peer knows it.

    source: the peer serving *our* log. InputError from a peer that holds nothing of it counts as word
    of an empty log. Where its copy is another history under our own key, that is the finding, with
    evidence, and our log is frozen; a copy that is not what it claims to be is a finding, too.
    """
    if store.evidence(store.origin) is not None:
        return [split_finding(store.party_of(store.origin), own=True)]
    try:
        note = source.checkpoint()
    except InputError:
        store.own_head_told(told_by, 0)
        return []
    try:
        held = next((log.size for log in store.logs() if log.origin == store.origin), 0)
        checkpoint, findings = _head(store, note, held, now)
        if not findings and checkpoint.size > held:
            _, findings = take_behind(source, store, note, checkpoint, held, now)
    except PeerError as error:
        name = store.roster.party(told_by).name
        text = f"What {name} holds of our own log does not go on from ours: {error.what}."
        return [Finding(kind=Kind.HEAD_REFUSED, level=Level.CAUTION, text=text, about=(store.origin,))]
    if store.evidence(store.origin) is None:
        store.own_head_told(told_by, checkpoint.size)
    return findings


def _head(store: Store, note: bytes, held: int, now: datetime) -> tuple[Checkpoint, list[Finding]]:
    """Hold a head of our own log against what we hold. By a key made since, its entries must say so."""
    try:
        return store.take_head(store.origin, note, now)
    except UnknownKeyError:
        claimed = unverified_checkpoint(note)
        if not store.restored or claimed.origin != store.origin or claimed.size <= held:
            raise
        return claimed, []


def take_behind(
    source: Source,
    store: Store,
    note: bytes,
    checkpoint: Checkpoint,
    held: int,
    now: datetime,
    most: int | None = None,
) -> tuple[int, list[Finding]]:
    """Fetch and take the entries behind those we hold; gives how many came. Two histories are a finding.

    PeerError where the bytes are not those of the head. most: see `fetch`.
    """
    try:
        with fetch(source, held, checkpoint.size, most) as entries:
            return store.take_entries(checkpoint.origin, note, entries, now)
    except PeerError:
        with fetch(source, 0, checkpoint.size, most) as entries:
            tail = Tail(start=0, edge=(), entries=list(entries))
        found = store.take_split(checkpoint.origin, note, tail, now)
        if not found:
            raise
        return 0, found


def go_on(store: Store) -> list[Entry] | None:
    """Go on with our own log when the quorum has spoken; gives what had waited, now appended, else None.

    Raises InputError while the node is locked and something waits: it must be opened to be appended.
    """
    if not store.restored:
        return []
    if store.evidence(store.origin) is not None:
        return None
    policy = store.policy(store.origin)
    parties = store.roster.parties
    told = [parties[code].witness for code in store.told]
    held = next((log.size for log in store.logs() if log.origin == store.origin), 0)
    if not policy.met_by(told) or any(size > held for size in store.told.values()):
        return None
    with store.reading() as connection:  # a head may be known where its entries are not
        own = next((log for log in store.logs() if log.origin == store.origin), None)
        known = told_note(connection, own, store.roster) if own else None
    if known is not None and unverified_checkpoint(known).size > held:
        return None
    waiting = store.database.read("SELECT number, recipients, sealed FROM waiting ORDER BY number").fetchall()
    if waiting and store.locked:
        raise InputError("what waits cannot be read", hint="an officer unlocks the node by logging in")
    guard.begin_counts(store.database, tuple(one.code for one in parties[store.party].officers))
    guard.settle(store.database, store.folder)
    store.restored = False
    finish(store)  # what was destroyed since the copy was made came back with it
    done = []
    for number, recipients, sealed in waiting:
        opening = Opening.read(unseal(store.box(), bytes(sealed)))
        done.append(store.append_waiting(int(number), opening.note, public=str(recipients) == "public"))
    return done
