"""Why an exchange cannot go on, in a sentence for both desks; None where nothing is in the way."""

from __future__ import annotations

from commonground.exchange.exchange import Exchange
from commonground.exchange.places.compare import Verdict
from commonground.exchange.table import State


def blocked(exchange: Exchange) -> str | None:
    """What stops the step to *understood* now."""
    if exchange.state is State.DIFFERS:
        return f"Not understood. {_difference(exchange)} Correct the place, or measure again."
    if exchange.state is State.DOUBTED:
        said = exchange.doubts[-1]
        return (
            f'Not understood. {said.officer} of {said.party} doubts the place: "{said.words}" Measure again.'
        )
    check = exchange.report_check
    if exchange.state is State.SENT and check is not None and _source_differs(exchange):
        return f"Not understood whatever is read back. {check.text} Ask the source, or correct the place."
    return None


def _source_differs(exchange: Exchange) -> bool:
    compared = exchange.source.comparison if exchange.source is not None else exchange.report_check
    return compared is not None and compared.verdict is Verdict.DIFFERS


def _difference(exchange: Exchange) -> str:
    source = exchange.source
    if source is not None and source.comparison.verdict is Verdict.DIFFERS:
        return source.comparison.text
    return exchange.readback.text if exchange.readback is not None else ""
