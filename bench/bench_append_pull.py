"""How long do 1,000 statements take from an officer's hand to the other party's disk?

North says 1,000 enquiries for South alone, one after the other, each on disk before the next; then seals.
South pulls them: checks every signature and the tree, opens the bodies, cosigns. Proved: both read the
same statements. The peer is SQLite committing rows of the same size, with the same settings, in the same
run: nobody writes faster to this disk one by one.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from tests.simulator import World
from tests.statements.samples import enquiry

SIZE = 1_000
ROUNDS = 3
TURN = 20  # appends before the peer has its turn


def bare_database(folder: Path, name: str = "bare.db") -> sqlite3.Connection:
    """A database with one table, in WAL mode with synchronous=FULL as ours is."""
    connection = sqlite3.connect(folder / name, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE entry (number INTEGER PRIMARY KEY, leaf BLOB)")
    return connection


def bare_commits(connection: sqlite3.Connection, count: int, size: int) -> float:
    """Seconds for `count` commits of one row of `size` bytes."""
    rows = [os.urandom(size) for _ in range(count)]
    start = time.perf_counter()
    for row in rows:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO entry (leaf) VALUES (?)", (row,))
        connection.commit()
    return time.perf_counter() - start


def appended(
    world: World, bare: tuple[sqlite3.Connection, ...], count: int, body: object, *, public: bool = False
) -> tuple[float, ...]:
    """Seconds for `count` of our appends, then for as many commits of each bare database.

    Turn by turn on the same disk. A private statement is sealed to two parties and makes three rows; a bare
    commit writes one.
    """
    to = () if public else ("south",)
    seconds = [0.0] * (1 + len(bare))
    for _ in range(count // TURN):
        start = time.perf_counter()
        for _ in range(TURN):
            world.say("north", body, to=to, public=public or None)
        seconds[0] += time.perf_counter() - start
        for number, one in enumerate(bare, 1):
            seconds[number] += bare_commits(one, TURN, 1_300)
    return tuple(seconds)


def once(folder: Path) -> tuple[float, float, float, float]:
    """Wall seconds to append, of the peer's commits, to pull, and CPU seconds of the pull."""
    world = World(folder, "north", "south")
    bare = bare_database(folder)
    ours, theirs = appended(world, (bare,), SIZE, enquiry())
    bare.close()
    world.stores["north"].seal(world.now)
    start, cpu = time.perf_counter(), time.process_time()
    pulled = world.fetch("south", "north")
    done = time.perf_counter() - start, time.process_time() - cpu
    if (pulled.entries, pulled.bodies, pulled.cosigned, pulled.findings) != (SIZE, SIZE, True, ()):
        raise AssertionError(f"not everything came over: {pulled}")
    north, south = (world.stores[code].statements() for code in ("north", "south"))
    if [one.note for one in north] != [one.note for one in south]:
        raise AssertionError("the two parties do not read the same")
    world.close()
    return ours, theirs, *done


def main() -> None:
    """Print the table."""
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(once(Path(folder)))
    ours, theirs, pulled, cpu = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{'question':44} {'size':>6} {'ours':>9} {'peer':>9} {'ratio':>6}  budget")
    line = f"{ours:8.2f}s {theirs:8.2f}s {theirs / ours:6.2f}"
    print(f"{'append one by one, each on disk (wall)':44} {SIZE:6} {line}  see bench_record")
    print(f"{'pull, check, open, cosign (wall)':44} {SIZE:6} {pulled:8.2f}s {'-':>9} {'-':>6}  1 s")
    print(f"{'pull, check, open, cosign (CPU)':44} {SIZE:6} {cpu:8.2f}s {'-':>9} {'-':>6}  1 s")


if __name__ == "__main__":
    main()
