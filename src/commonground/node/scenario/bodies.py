"""From the steps of a story to what is said: places read with the party's own profile, windows, shapes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from commonground.errors import InputError
from commonground.exchange.calls.deadlines import DEADLINES
from commonground.exchange.places.source import place_of
from commonground.node.scenario.story import Actor, Step
from commonground.position import geodesic
from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.position.reader.read import read_all
from commonground.position.window import Window, read_utc
from commonground.statements.message import Enquiry, Report
from commonground.statements.notice import (
    Coverage,
    CrossingStatus,
    MovementStage,
    Notice,
    NoticeKind,
    PlaceSaid,
    Verification,
)

CORNERS = 24  # of a coverage given as a circle


def place(step: Step, actor: Actor, key: str = "place") -> PlaceSaid:
    """The place of a step as the party's own desk reads it. InputError where it cannot be read as one."""
    given = need(step, key)
    table: Mapping[str, Any] = {"text": given} if isinstance(given, str) else given
    result = read_all(table["text"], actor.profile)
    chosen = table.get("reading", 0)
    if not result.readings or (len(result.readings) > 1 and "reading" not in table):
        raise InputError(f"read as {len(result.readings)} places", where=where(step), given=table["text"])
    return place_of(result.readings[chosen], anchor=table.get("anchor", ""))


def where(step: Step) -> str:
    """The step as an error names it."""
    return f"step {step.kind} of {step.party} at {step.t.isoformat()}"


def need(step: Step, key: str) -> Any:
    """What the step must give."""
    if key not in step.given:
        raise InputError(f"{key} is missing", where=where(step))
    return step.given[key]


def window(step: Step) -> Window:
    """The window of a step: from, to; from its own time on where it gives no start."""
    start = read_utc(step.given["from"]) if "from" in step.given else step.t
    return Window(start=start, end=read_utc(need(step, "to")))


def enquiry(step: Step, actor: Actor) -> Enquiry:
    """The enquiry of a step."""
    told = step.given.get("report")
    template = step.given.get("template", "urgent")
    return Enquiry(
        place=place(step, actor),
        margin_m=float(step.given.get("margin_m", 2000.0)),
        window=window(step),
        question=need(step, "question"),
        occasion=need(step, "occasion"),
        deadline=DEADLINES.deadline(template, step.t),
        template=template,
        report=None if told is None else _report(told, step.t),
    )


def _report(told: Mapping[str, Any], at: datetime) -> Report:
    return Report(words=told["words"], source=told["source"], channel=told["channel"], at=at)


def notice(step: Step, actor: Actor, ids: Mapping[str, str]) -> Notice:
    """The notice of a step: one place, or a way along several."""
    kind = NoticeKind(step.kind)
    said = place(step, actor) if "place" in step.given else None
    if said is not None:
        shape = Shape.place(said.position, reach_m=float(step.given.get("reach_m", 0.0)))
    else:
        shape = _way(step, actor)
    return Notice(
        kind=kind,
        item=need(step, "item"),
        extent=Extent(legs=(Leg(shape=shape, window=window(step)),)),
        label=step.given.get("label", ""),
        category=step.given.get("category", ""),
        place=said,
        confirmed_at=step.t - timedelta(minutes=float(step.given.get("confirmed_min_ago", 0))),
        verification=Verification(step.given.get("verification", "as_submitted")),
        source=step.given.get("source", ""),
        replaces=ids[step.given["replaces"]] if "replaces" in step.given else "",
        crossing=CrossingStatus(step.given.get("crossing", "unknown")),
        stage=MovementStage(step.given.get("stage", "notified")),
        hourly_m=1000.0 * float(step.given.get("km_h", 0.0)),
    )


def _way(step: Step, actor: Actor) -> Shape:
    stops = [
        place(Step(t=step.t, party=step.party, kind=step.kind, did=step.did, given={"place": text}), actor)
        for text in need(step, "way")
    ]
    return Shape(
        kind=ShapeKind.LINE,
        vertices=tuple((one.position.lat_deg, one.position.lon_deg) for one in stops),
        ce95_m=max(one.position.ce95_m for one in stops),
        reach_m=float(step.given.get("reach_m", 0.0)),
    )


def coverage(step: Step, actor: Actor) -> Coverage:
    """The coverage of a step, a circle around a place."""
    middle = place(step, actor).position
    radius_m = 1000.0 * float(need(step, "radius_km"))
    ring = tuple(
        geodesic.offset(middle.lat_deg, middle.lon_deg, 360.0 * n / CORNERS, radius_m) for n in range(CORNERS)
    )
    return Coverage(
        area=Shape(kind=ShapeKind.AREA, vertices=ring, ce95_m=middle.ce95_m),
        kinds=tuple(NoticeKind(kind) for kind in need(step, "kinds")),
        as_of=step.t,
        valid_until=read_utc(need(step, "to")),
        words=step.given.get("words", ""),
    )
