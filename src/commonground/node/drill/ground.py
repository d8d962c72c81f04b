"""Where a drill is played: two desks, a clock, and a link that can be cut.

`InMemory` is two nodes in this process, joined by real HTTP requests without a network, and a clock
moved by hand: a ten minutes' drill takes seconds. The other ground (processes.py) is two running nodes.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

import httpx
from starlette.types import ASGIApp

from commonground.node.app import make_app
from commonground.node.auth.sealed import Cost
from commonground.node.client import DeskClient
from commonground.node.config import PeerConfig
from commonground.node.drill.parties import DrillParty, make_parties
from commonground.node.machine import Machine
from commonground.node.peers.link import PeerLink
from commonground.node.peers.source import HttpSource
from commonground.node.service import Node

# The folder of such a drill is thrown away with its passphrases, so the stretch need not be dear.
_CHEAP: Final = Cost(passes=1, memory_kib=8)
_OF_THE_BYTES: Final = (b"content-length", b"content-encoding")  # they are undone by the reading below
TURNS: Final = 3  # of seal, pull and machine work after each moment


class Ground(Protocol):
    """What the player needs."""

    def now(self) -> datetime:
        """The drill's clock."""

    def desk(self, side: str) -> DeskClient:
        """The desk of a side, logged in."""

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""

    def cut(self) -> None:
        """Cut the link between the two nodes."""

    def join(self) -> None:
        """Mend it."""


class _Direct(httpx.BaseTransport):
    """Requests to an app in this process."""

    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answered() -> httpx.Response:
            asked = httpx.Request(
                request.method, request.url, headers=request.headers, content=request.read()
            )
            answer = await self._inner.handle_async_request(asked)
            headers = [one for one in answer.headers.raw if one[0].lower() not in _OF_THE_BYTES]
            return httpx.Response(answer.status_code, headers=headers, content=await answer.aread())

        return asyncio.run(answered())


class _Side:
    """One node, its desk, its machine, and its link to the other."""

    def __init__(self, party: DrillParty, clock: Any) -> None:
        self.party = party
        self.node = Node.open(party.folder, origin=f"http://{party.code}", clock=clock)
        self.app = make_app(self.node)
        self.desk = DeskClient(self.client())
        self.machine = Machine(self.node, lambda: None)

    def client(self) -> httpx.Client:
        return httpx.Client(transport=_Direct(self.app), base_url=self.node.origin, follow_redirects=True)

    def connect(self, other: _Side) -> None:
        source = HttpSource(
            other.client(),
            self.node.keys.node,
            party=self.party.code,
            peer=other.party.code,
            clock=self.node.clock,
        )
        self.link = PeerLink(self.node, PeerConfig(code=other.party.code, url=other.node.origin), source)


class InMemory:
    """Two nodes in this process. Use as a context."""

    def __init__(self, folder: Path, begins: datetime) -> None:
        self._now = begins
        urls = {"north": "https://drill-south", "south": "https://drill-north"}
        self.parties = make_parties(folder, urls, now=begins, cost=_CHEAP)
        self._sides = {side: _Side(party, self.now) for side, party in self.parties.items()}
        self._cut = False
        north, south = self._sides["north"], self._sides["south"]
        north.connect(south)
        south.connect(north)

    def __enter__(self) -> InMemory:
        for side in self._sides.values():
            side.desk.login(side.party.officer, side.party.passphrase)
        self._talk()
        return self

    def __exit__(self, *_: object) -> None:
        for side in self._sides.values():
            side.link.source.close()
            side.desk.close()
            side.node.close()

    def now(self) -> datetime:
        return self._now

    def desk(self, side: str) -> DeskClient:
        return self._sides[side].desk

    def wait(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._talk()

    def cut(self) -> None:
        self._cut = True

    def join(self) -> None:
        self._cut = False

    def _talk(self) -> None:
        for _ in range(1 if self._cut else TURNS):
            for side in self._sides.values():
                side.machine.turn()
            if not self._cut:
                for side in self._sides.values():
                    side.link.once()
