"""Selecting: which statements are folded for a moment.

For what a party had been told these are the ones that it had by then. For what was so they are all that
had been said by then, on whatever side; the register also takes what was said later about that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.replay.entry import Placed
from commonground.replay.knowing import since_of
from commonground.replay.moment import Moment
from commonground.statements.message import DoubtRaised
from commonground.statements.notice import Coverage, Notice, Withdrawal
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is folded for a moment, in the order in which it was given.

    entries: what stood by then. later: what was said only after it and is about it; the register alone
    takes it, and never for what somebody had been told.
    """

    moment: Moment
    entries: tuple[Placed, ...]
    later: tuple[Placed, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What stood by then."""
        return tuple(one.statement for one in self.entries)


def select(
    entries: Iterable[Placed], moment: Moment, since: Mapping[str, datetime] | None = None
) -> Selection:
    """The selection for a moment. `since` is `since_of` of these entries, where it is known already."""
    all_ = tuple(entries)
    known = since_of(all_, moment.party) if since is None else since
    by_then = tuple(one for one in all_ if one.id in known and known[one.id] <= moment.at)
    if moment.party:
        return Selection(moment=moment, entries=by_then)
    stood = {one.id for one in by_then}
    about = [one for one in all_ if one.id not in stood and _is_about(one.statement.body, moment.at)]
    subjects = stood | {one.id for one in about}
    later = tuple(
        one
        for one in about
        if not isinstance(one.statement.body, Withdrawal) or one.statement.body.withdraws in subjects
    )
    return Selection(moment=moment, entries=by_then, later=later)


def _is_about(body: object, at: datetime) -> bool:
    """Whether something said later changes what the register says of the moment.

    A withdrawal counts because it may take back another withdrawal that stood then.
    """
    if isinstance(body, Notice):
        return min(leg.window.start for leg in body.extent.legs) <= at
    if isinstance(body, Coverage):
        return body.as_of <= at < body.valid_until
    return isinstance(body, Withdrawal | DoubtRaised)
