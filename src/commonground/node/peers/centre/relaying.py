"""Who speaks through whom, as our own terms say it.

A neutral centre (`relay` of the terms) stands between sides that do not speak directly. It passes on the
signed originals, sealed to their receivers; or, where the terms say so (`relay_signs`), nothing but its own
statements, and then nobody fetches another's log from it.
"""

from __future__ import annotations

from commonground.node.config import NodeConfig
from commonground.statements.admin import Terms


def may_ask_for(terms: Terms | None, asker: str, receiver: str) -> bool:
    """Whether a peer may fetch, sealed, what is for another party: our terms name it as the relay."""
    return (
        terms is not None
        and terms.relay == asker != receiver
        and not terms.relay_signs
        and receiver in _codes(terms)
    )


def serves(terms: Terms | None, own: str) -> tuple[str, ...]:
    """The parties between which we are the relay; none where we are not."""
    if terms is None or terms.relay != own or terms.relay_signs:
        return ()
    return tuple(code for code in _codes(terms) if code != own)


def through(terms: Terms | None, config: NodeConfig, peer: str) -> tuple[str, ...]:
    """The parties that we reach through this peer: it is the relay, and we hold no address of theirs."""
    if terms is None or terms.relay != peer or terms.relay_signs or config.code not in _codes(terms):
        return ()
    direct = {one.code for one in config.peers if one.url}
    return tuple(code for code in _codes(terms) if code not in (config.code, peer, *direct))


def keeps_logs_apart(terms: Terms | None, own: str) -> bool:
    """Whether we are a relay that says everything itself: nobody gets another's log from us then."""
    return terms is not None and terms.relay == own and terms.relay_signs


def _codes(terms: Terms) -> tuple[str, ...]:
    return tuple(party.code for party in terms.parties)
