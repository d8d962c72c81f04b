"""`cg demo`: two parties, two nodes and two desks on this machine, with an enquiry waiting."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.cli.options import Json
from commonground.cli.signals import ended_by_signals
from commonground.errors import InputError, OwnError
from commonground.node.client import DeskClient
from commonground.node.clock import now
from commonground.node.data import data_folder
from commonground.node.demo.opening import Opened, play_opening
from commonground.node.demo.parties import DemoParty, make_parties

Child = subprocess.Popen[bytes]
PATIENCE_S = 60.0
RUN = "import sys; from commonground.cli.main import main; sys.exit(main())"


def demo(
    *,
    data: Path | None = None,
    ports: tuple[int, int] = (8701, 8702),
    once: Annotated[bool, Parameter(negative="")] = False,
    as_json: Json = False,
) -> int:
    """Show the product with two parties on this machine; Ctrl-C ends everything it started.

    Makes North (WGS 84, MGRS) and South (Kalianpur 1962, UTM zone 42N) in a temporary folder, gives them
    border depictions, lists of invented sites and coverage, and plays the opening of the story
    salala-2011 up to North's enquiry. You take South's part, and then North's.

    Parameters
    ----------
    data
        The data folder with depictions and land, as `make setup` made it.
    ports
        The two ports, North's and South's; a port in use is replaced by a free one.
    once
        End as soon as both desks stand, instead of waiting for Ctrl-C.
    as_json
        Print one JSON object with addresses, officers and passphrases.
    """
    began = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(ended_by_signals())
        try:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="commonground-demo-")))
            wanted = dict(zip(("north", "south"), (_free(port) for port in ports), strict=True))
            parties = make_parties(folder, wanted, data_folder(data), now=now())
            children = [stack.enter_context(_node(party)) for party in parties]
            opened = _open(parties, children)
            _tell(parties, opened, time.monotonic() - began, as_json=as_json)
            while not once:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("Ending both nodes.", file=sys.stderr)
    return 0


@contextmanager
def _node(party: DemoParty) -> Iterator[Child]:
    """A node as a process of its own, ended by its own number when the block ends."""
    arguments = [sys.executable, "-c", RUN, "node", "run", str(party.folder), "--port", str(party.port)]
    with (party.folder / "node.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _open(parties: list[DemoParty], children: list[Child]) -> Opened:
    desks = {party.code: DeskClient.at(party.url) for party in parties}
    try:
        for party, child in zip(parties, children, strict=True):
            _login(desks[party.code], party, child)
        opened = play_opening(desks, now())
        _arrived(desks["south"], opened.enquiry)
        for desk in desks.values():
            desk.post("/api/logout")
    finally:
        for desk in desks.values():
            desk.close()
    return opened


def _login(desk: DeskClient, party: DemoParty, child: Child) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            desk.login(party.officer, party.passphrase)
            return
        except OwnError as error:
            if child.poll() is not None or time.monotonic() > until:
                told = (party.folder / "node.log").read_text(errors="replace")
                last = told.strip().rpartition("\n")[2]
                raise OwnError(f"the node of {party.code} does not start", given=last) from error
            time.sleep(0.1)


def _arrived(desk: DeskClient, identity: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while all(one["id"] != identity for one in desk.desk()["exchanges"]):
        if time.monotonic() > until:
            raise OwnError("the enquiry did not reach South's desk", given=identity)
        time.sleep(0.05)


def _tell(parties: list[DemoParty], opened: Opened, took_s: float, *, as_json: bool) -> None:
    if as_json:
        shown = {
            "enquiry": opened.enquiry,
            "took_s": round(took_s, 2),
            "desks": [
                {"party": one.code, "url": one.url, "officer": one.officer, "passphrase": one.passphrase}
                for one in parties
            ],
        }
        print(json.dumps(shown), flush=True)
        return
    print(f"\n{opened.story}\n")
    for one in parties:
        print(f"{one.code.title():6} {one.url}    board {one.url}/board")
        print(f"       officer {one.officer}    passphrase {one.passphrase}\n")
    wrong, right = opened.readbacks[0], opened.readbacks[-1]
    print(
        "Try: log in at both desks. South has an enquiry in North's grid; its place is not drawn.\n"
        f"  1. As South, read back what was understood that night, 14 km off:  {wrong}\n"
        "     Both desks are blocked and say how far, which way, and the likely cause.\n"
        f"  2. As South, measure again, with the anchor:  {right}\n"
        "     Both desks now hold the same place. Answer from South's register; acknowledge as North.\n"
        "  3. Look at the record of both, and take a proof; `cg verify FILE` checks it without any node.\n"
        "The sites are invented. Not listed does not mean unprotected. Ctrl-C ends both nodes.",
        flush=True,
    )


def _free(port: int) -> int:
    if not 0 <= port < 65536:
        raise InputError("a port is 1 to 65535, or 0 for a free one", where="--ports", given=str(port))
    for candidate in (port, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", candidate))
            return int(probe.getsockname()[1])
    raise OwnError("no free port on 127.0.0.1", given=str(port))
