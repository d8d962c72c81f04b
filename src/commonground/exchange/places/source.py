"""The source check: the place the asking desk measured, against what it was told.

At Salala the mistake sat before the sending desk: a faithful readback of a wrong enquiry matches.
So the originator's report is kept word by word, every place in it is read with the asker's own
profile, and the measured place is compared with them. Until the person at the place has read it
back, or a second independent source has, both desks say *not confirmed at the source*.
"""

from __future__ import annotations

from collections.abc import Iterator

from commonground.exchange.places.compare import Comparison, Verdict, compare
from commonground.finding import Finding, Kind
from commonground.position.profile import Basis, MapProfile
from commonground.position.reader.find import find
from commonground.position.reader.read import read_all
from commonground.position.reading import Part, Reading
from commonground.statements.message import Report
from commonground.statements.notice import PlaceSaid

PLACES_READ = 8  # of one report


def place_of(reading: Reading, *, anchor: str = "") -> PlaceSaid:
    """A reading as a place somebody said."""
    datum = [doubt.basis for doubt in reading.doubt if doubt.part is Part.DATUM]
    return PlaceSaid(
        as_given=reading.as_given,
        position=reading.position,
        notation=reading.notation,
        crs=reading.crs,
        datum_basis=str(datum[0] if datum else Basis.KNOWN),
        operation=reading.operation,
        anchor=anchor,
    )


def reported_places(report: Report, profile: MapProfile | None) -> tuple[PlaceSaid, ...]:
    """Every way to read every place in the words of the report; empty where there is none."""
    return tuple(_readings(report, profile))


def _readings(report: Report, profile: MapProfile | None) -> Iterator[PlaceSaid]:
    found = find(report.words, profile)[:PLACES_READ]
    results = [one.result for one in found] or [read_all(report.words, profile)]
    for result in results:
        for reading in result.readings:
            yield place_of(reading)


def source_check(
    report: Report | None,
    place: PlaceSaid,
    *,
    asker: str,
    margin_m: float,
    profile: MapProfile | None,
) -> Comparison | None:
    """Compare the measured place with the best fitting place of the report; None where there is none.

    Where the report names several places, or can be read in several ways, the nearest one counts:
    the desk measured one of them.
    """
    if report is None:
        return None
    compared = [
        compare(
            told,
            place,
            margin_m=margin_m,
            first=f'the place in the report of {report.source} ("{told.as_given}")',
            second=f"the place that {asker}'s desk measured",
        )
        for told in reported_places(report, profile)
    ]
    order = (Verdict.MATCH, Verdict.NEAR, Verdict.DIFFERS)
    return min(compared, key=lambda one: (order.index(one.verdict), one.distance_m), default=None)


def source_findings(check: Comparison | None, about: tuple[str, ...]) -> tuple[Finding, ...]:
    """What a source check finds: nothing where there is none, or where the places match."""
    if check is None:
        return ()
    found = check.finding(about, near=Kind.SOURCE_NEAR, differs=Kind.SOURCE_DIFFERS)
    return () if found is None else (found,)
