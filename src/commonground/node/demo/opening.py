"""The opening of the story, said at the two desks as officers would: lists, coverage, one enquiry.

The steps come from the scenario's file; their times are moved to now. The enquiry is left open, so that
whoever watches takes the receiver's part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any, Final

from commonground.errors import OwnError
from commonground.node.client import DeskClient
from commonground.node.scenario.bodies import coverage
from commonground.node.scenario.story import Play, Step, load, only
from commonground.position.window import read_utc, utc_text

STORY: Final = "salala-2011"
PLAY: Final = "between-desks"
PARTIES: Final = {"coalition": "north", "pakistan": "south"}  # whom of the story the demonstration plays


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was said: the enquiry's id, and the readbacks that the story tells, for the hints."""

    enquiry: str
    story: str
    readbacks: tuple[str, ...]


def play_opening(desks: Mapping[str, DeskClient], now: datetime) -> Opened:
    """Say everything up to the first enquiry. Raises InputError where a desk refuses a step."""
    story = only(load(STORY), PLAY)
    play = story.plays[0]
    asking = next((step for step in play.steps if step.kind == "enquiry"), None)
    if asking is None:
        raise OwnError("the story has no enquiry to open with", where=f"{STORY} {PLAY}")
    for code, desk in desks.items():
        _sign_list(desk, f"sites-{code}.csv", now)
    for step in play.steps[: play.steps.index(asking)]:
        if step.kind == "coverage":
            body = coverage(step, story.actors[step.party])
            given = {
                "kinds": ["site", "unit"],
                "area": [list(vertex) for vertex in body.area.vertices],
                "ce95_m": body.area.ce95_m,
                "valid_until": utc_text(now + timedelta(days=1)),
                "words": body.words,
            }
            desks[PARTIES[step.party]].post("/api/coverage", given)
    identity = desks[PARTIES[asking.party]].post("/api/enquiries", _enquiry(asking, now))["id"]
    return Opened(enquiry=identity, story=story.title, readbacks=tuple(_readbacks(play)))


def _enquiry(step: Step, now: datetime) -> dict[str, Any]:
    given = step.given
    until = now + (read_utc(given["to"]) - step.t)
    (receiver,) = (code for code in PARTIES.values() if code != PARTIES[step.party])
    shown = {
        "to": [receiver],
        "text": given["place"]["text"],
        "anchor": given["place"].get("anchor", ""),
        "margin_m": float(given["margin_m"]),
        "window": {"from": utc_text(now), "to": utc_text(until)},
        "question": given["question"],
        "occasion": given["occasion"],
        "template": "ordinary",
    }
    if "report" in given:
        shown["report"] = dict(given["report"]) | {"at": utc_text(now)}
    return shown


def _readbacks(play: Play) -> list[str]:
    return [step.given["place"]["text"] for step in play.steps if step.kind == "readback"]


def _sign_list(desk: DeskClient, name: str, now: datetime) -> None:
    content = (resources.files("commonground.node.demo") / name).read_bytes()
    listed = desk.upload("/api/lists", name, content)
    rows = [row["row"] for row in listed["rows"] if row["status"] == "ok"]
    if len(rows) != len(listed["rows"]):
        raise OwnError("a row of the demonstration's own list cannot be read", where=name)
    window = {"from": utc_text(now - timedelta(days=30)), "to": utc_text(now + timedelta(days=365))}
    desk.post(f"/api/lists/{listed['token']}/sign", {"rows": rows, "window": window})
