"""A row of a list after reading: what stood there, what was read, what has to be asked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from commonground.finding import Finding, Level
from commonground.position import MapProfile, Reading, Status, read_all


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPlace:
    """Another place that a row gives: in a second notation, or of something else (from, to)."""

    title: str
    lat_deg: float
    lon_deg: float
    ce95_m: float

    def as_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "lat_deg": round(self.lat_deg, 9),
            "lon_deg": round(self.lon_deg, 9),
            "ce95_m": round(self.ce95_m, 1),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row: its number in the sheet, the cells that give the place, and the first reading.

    `as_given` is what stood there; `text` is what the reader got, under the stated file faults, and
    `profile` what it was read with. Degrees and metres are those of the first reading, NaN where
    there is none. Nothing is repaired. altitude_m: as the row states it, NaN where it states none, over
    a datum that lists do not name. country_test: inside, outside or differs_or_sea against the country
    that the row names, "" where that was not tested.
    """

    number: int
    item: str
    label: str
    country: str
    as_given: str
    text: str
    profile: MapProfile
    status: Status
    lat_deg: float = math.nan
    lon_deg: float = math.nan
    ce95_m: float = math.nan
    findings: tuple[Finding, ...] = field(default=())
    district: str = ""
    others: tuple[OtherPlace, ...] = ()
    altitude_m: float = math.nan
    country_test: str = ""

    @property
    def placed(self) -> bool:
        """Whether there is a first reading."""
        return math.isfinite(self.lat_deg)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading of the row, most likely first; read anew from the text."""
        return read_all(self.text, self.profile).readings if self.text.strip() else ()

    @property
    def asks(self) -> bool:
        """Whether a person has to look before the row can be signed."""
        return self.status is not Status.OK or any(f.level >= Level.CAUTION for f in self.findings)

    def as_json(self) -> dict[str, object]:
        """The row of the report; positions are null where nothing was read."""
        return {
            "row": self.number,
            "item": self.item,
            "label": self.label,
            "as_given": self.as_given,
            "status": str(self.status),
            "lat_deg": round(self.lat_deg, 9) if self.placed else None,
            "lon_deg": round(self.lon_deg, 9) if self.placed else None,
            "ce95_m": round(self.ce95_m, 1) if self.placed else None,
            "altitude_m": round(self.altitude_m, 2) if math.isfinite(self.altitude_m) else None,
            "country_test": self.country_test or None,
            "findings": [finding.as_json() for finding in self.findings],
            "others": [other.as_json() for other in self.others],
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
