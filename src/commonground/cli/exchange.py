"""`cg exchange list|show`: what is being asked and answered, as our desk sees it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from cyclopts import Parameter

from commonground.cli.door import Door, at_desk
from commonground.cli.named import exchange_named, reference
from commonground.cli.options import Json
from commonground.cli.plain import one_line

CLOSED = ("closed", "withdrawn")


def list_(
    *, all_: Annotated[bool, Parameter("--all", negative="")] = False, door: Door, as_json: Json = False
) -> int:
    """List the exchanges that are open, the one due first at the top. Exit 3 when one waits for us.

    Parameters
    ----------
    all_
        Closed and withdrawn ones too.
    as_json
        One JSON object an exchange, whole.
    """
    with at_desk(door) as desk:
        shown = [one for one in desk.desk()["exchanges"] if all_ or one["state"] not in CLOSED]
    for one in shown:
        print(json.dumps(one, ensure_ascii=False) if as_json else _row(one))
    if not shown and not as_json:
        print("No enquiry is open. Silence says nothing about the ground.")
    return 3 if any(_due(one) for one in shown) else 0


def show(identity: str, /, *, door: Door, as_json: Json = False) -> int:
    """Show one exchange: the place as given, what was measured and said, what is due. Exit 3 on a finding.

    The place has no numbers while it waits for our own readback: measure it on our map first.

    Parameters
    ----------
    identity
        Its id, the first 8 digits or more, or its reference.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
    print(json.dumps(one, ensure_ascii=False) if as_json else "\n".join(_lines(one)))
    return 3 if one["blocked"] or any(found["level"] != "note" for found in one["findings"]) else 0


def _due(one: dict[str, Any]) -> bool:
    """Whether the next step that moves the exchange on is ours."""
    return any(step in one["next"] for step in ("readback", "answer", "confirm", "acknowledge"))


def _row(one: dict[str, Any]) -> str:
    marks = [mark for mark, on in (("LATE", one["late"]), ("DELAYED", one["delayed"])) if on]
    marks += ["BLOCKED"] if one["blocked"] else []
    head = (
        f"{one['id'][:16]} {reference(one['id'])} {one['from']} asks {one['to']}: "
        f"{one['state'].replace('_', ' ')}, due {one['deadline']}"
    )
    return f"{' '.join([head, *marks])}\n    {one_line(one['question'])}\n    next at this desk: {_next(one)}"


def _next(one: dict[str, Any]) -> str:
    return ", ".join(step.replace("_", " ") for step in one["next"]) or "nothing"


def _lines(one: dict[str, Any]) -> list[str]:
    place = one["place"]
    lines = [
        f"{one['id']} ({reference(one['id'])})",
        f"{one['from']} asks {one['to']}: {one['state'].replace('_', ' ')}",
        f"question: {one_line(one['question'])}",
        f"occasion: {one_line(one['occasion']) or 'none stated'}",
        f"place as given: {one_line(place['as_given'])} ({one_line(place['grid'])})",
        f"anchor: {one_line(place['anchor']) or 'none given'}",
    ]
    if one["withheld"]:
        lines.append("on our map: withheld until our own readback")
    elif place.get("own_grid"):
        lines.append(f"in our grid: {place['own_grid']}, within {place['ce95_m']:.0f} m (95 %)")
    lines.append(
        f"margin {one['margin_m']:.0f} m, from {one['window']['from']} to {one['window']['to']}, "
        f"answer due {one['deadline']}"
    )
    for what in ("sent", "deadline"):
        local = "; ".join(f"{party} {text}" for party, text in one[f"{what}_local"].items())
        lines += [f"{what}, local: {local}"] if local else []
    report = one["report"]
    if report:
        told = f" to {one_line(report['to'])}" if report["to"] else ""
        how = f"by {one_line(report['channel'])} at {report['at']}"
        lines.append(f'report of {one_line(report["source"])}{told}, {how}: "{one_line(report["words"])}"')
    if one["readback"]:
        found = one["readback"]
        how = "independent" if found["independent"] else "NOT INDEPENDENT"
        lines.append(f"readback, {how}: {one_line(found['place']['as_given'])}. {found['text']}")
    if one["not_confirmed_at_source"]:
        lines.append("not confirmed at the source")
    if one["answer"]:
        said = one["answer"]
        lines.append(f"answer: {said['text']} {one_line(said['words'])}".rstrip())
        lines.append(f"    {said['standing']}")
    if one["blocked"]:
        lines.append(f"BLOCKED: {one['blocked']}")
    lines += [f"{found['level']}: {one_line(found['text'])}" for found in one["findings"]]
    lines += [
        f"  {step['at']} {step['party']}/{step['officer']}: {one_line(step['text'])}"
        + ("" if step["taken"] else " (changes nothing)")
        for step in one["log"]
    ]
    return [*lines, f"next at this desk: {_next(one)}"]
