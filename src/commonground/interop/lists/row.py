"""A row of a list after reading: what stood there, what was read, what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonground.finding import Finding
from commonground.position import Status
from commonground.position.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row: its number in the sheet, the cells that give the place, and the readings.

    `readings` are in the order of likelihood under the stated file faults; the first one is what
    `lat_deg` and `lon_deg` of the report are. Nothing is repaired: `as_given` is what stood there.
    """

    number: int
    item: str
    label: str
    country: str
    as_given: str
    status: Status
    readings: tuple[Reading, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The row of the report; positions are null where nothing was read."""
        first = self.readings[0].position if self.readings else None
        return {
            "row": self.number,
            "item": self.item,
            "label": self.label,
            "as_given": self.as_given,
            "status": str(self.status),
            "lat_deg": None if first is None else round(first.lat_deg, 9),
            "lon_deg": None if first is None else round(first.lon_deg, 9),
            "ce95_m": None if first is None else round(first.ce95_m, 1),
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """A list after reading: what the file says as a whole, then every row, none left out."""

    name: str
    findings: tuple[Finding, ...]
    rows: tuple[ListRow, ...]

    def as_json(self) -> dict[str, object]:
        """The report as `cg list check --json` and the desk give it."""
        return {
            "file": [finding.as_json() for finding in self.findings],
            "rows": [row.as_json() for row in self.rows],
        }
