"""Making one depiction of the features of a map file, whichever format they stood in.

Lines are joined where their ends meet and put in order from west to east; outlines that cross themselves
are read by the even-odd rule; a file of two areas and no line gets the line between them. What was done,
and what was left out, is noted in the depiction: nothing is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from commonground.errors import InputError
from commonground.maps.depiction import (
    GUESSED_SIGMA_M,
    NMAS_M_PER_SCALE,
    Depiction,
    SigmaOrigin,
    Source,
)
from commonground.maps.layer import border_between
from commonground.maps.plane import Floats

MAX_TEXT = 500
MAX_CODE = 100
LEAST_GAP_DEG = 5.0  # a file without so wide a gap of longitudes goes round the globe
MAX_ORDERED = 2000  # pieces of a line; more are left in the order of the file
_ON_THE_LINE_DEG = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One feature of a map file: its geometry in WGS 84 degrees, what is said of it, where it stands."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]
    where: str


def assemble(
    drawn: Sequence[Drawn], *, name: str, about: Mapping[str, Any], notes: Sequence[str] = ()
) -> Depiction:
    """Make one depiction of the features of a file. Raises InputError when none is a line or an area."""
    lines: list[Any] = []
    areas: dict[str, list[BaseGeometry]] = {}
    listed: list[str] = []
    clipped = False
    said = list(notes)
    for row, one in enumerate(drawn):
        properties = one.properties
        pieces = _flat(one.geometry)
        line = [piece for piece in pieces if piece.geom_type == "LineString" and piece.length > 0]
        area = [piece for piece in pieces if piece.geom_type == "Polygon" and not piece.is_empty]
        if len(line) + len(area) < max(len(pieces), 1):
            said.append(f"{one.where} is in part neither line nor area; that part is left out.")
        if line:
            lines += line
            parties = properties.get("parties")
            listed += (
                [text_of(code, MAX_CODE) for code in parties] if isinstance(parties, list | tuple) else []
            )
        if area:
            party = text_of(properties.get("party") or properties.get("name") or f"area {row}", MAX_CODE)
            areas.setdefault(party, []).append(_valid(shapely.MultiPolygon(area), one.where, said))
            clipped = clipped or bool(properties.get("clipped"))
    if not lines and not areas:
        raise InputError("no line and no area in this file", where=name)
    lines, areas = _one_way_round(lines, areas)
    united = {party: shapely.union_all(pieces) for party, pieces in areas.items()}
    line_ = _joined(lines) if lines else _between(united, said)
    sigma_m, origin = _sigma(about, name)
    shown_to = about.get("shown_to")
    return Depiction(
        name=name,
        border=text_of(about.get("border"), MAX_CODE),
        parties=tuple(dict.fromkeys([*listed, *areas])),
        line=line_,
        areas=united,
        reach=_reach(line_, united) if clipped else None,
        sigma_m=sigma_m,
        sigma_origin=origin,
        source=_source(about),
        shown_to=tuple(text_of(code, MAX_CODE) for code in shown_to) if isinstance(shown_to, list) else (),
        notes=tuple(said),
    )


def text_of(value: object, most: int = MAX_TEXT) -> str:
    """A text or number of a file as text that can be written; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)[:most].encode("utf-8", "replace").decode()


def _flat(geometry: BaseGeometry) -> list[Any]:
    """The lines, areas and whatever else a geometry is made of; rings are lines."""
    pieces = [geometry]
    while any(hasattr(piece, "geoms") for piece in pieces):
        pieces = [part for piece in pieces for part in getattr(piece, "geoms", [piece])]
    return [shapely.LineString(p.coords) if p.geom_type == "LinearRing" else p for p in pieces]


def _one_way_round(
    lines: list[Any], areas: dict[str, list[BaseGeometry]]
) -> tuple[list[Any], dict[str, list[BaseGeometry]]]:
    """The same with longitudes that run on across the antimeridian, where files are cut into pieces.

    The frame begins after the widest gap of longitudes; where there is none all stays as it is.
    """
    parts = {party: [part for piece in pieces for part in _flat(piece)] for party, pieces in areas.items()}
    bounds = shapely.bounds(np.array([*lines, *(part for all_ in parts.values() for part in all_)]))
    west, east = bounds[:, 0], bounds[:, 2]
    if east.max() - west.min() <= 180:
        return lines, areas
    order = np.argsort(west % 360)
    begin = (west % 360)[order]
    reached = np.maximum.accumulate(begin + (east - west)[order])
    gaps = np.r_[begin[1:], begin[0] + 360] - reached
    widest = int(np.argmax(gaps))
    if gaps[widest] < LEAST_GAP_DEG:
        return lines, areas
    start = float(np.r_[begin[1:], begin[0]][widest])

    def turned(piece: BaseGeometry) -> BaseGeometry:
        low = float(shapely.bounds(piece)[0])
        turn = (low - start) % 360 + start - low
        return shapely.transform(piece, lambda xy: xy + np.array([turn, 0.0])) if turn else piece

    return [turned(line) for line in lines], {p: [turned(one) for one in all_] for p, all_ in parts.items()}


