"""Pulling: fetch what is new in one log, check it, keep it, cosign it. Push is only "come and look".

The order matters. First the head is held against what we hold (two histories are found here, before
anything is taken). Then the entries, all of them checked against the head and on disk; a card among them may
name the very key that signed the head, for a party makes new keys while others are away. Only then our
cosignature. Then the bodies for us. Last, what the other node knows of other logs' heads: a split view
is found at the first contact of any two who were shown different ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonground.errors import PeerError
from commonground.finding import Finding, Kind, Level
from commonground.store.heads import UnknownKeyError
from commonground.store.peers.restore import go_on, recover, take_behind
from commonground.store.peers.source import Bodies, Source, read_frames
from commonground.store.store import Store
from commonground.tlog.checkpoint import Checkpoint
from commonground.tlog.cosignature import unverified_checkpoint
from commonground.tlog.note import split_note
from commonground.tlog.proofs.splitview import FIRST_LINE

CLOCK_S = 300  # a signer's clock further ahead than this is a finding
EVIDENCE = FIRST_LINE.encode() + b"\n"
MAX_UNOPENED = 512 * 1024 * 1024  # bytes of entries that are fetched before a key of their head is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull came to: entries and bodies that are new, whether we cosigned, what was found."""

    origin: str
    size: int
    entries: int
    bodies: int
    cosigned: bool
    findings: tuple[Finding, ...] = ()


def pull(
    source: Source,
    store: Store,
    now: datetime,
    *,
    origin: str = "",
    own: Source | None = None,
    through: bool = False,
) -> Pulled:
    """Pull one log. PeerError when the other node's bytes are not what they claim to be.

    origin: the log that is wanted; a source that serves another is refused. own: the same node's copy
    of our own log, asked only while we are restored from a backup; see restore.py. through: it is not the
    log's own node that answers (a centre, a bundle), so its answer does not say that the log was heard now.
    """
    cosigned_before = store.cosigned_size(origin)  # asked first: a witness of ours may go on meanwhile
    note = source.checkpoint()
    checkpoint = unverified_checkpoint(note)
    claimed = checkpoint.origin
    if origin and claimed != origin:
        raise PeerError(f"asked for the log {origin}, was given {claimed}", evidence=note)
    opened, findings = _open(store, claimed, note, now)
    if opened and not through:
        store.heard_from(claimed, now)
    entries = bodies = 0
    cosigned = False
    if not findings and claimed != store.origin and not _is_frozen(store, claimed):
        most = None if opened else MAX_UNOPENED
        held = _held(store, claimed)
        if checkpoint.size < max(held, cosigned_before) and not through:
            findings.append(_went_back(store, checkpoint, max(held, cosigned_before)))
        if checkpoint.size > held:
            try:
                entries, found = take_behind(source, store, note, checkpoint, held, now, most)
            except PeerError:
                # perhaps of another history, by the key that we know: see prove_split
                hear(source, store, now)
                raise
            findings += found
        if not (opened or through):
            store.heard_from(claimed, now)
        cosigned = _cosign(source, store, claimed, note, now)
        bodies, found = _take_bodies(source, store, claimed)
        findings += found
        findings += _clocks(store, claimed, entries, now)
    findings += hear(source, store, now)
    if store.restored and own is not None and claimed != store.origin:
        findings += recover(own, store, now, told_by=store.party_of(claimed).code)
        if not store.locked:
            go_on(store)
    return Pulled(
        origin=claimed,
        size=checkpoint.size,
        entries=entries,
        bodies=bodies,
        cosigned=cosigned,
        findings=tuple(dict.fromkeys(findings)),
    )


def hear(source: Source, store: Store, now: datetime) -> list[Finding]:
    """Hold every head that the other node knows against what we hold. One that is refused stops no other."""
    findings: list[Finding] = []
    try:
        for note in read_frames(source.heads()):
            findings += hear_head(store, note, now)
    except PeerError as error:
        findings.append(_refused("a list of logs", error))
    return findings


