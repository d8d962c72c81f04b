"""Depictions that parties said: a drawing, with who said it, when, to whom, and on what it rests.

The file brings geometry and nothing else that counts: who was shown a line is known from statements,
never from a file that says so of itself. Pure; the bytes are opened elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from commonground.maps.depiction import Depiction, SigmaOrigin, Source
from commonground.maps.probability import SIGMA_PER_CE95
from commonground.position.window import utc_text

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a party said of a line, without its geometry.

    party, officer: who said it. shown_to: the parties to whom the statement went, the one who said it
    among them. parties: all who take part, for telling who was never shown it. ce95_m: the radius that
    its source states, metres; 0 or less where it states none that can be used.
    """

    statement: str
    party: str
    officer: str
    at: datetime
    name: str
    title: str
    basis: str
    source: str
    scale: int
    ce95_m: float
    licence: str
    document: str
    shown_to: tuple[str, ...]
    parties: tuple[str, ...]

    @property
    def never_shown_to(self) -> tuple[str, ...]:
        """The parties who take part and were never shown it."""
        return tuple(party for party in self.parties if party not in self.shown_to)

    @property
    def called(self) -> str:
        """How it is called beside the depictions of the data folder; `@` is kept for older ones."""
        return f"said/{self.party}/{self.name[:LONGEST_NAME].replace('@', ' ')}"


def newest(said: list[Said]) -> dict[str, Said]:
    """Every depiction said, by name: the newest under its plain name, those before it with their id.

    `said` is in the order of the statements. Nothing that was said is left out.
    """
    last = {one.called: one for one in said}
    return {
        one.called if last[one.called] is one else f"{one.called}@{one.statement[:12]}": one for one in said
    }


def as_said(drawn: Depiction, said: Said, name: str) -> Depiction:
    """The drawing of a file as the party said it: its doubt, its source and who was shown it."""
    stated = said.ce95_m > 0
    return replace(
        drawn,
        name=name,
        sigma_m=said.ce95_m * SIGMA_PER_CE95 if stated else drawn.sigma_m,
        sigma_origin=SigmaOrigin.STATED if stated else drawn.sigma_origin,
        source=Source(
            title=said.title,
            depicted_by=said.source,
            obtained_from=f"said by {said.party}/{said.officer}",
            date=utc_text(said.at),
            scale=f"1:{said.scale}" if said.scale > 0 else "",
            licence=said.licence,
            lineage=drawn.source.lineage,
        ),
        shown_to=said.shown_to,
        asked=said.parties,
    )
