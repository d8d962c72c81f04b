"""Lineage: agreeing copies of one source are one source.

A notice's `source` names where the information comes from, the first source first, each copy after
" > ": "survey 2010 > ministry list > our list". What counts when entries agree is how many different
first sources they have. An entry that names no source is nobody's confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonground.finding import Finding, Kind, Level
from commonground.register.item import Item

BY = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How much several entries that say the same amount to."""

    entries: tuple[str, ...]
    roots: tuple[str, ...]  # different first sources, sorted
    unnamed: int  # entries that name no source

    @property
    def count(self) -> int:
        """How many independent sources stand behind them; entries without a source count together once."""
        return len(self.roots) or min(1, self.unnamed)

    def finding(self) -> Finding | None:
        """That many entries are few sources; None where each has its own."""
        if self.count >= len(self.entries):
            return None
        named = ", ".join(self.roots) or "none named"
        sources = "1 source" if self.count == 1 else f"{self.count} sources"
        text = f"{len(self.entries)} entries that agree count as {sources}: {named}."
        return Finding(kind=Kind.COPIES_OF_ONE, level=Level.CAUTION, text=text, about=self.entries)


def root_of(source: str) -> str:
    """The first source of a lineage, as it is compared; "" where none is named."""
    return " ".join(source.split(BY, 1)[0].split()).casefold()


def agreement(items: Iterable[Item]) -> Agreement:
    """What entries that say the same amount to."""
    all_ = sorted(items, key=lambda item: item.id)
    roots = {root_of(item.notice.source) for item in all_}
    return Agreement(
        entries=tuple(item.id for item in all_),
        roots=tuple(sorted(roots - {""})),
        unnamed=sum(1 for item in all_ if not root_of(item.notice.source)),
    )
