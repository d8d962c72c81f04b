"""What terminals say that they have loaded: which of them lacks what, and which message has come into one.

Only terminals that a party has named: whoever has named none works at its desk, where what it was told
stands by itself. Of another party's terminal we know what it said to us, so only what we gave it is held
against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from commonground.exchange.exchange import Exchange
from commonground.finding import Finding, Level
from commonground.node.desk.picture import Picture
from commonground.position.window import Window, utc_text
from commonground.register.fold import Standing
from commonground.register.upkeep.loaded import PointOfUse, loaded, loaded_into, not_loaded, points_of_use
from commonground.statements.admin import Receipt, ReceiptStage

OURS: Final = "Load them into it, then say so"
MOST_NAMED: Final = 50  # entries that a finding names; its sentence counts them all
THEIRS: Final = "Call them: it lacks what we gave them"


def lacking(picture: Picture, standing: Standing, now: datetime) -> tuple[Finding, ...]:
    """One finding for each terminal that lacks what it needs now or will need, the most pressing first."""
    held = loaded(picture.statements)
    if not held:
        return ()
    ours = {item.id for item in standing.items if item.party == picture.party}
    has = {key: frozenset(one.of) for key, one in held.items()}
    short: dict[tuple[str, str], PointOfUse] = {}
    for point in points_of_use(picture.statements, standing.items, now):
        key = point.party, point.terminal
        own = point.party == picture.party
        needs = tuple(one for one in point.needs if own or one in ours)
        if key in has and not has[key].issuperset(needs):
            point = replace(point, needs=needs)
            short[key] = _both(short[key], point) if key in short else point
    found = not_loaded(picture.statements, short.values(), now)
    return tuple(replace(one, about=one.about[:MOST_NAMED]) for one in found)


def loaded_alarms(found: Iterable[Finding], picture: Picture) -> list[dict[str, Any]]:
    """What is missing at a terminal whose window is open, or nearly, asks for a hand."""
    return [
        one.as_json()
        | {"about": list(one.about), "exchange": None, "take": None}
        | {"action": THEIRS if picture.by_id[one.about[0]].header.party == picture.party else OURS}
        for one in found
        if one.level is Level.URGENT
    ]


def loaded_messages(picture: Picture) -> Mapping[str, list[dict[str, Any]]]:
    """By the statement's id: into which terminals it was loaded, in the order in which that was said."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in picture.statements:
        body = one.body
        if isinstance(body, Receipt) and body.stage is ReceiptStage.LOADED and not body.document:
            terminal, version = loaded_into(body)
            row = {"terminal": terminal, "version": version, "at": utc_text(one.header.at)}
            for identity in body.of:
                said = picture.by_id.get(identity)
                if said is not None and said.header.party != one.header.party:
                    found.setdefault(identity, []).append({"party": one.header.party} | row)
    return found


def loaded_of(exchange: Exchange, messages: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Where the messages of one exchange were loaded."""
    return [row for line in exchange.log for row in messages.get(line.statement.id, ())]


def _both(one: PointOfUse, other: PointOfUse) -> PointOfUse:
    window = Window(
        start=min(one.window.start, other.window.start), end=max(one.window.end, other.window.end)
    )
    return replace(one, window=window, needs=tuple(sorted({*one.needs, *other.needs})))
