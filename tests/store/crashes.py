"""Kill a node's process at a random point, and ask what is left. Used by the tests and the long campaign."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from tests.simulator import World

from commonground.statements.roster import origin_of
from commonground.store.files.fsck import fsck

REPOSITORY = Path(__file__).resolve().parents[2]


def killed(folder: Path, chance: random.Random, most_s: float = 0.25) -> list[tuple[str, int, str]]:
    """Run the child, kill -9 it at a random moment; gives what it had acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.crash_child", str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, most_s))
    finally:
        child.kill()
        rest = child.stdout.read().decode()
        child.stdout.close()
        child.wait()
    return acknowledged(rest)


def acknowledged(lines: str) -> list[tuple[str, int, str]]:
    """The appends that were answered; a line that the kill cut short was not."""
    whole = lines[: lines.rfind("\n") + 1].split("\n")[:-1]
    found = []
    for line in whole:
        if line.startswith(("north", "south")):
            code, index, identity = line.split(" ")
            found.append((code, int(index), identity))
    return found


def check_what_is_left(folder: Path, said: list[tuple[str, int, str]]) -> None:
    """Every acknowledged statement is there, where it was; one head a size; both nodes go on."""
    world = World(folder, "north", "south")
    for code, store in world.stores.items():
        assert not store.restored
        for _, index, identity in (one for one in said if one[0] == code):
            found = store.find(identity)
            assert found is not None, f"{code} lost entry {index}"
            assert (found.origin, found.index) == (origin_of(code), index)
            assert found.statement is not None
        twice = store.database.read("SELECT log, size FROM head GROUP BY log, size HAVING count(*) > 1")
        assert twice.fetchall() == []
    world.meet("north", "south")
    world.meet("north", "south")
    for store in world.stores.values():
        assert fsck(store) == []
    north, south = (world.stores[code].statements() for code in ("north", "south"))
    assert [one.id for one in north] == [one.id for one in south]
    world.close()
