"""The disclosure ledger as the desk shows it."""

from __future__ import annotations

from commonground.node.models.shown import Shown


class GivenShown(Shown):
    """One statement, given to one party. `until` was said at once, `ended` is a later request to stop."""

    number: int
    statement: str
    kind: str
    text: str
    giver: str
    party: str
    since: str
    until: str | None
    ended: str | None
    use: str
    onward: bool
    stands: bool
