"""Two invented parties on open sea near 0 N 0 E, for the tests of the node."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from commonground.node.app import make_app
from commonground.node.auth.sealed import Cost
from commonground.node.client import DeskClient
from commonground.node.config import NodeConfig, PeerConfig, read_config, write_config
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, link_peer
from commonground.node.machine import Machine
from commonground.node.opening import open_record
from commonground.node.peers.link import PeerLink
from commonground.node.peers.source import HttpSource
from commonground.node.service import Node
from commonground.position.profile import Basis, MapProfile

CHEAP = Cost(passes=1, memory_kib=8)
T0 = datetime(2030, 1, 1, 6, 0, tzinfo=UTC)
PASSPHRASE = {
    "north": "salt wind paper lamp",
    "south": "river glass copper bell",
    "centre": "amber stair violet drum",
    "third": "cedar noon velvet kite",
}
OFFICER = {"north": "keita", "south": "diallo", "centre": "sow", "third": "ba"}
ROOT_PASSPHRASE = "deep root under stone"
SEA = (-1.0, 0.2, 2.0, 2.0)
PROFILE = {
    "north": MapProfile(
        name="North: UTM 31N",
        crs="EPSG:32631",
        crs_basis=Basis.KNOWN,
        notation="mgrs",
        digits=5,
        report_ce95_m=20.0,
        theatre=SEA,
    ),
    "south": MapProfile(
        name="South: degrees",
        crs="EPSG:4326",
        crs_basis=Basis.KNOWN,
        notation="dms",
        digits=1,
        report_ce95_m=20.0,
        theatre=SEA,
    ),
}
PROFILE |= {"centre": PROFILE["south"], "third": PROFILE["north"]}


class Direct(httpx.BaseTransport):
    """Requests to an app in this process: real HTTP requests, no network."""

    def __init__(self, app) -> None:
        self.inner = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answered() -> httpx.Response:
            content = request.read()
            asked = httpx.Request(request.method, request.url, headers=request.headers, content=content)
            answer = await self.inner.handle_async_request(asked)
            undone = (b"content-length", b"content-encoding")  # the content below is decoded already
            headers = [(name, value) for name, value in answer.headers.raw if name not in undone]
            return httpx.Response(answer.status_code, headers=headers, content=await answer.aread())

        return asyncio.run(answered())


def client(app, origin: str) -> httpx.Client:
    """A client of an app in this process."""
    return httpx.Client(transport=Direct(app), base_url=origin, follow_redirects=True)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = T0) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def make_party(folder, code: str, *, now=T0, utc_offset=""):
    """A party's folder with one officer."""
    officer = NewOfficer(
        code=OFFICER[code], name=OFFICER[code].title(), roles=("watch",), passphrase=PASSPHRASE[code]
    )
    config = NodeConfig(
        code=code,
        name=code.title(),
        profile=PROFILE[code],
        folder=folder,
        pull_every_s=0.5,
        utc_offset=utc_offset,
    )
    create_party(config, [officer], ROOT_PASSPHRASE, now=now, cost=CHEAP)
    open_record(config, officer, now=now).close()
    return folder


def make_two(base, *, now=T0, urls=None, offsets=None):
    """North and South, linked to each other by their cards."""
    folders = {
        code: make_party(base / code, code, now=now, utc_offset=(offsets or {}).get(code, ""))
        for code in ("north", "south")
    }
    for code, other in (("north", "south"), ("south", "north")):
        url = (urls or {}).get(other, f"https://{other}")
        link_peer(folders[code], (folders[other] / OWN_CARD).read_bytes(), url=url, where=other)
    return folders


class Side:
    """One node in this process: its app, its officer's desk, its link to the other, its machine."""

    def __init__(self, folder, code: str, clock: Clock) -> None:
        self.code = code
        self.node = Node.open(folder, origin=f"http://{code}", clock=clock)
        self.app = make_app(self.node)
        self.raw = client(self.app, self.node.origin)
        self.desk = DeskClient(self.raw)
        self.machine = Machine(self.node, lambda: None)
        self.link: PeerLink | None = None

    def login(self) -> None:
        self.desk.login(OFFICER[self.code], PASSPHRASE[self.code])

    def connect(self, other: Side) -> None:
        self.link = self.linked(other)

    def linked(self, other: Side) -> PeerLink:
        source = HttpSource(
            client(other.app, other.node.origin),
            self.node.keys.node,
            party=self.code,
            peer=other.code,
            clock=self.node.clock,
        )
        return PeerLink(self.node, PeerConfig(code=other.code, url=other.node.origin), source)


class Two:
    """North and South in one process, joined by real HTTP requests without a network."""

    def __init__(self, base, offsets=None) -> None:
        self.clock = Clock()
        self.folders = make_two(base, offsets=offsets)
        self.north = Side(self.folders["north"], "north", self.clock)
        self.south = Side(self.folders["south"], "south", self.clock)
        self.north.connect(self.south)
        self.south.connect(self.north)

    def exchange_words(self, rounds: int = 3) -> None:
        """Seal, pull, and let both machines work, until nothing is left to fetch."""
        self.exchange_words_of(self.north, self.south, rounds)

    @staticmethod
    def exchange_words_of(one: Side, other: Side, rounds: int = 3) -> None:
        """The same for any two sides."""
        for _ in range(rounds):
            for side in (one, other):
                side.machine.turn()
            for side in (one, other):
                assert side.link.once(), side.node.peers.word(side.link.peer.code).trouble

    def reopened(self, folder: Path | None = None) -> Side:
        """South's node started anew, from another folder too: its officer at the desk, linked with North."""
        again = Side(folder or self.folders["south"], "south", self.clock)
        again.login()
        again.connect(self.north)
        self.north.connect(again)
        return again

    def close(self) -> None:
        for side in (self.north, self.south):
            side.link.source.close()
            side.raw.close()
            side.node.close()


@contextlib.contextmanager
def two(base, offsets=None):
    both = Two(base, offsets)
    try:
        yield both
    finally:
        both.close()


def utc(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def enquiry(now: datetime = T0, **changes):
    """North's enquiry about a place in the open sea, in North's grid."""
    given = {
        "to": ["south"],
        "text": "31N AA 66021 55280",
        "anchor": "300 m east of the buoy",
        "margin_m": 2000.0,
        "window": {"from": utc(now), "to": utc(now + timedelta(hours=6))},
        "question": "Any of yours here?",
        "occasion": "survey",
    }
    return given | changes


__all__ = [
    "Clock",
    "Side",
    "Two",
    "enquiry",
    "make_party",
    "make_two",
    "read_config",
    "two",
    "utc",
    "write_config",
]
