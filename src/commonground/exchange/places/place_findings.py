"""What is to be found about the place of an exchange as it stands: readback, anchors, source.

Worked out once, when the fold has taken the last statement: what an earlier readback came to stands in the
log, and naming the likely cause of every one of them would cost more than the fold itself.
"""

from __future__ import annotations

from commonground.exchange.exchange import Exchange, ReadbackSaid
from commonground.exchange.places.source import source_findings
from commonground.finding import Finding, Kind, Level


def place_findings(exchange: Exchange) -> tuple[Finding, ...]:
    """The findings about the place, the source first."""
    found = list(_of_source(exchange))
    readback = exchange.readback
    if readback is not None:
        own = readback.comparisons[0].finding((exchange.place_id, readback.id))
        found += [one for one in (own, readback.conflict) if one is not None]
        if not readback.independent:
            found.append(_not_independent(exchange, readback))
    return tuple(found)


def _of_source(exchange: Exchange) -> tuple[Finding, ...]:
    if exchange.source is not None:
        return source_findings(exchange.source.comparison, (exchange.place_id, exchange.source.id))
    return source_findings(exchange.report_check, (exchange.place_id,))


def _not_independent(exchange: Exchange, readback: ReadbackSaid) -> Finding:
    why = "the place was drawn for it first" if exchange.revealed else "it repeats what was given"
    return Finding(
        kind=Kind.NOT_INDEPENDENT,
        level=Level.CAUTION,
        text=f"{exchange.receiver}'s readback is not independent: {why}.",
        about=(readback.id,),
    )
