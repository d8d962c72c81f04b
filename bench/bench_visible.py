"""How soon does the other party's desk show what an officer has said?

Two real nodes with their own processes, desks on loopback, linked by TLS with pinned certificates. North's
officer asks; the time runs from the answer to his request (it is on disk then) until South's desk shows the
enquiry. South is asked every 10 ms, so that the figure is at most that much too large. Proved: the
enquiry that South shows is the one that was asked. The peer is a bare request to the other node's desk.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.node.parties import enquiry, make_two
from tests.node.test_two_processes import Process, free_port

from commonground.node import clock
from commonground.node.config import read_config, write_config

ASKED = 40
PATIENCE_S = 30.0


def started(base: Path) -> dict[str, Process]:
    """Two nodes that know each other."""
    ports = {code: free_port() for code in ("north", "south")}
    peer_ports = {code: free_port() for code in ("north", "south")}
    urls = {code: f"https://127.0.0.1:{port}" for code, port in peer_ports.items()}
    folders = make_two(base, now=clock.now(), urls=urls)
    for code, folder in folders.items():
        write_config(replace(read_config(folder), peer_host="127.0.0.1", peer_port=peer_ports[code]))
    return {code: Process(code, folders[code], ports[code]) for code in ports}


def measured(nodes: dict[str, Process]) -> tuple[list[float], list[float]]:
    """Seconds until each enquiry was seen, and of a bare request."""
    north, south = nodes["north"].desk(), nodes["south"].desk()
    seen, bare = [], []
    for number in range(ASKED):
        identity = north.post("/api/enquiries", enquiry(clock.now(), question=f"Number {number}?"))["id"]
        start = time.perf_counter()
        while True:
            asked = time.perf_counter()
            shown = {one["id"]: one["question"] for one in south.desk()["exchanges"]}
            bare.append(time.perf_counter() - asked)
            if identity in shown:
                break
            if asked - start > PATIENCE_S:
                raise AssertionError("it never came")
            time.sleep(0.01)
        seen.append(time.perf_counter() - start)
        if shown[identity] != f"Number {number}?":
            raise AssertionError("South shows another enquiry")
    return seen, bare


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as base:
        nodes = started(Path(base))
        try:
            seen, bare = measured(nodes)
        finally:
            for one in nodes.values():
                one.kill()
    print(f"{'question':44} {'ours':>9} {'request':>9}  budget")
    middle, peer = statistics.median(seen), statistics.median(bare)
    worst = sorted(seen)[int(len(seen) * 0.95)]
    print(f"{'append to visible at the peer, median':44} {middle:8.3f}s {peer:8.3f}s  0.5 s")
    print(f"{'  95 of 100':44} {worst:8.3f}s {'-':>9}  -")


if __name__ == "__main__":
    main()
