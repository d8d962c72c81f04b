"""Statements for tests, made without keys: what rooms above the statements fold is already checked."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from commonground.position import geodesic
from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.window import Window
from commonground.statements.header import Header
from commonground.statements.kinds import kind_of
from commonground.statements.message import Enquiry, Report
from commonground.statements.notice import Coverage, Notice, NoticeKind, PlaceSaid
from commonground.statements.statement import Statement

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WINDOW = Window(start=NOON - timedelta(hours=1), end=NOON + timedelta(hours=12))
_COUNT = itertools.count(1)
HOME = (0.5, 0.5)  # open sea near 0 N 0 E


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def said(
    party: str,
    body: Any,
    at: datetime = NOON,
    *,
    re: tuple[str, ...] = (),
    to: tuple[str, ...] = (),
    officer: str = "keita",
) -> Statement:
    """A statement as it is after opening."""
    seq = next(_COUNT)
    header = Header(
        kind=kind_of(body), party=party, officer=officer, role="watch", seq=seq, at=at, re=re, to=to
    )
    id_ = hashlib.sha256(repr((header, body)).encode()).hexdigest()
    return Statement(id=id_, note=b"", header=header, body=body)


def position(north_m: float = 0.0, east_m: float = 0.0, ce95_m: float = 50.0) -> Position:
    """A place so far north and east of HOME."""
    lat, lon = (
        geodesic.offset(*HOME, 0.0, north_m) if north_m >= 0 else geodesic.offset(*HOME, 180.0, -north_m)
    )
    lat, lon = (
        geodesic.offset(lat, lon, 90.0, east_m) if east_m >= 0 else geodesic.offset(lat, lon, 270.0, -east_m)
    )
    return Position(lat_deg=lat, lon_deg=lon, ce95_m=ce95_m)


def place(
    north_m: float = 0.0, east_m: float = 0.0, ce95_m: float = 50.0, text: str = "", anchor: str = ""
) -> PlaceSaid:
    """The same as a place somebody said, in decimal degrees unless a text is given."""
    where = position(north_m, east_m, ce95_m)
    return PlaceSaid(
        as_given=text or f"{where.lat_deg:.5f} {where.lon_deg:.5f}",
        position=where,
        notation="dd",
        crs="EPSG:4326",
        datum_basis="known",
        anchor=anchor,
    )


def enquiry(where: PlaceSaid | None = None, *, report: Report | None = None, **changes: Any) -> Enquiry:
    given: dict[str, Any] = {
        "place": where or place(),
        "margin_m": 2000.0,
        "window": WINDOW,
        "question": "Any of yours within 2 km?",
        "occasion": "patrol under fire",
        "deadline": NOON + timedelta(minutes=10),
        "report": report,
    }
    return Enquiry(**(given | changes))


def box(half_m: float = 20_000.0, ce95_m: float = 10.0, centre: tuple[float, float] = HOME) -> Shape:
    """A square area around a place."""
    corners = [geodesic.offset(*centre, bearing, half_m * 2**0.5) for bearing in (45, 135, 225, 315)]
    return Shape(kind=ShapeKind.AREA, vertices=tuple(corners), ce95_m=ce95_m)


def site(
    name: str = "post 17",
    north_m: float = 0.0,
    east_m: float = 0.0,
    ce95_m: float = 50.0,
    *,
    window: Window | None = None,
    kind: NoticeKind = NoticeKind.SITE,
    **changes: Any,
) -> Notice:
    shape = Shape.place(position(north_m, east_m, ce95_m))
    given: dict[str, Any] = {
        "kind": kind,
        "item": name,
        "extent": Extent(legs=(Leg(shape=shape, window=window or WINDOW),)),
        "confirmed_at": NOON - timedelta(hours=1),
    }
    return Notice(**(given | changes))


def coverage(
    area: Shape | None = None,
    *,
    kinds: tuple[NoticeKind, ...] = (NoticeKind.SITE, NoticeKind.UNIT),
    as_of: datetime = NOON - timedelta(minutes=30),
    valid_until: datetime = NOON + timedelta(days=2),
) -> Coverage:
    return Coverage(area=area or box(), kinds=kinds, as_of=as_of, valid_until=valid_until)


def extent(
    north_m: float = 0.0, east_m: float = 0.0, ce95_m: float = 50.0, window: Window = WINDOW
) -> Extent:
    return Extent(legs=(Leg(shape=Shape.place(position(north_m, east_m, ce95_m)), window=window),))
