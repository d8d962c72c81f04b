"""A registration in words and as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence

from commonground.maps.registration.fit import Forecast, Registration


def report(fitted: Registration, places: Sequence[Forecast]) -> dict[str, object]:
    """The object of `cg map fit --json`."""
    datum, stated = fitted.datum, fitted.points.stated
    left_out = {model: _number(value) for model, value in fitted.left_out_m.items()}
    return {
        "model": fitted.model,
        "sheet": str(fitted.points.kind),
        "east_m": round(fitted.east_m, 2),
        "north_m": round(fitted.north_m, 2),
        "se_m": round(fitted.se_m, 2),
        "rotation_deg": round(fitted.rotation_deg, 5),
        "scale": round(fitted.scale, 9),
        "datum": datum.name if datum else "",
        "datum_code": datum.code if datum else "",
        "datum_others": list(datum.others) if datum else [],
        "outliers": list(fitted.outliers),
        "points": 0 if stated else int(fitted.points.enabled.sum()),
        "sigma_m": None if stated else _number(fitted.sigma_m),
        "left_out_rms_m": {} if stated else left_out,
        "ce95_m": [_number(place.ce95_m) for place in places],
        "ce90_m": [_number(place.ce90_m) for place in places],
        "at": [
            {
                "lat_deg": place.lat_deg,
                "lon_deg": place.lon_deg,
                "ce95_m": _number(place.ce95_m),
                "ce90_m": _number(place.ce90_m),
                "east_m": round(place.east_m, 2),
                "north_m": round(place.north_m, 2),
                "inside": place.inside,
            }
            for place in places
        ],
        "checks": [
            {
                "row": check.row,
                "error_m": _number(check.error_m),
                "ce90_m": _number(check.ce90_m),
                "ce95_m": _number(check.ce95_m),
            }
            for check in fitted.checks
        ],
        "misplaced": fitted.misplaced,
        "usable": fitted.usable,
        "findings": [finding.as_json() for finding in fitted.findings],
    }


def say_fit(fitted: Registration, places: Sequence[Forecast]) -> str:
    """The fit in words that can be read aloud."""
    used = int(fitted.agree.sum())
    lines = [f"Model {fitted.model} on {used} of {int(fitted.points.enabled.sum())} control points."]
    if fitted.points.stated:
        lines = ["Laid as its file states, without control points."]
    if fitted.points.kind == "coordinates":
        lines.append(
            f"The sheet lies {fitted.east_m:.1f} m east, {fitted.north_m:.1f} m north of the ground "
            f"(standard error {fitted.se_m:.1f} m), turned {fitted.rotation_deg:.4f} degree."
        )
    else:
        lines.append(f"{fitted.scale:.3f} m a pixel, turned {fitted.rotation_deg:.3f} degree.")
    for place in places:
        where = "" if place.inside else ", outside the control points"
        lines.append(f"At {place.lat_deg} {place.lon_deg}: within {_metres(place.ce95_m)} (95 %){where}.")
    lines += [finding.text for finding in fitted.findings]
    lines.append("Usable for messages." if fitted.usable else "Not usable for messages.")
    return "\n".join(lines)


def _number(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None


def _metres(value: float) -> str:
    return f"{value:.0f} m" if math.isfinite(value) else "an unknown radius"
