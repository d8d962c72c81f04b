"""Peers in memory: the parties of a story, each with a real store, that pull from each other.

Keys are made from the names alone, so that every run gives the same bytes; they protect nothing and
are never those of a party. The stores stand in a temporary folder of the caller's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from commonground.node.scenario.story import Actor
from commonground.statements.roster import Officer, Party, Roster, origin_of
from commonground.statements.statement import Statement
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.store import Store
from commonground.store.values import NodeKeys
from commonground.tlog.note import COSIGNATURE, ED25519, Signer

ROLE = "duty"


def key(name: str, algorithm: int = ED25519) -> Signer:
    """The key of that name in every story."""
    return Signer.from_seed(name, hashlib.sha256(b"scenario key " + name.encode()).digest(), algorithm)


def _keys(code: str) -> NodeKeys:
    return NodeKeys(
        log=key(origin_of(code)),
        witness=key(f"{code}/witness", COSIGNATURE),
        node=key(f"{code}/node"),
        box=key(f"{code}/box"),
    )


def _card(actor: Actor) -> Party:
    keys, code = _keys(actor.code), actor.code
    return Party(
        code=code,
        name=actor.name,
        origin=origin_of(code),
        root=key(f"{code}/root").verifier,
        log=keys.log.verifier,
        witness=keys.witness.verifier,
        node=keys.node.verifier,
        box=key(f"{code}/box").verifier,
        officers=tuple(
            Officer(code=one, name=one, key=key(f"{code}/{one}").verifier, roles=(ROLE,))
            for one in actor.officers
        ),
    )


class Peers:
    """The nodes of a story's parties, as far as a story needs them: say, meet, read."""

    def __init__(self, folder: Path, actors: Iterable[Actor]) -> None:
        cards = [_card(actor) for actor in actors]
        roster = Roster(cards)
        self.codes = tuple(card.code for card in cards)
        self.stores = {
            code: Store.open(folder / code, party=code, roster=roster, keys=_keys(code))
            for code in self.codes
        }

    def close(self) -> None:
        """Close all stores."""
        for store in self.stores.values():
            store.close()

    def say(
        self,
        code: str,
        body: object,
        *,
        now: datetime,
        officer: str,
        to: tuple[str, ...] = (),
        re: tuple[str, ...] = (),
    ) -> str:
        """Let an officer, or the node itself, say something; gives the id."""
        role = "node" if officer == "node" else ROLE
        signer = key(f"{code}/{officer}")
        return self.stores[code].say(body, officer=signer, role=role, now=now, to=to, re=re).id

    def meet(self, now: datetime) -> None:
        """Every node seals its log and pulls from every other, twice, so that cosignatures are known."""
        for _ in range(2):
            for code in self.codes:
                self.stores[code].seal(now)
            for receiver in self.codes:
                for sender in self.codes:
                    head = self.stores[sender].heads().get(origin_of(sender))
                    if sender != receiver and head is not None and head.size:
                        pull(Served(self.stores[sender], to=receiver), self.stores[receiver], now)

    def statements(self, code: str) -> list[Statement]:
        """What the party can read."""
        return self.stores[code].statements()
