"""Parties in memory: keys, stores on disk in a temporary folder, and a network that can be bad.

Two lines make two parties that talk:

    world = World(tmp_path, "north", "south")
    world.say("north", body, to=("south",)); world.meet("north", "south")

Keys are made from names, so runs repeat; nothing here is for use outside tests and scenarios.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from commonground.errors import PeerError
from commonground.statements.roster import Officer, Party, Roster, origin_of
from commonground.statements.statement import Statement
from commonground.store.peers.pull import Pulled, pull
from commonground.store.peers.serve import Served
from commonground.store.peers.source import Source
from commonground.store.store import Store
from commonground.store.values import Entry, NodeKeys
from commonground.tlog.note import COSIGNATURE, ED25519, Signer

START = datetime(2031, 5, 1, 6, 0, tzinfo=UTC)  # an invented morning


@cache
def signer(name: str, algorithm: int = ED25519) -> Signer:
    """The key of this name in the tests' world."""
    return Signer.from_seed(name, hashlib.sha256(b"test key " + name.encode()).digest(), algorithm)


def keys_of(code: str) -> NodeKeys:
    """The keys of a party's node."""
    return NodeKeys(
        log=signer(origin_of(code)),
        witness=signer(f"{code}/witness", COSIGNATURE),
        node=signer(f"{code}/node"),
        box=signer(f"{code}/box"),
    )


def card_of(code: str, *officers: str, roles: tuple[str, ...] = ("duty",)) -> Party:
    """The card of a party: one officer, called "duty", unless others are named."""
    keys = keys_of(code)
    assert keys.box is not None
    return Party(
        code=code,
        name=code.capitalize(),
        origin=origin_of(code),
        root=signer(f"{code}/root").verifier,
        log=keys.log.verifier,
        witness=keys.witness.verifier,
        node=keys.node.verifier,
        box=keys.box.verifier,
        officers=tuple(
            Officer(code=one, name=one.capitalize(), key=signer(f"{code}/{one}").verifier, roles=roles)
            for one in officers or ("duty",)
        ),
    )


def roster_of(*codes: str) -> Roster:
    """A roster of parties with one officer each."""
    return Roster(card_of(code) for code in codes)


class LostError(Exception):
    """The network lost it."""


@dataclass
class BadNetwork:
    """Wraps a source: loses answers, serves some twice, and is cut between two moments.

    late: what was on its way when it should have arrived. A cosignature may come after later ones; a head
    that was asked for long ago may come as the answer of now. delay_s: the most that an answer takes, and
    meanwhile (`passes`, given the seconds) the others go on.
    """

    source: Source
    random: random.Random
    loss: float = 0.0
    twice: float = 0.0
    cut: bool = False
    delay_s: float = 0.0
    passes: Callable[[float], object] = lambda _: None
    late: Late = field(default_factory=lambda: Late())

    def _pass(self) -> None:
        if self.delay_s:
            self.passes(self.random.uniform(0, self.delay_s))
        if self.cut or self.random.random() < self.loss:
            raise LostError

    def checkpoint(self) -> bytes:
        self._pass()
        self.late.heads.append(self.source.checkpoint())
        stale = self.late.mixes and self.random.random() < self.late.mixes
        return self.random.choice(self.late.heads[-4:]) if stale else self.late.heads[-1]

    def tile(self, path: str) -> bytes:
        self._pass()
        return self.source.tile(path)

    def bodies(self, start: int, end: int) -> bytes:
        self._pass()
        if self.random.random() < self.twice:
            return self.source.bodies(max(0, start - 5), end)  # what was delivered comes again
        return self.source.bodies(start, end)

    def heads(self) -> bytes:
        self._pass()
        return self.source.heads()

    def cosign(self, note: bytes) -> None:
        if self.random.random() < self.twice:
            self.source.cosign(note)
        if self.random.random() < self.late.mixes:
            self.late.notes.append(note)  # it comes with a later one, and after it
            return
        self._pass()
        self.source.cosign(note)
        self.random.shuffle(self.late.notes)
        while self.late.notes:
            self.source.cosign(self.late.notes.pop())


@dataclass
class Late:
    """What is still on its way on one line. mixes: how often something is overtaken."""

    mixes: float = 0.0
    heads: list[bytes] = field(default_factory=list)
    notes: list[bytes] = field(default_factory=list)


@dataclass
class World:
    """Some parties, their stores, and one clock."""

    folder: Path
    codes: tuple[str, ...]
    now: datetime = START
    roster: Roster = field(init=False)
    stores: dict[str, Store] = field(init=False, default_factory=dict)

    def __init__(self, folder: Path, *codes: str) -> None:
        self.folder, self.codes, self.now = folder, codes, START
        self.roster = roster_of(*codes)
        self.stores = {}
        for code in codes:
            self.open(code)

    def open(self, code: str) -> Store:
        """Open a party's store, again if it was closed."""
        store = Store.open(self.folder / code, party=code, roster=self.roster, keys=keys_of(code))
        self.stores[code] = store
        return store

    def close(self) -> None:
        """Close all stores."""
        for store in self.stores.values():
            store.close()

    def tick(self, seconds: float = 1.0) -> datetime:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def say(
        self,
        code: str,
        body: object,
        *,
        officer: str = "duty",
        role: str = "duty",
        to: tuple[str, ...] = (),
        re: tuple[str, ...] = (),
        public: bool | None = None,
    ) -> Entry:
        """Let an officer say something, a second later."""
        return self.stores[code].say(
            body,
            officer=signer(f"{code}/{officer}"),
            role=role,
            now=self.tick(),
            to=to,
            re=re,
            public=public,
        )

    def fetch(self, receiver: str, sender: str, *, origin: str = "") -> Pulled:
        """`receiver` pulls from the node of `sender` (its own log, or the one of `origin`)."""
        self.stores[sender].seal(self.now)
        return pull(Served(self.stores[sender], to=receiver, origin=origin), self.stores[receiver], self.now)

    def meet(self, one: str, other: str) -> tuple[Pulled, Pulled]:
        """Both seal and pull from each other."""
        return self.fetch(one, other), self.fetch(other, one)

    def statements(self, code: str) -> list[Statement]:
        """What a party can read, in order."""
        return self.stores[code].statements()


__all__ = [
    "START",
    "BadNetwork",
    "Late",
    "LostError",
    "PeerError",
    "World",
    "card_of",
    "keys_of",
    "roster_of",
    "signer",
]
