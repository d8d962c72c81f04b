"""The acts of a scripted officer, through the same door as a person's. DRILL stands in every text.

A step whose text lacks the word is refused here, before it reaches a desk: a fault of the script.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from commonground.errors import OwnError
from commonground.interop.voice.late import LateEntry, with_late
from commonground.node.client import DeskClient
from commonground.node.drill.parties import PREFIX
from commonground.node.drill.script import Step
from commonground.position.window import utc_text

WORD: Final = "DRILL"
LATE_ENTRY: Final = "LATE-ENTRY"  # stands in a script where a late entry goes
_TEXTS: Final = ("words", "question", "occasion", "anchor")


def act(step: Step, desk: DeskClient, ids: Mapping[str, str], now: datetime) -> None:
    """Do the step at the desk. InputError where the desk refuses it, OwnError where DRILL is missing."""
    given = {name: _with_late(text, now) for name, text in step.given.items()}
    identity = ids.get(str(given.pop("of", "")), "")
    if step.do == "enquiry":
        desk.post("/api/enquiries", _marked(_enquiry(step, given, now)))
    elif step.do == "alarm":
        desk.post("/api/alarm", _marked({"to": [_other(step)], "words": given["words"]}))
    elif step.do == "take":
        desk.post(f"/api/alarms/{identity}/take", _marked({"words": given["words"]}))
    else:
        if step.do == "standby":
            given["until"] = utc_text(now + timedelta(seconds=given.pop("for_s")))
        path = {"acknowledge": "acknowledge", "correct": "correct"}.get(step.do, step.do)
        desk.post(f"/api/exchanges/{identity}/{path}", _marked(given))


def _with_late(text: Any, now: datetime) -> Any:
    """A text whose last word is LATE-ENTRY, with a late entry in its place."""
    if not isinstance(text, str) or not text.endswith(LATE_ENTRY):
        return text
    entry = LateEntry(
        said_at=now - timedelta(seconds=45),
        entered_at=now,
        speaker=f"{WORD} duty officer",
        channel=f"{WORD} HF radio",
        page=f"{WORD} 14",
    )
    return with_late(text.removesuffix(LATE_ENTRY).strip(), entry)


def _enquiry(step: Step, given: dict[str, Any], now: datetime) -> dict[str, Any]:
    until = now + timedelta(seconds=given.pop("window_s", 21_600))
    if "report" in given:
        given["report"] = given["report"] | {"at": utc_text(now)}
    return given | {"to": [_other(step)], "window": {"from": utc_text(now), "to": utc_text(until)}}


def _other(step: Step) -> str:
    return PREFIX + ("south" if step.party == "north" else "north")


def _marked(given: dict[str, Any]) -> dict[str, Any]:
    """The same, once every text in it says DRILL."""
    texts: dict[str, str] = {name: given[name] for name in _TEXTS if name in given}
    texts |= {f"report.{name}": text for name, text in given.get("report", {}).items() if name != "at"}
    for name, text in texts.items():
        if WORD not in text:
            raise OwnError("a text of a drill without the word DRILL", where=name, given=text)
    return given
