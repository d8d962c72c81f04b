"""Rows against the country that they name: inside, outside, or not to be said.

Borders differ between sources and sites stand in the sea, so only a place outside on every source,
and not near, is put in question. Where one simple slip (a letter, the order, a lost zero) would put
it inside, the finding names it; a slip that fits also near latitude = longitude is no evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.rows.row import ListRow
from commonground.maps.countries import NEAR_KM, Countries, Where
from commonground.maps.dependencies import filed_under

FAR_AT_SEA_KM = 370.0  # 200 nautical miles: beyond, no zone of any coast reaches
SLIP_AT_SEA_KM = 30.0  # nearer at sea, a slip that fits proves nothing
TWIN_DEG = 2.0  # a swap that moves a place by less than this proves nothing


def slips(row: ListRow) -> Iterator[tuple[str, float, float]]:
    """Where the place would lie under one simple slip, with its name."""
    lat, lon = row.lat_deg, row.lon_deg
    if abs(lat) > 0.01:
        yield "the letter or sign of the latitude", -lat, lon
    if abs(lon) > 0.01:
        yield "the letter or sign of the longitude", lat, -lon
    if abs(lon) <= 90 and abs(lat - lon) > TWIN_DEG:
        yield "latitude and longitude exchanged", lon, lat
    if abs(lat) > 0.01 and abs(lon) > 0.01:
        yield "both letters or signs", -lat, -lon
    for name, value, other in (("longitude", lon, "lon"), ("latitude", lat, "lat")):
        for shifted in (value / 10, value * 10):
            fits = abs(shifted) <= (180 if other == "lon" else 90) and abs(shifted) > 0.5
            if fits:
                place = (lat, shifted) if other == "lon" else (shifted, lon)
                yield f"a zero lost or added in the {name}", *place


def explained(row: ListRow, code: str, countries: Countries) -> str:
    """The first simple slip that would put the row inside its country, "" where none does."""
    for name, lat, lon in slips(row):
        answer, _ = countries.where(code, np.array([lat]), np.array([lon]))
        if answer[0] == Where.INSIDE:
            return name
    return ""


def check_countries(
    rows: Sequence[ListRow], countries: Countries, found: list[list[Finding]], answered: dict[int, str]
) -> list[Finding]:
    """Test every row against the country it names; findings go into `found`, unknown names come back.

    answered: gets the answer of each row tested, by its place in `rows`.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.country and row.placed:
            groups[row.country].append(place)
    unknown = []
    for name, places in groups.items():
        code = countries.code_of(name)
        if not code:
            unknown.append(name)
            continue
        lat = np.array([rows[place].lat_deg for place in places])
        lon = np.array([rows[place].lon_deg for place in places])
        answers, kilometres = countries.where(code, lat, lon)
        for place, answer, km in zip(places, answers, kilometres, strict=True):
            where = Where(int(answer))
            if where is not Where.UNKNOWN:
                answered[place] = where.name.lower()
            finding = finding_of(rows[place], code, where, float(km), countries)
            if finding is not None:
                found[place].append(finding)
    if not unknown:
        return []
    text = (
        f"No country is known by the name {', '.join(sorted(unknown)[:6])}; those rows were not tested by it."
    )
    return [Finding(kind=Kind.COUNTRY_UNKNOWN, level=Level.NOTE, text=text)]


def finding_of(row: ListRow, code: str, answer: Where, km: float, countries: Countries) -> Finding | None:
    """What is to be said of one row; None where it lies inside, or near enough to a border or coast."""
    if answer in {Where.INSIDE, Where.UNKNOWN} or km <= NEAR_KM:
        return None
    drawn = countries.drawn_at(row.lat_deg, row.lon_deg)
    if any(filed_under(code, other) for other in drawn):
        return note(
            f"{row.country} in the list, {', '.join(sorted(drawn))} on the maps; lists often file so."
        )
    slip = explained(row, code, countries) if answer is Where.OUTSIDE or km > SLIP_AT_SEA_KM else ""
    if answer is Where.OUTSIDE or slip or km > FAR_AT_SEA_KM:
        hint = f"; {slip} would put it inside" if slip else ""
        where = f"in {', '.join(sorted(drawn))}" if drawn else "at sea"
        text = f"{km:,.0f} km outside {row.country} on every map, {where}{hint}."
        return Finding(kind=Kind.OUTSIDE_COUNTRY, level=Level.CAUTION, text=text)
    return note(f"At sea or where maps differ, {km:,.0f} km off {row.country}.")


def note(text: str) -> Finding:
    """What a map or habit leaves open about a country."""
    return Finding(kind=Kind.COUNTRY_NOT_CERTAIN, level=Level.NOTE, text=text)
