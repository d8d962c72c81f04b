"""`cg answer`: what our register yields for an enquiry, and the officer's answer from it."""

from __future__ import annotations

from typing import Literal

from commonground.cli.door import Door, at_desk, told, wait_for
from commonground.cli.named import exchange_named
from commonground.cli.options import Json


def answer(
    identity: str,
    /,
    *,
    outcome: Literal["something_within", "none_by_register", "cannot_say"] | None = None,
    words: str = "",
    wait: float = 0.0,
    door: Door,
    as_json: Json = False,
) -> int:
    """Answer an enquiry from our register, after the readback. Without --outcome it only shows.

    An officer may say less than the register yields, never more. An answer is not final before an officer
    of the asker has acknowledged it: how far it has come is said with it. Exit 0 when the register yields
    none within its coverage, 3 when it yields something or cannot say; with --wait 4 when no officer of the
    asker had acknowledged by then.

    Parameters
    ----------
    identity
        The enquiry: its id, the first 8 digits or more, or its reference.
    outcome
        Something_within, none_by_register or cannot_say.
    words
        The officer's own words.
    wait
        Seconds to wait for the acknowledgement.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        one = exchange_named(desk, identity)
        path = f"/api/exchanges/{one['id']}"
        found = {} if outcome == "cannot_say" else dict(desk.get(f"{path}/register"))
        if outcome is None:
            told(found, as_json, found["text"])
            return 0 if found["answer"] == "none_by_register" else 3
        found["id"] = desk.post(f"{path}/answer", {"outcome": outcome, "words": words})["id"]
        seen = wait_for(
            lambda: desk.exchange(one["id"]), lambda now: now["acknowledged_at"] is not None, wait
        )
    said = seen["answer"]
    found |= {"outcome": outcome, "given": said["given"], "standing": said["standing"]}
    told(found, as_json, f"{found['id']}\n{said['text']}\n{said['standing']}")
    if wait and seen["acknowledged_at"] is None:
        return 4
    return 0 if found.get("answer") == "none_by_register" else 3