def _valid(area: BaseGeometry, where: str, notes: list[str]) -> BaseGeometry:
    if shapely.is_valid(area):
        return area
    notes.append(f"{where}: the outline crosses itself; areas were read by the even-odd rule.")
    flat = [piece for piece in _flat(shapely.make_valid(area)) if piece.geom_type == "Polygon"]
    return shapely.union_all(flat) if flat else shapely.Polygon()


def _between(areas: Mapping[str, BaseGeometry], notes: list[str]) -> BaseGeometry:
    """The line between two areas, as the first draws it; empty where it cannot be told."""
    if len(areas) != 2:
        return shapely.LineString()
    (first, one), (second, other) = areas.items()
    try:
        line = border_between(one, other)
    except InputError:
        return shapely.LineString()
    notes.append(f"The file draws no line; it is taken as the outline of {first} along {second}.")
    return line


def _joined(lines: list[Any]) -> BaseGeometry:
    """One line as it stands; several joined where ends meet, the rest in order from west to east."""
    if len(lines) == 1:
        (only,) = lines
        return shapely.LineString(only)
    merged = _flat(shapely.line_merge(shapely.MultiLineString(lines)))
    pieces = _in_order([np.asarray(shapely.get_coordinates(piece)) for piece in merged])
    return shapely.LineString(pieces[0]) if len(pieces) == 1 else shapely.MultiLineString(pieces)


def _in_order(pieces: list[Floats]) -> list[Floats]:
    """Pieces of one line, each beginning next to where the one before ended.

    The two ends of the whole are those with no other piece's end near; it begins at the western one.
    """
    count = len(pieces)
    if count > MAX_ORDERED:
        return pieces
    ends = np.array([[piece[0], piece[-1]] for piece in pieces]).reshape(-1, 2)
    if count == 1:
        start = int(np.argmin(ends[:, 0]))
    else:
        near, other = cKDTree(ends).query(ends, k=3)  # itself, perhaps its own other end, another piece's
        lone = np.where(other // 2 != np.arange(2 * count)[:, None] // 2, near, np.inf).min(axis=1)
        outer = np.argsort(-lone, kind="stable")[:2]
        start = int(outer[np.argmin(ends[outer, 0])])
    chain: list[Floats] = []
    left = np.ones(2 * count, dtype=bool)
    while True:
        piece = pieces[start // 2]
        chain.append(piece if start % 2 == 0 else piece[::-1])
        left[start // 2 * 2 : start // 2 * 2 + 2] = False
        rest = np.flatnonzero(left)
        if len(rest) == 0:
            return chain
        start = int(rest[np.argmin(np.hypot(*(ends[rest] - chain[-1][-1]).T))])


def _reach(line: BaseGeometry, areas: Mapping[str, BaseGeometry]) -> BaseGeometry:
    """The ground a cut-out depiction speaks of: its areas, and a corridor about its line.

    Nobody writes down how wide the corridor was cut; it is taken as the median distance at which the
    areas end away from the line, on the side that ends sooner. Too narrow only says "cannot say" more.
    """
    drawn = [area for area in areas.values() if not area.is_empty]
    if line.is_empty or not drawn:
        return shapely.union_all(drawn)
    thin = shapely.simplify(line, 0.01)
    widths = []
    for area in drawn:
        edge = shapely.segmentize(shapely.boundary(shapely.simplify(area, 0.01)), 0.05)
        away = np.asarray(shapely.distance(shapely.points(shapely.get_coordinates(edge)), thin))
        far = away[away > _ON_THE_LINE_DEG]
        widths.append(float(np.median(far)) if len(far) else 0.0)
    return shapely.union_all([shapely.buffer(thin, min(widths), quad_segs=8), *drawn])


def _sigma(about: Mapping[str, Any], name: str) -> tuple[float, SigmaOrigin]:
    stated = about.get("sigma_m")
    if stated is not None:
        origin = str(about.get("sigma_origin") or SigmaOrigin.STATED)
        if origin not in tuple(SigmaOrigin):
            raise InputError("no such origin of a map's error", where=name, given=origin)
        return _positive(stated, name), SigmaOrigin(origin)
    prior = about.get("prior_sigma_m")
    if prior is None:
        return GUESSED_SIGMA_M, SigmaOrigin.GUESS
    figure = _positive(prior, name)
    digits = "".join(c for c in str(about.get("scale") or "").partition(":")[2] if c.isdigit())
    from_scale = bool(digits) and abs(figure - float(digits[:12]) * NMAS_M_PER_SCALE) < 0.01 * figure
    return figure, SigmaOrigin.SCALE if from_scale else SigmaOrigin.GUESS


def _positive(figure: object, name: str) -> float:
    if isinstance(figure, bool) or not isinstance(figure, int | float) or not 0 < figure < 1e7:
        raise InputError("a map's error must be metres above zero", where=name, given=str(figure))
    return float(figure)


def _source(about: Mapping[str, Any]) -> Source:
    return Source(
        title=text_of(about.get("title")),
        depicted_by=text_of(about.get("depicted_by")),
        obtained_from=text_of(about.get("obtained_from") or about.get("obtain")),
        date=text_of(about.get("date")),
        scale=text_of(about.get("scale")),
        licence=text_of(about.get("licence") or about.get("license")),
        lineage=text_of(about.get("lineage")),
    )
