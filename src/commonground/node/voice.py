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
from pathlib import Path
from typing import Final

from nacl.public import Box
from nacl.signing import VerifyKey

from commonground.errors import InputError
from commonground.interop.voice.code import pair_key
from commonground.interop.voice.ledger import Ledger, ledger_json, read_ledger
from commonground.node.disk import read_secret, write_secret
from commonground.position import read_all
from commonground.position.place import Position
from commonground.position.profile import MapProfile
from commonground.statements.message import Readback
from commonground.statements.notice import PlaceSaid
from commonground.statements.statement import Statement
from commonground.store.store import Store

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
