"""`cg drill`: practise with a scripted counterpart, away from everything real, and get a score."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import httpx

from commonground.cli.options import Json
from commonground.cli.signals import ended_by_signals
from commonground.node import clock
from commonground.node.drill import script as scripts
from commonground.node.drill.ground import Ground, InMemory
from commonground.node.drill.play import Player
from commonground.node.drill.processes import Processes
from commonground.node.drill.score import Score

LOOK_EVERY_S = 2.0  # with people at the desks


def list_(*, as_json: Json = False) -> int:
    """List the drills, each with what it is about.

    Parameters
    ----------
    as_json
        One JSON object a drill.
    """
    for name in scripts.names():
        one = scripts.load(name)
        if as_json:
            print(json.dumps({"name": name, "title": one.title, "about": one.about, "limit_s": one.limit_s}))
        else:
            print(f"{name}: DRILL, {one.title}\n    {one.about}")
    return 0


def run(
    name: str,
    /,
    *,
    desks: Literal[0, 1, 2] = 1,
    folder: Path | None = None,
    real: str = "",
    as_json: Json = False,
) -> int:
    """Play a drill. Exit 0 when every expectation was met, 3 when not, 1 when a real alarm ended it.

    The drill makes parties, keys, logs and nodes of its own; nothing of it reaches a real node.

    Parameters
    ----------
    name
        The drill, as `cg drill list` names it.
    desks
        1: you sit at North's desk and the script is South; 2: people sit at both, and the script gives
        them cards and cuts the link; 0: nobody sits, model officers play it in seconds.
    folder
        Where its logs and the score stay; a new one. Thrown away when left out.
    real
        Address of the real node: when an alarm stands there, the drill ends at once.
    as_json
        Print one JSON object.
    """
    drill = scripts.load(name)
    with ExitStack() as stack:
        stack.enter_context(ended_by_signals())
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="commonground-drill-")))
        ground: Ground
        if desks == 0:
            ground = stack.enter_context(InMemory(place / "drill", clock.now()))
        else:
            ground = stack.enter_context(Processes(place / "drill"))
            _doors(ground, desks)
        played = {0: ("north", "south"), 1: ("south",), 2: ()}[desks]
        every_s = 10.0 if desks == 0 else LOOK_EVERY_S
        player = Player(
            drill, ground, played=played, say=_say, real_alarm=_alarm_at(real), look_every_s=every_s
        )
        try:
            result = player.run()
        except KeyboardInterrupt:
            _say("DRILL ended by hand; no score. Ending both nodes.")
            return 1
        if folder is not None:
            (folder / "score.txt").write_text(result.page, encoding="utf-8")
    print(
        json.dumps(result.as_json(), ensure_ascii=False) if as_json else result.page,
        end="\n" if as_json else "",
    )
    return _exit(result)


def _exit(result: Score) -> int:
    if result.interrupted:
        return 1
    return 0 if result.whole else 3


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _doors(ground: Processes, desks: int) -> None:
    for side in ("north", "south")[:desks]:
        party = ground.parties[side]
        door = f"officer {party.officer}   passphrase {party.passphrase}"
        _say(f"DRILL desk of {side.title()}: {ground.urls[side]}   {door}")


def _alarm_at(url: str) -> Callable[[], bool]:
    """Whether an alarm stands at the real node; a node that does not answer is said to be so, once."""
    silent = False

    def look() -> bool:
        nonlocal silent
        if not url:
            return False
        try:
            with httpx.Client(base_url=url, timeout=2.0, trust_env=False) as client:
                return int(client.get("/health").json()["alarms"]) > 0
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            if not silent:
                _say(f"DRILL warning: the real node at {url} does not answer. Watch the real desk yourself.")
            silent = True
            return False

    return look
