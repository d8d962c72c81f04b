"""Templates: what the slow reader said of one row, kept for all rows of the same plan and case.

A template is made by asking the slow reader about a real row and holding its first reading against the
figures. Only when the place, the notation and the doubt agree may the other rows be answered from
figures; otherwise all rows of that plan and case go to the slow reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from commonground.errors import OwnError
from commonground.finding import Finding, Kind
from commonground.position.bulk.datum import DatumStep, asks
from commonground.position.bulk.readings import STATUSES
from commonground.position.profile import Basis, MapProfile
from commonground.position.reader.answer import ReadResult, Status
from commonground.position.reader.landing import WGS84_CODES
from commonground.position.reader.read import read_all
from commonground.position.reading import Part

WGS84: Final = "EPSG:4326"
MOST_TRIES: Final = 12  # rows asked about before a plan and case are left to the slow reader
SAME_DEG: Final = 1e-11  # a micrometre: figures and slow reader round in their own order


@dataclass(slots=True)
class Answered:
    """The columns of one row, as the slow reader gave them."""

    lat_deg: float
    lon_deg: float
    ce95_m: float
    notation: int
    status: int
    findings: int


class Vocabulary:
    """Numbers for notations and for kinds of findings, in the order they turn up."""

    def __init__(self) -> None:
        self.notations: list[str] = [""]
        self.kinds: list[Kind] = []

    def notation(self, name: str) -> int:
        if name not in self.notations:
            self.notations.append(name)
        return self.notations.index(name)

    def bits(self, result: ReadResult) -> int:
        """A bit for every kind of finding in an answer."""
        first = (one for reading in result.readings for one in reading.findings)
        return self.bits_of([*result.findings, *first])

    def bits_of(self, findings: Iterable[Finding]) -> int:
        """A bit for every kind among findings."""
        bits = 0
        for kind in {finding.kind for finding in findings}:
            bits |= self.kind_bit(kind)
        return bits

    def kind_bit(self, kind: Kind) -> int:
        """The bit of one kind."""
        if kind not in self.kinds:
            if len(self.kinds) == 64:
                raise OwnError("more than 64 kinds of findings about readings")
            self.kinds.append(kind)
        return 1 << self.kinds.index(kind)

    def answered(self, result: ReadResult) -> Answered:
        """The columns of an answer."""
        status = STATUSES.index(result.status)
        bits = self.bits(result)
        if not result.readings:
            return Answered(np.nan, np.nan, np.nan, 0, status, bits)
        first = result.readings[0]
        place = first.position
        return Answered(
            place.lat_deg, place.lon_deg, place.ce95_m, self.notation(first.notation), status, bits
        )


class Templates:
    """Numbered templates, looked up by a key for all rows at once."""

    def __init__(self, vocabulary: Vocabulary, profile: MapProfile | None) -> None:
        """Under a profile of another datum, templates stand in its own degrees, before the datum step."""
        self.vocabulary = vocabulary
        self._profile = profile
        self._plain = profile
        self.datum: DatumStep | None = None
        if profile is not None and profile.crs not in WGS84_CODES:
            self.datum = DatumStep(profile.crs)
            self._plain = replace(profile, crs=WGS84, crs_basis=Basis.KNOWN, old_map=False)
        self._number: dict[int, int] = {}
        self._tries: dict[int, int] = {}
        self.good = np.zeros(0, dtype=np.bool_)  # may rows be answered from it?
        self.swap = np.zeros(0, dtype=np.bool_)  # the second place or angle comes first
        self.sign_lat = np.zeros(0)
        self.sign_lon = np.zeros(0)
        self.status = np.zeros(0, dtype=np.uint8)
        self.notation = np.zeros(0, dtype=np.uint8)
        self.findings = np.zeros(0, dtype=np.uint64)
        self.cell_m = np.zeros(0)  # radius of the notation's own cell
        self.normal_m = np.zeros(0)  # root of the sum of squares of the other parts

    def __len__(self) -> int:
        return len(self.good)

    def numbers(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[int]]:
        """The template of each key, -1 for a new one, and the new keys."""
        values, inverse = np.unique(keys, return_inverse=True)
        known = [self._number.get(value, -1) for value in values.tolist()]
        for place, (value, number) in enumerate(zip(values.tolist(), known, strict=True)):
            if number >= 0 and not self.good[number] and self._tries.get(value, 0) < MOST_TRIES:
                known[place] = -1  # only odd rows were asked about so far
        new = [value for value, number in zip(values.tolist(), known, strict=True) if number < 0]
        return np.array(known, dtype=np.int64)[inverse], new

    def make(self, key: int, text: str, places: tuple[tuple[float, float], ...], *, signed: bool) -> int:
        """Ask the slow reader about `text` and keep its answer for the rows of a key.

        `places`: latitude and longitude of the two understandings of the row. With `signed` they carry
        no sign yet, and the answer's signs are kept. Gives the number of the template.
        """
        result = read_all(text, self._plain)
        row = self.vocabulary.answered(result)
        swap = _which(places, row, signed=signed)
        good = (
            swap is not None
            and result.readings[0].crs in WGS84_CODES
            and not result.readings[0].operation
            and not (len(result.readings) > 1 and self._profile is not None and self._profile.theatre)
            and self._lands(text, result)
        )
        return self._keep(key, row, result, good=good, swap=bool(swap), signed=signed)

    def _keep(
        self, key: int, row: Answered, result: ReadResult, *, good: bool, swap: bool, signed: bool
    ) -> int:
        """Add a template for the rows of a key; gives its number."""
        number = len(self)
        self._number[key] = number
        self._tries[key] = self._tries.get(key, 0) + 1
        first = result.readings[0] if result.readings else None
        left_out = (Part.NOTATION,) if self.datum is None else (Part.NOTATION, Part.DATUM)
        other = [part.ce95_m for part in first.doubt if part.part not in left_out] if first else []
        cell = [part.ce95_m for part in first.doubt if part.part is Part.NOTATION] if first else []
        self.good = np.append(self.good, good and len(cell) == 1)
        self.swap = np.append(self.swap, swap)
        self.sign_lat = np.append(self.sign_lat, np.copysign(1.0, row.lat_deg) if signed else 1.0)
        self.sign_lon = np.append(self.sign_lon, np.copysign(1.0, row.lon_deg) if signed else 1.0)
        self.status = np.append(self.status, np.uint8(row.status))
        self.notation = np.append(self.notation, np.uint8(row.notation))
        self.findings = np.append(self.findings, np.uint64(row.findings))
        self.cell_m = np.append(self.cell_m, cell[0] if cell else 0.0)
        self.normal_m = np.append(self.normal_m, float(np.sqrt(sum(part * part for part in other))))
        return number

    def make_of_grid(self, key: int, text: str, north: float, east: float) -> int:
        """The same for numbers of the profile's own grid, `north` and `east` as they would stand first."""
        result = read_all(text, self._profile)
        row = self.vocabulary.answered(result)
        swap, good = False, False
        for tried in (False, True):
            moved = (
                self.datum.one_of_grid(*((east, north) if tried else (north, east))) if self.datum else None
            )
            if moved is None or len(result.readings) != 1 or result.readings[0].notation != "crs":
                continue
            near = abs(moved[0] - row.lat_deg) < SAME_DEG and abs(moved[1] - row.lon_deg) < SAME_DEG
            same = self.vocabulary.bits_of(moved[2]) == row.findings
            if near and same and asks(moved[2]) is (result.status is Status.ASK):
                swap, good = tried, True
        row.status = row.findings = 0  # the datum step says the rest
        return self._keep(key, row, result, good=good, swap=swap, signed=False)

    def _lands(self, text: str, plain: ReadResult) -> bool:
        """Whether the datum step leads from the plain answer to the slow reader's own."""
        if self.datum is None:
            return True
        result = read_all(text, self._profile)
        if not (len(plain.readings) == len(result.readings) == 1 and self.datum.in_degrees):
            return False
        place, own = plain.readings[0].position, result.readings[0].position
        moved = self.datum.one(place.lat_deg, place.lon_deg)
        if moved is None or result.readings[0].notation != plain.readings[0].notation:
            return False
        kinds = {one.kind for reading in result.readings for one in (*reading.findings, *result.findings)}
        expected = {one.kind for one in (*plain.readings[0].findings, *plain.findings, *moved[2])}
        asked = plain.status is Status.ASK or asks(moved[2])
        near = abs(moved[0] - own.lat_deg) < SAME_DEG and abs(moved[1] - own.lon_deg) < SAME_DEG
        return near and kinds == expected and (result.status is Status.ASK) is asked


def _which(places: tuple[tuple[float, float], ...], row: Answered, *, signed: bool) -> bool | None:
    """Whether the answer is the second place rather than the first; None where it is neither."""
    lat, lon = (abs(row.lat_deg), abs(row.lon_deg)) if signed else (row.lat_deg, row.lon_deg)
    for swap, (place_lat, place_lon) in zip((False, True), places, strict=False):
        if abs(place_lat - lat) < SAME_DEG and abs(place_lon - lon) < SAME_DEG:
            return swap
    return None
