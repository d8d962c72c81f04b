"""Coverage: whether a party's own word makes absence sayable for what was asked.

The party must have said that its register is complete for the kinds asked about, over the whole extent
and the margin around it, as of a moment that has come, and must stand by it to the end of the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely

from commonground.check.measure.outline import outline
from commonground.check.measure.plane import Plane
from commonground.finding import Finding, Kind, Level
from commonground.position.extent import Extent, Leg, ShapeKind
from commonground.register.fold import CoverageSaid, Standing
from commonground.register.words import said_time
from commonground.statements.notice import NoticeKind


def rests_on(
    standing: Standing, party: str, extent: Extent, margin_m: float, kinds: Sequence[NoticeKind]
) -> tuple[tuple[CoverageSaid, ...], tuple[Finding, ...]]:
    """The coverage that bears the answer, and the reasons where it does not.

    Reasons are empty exactly when every kind asked about is covered over every leg of the extent.
    """
    said = [one for one in standing.coverage if one.party == party]
    if not said:
        text = f"{party} has said nothing about what its register covers"
        return (), (Finding(kind=Kind.NO_COVERAGE, level=Level.CAUTION, text=text),)
    used: dict[str, CoverageSaid] = {}
    reasons: list[Finding] = []
    for kind in kinds:
        of_kind = [one for one in said if kind in one.coverage.kinds]
        if not of_kind:
            text = f"{party} has said nothing about how complete its register is for kind {kind}"
            reasons.append(Finding(kind=Kind.NO_COVERAGE, level=Level.CAUTION, text=text))
            continue
        for leg in extent.legs:
            bearing, finding = _bears(of_kind, standing, party, kind, leg, margin_m)
            used |= {one.id: one for one in bearing}
            if finding is not None:
                reasons.append(finding)
    reasons += _doubted(used.values())
    distinct = {(one.kind, one.text): one for one in reasons}
    return tuple(used[id_] for id_ in sorted(used)), tuple(distinct.values())


def _bears(
    said: Sequence[CoverageSaid],
    standing: Standing,
    party: str,
    kind: NoticeKind,
    leg: Leg,
    margin_m: float,
) -> tuple[tuple[CoverageSaid, ...], Finding | None]:
    """The coverage of one kind that holds one leg, or why none does."""
    about = tuple(one.id for one in said)
    current = [
        one
        for one in said
        if one.coverage.as_of <= standing.moment and leg.window.end <= one.coverage.valid_until
    ]
    if not current:
        if all(one.coverage.as_of > standing.moment for one in said):
            text = f"the coverage of {party} for kind {kind} is of a later moment than asked about"
            return (), Finding(kind=Kind.NO_COVERAGE, level=Level.CAUTION, text=text, about=about)
        latest = max(one.coverage.valid_until for one in said)
        text = (
            f"the coverage of {party} for kind {kind} holds until {latest:%Y-%m-%d} {said_time(latest)}, "
            f"the window asked about runs until {leg.window.end:%Y-%m-%d} {said_time(leg.window.end)}"
        )
        return (), Finding(kind=Kind.COVERAGE_ENDS, level=Level.CAUTION, text=text, about=about)
    holding = _holding([one for one in current if _in_height(one, leg, margin_m)], leg, margin_m)
    if holding:
        return holding, None
    text = f"the coverage of {party} for kind {kind} does not hold the whole area asked about and its margin"
    return (), Finding(kind=Kind.COVERAGE_PART, level=Level.CAUTION, text=text, about=about)


def _holding(said: Sequence[CoverageSaid], leg: Leg, margin_m: float) -> tuple[CoverageSaid, ...]:
    """The coverage that holds the leg: one alone where one does, or else all of them together."""
    body = outline(leg.shape)
    if body.boundless:
        return ()
    plane = Plane(*body.middle())
    asked = body.geometry(plane)
    reach_m = margin_m + leg.shape.reach_m + leg.shape.ce95_m
    areas = [_sure_area(one, plane) for one in said]
    wide = shapely.buffer(asked, reach_m * 1.001 + 1.0, quad_segs=32)
    for one, area in sorted(
        zip(said, areas, strict=True), key=lambda pair: pair[0].coverage.as_of, reverse=True
    ):
        if shapely.covers(area, wide):
            return (one,)
    if len(said) > 1 and shapely.covers(shapely.union_all(areas), wide):
        return tuple(said)
    return ()


def _in_height(said: CoverageSaid, leg: Leg, margin_m: float) -> bool:
    """Whether a coverage holds every altitude asked about and the margin; one without a band holds all."""
    band, asked = said.coverage.area.altitude, leg.shape.altitude
    if band is None:
        return True
    if asked is None or asked.above is not band.above:
        return False
    return band.low_m <= asked.low_m - margin_m and asked.high_m + margin_m <= band.high_m


def _sure_area(said: CoverageSaid, plane: Plane) -> shapely.Geometry:
    """The area that a coverage surely holds: drawn in by the doubt of its edge, out by its own reach."""
    shape = said.coverage.area
    if outline(shape).boundless:
        return shapely.Polygon()
    drawn = outline(shape).geometry(plane)
    if isinstance(drawn, shapely.GeometryCollection):
        return shapely.Polygon()  # a ring that crosses itself: nobody can tell what it holds
    by_m = shape.reach_m - shape.ce95_m
    if shape.kind is not ShapeKind.AREA and by_m <= 0:
        return shapely.Polygon()
    return shapely.buffer(drawn, by_m, quad_segs=64)


def _doubted(said: Iterable[CoverageSaid]) -> list[Finding]:
    return [
        Finding(
            kind=Kind.COVERAGE_DOUBTED,
            level=Level.CAUTION,
            text=f'{doubt.officer} of {doubt.party} doubts the coverage of {one.party}: "{doubt.words}"',
            about=(one.id, doubt.id),
        )
        for one in said
        for doubt in one.doubts
    ]
