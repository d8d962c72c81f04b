"""How soon is a node with a long record at work, and how much memory does it hold?

    python -m bench.bench_start [STATEMENTS]      (100,000 when left out; the goal is for 1,000,000)

A party's own log, half of it sealed: notices of posts, each withdrawn later, two minutes apart, so that all but
the last days are settled. First a process that begins from nothing: it opens every statement and makes the
snapshot. Then `cg node run` as a user starts it, from the snapshot: until it answers, and from an officer's
login to his whole desk. Last the same without the snapshot: whether it answers while it reads. Proved: the
picture from the snapshot is that from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from tests.node.parties import OFFICER, PASSPHRASE, T0, make_party
from tests.node.test_two_processes import free_port
from tests.statements.samples import site

from commonground.node.auth.sealed import unseal
from commonground.node.client import DeskClient
from commonground.node.config import read_config
from commonground.node.folder import key_of, machine_keys, read_officers, read_roster
from commonground.statements.form.commitment import Opening
from commonground.statements.header import Header
from commonground.statements.notice import Withdrawal
from commonground.statements.roster import BOX
from commonground.statements.statement import write_statement
from commonground.store.sealing import seal_to
from commonground.store.store import Store
from commonground.store.values import NodeKeys

CODE = "north"
PATIENCE_S = 60.0


def fill(folder: Path, count: int) -> None:
    """Put statements into a party's log, without the desk's care for each, and seal it once."""
    config = read_config(folder)
    opened = unseal(read_officers(folder)[OFFICER[CODE]], PASSPHRASE[CODE])
    officer = key_of(CODE, OFFICER[CODE], opened.seed)
    keys = machine_keys(config)
    store = Store.open(
        folder / "store",
        party=CODE,
        roster=read_roster(config),
        keys=NodeKeys(log=keys.log, witness=keys.witness, node=keys.node, box=key_of(CODE, BOX, opened.box)),
    )
    (log,) = store.logs()
    bodies: list[tuple[object, ...]] = []

    def rows() -> Iterator[tuple[object, ...]]:
        post = ""
        for number in range(log.size, count):
            withdraws = number % 2 == 1
            body: object = Withdrawal(withdraws=post, reason="moved") if withdraws else site(f"post {number}")
            kind = "withdrawal" if withdraws else "site"
            header = Header(
                kind=kind,
                party=CODE,
                officer=OFFICER[CODE],
                role="watch",
                seq=number + 10,
                at=T0 + timedelta(minutes=2 * number),
                re=(post,) if withdraws and post else (),
                nonce="" if withdraws else secrets.token_hex(16),
            )
            note = write_statement(header, body, officer)
            post = hashlib.sha256(note[: note.index(b"\n\n") + 1]).hexdigest()
            leaf = note
            if not withdraws:
                opening = Opening(salt=secrets.token_bytes(32), note=note)
                leaf = opening.entry()
                bodies.append((log.log, number, CODE, number, seal_to(store.box().verifier, opening.write())))
            yield number + 1, log.log, number, leaf, post, kind if withdraws else ""

    with store.database.write() as connection:
        connection.executemany(
            "INSERT INTO entry (arrival, log, idx, leaf, id, kind) VALUES (?, ?, ?, ?, ?, ?)", rows()
        )
        connection.executemany(
            "INSERT INTO body (log, idx, party, at, sealed) VALUES (?, ?, ?, ?, ?)", bodies
        )
    store.seal(T0)
    store.close()


FROM_NOTHING = """
import json, sys, time
from pathlib import Path
from tests.node.parties import OFFICER, PASSPHRASE
from commonground.node.auth.sealed import unseal
from commonground.node.folder import read_officers
from commonground.node.service import Node
folder = Path(sys.argv[1])
opened = unseal(read_officers(folder)[OFFICER["north"]], PASSPHRASE["north"])
start = time.perf_counter()
node = Node.open(folder, origin="http://north")
node.picture()
locked = time.perf_counter() - start
node.unlock(OFFICER["north"], opened)
picture = node.picture()
took = time.perf_counter() - start
items = sorted(one.id for one in picture.register.statements.values())
(most,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(json.dumps({"seconds": took, "locked": locked, "cpu": time.process_time(), "megabytes": int(most.split()[1]) // 1024, "items": items,
                  "statements": len(picture.statements), "settled": picture.settled}))
"""


def pictured(folder: Path) -> dict[str, Any]:
    """What a process of its own knows of the record, and what that took."""
    done = subprocess.run(
        [sys.executable, "-c", FROM_NOTHING, str(folder)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def node_run(folder: Path) -> Iterator[tuple[int, str]]:
    """`cg node run`; gives the process's id and its address."""
    port = free_port()
    run = "import sys; from commonground.cli.main import main; sys.exit(main())"
    child = subprocess.Popen(
        [sys.executable, "-c", run, "node", "run", str(folder), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child.pid, f"http://127.0.0.1:{port}"
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(PATIENCE_S)


def answer(url: str) -> dict[str, Any]:
    """/health, as soon as the node answers."""
    start = time.perf_counter()
    while True:
        try:
            told: dict[str, Any] = httpx.get(f"{url}/health", timeout=PATIENCE_S).raise_for_status().json()
            return told
        except httpx.TransportError:
            if time.perf_counter() - start > PATIENCE_S:
                raise
            time.sleep(0.02)


def started(folder: Path) -> tuple[float, float, float, int]:
    """Seconds until `cg node run` answers, CPU seconds of that, seconds from login to desk, most memory in MB."""
    start = time.perf_counter()
    with node_run(folder) as (pid, url):
        answer(url)
        answered = time.perf_counter() - start
        ticks = sum(int(one) for one in Path(f"/proc/{pid}/stat").read_text().split()[13:15])
        entered = time.perf_counter()
        client = DeskClient.at(url)
        client.login(OFFICER[CODE], PASSPHRASE[CODE])
        client.get("/api/desk")
        desk = time.perf_counter() - entered
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
        (most,) = [line for line in status if line.startswith("VmHWM")]
    return answered, ticks / os.sysconf("SC_CLK_TCK"), desk, int(most.split()[1]) // 1024


def reading(folder: Path) -> tuple[str, float]:
    """Without the snapshot: what state the node says it is in, and its slowest answer in some seconds."""
    for one in (folder / "store").glob("known-*"):
        one.unlink()
    slowest = 0.0
    with node_run(folder) as (_, url):
        state = str(answer(url)["state"])
        end = time.perf_counter() + 4.0
        while (asked := time.perf_counter()) < end:
            state = max(state, str(answer(url)["state"]))  # "reading" comes after "locked"
            slowest = max(slowest, time.perf_counter() - asked)
    return state, slowest


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as base:
        folder = make_party(Path(base) / CODE, CODE)
        bare = started(folder)
        fill(folder, count)
        nothing = pictured(folder)
        again = pictured(folder)
        if again["items"] != nothing["items"] or again["settled"] != nothing["settled"]:
            raise AssertionError("the snapshot and the record say two things")
        if again["settled"] + again["statements"] != count:
            raise AssertionError("statements are missing")
        long = started(folder)
        meanwhile = reading(folder)
    size = f"{count:,} statements"
    print(f"{'question':52} {size:>20} {'empty record':>13}  budget")
    lines = (
        ("`cg node run` until it answers (wall)", f"{long[0]:.2f} s", f"{bare[0]:.2f} s", "3 s"),
        ("  CPU of that", f"{long[1]:.2f} s", f"{bare[1]:.2f} s", "-"),
        ("login to the whole desk (wall)", f"{long[2]:.2f} s", f"{bare[2]:.2f} s", "-"),
        ("most memory of that process", f"{long[3]} MB", f"{bare[3]} MB", "300 MB"),
        ("without the snapshot: read locked, then open (wall)", f"{nothing['seconds']:.0f} s", "-", "-"),
        ("  of it locked", f"{nothing['locked']:.0f} s", "-", "-"),
        ("  CPU of that process", f"{nothing['cpu']:.0f} s", "-", "-"),
        ("  most memory", f"{nothing['megabytes']} MB", "-", "300 MB"),
        (f"  /health says {meanwhile[0]}; its slowest answer", f"{meanwhile[1]:.2f} s", "-", "-"),
        ("statements at the desk, settled", f"{again['statements']:,}, {again['settled']:,}", "-", "-"),
    )
    for line in lines:
        print(f"{line[0]:52} {line[1]:>20} {line[2]:>13}  {line[3]}")


if __name__ == "__main__":
    main()
