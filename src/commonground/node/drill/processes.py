"""Two running nodes for people: each a process of its own, with a relay between them that can be cut."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

from commonground.errors import OwnError
from commonground.node import clock
from commonground.node.client import DeskClient
from commonground.node.drill.parties import DrillParty, make_parties
from commonground.node.drill.relay import Relay
from commonground.node.drill.script import SIDES

PATIENCE_S: Final = 60.0
RUN: Final = "import sys; from commonground.cli.main import main; sys.exit(main())"


class Processes:
    """Both nodes, their relays, and a desk of the drill's own at each. Use as a context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._desks: dict[str, DeskClient] = {}
        self._relays: dict[str, Relay] = {}
        self.parties: dict[str, DrillParty] = {}
        self.urls: dict[str, str] = {}

    def __enter__(self) -> Processes:
        try:
            self._begin()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _begin(self) -> None:
        ports = {side: _free_port() for side in SIDES}
        self._relays = {side: self._stack.enter_context(Relay(ports[side])) for side in SIDES}
        reached = {side: f"127.0.0.1:{self._relays[side].port}" for side in SIDES}
        other = {"north": "south", "south": "north"}
        self.parties = make_parties(
            self._folder,
            {side: f"http://{reached[other[side]]}" for side in SIDES},
            now=clock.now(),
            names={side: (reached[side],) for side in SIDES},
        )
        self.urls = {side: f"http://127.0.0.1:{ports[side]}" for side in SIDES}
        children = {side: self._child(self.parties[side], ports[side]) for side in SIDES}
        for side in SIDES:
            self._desks[side] = desk = DeskClient.at(self.urls[side])
            self._stack.callback(desk.close)
            _login(desk, self.parties[side], children[side])

    def now(self) -> datetime:
        return clock.now()

    def desk(self, side: str) -> DeskClient:
        return self._desks[side]

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def cut(self) -> None:
        for relay in self._relays.values():
            relay.cut()

    def join(self) -> None:
        for relay in self._relays.values():
            relay.join()

    def _child(self, party: DrillParty, port: int) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-c", RUN, "node", "run", str(party.folder), "--port", str(port)]
        with (party.folder / "node.log").open("wb") as log:
            child = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._stack.callback(_end, child)
        return child


def _end(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _login(desk: DeskClient, party: DrillParty, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            desk.login(party.officer, party.passphrase)
            return
        except OwnError as error:
            if child.poll() is not None or time.monotonic() > until:
                last = (party.folder / "node.log").read_text(errors="replace").strip().rpartition("\n")[2]
                raise OwnError(f"the node of {party.code} does not start", given=last) from error
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
