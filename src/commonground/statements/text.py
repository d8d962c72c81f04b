"""Statements in one plain sentence, for lists of the record.

Never a place, a grid or a distance: a list is read by officers who must not yet see the place. What the
desk may show stands with the exchange, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from commonground.position.extent import said_altitude
from commonground.position.window import utc_text
from commonground.statements.kinds import KINDS
from commonground.statements.message import Outcome
from commonground.statements.statement import Statement

WITHHELD = "A statement that was not disclosed to us; we hold its commitment."
SHOWN_LETTERS = 120

_OUTCOMES: Final = {
    Outcome.SOMETHING_WITHIN: "something within",
    Outcome.NONE_BY_REGISTER: "none by our register, within its coverage",
    Outcome.CANNOT_SAY: "cannot say",
}
_SAYS: Final[dict[str, Callable[[Any], str]]] = {
    "site": lambda body: f"Notice of a site: {_named(body)}{_altitudes(body)}.",
    "unit": lambda body: f"Notice of a unit: {_named(body)}{_altitudes(body)}.",
    "movement": lambda body: f"Notice of a movement: {_named(body)}{_altitudes(body)}.",
    "area": lambda body: f"Notice of an area: {_named(body)}{_altitudes(body)}.",
    "crossing": lambda body: f"Notice of a crossing: {_named(body)}, {body.crossing}{_altitudes(body)}.",
    "coverage": lambda body: f"Register complete for {', '.join(body.kinds)} as of {utc_text(body.as_of)}.",
    "withdrawal": lambda body: f"Withdrawal of {_short(body.withdraws)}: {_words(body.reason)}",
    "enquiry": lambda body: f"Enquiry: {_words(body.question)}",
    "standby": lambda body: f"Stand by until {utc_text(body.until)}. {_words(body.words)}",
    "readback": lambda body: (
        f"Readback of the place, {'independent' if body.independent else 'not independent'}."
    ),
    "confirmation": lambda body: f"Readback compared. {_words(body.words)}",
    "correction": lambda body: f"Correction of the place: {_words(body.words)}",
    "answer": lambda body: f"Answer: {_OUTCOMES[body.outcome]}, as of {utc_text(body.as_of)}.",
    "acknowledgement": lambda body: f"Acknowledgement of the answer. {_words(body.words)}",
    "doubt": lambda body: f"Doubt about {_short(body.doubts)}: {_words(body.words)}",
    "alarm": lambda body: f"ALARM: {_words(body.words)}",
    "terms": lambda body: f"Terms of the exchange: {_words(body.title)}",
    "roster": lambda body: f"Keys and officers of {_words(body.name)} ({len(body.officers)} officers).",
    "revocation": lambda body: f"Key of {body.officer} no longer counts from entry {body.from_size} on.",
    "receipt": lambda body: f"Receipt, {body.stage}, for {_count(body.of, 'statement')}.",
    "disclosure": lambda body: f"Disclosure of {_short(body.discloses)} to {', '.join(body.parties)}.",
    "disclosure_end": lambda body: f"End of disclosure of {_short(body.ends)} to {', '.join(body.parties)}.",
    "profile": lambda body: f"How we write places: {_words(body.name)}",
    "depiction": lambda body: f"A line as our source draws it: {_words(body.title)}",
    "document": lambda body: f"Document: {_words(body.title)} {_words(body.edition)}",
    "handover": lambda body: (
        f"The desk passes to {_words(body.to_officer)} with {_count(body.matters, 'open matter')}."
    ),
    "takeover": lambda body: f"The desk is taken over, {_count(body.read, 'matter')} read.",
    "test_call": lambda body: (
        f"Test call to {_words(body.party)} by {_words(body.way)}: "
        f"{'answered' if body.reached else 'NOT answered'}."
    ),
    "retention": lambda body: f"Retention class {body.retention_class} for {_count(body.of, 'statement')}.",
    "destruction": lambda body: f"Destroyed with us: {_count(body.of, 'statement')}. {_words(body.reason)}",
    "hold": lambda body: f"Hold {'lifted' if body.lifted else 'set'}. {_words(body.reason)}",
    "drill": lambda body: f"Drill {'begins' if body.begins else 'ends'}: {_words(body.name)}",
    "check": lambda body: f"Private check, step {body.step}, {body.points} points.",
    "relayed": lambda body: f"Passed on from {body.source_party}.",
}


def describe(statement: Statement | None) -> str:
    """One sentence about a statement, without any place; None is one that we may not read."""
    if statement is None:
        return WITHHELD
    kind = statement.header.kind
    if kind not in KINDS:
        return f"A statement of a kind that this version does not know: {kind}."
    return _SAYS[kind](statement.body).strip()


def _named(body: Any) -> str:
    return _words(body.label or body.item)


def _altitudes(body: Any) -> str:
    bands = dict.fromkeys(leg.shape.altitude for leg in body.extent.legs if leg.shape.altitude is not None)
    return "".join(f", {said_altitude(one)}" for one in bands)


def _short(identity: str) -> str:
    return identity[:8] if len(identity) == 64 else _words(identity)


def _words(text: str) -> str:
    """Words as given, on one line, cut where they are long; what does not show stands as U+FFFD."""
    line = "".join(one if one.isprintable() else "\ufffd" for one in " ".join(text.split()))
    return line if len(line) <= SHOWN_LETTERS else line[:SHOWN_LETTERS] + "…"


def _count(of: tuple[object, ...], what: str) -> str:
    return f"{len(of)} {what}{'' if len(of) == 1 else 's'}"
