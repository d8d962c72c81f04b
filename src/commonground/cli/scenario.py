"""`cg scenario`: play what happened, as the public record has it, against the product."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from commonground.node.scenario import story as stories
from commonground.node.scenario.play import Told, play_story
from commonground.position.window import utc_text


def list_(*, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False) -> int:
    """List the scenarios, each with what it is about.

    Parameters
    ----------
    as_json:
        One JSON object a scenario.
    """
    for name in stories.names():
        one = stories.load(name)
        if as_json:
            plays = [{"name": play.name, "title": play.title, "mistake": play.mistake} for play in one.plays]
            print(json.dumps({"name": name, "title": one.title, "about": one.about, "plays": plays}))
        else:
            print(f"{name}: {one.title}")
            for play in one.plays:
                print(f"    {play.name}: {play.title}")
    return 0


def run(
    name: str, /, *, play: str = "", as_json: Annotated[bool, Parameter(name="--json", negative="")] = False
) -> int:
    """Play a scenario and show at which step the product would have stopped the mistake.

    Exit code 3 when it stopped something, 0 when it did not.

    Parameters
    ----------
    name:
        The scenario, as `cg scenario list` names it.
    play:
        One play of it; all of them where none is named.
    as_json:
        One JSON object a step: t, party, did, findings, stopped.
    """
    story = stories.load(name)
    chosen = stories.only(story, play) if play else story
    stopped = False
    last = ""
    known: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="commonground-scenario-") as folder:
        for told in play_story(chosen, Path(folder)):
            stopped = stopped or bool(told.stopped)
            if as_json:
                print(json.dumps(told.as_json(), ensure_ascii=False))
                continue
            if told.play != last:
                last = told.play
                known.clear()
                title = next(one.title for one in chosen.plays if one.name == last)
                print(f"\n== {last}: {title}")
            _print(told, known)
    if not as_json:
        print(f"\n{story.about}", file=sys.stderr)
    return 3 if stopped else 0


def _print(told: Told, known: set[str]) -> None:
    """One step in words; a fact of the record only where the play first rests on it."""
    who = f"{told.party}: " if told.party else ""
    print(f"{utc_text(told.t)}  {who}{told.did}")
    clocks = "; ".join(f"{party} {text}" for party, text in told.local.items())
    if clocks:
        print(f"    {clocks}")
    for fact in told.record:
        if fact.id in known:
            continue
        known.add(fact.id)
        print(f"    record [{fact.mark}] {fact.text} ({fact.source})")
    for finding, desks in told.findings:
        print(f"    {finding.level.word}, {' and '.join(desks)}: {finding.text}")
    if told.stopped:
        print(f"    STOPPED: {told.stopped}")