def hear_head(store: Store, note: bytes, now: datetime) -> list[Finding]:
    """Hold one head that somebody passed on, or evidence of two, against what we hold.

    One by a key that we do not know is left: its card stands in entries of that log that we have not taken
    yet, and the head is passed on again.
    """
    name = "a log"
    try:
        if note.startswith(EVIDENCE):
            return store.take_evidence(note, now)
        party = store.roster.by_origin(unverified_checkpoint(note).origin)
        if party is None:
            return []
        name = party.name
        return store.take_head(party.origin, note, now)[1]
    except UnknownKeyError:
        return []
    except PeerError as error:
        return [_refused(name, error)]


def _refused(name: str, error: PeerError) -> Finding:
    text = f"A head of {name} that was passed on to us was refused: {error.what}."
    return Finding(kind=Kind.HEAD_REFUSED, level=Level.CAUTION, text=text)


def _open(store: Store, origin: str, note: bytes, now: datetime) -> tuple[bool, list[Finding]]:
    """Hold a head against what we hold. Whether a key that we know signed it; else its entries must say."""
    try:
        return True, store.take_head(origin, note, now)[1]
    except UnknownKeyError:
        if origin == store.origin or unverified_checkpoint(note).size <= _held(store, origin):
            raise
        return False, []


def _held(store: Store, origin: str) -> int:
    return next((log.size for log in store.logs() if log.origin == origin), 0)


def _is_frozen(store: Store, origin: str) -> bool:
    head = store.heads().get(origin)
    return head is not None and head.frozen


def _went_back(store: Store, checkpoint: Checkpoint, seen: int) -> Finding:
    name = store.party_of(checkpoint.origin).name
    text = (
        f"{name} shows an older head of its log ({checkpoint.size} entries) than we have seen ({seen})."
        " Its node may have been restored from a backup."
    )
    about = (checkpoint.origin,)
    return Finding(kind=Kind.HEAD_WENT_BACK, level=Level.CAUTION, text=text, about=about)


def _cosign(source: Source, store: Store, origin: str, note: bytes, now: datetime) -> bool:
    """Cosign the head and bring the line, unless it stands there already. Whether it now does.

    Where the other node shows an older head than we hold (it was restored, or passes an older copy on), our
    line is under one that it does not hold; it gets that when it does.
    """
    if store.keys is None:
        return False
    witness = store.keys.witness.verifier
    text, lines = split_note(note)
    if any((line.name, line.key_id) == (witness.name, witness.key_id) for line in lines):
        return True
    cosigned = store.cosigned(origin, now)
    if cosigned is None or split_note(cosigned)[0] != text:
        return False
    source.cosign(cosigned)
    return True


def _take_bodies(source: Source, store: Store, origin: str) -> tuple[int, list[Finding]]:
    kept = 0
    findings: list[Finding] = []
    while True:
        log = next(log for log in store.logs() if log.origin == origin)
        if log.bodies >= log.size:
            return kept, findings
        answer = Bodies.read(source.bodies(log.bodies, log.size))
        if answer.next <= log.bodies:
            return kept, findings  # this node has no more for us now
        new, found = store.take_bodies(origin, answer)
        kept, findings = kept + new, findings + found


def _clocks(store: Store, origin: str, entries: int, now: datetime) -> list[Finding]:
    """A finding when the newest statement was signed by a clock ahead of ours."""
    if not entries:
        return []
    size = next(log.size for log in store.logs() if log.origin == origin)
    newest = store.entry(origin, size - 1)
    if newest is None or newest.statement is None:
        return []
    ahead = newest.statement.header.at - now
    if ahead <= timedelta(seconds=CLOCK_S):
        return []
    name = store.party_of(origin).name
    text = f"The clock of {name} is {int(ahead.total_seconds())} s ahead of ours. Times are shown as signed."
    about = (newest.statement.id,)
    return [Finding(kind=Kind.CLOCK_DIFFERS, level=Level.CAUTION, text=text, about=about)]
