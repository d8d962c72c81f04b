"""The past: the register and the exchanges of a moment, by the very folds that the live desk uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonground.exchange.fold import Exchanges, fold
from commonground.finding import Finding, Kind, Level
from commonground.position.profile import MapProfile
from commonground.register.fold import Register
from commonground.register.words import said_time
from commonground.replay.entry import Placed
from commonground.replay.selection import Selection
from commonground.statements.notice import Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What follows from a selection.

    given: ids of statements that another party's own word, known by then, shows it had seen in the log.
    findings: what has to be said of looking back itself.
    """

    selection: Selection
    register: Register
    exchanges: Exchanges
    given: frozenset[str]
    findings: tuple[Finding, ...] = ()

    def rests_on_later(self, finding: Finding) -> bool:
        """Whether a finding of the register speaks of what was said only later; the past did not hold it."""
        later = {one.id for one in self.selection.later}
        return not later.isdisjoint(finding.about)


def run(selection: Selection, *, profiles: Mapping[str, MapProfile] | None = None) -> Past:
    """Fold a selection from zero."""
    statements = selection.statements
    later = tuple(one.statement for one in selection.later)
    return Past(
        selection=selection,
        register=Register.of((*statements, *later)),
        exchanges=fold(statements, profiles=profiles),
        given=seen_by_others(selection.entries),
        findings=_said_later(selection),
    )


def seen_by_others(entries: Iterable[Placed]) -> frozenset[str]:
    """Ids of entries that lie in a head which another party, among the same entries, says it has seen."""
    all_ = tuple(entries)
    reach: dict[str, int] = {}
    for one in all_:
        for seen in one.statement.header.seen:
            if seen.origin != one.origin:
                reach[seen.origin] = max(reach.get(seen.origin, 0), seen.size)
    return frozenset(one.id for one in all_ if one.index < reach.get(one.origin, 0))


def _said_later(selection: Selection) -> tuple[Finding, ...]:
    about = tuple(one.id for one in selection.later if not isinstance(one.statement.body, Withdrawal))
    if not about:
        return ()
    what = "1 statement" if len(about) == 1 else f"{len(about)} statements"
    text = (
        f"{what} about {said_time(selection.moment.at)} came only after it. What was so shows them with the "
        "rest; no desk had them then."
    )
    return (Finding(kind=Kind.SAID_LATER, level=Level.NOTE, text=text, about=about),)
