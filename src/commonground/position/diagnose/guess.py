"""One guess of what a report would have said without one mistake."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.position.diagnose.cause import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Where a report would lie had one mistake not been made.

    `share` is the part of its cause's prior: one over the number of free choices the search had.
    Where the mistake itself is unlikely to be seen by chance (both axes the very same digits), it
    exceeds one. The cell is that of the corrected digits, in degrees. `free` names the axes that the
    report no longer tells: "", "lat", "lon" or "both".
    """

    cause: Cause
    detail: str
    lat_deg: float
    lon_deg: float
    cell_lat: float
    cell_lon: float
    share: float
    free: str = ""
