"""Objections: what the registers here say against our own exchanges, said on our desk while it matters."""

from __future__ import annotations

from datetime import datetime

from commonground.check.challenge import challenges
from commonground.exchange.answers.audit import asked_extent, contradiction
from commonground.exchange.exchange import Exchange
from commonground.exchange.table import State
from commonground.finding import Finding
from commonground.node.desk.picture import Picture
from commonground.register.fold import Standing


class Objections:
    """What the registers here say against the exchanges of one node; a contradiction is worked out once a
    state of the store."""

    def __init__(self) -> None:
        self._key: object = None
        self._against: dict[str, Finding | None] = {}

    def of(self, exchange: Exchange, picture: Picture, standing: Standing) -> list[Finding]:
        """What is to be said against an exchange of ours while its window runs.

        That the place asked about is where we stand ourselves (a receiver that lost its battery sends its
        own position); that an answer of none stands against what its own party has told us.
        """
        running = standing.moment < exchange.enquiry.window.end
        if exchange.asker != picture.party or exchange.state is State.WITHDRAWN or not running:
            return []
        found = list(challenges(asked_extent(exchange), standing, exchange.asker)) if exchange.open else []
        against = self._contradiction(exchange, picture, standing.moment)
        return [*found, *([against] if against else [])]

    def _contradiction(self, exchange: Exchange, picture: Picture, now: datetime) -> Finding | None:
        if self._key != picture.key:
            self._key, self._against = picture.key, {}
        against = self._against
        if exchange.id not in against:
            against[exchange.id] = contradiction(exchange, picture.register, now)
        return against[exchange.id]
