"""Places in a coded line: grid letters, then E and N; or LAT and LON; then the datum and the doubt.

    42SXD E83639 N19150 WGS84 PM45
    UTM42N E683620 N3819413 WGS84 PM45
    GRID24312 E683639 N3819150 PM120
    LAT34.52810N LON069.17230E DATUM4255 PM120

No number stands alone, so no screen that writes from right to left and no voice can swap two of them.
The place is what the sender gave; it is put on no other datum. What has no such form is written as MGRS,
with its doubt. PM is the radius that holds the place 19 times in 20, in metres, rounded up.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from commonground.errors import InputError
from commonground.position.transform import crs_info
from commonground.position.write import write
from commonground.statements.notice import PlaceSaid

WGS84: Final = "EPSG:4326"
MOST_PM_M: Final = 99_999
LEAD: Final = re.compile(
    r"(?:[0-9]{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}|[ABYZ][A-HJ-NP-Z]{2}|UTM[0-9]{1,2}[NS]|GRID[0-9]{4,6})"
)
EAST: Final = re.compile(r"E([0-9]{1,8})")
NORTH: Final = re.compile(r"N([0-9]{1,8})")
LAT: Final = re.compile(r"LAT([0-9]{1,2}\.[0-9]{2,6})([NS])")
LON: Final = re.compile(r"LON([0-9]{3}\.[0-9]{2,6})([EW])")
DATUM: Final = re.compile(r"WGS84|NODATUM|DATUM[0-9]{4,6}")
DOUBT: Final = re.compile(r"PM([0-9]{1,5})")
_MGRS: Final = re.compile(r"((?:[0-9]{1,2}[C-HJ-NP-X]|[ABYZ])[A-HJ-NP-Z]{2})([0-9]{0,10})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPlace:
    """A place as its words, in order, and its doubt. `words` are checked; `datum` is "" for a GRID."""

    words: tuple[str, ...]
    datum: str
    pm_m: int

    def __post_init__(self) -> None:
        grid = len(self.words) == 3
        forms = (LEAD, EAST, NORTH) if grid else (LAT, LON)
        if len(self.words) != len(forms) or not all(
            form.fullmatch(word) for form, word in zip(forms, self.words, strict=True)
        ):
            raise InputError("not a place of a coded line", given=" ".join(self.words))
        if self.words[0].startswith("GRID") is not (self.datum == ""):
            raise InputError("a GRID names its own datum, everything else needs one", given=self.words[0])
        if self.datum and not DATUM.fullmatch(self.datum):
            raise InputError("a datum is WGS84, DATUM and its EPSG number, or NODATUM", given=self.datum)
        if not 1 <= self.pm_m <= MOST_PM_M:
            raise InputError(f"PM is 1 to {MOST_PM_M} m", given=str(self.pm_m))
        if grid and self._mgrs and len(self.words[1]) != len(self.words[2]):
            raise InputError("E and N of MGRS have as many digits", given=" ".join(self.words))

    @property
    def _mgrs(self) -> bool:
        return LEAD.fullmatch(self.words[0]) is not None and not self.words[0].startswith(("UTM", "GRID"))

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words as they stand in the line."""
        return (*self.words, *((self.datum,) if self.datum else ()), f"PM{self.pm_m}")

    @property
    def text(self) -> str:
        """The place as the sender gave it, for who reads it: nothing is drawn or converted."""
        if len(self.words) == 2:
            return f"{self.words[0][3:-1]} {self.words[0][-1]} {self.words[1][3:-1]} {self.words[1][-1]}"
        lead, east, north = self.words
        numbers = f"{east[1:]} {north[1:]}"
        if lead.startswith("GRID"):
            return numbers
        return f"{lead[3:]} {numbers}" if lead.startswith("UTM") else f"{lead[:-2]} {lead[-2:]} {numbers}"

    @property
    def crs(self) -> str:
        """The authority code of the system it is meant in; "" where the sender named none."""
        if self.words[0].startswith("GRID"):
            return f"EPSG:{self.words[0][4:]}"
        return {"WGS84": WGS84, "NODATUM": ""}.get(self.datum, f"EPSG:{self.datum[5:]}")


def coded_place(said: PlaceSaid) -> CodedPlace:
    """The place of a statement as a coded line carries it. InputError where its system has no EPSG number."""
    authority, _, number = said.crs.partition(":")
    if authority != "EPSG" or not number.isdecimal():
        raise InputError("a coded line names systems by EPSG number", given=said.crs)
    pm_m = min(MOST_PM_M, max(1, math.ceil(said.position.ce95_m)))
    datum = _datum(said)
    if not crs_info(said.crs).geographic:
        east, north = write(said.position, said.crs, 0).split()
        if east.startswith("-") or north.startswith("-"):
            raise InputError("a coded line has no negative grid numbers", given=said.as_given)
        return CodedPlace(words=(f"GRID{number}", f"E{east}", f"N{north}"), datum="", pm_m=pm_m)
    square = _MGRS.fullmatch("".join(said.as_given.upper().split()))
    if square and said.notation in ("mgrs", "usng"):
        return _of_square(square, datum, pm_m)
    if said.notation in ("dd", "dm", "dms", "packed") or said.crs != WGS84:
        return _of_degrees(said, datum, pm_m)
    if said.notation == "utm":
        zone, east, north = write(said.position, "utm", 0).split()
        return CodedPlace(words=(f"UTM{zone}", f"E{east}", f"N{north}"), datum=datum, pm_m=pm_m)
    square = _MGRS.fullmatch(write(said.position, "mgrs", 5))
    assert square is not None
    return _of_square(square, datum, pm_m)


def _datum(said: PlaceSaid) -> str:
    if said.datum_basis == "unknown":
        return "NODATUM"
    return "WGS84" if said.crs == WGS84 else f"DATUM{said.crs[5:]}"


def _of_square(square: re.Match[str], datum: str, pm_m: int) -> CodedPlace:
    lead, digits = square.groups()
    half = len(digits) // 2
    if len(digits) % 2 or not half:
        raise InputError("MGRS in a coded line has digits, as many east as north", given=square.string)
    return CodedPlace(words=(lead, f"E{digits[:half]}", f"N{digits[half:]}"), datum=datum, pm_m=pm_m)


def _of_degrees(said: PlaceSaid, datum: str, pm_m: int) -> CodedPlace:
    lat, lon = write(said.position, "dd" if said.crs == WGS84 else said.crs, 5).replace("°", "").split()
    whole, _, rest = lon[:-1].partition(".")
    return CodedPlace(words=(f"LAT{lat}", f"LON{int(whole):03d}.{rest}{lon[-1]}"), datum=datum, pm_m=pm_m)
