"""The disclosure ledger: who was given what, from when, until when, and for what use.

A fold over statements and nothing else, so it cannot say anything that was not said. Only the party whose
statement it is gives it away: a disclosure of what another party said, where we can read both, counts for
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from commonground.errors import InputError
from commonground.statements.admin import Disclosure, DisclosureEnd
from commonground.statements.notice import Notice
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One statement, given to one party. `ended` is when it was asked to stop using it."""

    statement: str
    kind: str
    party: str
    since: datetime
    until: datetime | None
    use: str
    onward: bool
    ended: datetime | None = None

    def stands(self, moment: datetime) -> bool:
        """Whether the party may still use it."""
        over = (self.until is not None and moment >= self.until) or (
            self.ended is not None and moment >= self.ended
        )
        return self.since <= moment and not over


def ledger(statements: Iterable[Statement]) -> tuple[Given, ...]:
    """What each party was given, in the order of the statements."""
    kinds: dict[str, str] = {}
    owners: dict[str, str] = {}
    found: dict[tuple[str, str], Given] = {}
    for one in statements:
        header, body = one.header, one.body
        kinds[one.id], owners[one.id] = header.kind, header.party
        for party in header.to:
            use, onward = (
                (str(body.use), body.onward) if isinstance(body, Notice) else ("protection_only", False)
            )
            found[one.id, party] = Given(
                statement=one.id,
                kind=header.kind,
                party=party,
                since=header.at,
                until=header.not_after,
                use=use,
                onward=onward,
            )
        if isinstance(body, Disclosure) and owners.get(body.discloses, header.party) == header.party:
            for party in body.parties:
                found[body.discloses, party] = Given(
                    statement=body.discloses,
                    kind=kinds.get(body.discloses, ""),
                    party=party,
                    since=header.at,
                    until=body.until,
                    use=body.permitted_use,
                    onward=body.onward,
                )
        elif isinstance(body, DisclosureEnd) and owners.get(body.ends, header.party) == header.party:
            for party in body.parties:
                given = found.get((body.ends, party))
                if given is not None:
                    found[body.ends, party] = replace(given, ended=header.at)
    return tuple(found.values())


def check_copy(statement: Statement, given: Iterable[Given], party: str) -> None:
    """Refuse to make a copy of another's notice that may be handed to anybody. InputError where it is one.

    What is said in an exchange (enquiries, answers, receipts) each side may prove; an inquiry is shown all.
    """
    if not isinstance(statement.body, Notice) or statement.header.party == party:
        return
    if not may_pass_on(statement, given, party):
        raise InputError(
            "its party gave this notice for its permitted use alone, and a proof holds the notice itself",
            where="id",
            given=statement.id,
            hint="ask that party; for an inquiry that may see it, say so (--inquiry)",
        )


def may_pass_on(statement: Statement, given: Iterable[Given], party: str) -> bool:
    """Whether `party` may hand a statement that it was given on to others: only where it was said so."""
    if not statement.header.to:
        return not isinstance(statement.body, Notice) or statement.body.onward
    return any(one.onward for one in given if one.statement == statement.id and one.party == party)
