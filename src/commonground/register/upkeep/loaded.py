"""Loaded at the point of use: which terminal holds which version of what it will need.

A list that was received at the top and never reached the terminal that uses it protects nobody. So
each terminal's party says, in a receipt of stage *loaded*, what it has loaded: `of` names the
statements, `terminal` and `version` say into what and as which version; where `terminal` is empty,
`version` holds its name, a blank, and the version. Receipts of one version add up, another takes its
place. A receipt for a file says nothing of entries. What is not loaded before its window opens is a
finding, and rises through the roles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonground.finding import Finding, Kind, Level
from commonground.position.window import Window
from commonground.register.item import Item
from commonground.register.words import said_time
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.statement import Statement

UNNAMED = "the desk"  # of a party that has named no terminal yet
LEAD = timedelta(minutes=30)  # before the window opens, what is missing is urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOfUse:
    """A terminal that needs some statements from a moment on."""

    party: str
    terminal: str
    window: Window
    needs: tuple[str, ...]  # statement ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a terminal said it holds, the latest word."""

    party: str
    terminal: str
    version: str
    of: tuple[str, ...]
    at: datetime
    id: str


def version_of(ids: Iterable[str]) -> str:
    """The version of a set of statements: the same for everybody who holds the same set."""
    return hashlib.sha256("\n".join(sorted(set(ids))).encode()).hexdigest()[:16]


def loaded(statements: Iterable[Statement]) -> dict[tuple[str, str], Loaded]:
    """What every terminal holds, by party and terminal; order of arrival does not matter."""
    latest: dict[tuple[str, str], Loaded] = {}
    said = [one for one in statements if _is_loading(one)]
    for one in sorted(said, key=lambda one: (one.header.at, one.header.seq, one.id)):
        terminal, version = loaded_into(one.body)
        key = one.header.party, terminal
        before = latest[key].of if key in latest and latest[key].version == version else ()
        latest[key] = Loaded(
            party=one.header.party,
            terminal=terminal,
            version=version,
            of=tuple(dict.fromkeys((*before, *one.body.of))),
            at=one.header.at,
            id=one.id,
        )
    return latest


def loaded_into(receipt: Receipt) -> tuple[str, str]:
    """The terminal and the version that a receipt of stage *loaded* names."""
    if receipt.terminal:
        return receipt.terminal, receipt.version
    terminal, _, version = receipt.version.partition(" ")
    return terminal, version


def _is_loading(one: Statement) -> bool:
    body = one.body
    return isinstance(body, Receipt) and body.stage is ReceiptStage.LOADED and not body.document


def points_of_use(
    statements: Iterable[Statement], items: Iterable[Item], now: datetime
) -> tuple[PointOfUse, ...]:
    """Where what stands is needed: at every terminal that a recipient has named, or at the recipient itself.

    A notice is needed from its first window on, until its last ends; what nobody was told by name is
    needed nowhere. Windows are counted one by one, so that each rises in its own time.
    """
    terminals: dict[str, set[str]] = {}
    to: dict[str, tuple[str, ...]] = {}
    for one in statements:
        to[one.id] = one.header.to
        if _is_loading(one):
            terminals.setdefault(one.header.party, set()).add(loaded_into(one.body)[0])
    needed: dict[tuple[str, str, Window], list[str]] = {}
    for item in items:
        if item.has_ended or now >= item.ends:
            continue
        for party in to.get(item.id, ()):
            for terminal in sorted(terminals.get(party, {UNNAMED})):
                window = Window(start=item.begins, end=item.ends)
                needed.setdefault((party, terminal, window), []).append(item.id)
    return tuple(
        PointOfUse(party=party, terminal=terminal, window=window, needs=tuple(sorted(ids)))
        for (party, terminal, window), ids in needed.items()
    )


def not_loaded(
    statements: Iterable[Statement], points: Iterable[PointOfUse], now: datetime, *, lead: timedelta = LEAD
) -> tuple[Finding, ...]:
    """Every point of use that does not hold what it needs, the most pressing first."""
    held = loaded(statements)
    found = [finding for point in points if (finding := _lacking(point, held, now, lead)) is not None]
    return tuple(sorted(found, key=lambda one: (-one.level, one.text)))


def _lacking(
    point: PointOfUse, held: dict[tuple[str, str], Loaded], now: datetime, lead: timedelta
) -> Finding | None:
    if now >= point.window.end:
        return None
    has = held.get((point.party, point.terminal))
    missing = sorted(set(point.needs) - set(has.of if has else ()))
    if not missing:
        return None
    count = f"{len(missing)} of {len(point.needs)} entries"
    opens = f"its window opens at {said_time(point.window.start)}"
    if now >= point.window.start:
        opens = f"its window is open since {said_time(point.window.start)}"
    holds = f"holds version {has.version} of {said_time(has.at)}" if has else "has said nothing"
    return Finding(
        kind=Kind.NOT_LOADED,
        level=Level.URGENT if now >= point.window.start - lead else Level.CAUTION,
        text=f"{point.terminal} of {point.party} has not loaded {count} and {opens}; it {holds}.",
        about=tuple(missing),
    )


def versions_differ(statements: Iterable[Statement], points: Iterable[PointOfUse]) -> tuple[Finding, ...]:
    """Terminals that need the same statements and hold different versions of them."""
    held = loaded(statements)
    groups: dict[tuple[str, ...], list[Loaded]] = {}
    for point in points:
        has = held.get((point.party, point.terminal))
        if has is not None:
            groups.setdefault(tuple(sorted(point.needs)), []).append(has)
    found = []
    for holders in groups.values():
        versions = sorted({one.version for one in holders})
        if len(versions) > 1:
            who = ", ".join(f"{one.terminal} of {one.party} {one.version}" for one in holders)
            text = f"{len(versions)} versions of one plan are in use: {who}."
            about = tuple(one.id for one in holders)
            found.append(Finding(kind=Kind.VERSIONS_DIFFER, level=Level.URGENT, text=text, about=about))
    return tuple(found)
