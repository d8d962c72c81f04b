"""Codes by voice at a node: the key of a pair of parties, the kept challenges, and the place as we hold it.

The key comes from the two parties' boxes (X25519), so nothing new is handed over, and an officer has
to have unlocked the record. `voice/challenges.json` holds which challenges were used and which
records are locked; whoever can change it can give himself more than three tries.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from nacl.public import Box
from nacl.signing import VerifyKey

from commonground.errors import InputError
from commonground.interop.voice.code import About, pair_key
from commonground.interop.voice.ledger import Checked, Ledger, Verdict, ledger_json, read_ledger
from commonground.node.auth.sealed import unseal
from commonground.node.boxes import party_box
from commonground.node.config import NodeConfig, read_config
from commonground.node.disk import read_secret, write_secret
from commonground.node.folder import key_of, machine_keys, read_officers, read_roster
from commonground.node.opening import kept_record
from commonground.position import read_all
from commonground.position.place import Position
from commonground.position.profile import MapProfile
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import DoubtRaised, Readback
from commonground.statements.notice import PlaceSaid
from commonground.statements.statement import Statement
from commonground.store.store import Store
from commonground.store.values import NodeKeys
from commonground.tlog.note import Signer

FOLDER: Final = "voice"
FILE: Final = "challenges.json"
LEAST_PREFIX: Final = 8  # digits of an id that a person types


def key_with(store: Store, peer: str) -> bytes:
    """The key for spoken codes of our party and a peer. InputError while the record is locked."""
    ours, theirs = store.box(), store.roster.party(peer).box
    box = Box(ours.secret.to_curve25519_private_key(), VerifyKey(theirs.public).to_curve25519_public_key())
    return pair_key(box.shared_key(), store.party, peer)


class Kept:
    """The ledger while its file is held; `put` writes it whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.ledger = Ledger()
        if path.exists():
            try:
                self.ledger = read_ledger(json.loads(read_secret(path)))
            except ValueError as error:
                raise InputError(f"not a ledger of challenges: {error}", where=str(path)) from None

    def put(self, ledger: Ledger) -> None:
        """Keep it, before anything is said of it."""
        write_secret(self._path, json.dumps(ledger_json(ledger), indent=1).encode() + b"\n")
        self.ledger = ledger


@contextmanager
def kept(folder: Path) -> Iterator[Kept]:
    """The kept challenges of a node's folder, for one program at a time."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    with (place / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Kept(place / FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """What an officer's passphrase opens: his own key, the role he signs in, and the party's box."""

    officer: Signer
    role: str
    box: Signer


def pen_of(folder: Path, officer: str, passphrase: str) -> Pen:
    """Open an officer's keys. InputError where there is no such officer or the passphrase is wrong."""
    sealed = read_officers(folder).get(officer)
    if sealed is None:
        raise InputError("no such officer in this folder", given=officer)
    config = read_config(folder)
    secrets = unseal(sealed, passphrase)
    box = party_box(config, officer, secrets, read_roster(config).party(config.code).box)
    return Pen(officer=key_of(config.code, officer, secrets.seed), role=sealed.role, box=box)


@contextmanager
def opened(config: NodeConfig, pen: Pen) -> Iterator[Store]:
    """The record of a folder, unlocked; the node may be running, the record takes one writer at a time."""
    keys = machine_keys(config)
    store = Store.open(
        kept_record(config.folder),
        party=config.code,
        roster=read_roster(config),
        keys=NodeKeys(log=keys.log, witness=keys.witness, node=keys.node, box=pen.box),
    )
    try:
        yield store
    finally:
        store.close()


def say_outcome(store: Store, pen: Pen, about: About, checked: Checked, *, now: datetime, drill: bool) -> str:
    """Say what a check came to, in the officer's name; gives the id, "" where nothing was judged.

    A match is a receipt *understood*; anything else that was heard well is a doubt about the record,
    which follows it from then on.
    """
    words = f"{'DRILL. ' if drill else ''}By voice code with {about.answerer}: {checked.text}"
    body: Receipt | DoubtRaised
    if checked.verdict is Verdict.MATCH:
        body = Receipt(stage=ReceiptStage.UNDERSTOOD, of=(about.record,), words=words)
    elif checked.verdict in (Verdict.NEAR, Verdict.DIFFERS):
        body = DoubtRaised(doubts=about.record, words=words)
    else:
        return ""
    entry = store.say(
        body, officer=pen.officer, role=pen.role, now=now, to=(about.answerer,), re=(about.record,)
    )
    return entry.id


def recorded(store: Store, named: str) -> Statement:
    """The statement of this id, or of its first digits, as it stands in a log here.

    A code about something that stands in no log yet would prove nothing, so that is refused.
    """
    if len(named) < LEAST_PREFIX or not all(char in "0123456789abcdef" for char in named):
        raise InputError(f"a record is named by {LEAST_PREFIX} or more digits of its id", given=named)
    found = [
        one.statement
        for one in store.recorded()
        if one.statement is not None and one.statement.id.startswith(named)
    ]
    if len(found) != 1:
        what = "several records begin so" if found else "no such record that we can read in a log here"
        raise InputError(what, given=named, hint="both sides have to hold it before a code is made")
    return found[0]


def place_of_ours(store: Store, record: Statement, typed: str, profile: MapProfile) -> Position:
    """The place as our side holds it: typed from our own map, or what we have said ourselves.

    Never the place that the other side gave: a code over that would only show that we can copy.
    """
    if typed:
        found = read_all(typed, profile)
        if len(found.readings) != 1:
            raise InputError(f"this reads as {len(found.readings)} places", where="--place", given=typed)
        return found.readings[0].position
    ours: PlaceSaid | None = _said(record) if record.header.party == store.party else None
    for one in store.statements():
        if one.header.party == store.party and record.id in one.header.re and isinstance(one.body, Readback):
            ours = one.body.place
    if ours is None:
        raise InputError(
            "our side has said no place of its own",
            where="--place",
            hint="measure it on our own map and type it",
        )
    return ours.position


def _said(record: Statement) -> PlaceSaid | None:
    place = getattr(record.body, "place", None)
    return place if isinstance(place, PlaceSaid) else None
