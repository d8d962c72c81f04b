"""Answers of the reader: what an officer has to do, the readings, and what is to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from commonground.finding import Finding
from commonground.position.reading import Reading


class Status(StrEnum):
    """What an officer has to do with the answer."""

    OK = "ok"  # one reading, nothing to ask
    ASK = "ask"  # an officer must look
    REFUSED = "refused"  # no reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """All that reading a text gave. `lacks_datum`: refused because a datum or CRS is missing."""

    as_given: str
    status: Status
    readings: tuple[Reading, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    lacks_datum: bool = False

    def as_json(self) -> dict[str, object]:
        """The object that `cg read --json` prints on one line."""
        return {
            "as_given": self.as_given,
            "status": str(self.status),
            "readings": [reading.as_json() for reading in self.readings],
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleResult:
    """What reading one angle gave."""

    as_given: str
    status: Status
    deg: tuple[float, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The object that `cg read --axis --json` prints on one line; `deg` stands only with a reading."""
        shown: dict[str, object] = {"as_given": self.as_given, "status": str(self.status)}
        if self.deg:
            shown["deg"] = self.deg[0]
        shown["readings"] = [{"deg": deg} for deg in self.deg]
        shown["findings"] = [finding.as_json() for finding in self.findings]
        return shown
