"""Readings as a tired person wants them: the place, how sure, what was assumed, what else it can be."""

from __future__ import annotations

import math

from commonground.finding import Level
from commonground.position.geodesic import distance_m
from commonground.position.profile import Basis
from commonground.position.reader.answer import AngleResult, ReadResult, Status
from commonground.position.reading import Part, Reading

NAMES = {
    "dd": "decimal degrees", "ddm": "degrees and minutes", "dms": "degrees, minutes, seconds",
    "packed_ddm": "degrees and minutes run together", "packed_dms": "degrees, minutes, seconds run together",
    "mgrs": "MGRS", "utm": "UTM", "ups": "UPS", "gars": "GARS", "georef": "Georef", "geohash": "geohash",
    "pluscode": "Plus code", "osgb": "British grid", "irish": "Irish grid",
    "gauss_krueger": "Soviet Gauss-Krueger", "crs": "grid numbers",
}  # fmt: skip


def shown(result: ReadResult | AngleResult) -> str:
    """The answer to one text, on as many lines as it needs."""
    if isinstance(result, AngleResult):
        return _angle(result)
    if result.status is Status.REFUSED:
        return "\n".join(["no position", *_questions(result)])
    lines = []
    several = len(result.readings) > 1
    shared = [
        finding
        for finding in result.readings[0].findings
        if several and all(finding in reading.findings for reading in result.readings)
    ]
    for number, reading in enumerate(result.readings, start=1):
        head = f"{number}  " if several else ""
        away = ""
        if number > 1:
            away = f"  {metres(distance_m(result.readings[0].position, reading.position))} from 1"
        lines.append(head + line(reading) + away)
        own = [finding for finding in reading.findings if finding not in shared]
        lines += [f"   {mark(finding.level)} {finding.text}" for finding in own]
    lines += [f"   {mark(finding.level)} {finding.text}" for finding in shared]
    return "\n".join(lines + _questions(result))


def shown_row(result: ReadResult | AngleResult) -> str:
    """The answer on one line, for one of many texts: status, first reading, what is to be asked."""
    if isinstance(result, AngleResult) or not result.readings:
        parts = [str(result.status), *(f"{deg:.10g}" for deg in getattr(result, "deg", ())[:1])]
        return "  ".join([*parts, *(finding.text for finding in result.findings)])
    told = [finding.text for finding in (*result.readings[0].findings, *result.findings)]
    return "  ".join([f"{result.status!s:3}", line(result.readings[0]), *told])


def mark(level: Level) -> str:
    """`?` where an officer has to look, `-` for a note."""
    return "-" if level is Level.NOTE else "?"


def _questions(result: ReadResult) -> list[str]:
    return [f"   {mark(finding.level)} {finding.text}" for finding in result.findings]


def line(reading: Reading) -> str:
    """One reading: place, doubt, notation and datum."""
    position = reading.position
    decimals = max(0, min(9, math.ceil(5.5 - math.log10(position.ce95_m))))
    lat, lon = f"{abs(position.lat_deg):.{decimals}f}", f"{abs(position.lon_deg):.{decimals}f}"
    north, east = "S" if position.lat_deg < 0 else "N", "W" if position.lon_deg < 0 else "E"
    notation = NAMES.get(reading.notation, reading.notation)
    return (
        f"{lat} {north} {lon} {east}  within {metres(position.ce95_m)} (95 %)  {notation}, {datum(reading)}"
    )


def datum(reading: Reading) -> str:
    """Which datum counts and on what basis, in a few words."""
    part = next((one for one in reading.doubt if one.part is Part.DATUM), None)
    basis = part.basis if part else Basis.KNOWN
    if not reading.operation:
        name = "WGS 84" if reading.crs in ("EPSG:4326", "OGC:CRS84") else reading.crs
        words = {Basis.KNOWN: name, Basis.ASSUMED: f"{name} assumed", Basis.UNKNOWN: "datum unknown"}
        return words[basis]
    sure = {Basis.KNOWN: "", Basis.ASSUMED: ", accuracy assumed", Basis.UNKNOWN: ", accuracy unknown"}[basis]
    return f"{reading.crs} by {reading.operation}{sure}"


def metres(size_m: float) -> str:
    """A length that can be read aloud.

    >>> metres(0.3), metres(2.12), metres(599.08), metres(12340.0), metres(10_004_000.0)
    ('0.3 m', '2.1 m', '599 m', '12.3 km', '10,004 km')
    """
    if size_m < 10:
        return f"{size_m:.1f} m"
    if size_m < 10_000:
        return f"{size_m:,.0f} m"
    return f"{size_m / 1000:,.1f} km" if size_m < 100_000 else f"{size_m / 1000:,.0f} km"


def _angle(result: AngleResult) -> str:
    told = [f"   {mark(finding.level)} {finding.text}" for finding in result.findings]
    if not result.deg:
        return "\n".join(["no angle", *told])
    return "\n".join([*(f"{deg:.10g}" for deg in result.deg), *told])
