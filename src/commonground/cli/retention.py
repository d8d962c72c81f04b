"""`cg retention`: how long what was said is kept, holds, and destruction. Each is a statement in our log."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from commonground.cli.door import Door, at_desk, told
from commonground.cli.options import Json


def set_(
    identity: list[str],
    /,
    *,
    retention_class: Annotated[Literal["operation", "inquiry", "personal"], Parameter("--class")],
    until: str = "",
    words: str = "",
    door: Door,
    as_json: Json = False,
) -> int:
    """Say of which class statements are, and until when they are kept. Nothing is destroyed by it.

    Parameters
    ----------
    identity
        The id of a statement; one or several.
    retention_class
        Operation, inquiry or personal.
    until
        Until when they are kept, UTC; until somebody says otherwise when left out.
    words
        A word beside it.
    as_json
        Print one JSON object.
    """
    given = {"of": identity, "retention_class": retention_class, "until": until or None, "words": words}
    with at_desk(door) as desk:
        said = desk.post("/api/retention", given)
    told(said, as_json, said["id"])
    return 0


def due(*, door: Door, as_json: Json = False) -> int:
    """Show what may be destroyed now: its retention is over, and no hold keeps it.

    Parameters
    ----------
    as_json
        Print one JSON object, with what is held.
    """
    with at_desk(door) as desk:
        shown = desk.get("/api/retention")
    hint = "Everything is held: nothing may be destroyed." if shown["all_held"] else ""
    told(shown, as_json, "\n".join(shown["due"]), hint)
    return 0


def hold(identity: list[str] | None = None, /, *, reason: str, door: Door, as_json: Json = False) -> int:
    """Stop the destruction of statements, or of everything when none is named, until it is lifted.

    Parameters
    ----------
    identity
        The id of a statement; none, one or several.
    reason
        Why.
    as_json
        Print one JSON object.
    """
    return _hold(identity, reason, door, as_json, lifted=False)


def lift(identity: list[str] | None = None, /, *, reason: str, door: Door, as_json: Json = False) -> int:
    """Lift a hold that was set before, on the same statements or on everything.

    Parameters
    ----------
    identity
        The id of a statement; none, one or several.
    reason
        Why.
    as_json
        Print one JSON object.
    """
    return _hold(identity, reason, door, as_json, lifted=True)


def destroy(identity: list[str], /, *, reason: str, door: Door, as_json: Json = False) -> int:
    """Destroy salt and bytes of statements with us, and the files that they alone name.

    The log keeps its commitments and says nothing any more. A hold stops it; what is public cannot be
    destroyed; what others hold is theirs to destroy.

    Parameters
    ----------
    identity
        The id of a statement; one or several.
    reason
        Why; it is on record.
    as_json
        Print one JSON object.
    """
    with at_desk(door) as desk:
        said = desk.post("/api/destroy", {"of": identity, "reason": reason})
    told(said, as_json, said["id"])
    return 0


def _hold(identity: list[str] | None, reason: str, door: Door, as_json: bool, *, lifted: bool) -> int:
    with at_desk(door) as desk:
        said = desk.post("/api/hold", {"of": identity or [], "lifted": lifted, "reason": reason})
    told(said, as_json, said["id"])
    return 0
