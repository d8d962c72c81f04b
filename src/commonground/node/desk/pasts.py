"""Pasts: the pictures of earlier moments, folded from zero and kept while they are looked at.

A past follows from the statements like everything else; the few that are kept here save an officer who
moves along the line of time from waiting for the same fold twice.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from commonground.exchange.calls.deadlines import deadlines_of
from commonground.exchange.duty.watch import watch
from commonground.node.config import NodeConfig
from commonground.node.desk.picture import Picture, as_last_said
from commonground.replay.entry import Placed
from commonground.replay.knowing import since_of
from commonground.replay.moment import Moment
from commonground.replay.past import Past, run
from commonground.replay.selection import select
from commonground.replay.ticks import Tick, ticks
from commonground.store.store import Store

KEPT: Final = 16


class Pasts:
    """Makes and keeps the pasts of one node. Used from many threads."""

    def __init__(self, store: Store, config: NodeConfig) -> None:
        self._store = store
        self._config = config
        self._lock = threading.Lock()
        self._key: tuple[object, ...] = ()
        self._placed: tuple[Placed, ...] = ()
        self._since: dict[str, Mapping[str, datetime]] = {}
        self._kept: OrderedDict[Moment, tuple[Past, Picture]] = OrderedDict()

    def at(self, live: Picture, moment: Moment) -> tuple[Past, Picture]:
        """The past of a moment, and its picture: what the desk's own functions draw."""
        with self._lock:
            self._begin(live)
            if moment not in self._kept:
                self._kept[moment] = self._make(live, moment)
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(moment)
            return self._kept[moment]

    def since(self, live: Picture, party: str) -> Mapping[str, datetime]:
        """By id: since when each statement stood, or with a party since when it had been told."""
        with self._lock:
            self._begin(live)
            return self._since_of(party)

    def ticks(self, live: Picture, party: str) -> tuple[Tick, ...]:
        """The events on the line of time."""
        with self._lock:
            self._begin(live)
            return ticks(self._placed, self._since_of(party))

    def _begin(self, live: Picture) -> None:
        if self._key == live.key:
            return
        self._key, self._since = live.key, {}
        self._kept.clear()
        self._placed = placed(live, self._store)

    def _since_of(self, party: str) -> Mapping[str, datetime]:
        if party not in self._since:
            self._since[party] = since_of(self._placed, party)
        return self._since[party]

    def _make(self, live: Picture, moment: Moment) -> tuple[Past, Picture]:
        chosen = select(self._placed, moment, self._since_of(moment.party))
        last = as_last_said(chosen.statements, self._config)
        past = run(chosen, profiles=last.profiles)
        picture = replace(
            live,
            statements=chosen.statements,
            by_id=MappingProxyType({one.id: one for one in chosen.statements}),
            register=past.register,
            watch=watch(chosen.statements, live.party),
            exchanges=past.exchanges,
            profiles=last.profiles,
            offsets=last.offsets,
            given=past.given,
            drill=last.drill,
            terms=last.terms,
            deadlines=deadlines_of(last.terms),
        )
        return past, picture


def placed(live: Picture, store: Store) -> tuple[Placed, ...]:
    """Every statement that we can read, at its place, in causal order; what is settled is read again."""
    if live.settled:
        rows = store.ordered()
    else:
        at = {one.statement.id: one for one in live.entries if one.statement is not None}
        rows = [at[one.id] for one in live.statements if one.id in at]
    return tuple(
        Placed(
            origin=one.origin,
            index=one.index,
            statement=one.statement,
            public=one.leaf == one.statement.note,
        )
        for one in rows
        if one.statement is not None
    )
