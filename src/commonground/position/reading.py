"""Readings: one way to understand a text.

A reading keeps the text as it was given, the position it names, and the parts of its doubt. Two
readings of one text are a question to the officer, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from commonground.finding import Finding
from commonground.position.place import Position
from commonground.position.profile import Basis
from commonground.position.reader.covering import GridSquare, inside


class Part(StrEnum):
    """What a piece of doubt comes from."""

    NOTATION = "notation"  # the cell that the digits name
    DATUM = "datum"  # the datum operation
    REPORT = "report"  # what the sender said of its accuracy
    REGISTRATION = "registration"  # how well the sender's sheet is fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One part of the doubt of a reading: radius that holds 95 %, in metres, and on what basis."""

    part: Part
    ce95_m: float
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a text: where it is, how it was written, and how sure we are.

    `operation` is the authority code of the datum operation, "" where none was needed. `cell` holds
    the corners of the exact cell that the text names, as (lat_deg, lon_deg), on the ground in
    WGS 84, and `square` the same in the grid where the text is a UTM or UPS reference, whose sides are
    curves in degrees; `covers` tests against the one that is exact.
    """

    position: Position
    notation: str
    as_given: str
    crs: str
    operation: str = ""
    doubt: tuple[Doubt, ...] = field(default=())
    findings: tuple[Finding, ...] = field(default=())
    cell: tuple[tuple[float, float], ...] = field(default=())
    square: GridSquare | None = None

    def covers(self, position: Position) -> bool:
        """Whether the place lies in the exact cell that the text names, its edge included."""
        if self.square is not None:
            return self.square.holds(position.lat_deg, position.lon_deg)
        return inside(self.cell, position.lat_deg, position.lon_deg)

    def as_json(self) -> dict[str, object]:
        """The form that the command line and the API give."""
        return {
            "lat_deg": self.position.lat_deg,
            "lon_deg": self.position.lon_deg,
            "ce95_m": self.position.ce95_m,
            "notation": self.notation,
            "crs": self.crs,
            "operation": self.operation,
            "doubt": [
                {"part": str(one.part), "ce95_m": one.ce95_m, "basis": str(one.basis)} for one in self.doubt
            ],
            "findings": [finding.as_json() for finding in self.findings],
        }
