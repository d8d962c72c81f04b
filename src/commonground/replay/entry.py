"""Placed statements: what was said, and where it stands in its party's log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.statements.admin import Receipt
from commonground.statements.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A statement that we can read, at its place. `public`: it stands in the log itself, for everybody."""

    origin: str
    index: int
    statement: Statement
    public: bool

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id

    @property
    def party(self) -> str:
        """Who said it."""
        return self.statement.header.party

    @property
    def at(self) -> datetime:
        """When, by the clock of the one who signed it."""
        return self.statement.header.at

    @property
    def names(self) -> tuple[str, ...]:
        """The statements that it cannot have come before."""
        body, re = self.statement.body, self.statement.header.re
        return (*re, *body.of) if isinstance(body, Receipt) else re


def after_what_they_name(
    own: Mapping[str, datetime], names: Mapping[str, Collection[str]]
) -> dict[str, datetime]:
    """Each moment, raised to the latest of what it names: an answer never stands without its question.

    What is named but not in `own` is left out. An id is a hash, so nothing can name itself by a circle.
    """
    done: dict[str, datetime] = {}
    for start in own:
        stack = [start]
        while stack:
            top = stack[-1]
            waits = [name for name in names[top] if name in own and name not in done]
            if top in done or not waits:
                done.setdefault(top, max([own[top], *(done[one] for one in names[top] if one in done)]))
                stack.pop()
            else:
                stack.extend(waits)
    return done
