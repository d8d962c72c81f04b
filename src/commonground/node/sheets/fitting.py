"""Registering a sheet by pairs that an officer clicks: fitted at once, written only when he keeps them.

Places are read as any typed place is, so the embargo holds here as everywhere. What was registered
before is not lost: its file stays beside the new one under the moment it was replaced.
"""

from __future__ import annotations

import math

from commonground.errors import InputError
from commonground.maps.registration.fit import Registration, fit_points
from commonground.maps.registration.points import read_points, write_qgis
from commonground.maps.registration.say import say_fit
from commonground.maps.registration.sheet import lay, residuals
from commonground.node.desk.reading import chosen, own_grid_of, read_for_desk
from commonground.node.files import write_new_file
from commonground.node.models.sheets import FitAsked, FitShown, PairAsked, PairShown
from commonground.node.models.shown import FindingShown
from commonground.node.service import Node
from commonground.node.sheets.folder import kept
from commonground.position.place import Position


def fit_pairs(node: Node, name: str, given: FitAsked) -> FitShown:
    """Fit the pairs of a sheet. Raises InputError that names the pair, or says why no fit can be made."""
    sheet = kept(node.config, name)
    if sheet.size is None:
        raise InputError(sheet.unsaid, where=name)
    width, height = sheet.size.width, sheet.size.height
    for number, pair in enumerate(given.pairs, 1):
        if pair.x > width or pair.y > height:
            raise InputError(
                "a pixel beside the picture", where=f"pair {number}", given=f"{pair.x}, {pair.y}"
            )
    places = [_place(node, pair, number) for number, pair in enumerate(given.pairs, 1)]
    text = write_qgis(
        [
            (at.lon_deg, at.lat_deg, pair.x, -pair.y, not pair.check)
            for at, pair in zip(places, given.pairs, strict=True)
        ],
        "EPSG:4326",
    )
    fitted = fit_points(read_points(text.encode(), name=name))
    lay(fitted, width, height)
    pairs = _shown(fitted, places, given)
    points = sheet.path.with_suffix(".points")
    if given.keep:
        if points.is_file():
            points.replace(points.with_name(f"{points.name}.until-{node.clock():%Y%m%dT%H%M%SZ}"))
        write_new_file(points, text.encode())
    return FitShown(
        model=fitted.model,
        usable=fitted.usable,
        text=say_fit(fitted, []),
        pairs=pairs,
        findings=[FindingShown.model_validate(found.as_json()) for found in fitted.findings],
        kept=points.name if given.keep else "",
    )


def _place(node: Node, pair: PairAsked, number: int) -> Position:
    """The place of a pair in the officer's own grid; what the desk wrote itself is read as it was written."""
    profile = node.config.profile
    found = read_for_desk(pair.place, profile, node.picture())
    written = [n for n, one in enumerate(found.readings) if own_grid_of(one.position, profile) == pair.place]
    try:
        return chosen(found, written[0] if len(written) == 1 else None, text=pair.place).position
    except InputError as error:
        raise InputError(
            error.what,
            where=f"pair {number}",
            given=pair.place,
            hint="write it so that it can be read in one way, in your own grid",
        ) from None


def _shown(fitted: Registration, places: list[Position], given: FitAsked) -> list[PairShown]:
    return [
        PairShown(
            lat_deg=at.lat_deg,
            lon_deg=at.lon_deg,
            right_px=_finite(miss.right_px),
            down_px=_finite(miss.down_px),
            error_m=_finite(miss.metres),
            outlier=miss.row in fitted.outliers,
            check=pair.check,
        )
        for miss, at, pair in zip(residuals(fitted), places, given.pairs, strict=True)
    ]


def _finite(value: float) -> float:
    """A number that JSON can carry. Raises InputError where the fit gives none."""
    if not math.isfinite(value):
        raise InputError(
            "these pairs give no sheet", hint="check them: two may be the same, or all in one line"
        )
    return round(value, 3)
