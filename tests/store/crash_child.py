"""A process to be killed: two nodes that append, seal and pull, and say what they have acknowledged.

    python -m tests.store.crash_child FOLDER [most bytes a file may have]

Prints `ready`, then one line for each acknowledged append: `<party> <index> <id>`; `full` when the disk
is. It never ends by itself.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

from tests.simulator import World

from commonground.errors import OwnError
from commonground.statements.message import Alarm


def run(world: World) -> None:
    """Append and pull for ever."""
    turn = 0
    while True:
        for code, other in (("north", "south"), ("south", "north")):
            for _ in range(3):
                turn += 1
                entry = world.say(code, Alarm(words=f"turn {turn}"), to=(other,))
                print(code, entry.index, entry.id, flush=True)
        world.meet("north", "south")


def main(folder: str, limit: str = "") -> None:
    """Open both nodes, and go on from whatever lies there; the kill may come before they are open."""
    print("ready", flush=True)
    world = World(Path(folder), "north", "south")
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        run(world)
    except OwnError as error:
        print("full", error, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
