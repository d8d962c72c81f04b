"""`cg ask`: raise an enquiry at our node, and wait for the answer if asked to."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Literal

from cyclopts import Parameter

from commonground.cli.door import Door, at_desk, said, wait_for
from commonground.cli.door import told as tell
from commonground.cli.options import Json
from commonground.cli.plain import one_line
from commonground.errors import InputError


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What our side was told of the place, word by word; it stays beside the place that we measured.

    Parameters
    ----------
    report
        The originator's words.
    report_from
        Who said it.
    report_to
        To whom.
    report_by
        Over which channel.
    report_at
        When, UTC, like 2030-01-01T06:00:00Z.
    """

    report: str = ""
    report_from: str = ""
    report_to: str = ""
    report_by: str = ""
    report_at: str = ""


def ask(
    party: str,
    text: str,
    /,
    *,
    start: str,
    end: str,
    margin: float,
    occasion: str = "",
    question: str = "",
    anchor: str = "",
    template: Literal["urgent", "ordinary", "movement"] = "ordinary",
    deadline: int | None = None,
    told: Told = Told(),
    reading: int | None = None,
    crs: str = "",
    wait: float = 0.0,
    door: Door,
    as_json: Json = False,
) -> int:
    """Ask a party: any of yours within the margin of this place, in this window?

    Prints the enquiry's id. With --wait it ends when the other party has answered: exit 0 for none by
    its register, 3 for something within or a finding, 4 for no answer in time or cannot say.
    Not listed does not mean unprotected.

    Parameters
    ----------
    party
        The code of the party asked.
    text
        The place, as our side writes it.
    start
        From when, UTC, like 2030-01-01T06:00:00Z.
    end
        Until when, UTC.
    margin
        Metres around the place.
    occasion
        Why it is asked; an urgent enquiry needs none.
    question
        The question in words; made from the margin when left out.
    anchor
        What stands there, like "300 m east of the bridge".
    template
        Urgent, ordinary or movement: how long the other side has, by the terms of the exchange.
    deadline
        Seconds that the other side has, where it is to be another time than the template's.
    reading
        Which reading of the text is meant, where it has several; counted from 1, as `cg read` shows them.
    crs
        The CRS of the text, where it is not our own.
    wait
        Seconds to wait for the answer.
    as_json
        Print one JSON object.
    """
    given = {
        "to": [party],
        "text": text,
        "anchor": anchor,
        "margin_m": margin,
        "window": {"from": start, "to": end},
        "question": question,
        "occasion": occasion,
        "template": template,
        "crs": crs,
        "deadline_s": deadline,
        "report": _report(told),
    }
    with at_desk(door) as desk:
        identity = said(desk, "/api/enquiries", given, reading)["id"]
        mine = desk.exchange(identity)
        for found in mine["findings"]:
            if found["kind"] == "asked_much":
                print(f"{found['level']}: {one_line(found['text'])}", file=sys.stderr)
        if not wait:
            tell({"id": identity}, as_json, identity)
            return 0
        seen = wait_for(lambda: desk.exchange(identity), lambda one: one["answer"] is not None, wait)
    answer = seen["answer"]
    text = (
        answer["text"]
        if answer
        else f"No answer yet; {seen['state'].replace('_', ' ')}. Silence says nothing."
    )
    tell(seen, as_json, f"{identity}\n{text}")
    if answer is None or answer["outcome"] == "cannot_say":
        return 4
    return 3 if answer["outcome"] == "something_within" or seen["findings"] else 0


def _report(told: Told) -> dict[str, Any] | None:
    needed = {"report_from": told.report_from, "report_by": told.report_by, "report_at": told.report_at}
    if not told.report:
        if any((*needed.values(), told.report_to)):
            raise InputError("a report has words", where="--report")
        return None
    for name, given in needed.items():
        if not given:
            raise InputError(
                "a report says from whom, by which channel and when", where=f"--{name.replace('_', '-')}"
            )
    return {
        "words": told.report,
        "source": told.report_from,
        "to": told.report_to,
        "channel": told.report_by,
        "at": told.report_at,
    }
