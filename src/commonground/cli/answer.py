"""`cg answer`: what our register yields for an enquiry, and the officer's answer from it."""

from __future__ import annotations

from typing import Literal

from commonground.cli.door import Door, Json, at_desk, told


def answer(
    identity: str,
    /,
    *,
    outcome: Literal["something_within", "none_by_register", "cannot_say"] | None = None,
    words: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Answer an enquiry from our register, after the readback. Without --outcome it only shows.

    An officer may say less than the register yields, never more. Exit 0 when the register yields none
    within its coverage, 3 when it yields something or cannot say.

    Parameters
    ----------
    identity
        The enquiry's id.
    outcome
        Something_within, none_by_register or cannot_say.
    words
        The officer's own words.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        if outcome == "cannot_say":
            said = desk.post(f"/api/exchanges/{identity}/answer", {"outcome": outcome, "words": words})
            told(said, as_json, said["id"])
            return 3
        found = desk.get(f"/api/exchanges/{identity}/register")
        if outcome is not None:
            found["id"] = desk.post(
                f"/api/exchanges/{identity}/answer", {"outcome": outcome, "words": words}
            )["id"]
    told(found, as_json, found["text"] if outcome is None else f"{found['id']}\n{found['text']}")
    return 0 if found["answer"] == "none_by_register" else 3
