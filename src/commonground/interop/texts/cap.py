"""CAP alerts (OASIS Common Alerting Protocol 1.1 and 1.2): areas and times, nothing else.

Polygons are `lat,lon` pairs, first equal to last; a circle is `lat,lon radius`, the radius in
kilometres. A circle of radius 0 is a point of unknown accuracy, not a perfect one. XML with entities
or a document type is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.features import local_name
from commonground.interop.texts.found import Area, AreaKind, MessageRead, Span, Spot, WindowKind
from commonground.interop.texts.where.shapes import area_findings
from commonground.position.extent import Vertex

UNKNOWN_CE95_M = 5_000.0  # of a point whose alert gives no radius; said with it


def is_cap(data: bytes) -> bool:
    """Whether bytes begin like a CAP alert."""
    head = data[:4096]
    return b"urn:oasis:names:tc:emergency:cap" in head or (b"<alert" in head and b"<?xml" in head)


def children(element: Element, name: str) -> Iterator[Element]:
    """Every element of that name within, at any depth."""
    return (child for child in element.iter() if local_name(child) == name)


def text_in(element: Element, name: str) -> str:
    """The text of the first such element, "" where there is none."""
    return next(((child.text or "").strip() for child in children(element, name)), "")


def moment_of(text: str) -> datetime | None:
    """A CAP time in UTC; None where there is none or it names no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is None else found.astimezone(UTC)


def vertex_of(text: str) -> Vertex | None:
    """`lat,lon` in degrees, or None where it is no place."""
    lat_text, _, lon_text = text.partition(",")
    try:
        lat, lon = float(lat_text), float(lon_text)
    except ValueError:
        return None
    good = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return (lat, lon) if good else None


def unreadable(what: str, given: str) -> Finding:
    """That a shape of the alert cannot be read."""
    shown = given if len(given) <= 60 else given[:60] + "…"
    text = f'A {what} cannot be read: "{shown}".' if shown else f"A {what} is empty."
    return Finding(kind=Kind.AREA_NOT_UNDERSTOOD, level=Level.CAUTION, text=text)


def polygon_of(text: str) -> Area | Finding:
    """A polygon as CAP writes it: pairs of latitude,longitude, closed."""
    vertices = [vertex_of(pair) for pair in text.split()]
    found = tuple(vertex for vertex in vertices if vertex is not None)
    if len(found) != len(vertices) or len(found) < 4:
        return unreadable("polygon", text)
    return Area(kind=AreaKind.POLYGON, vertices=found, text=text[:80])


def circle_of(text: str) -> tuple[Area | Finding, bool]:
    """A circle; also whether its radius is 0, which says nothing of its accuracy."""
    centre_text, _, radius_text = text.partition(" ")
    centre = vertex_of(centre_text)
    try:
        radius_km = float(radius_text)
    except ValueError:
        return unreadable("circle", text), False
    if centre is None or not 0 <= radius_km < 20_100:
        return unreadable("circle", text), False
    area = Area(kind=AreaKind.CIRCLE, vertices=(centre,), radius_m=radius_km * 1000, text=text)
    return area, radius_km == 0


def read_cap(data: bytes, ident: str = "") -> MessageRead:
    """Read a CAP alert.

    Raises InputError where the XML is not well-formed, holds entities, or is no alert.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise InputError("the alert holds entities or a document type", where=ident) from None
    except (ParseError, ValueError) as error:
        raise InputError(f"no well-formed XML: {error}", where=ident) from None
    if local_name(root) != "alert":
        raise InputError(f"XML of kind {local_name(root)!r}, no CAP alert", where=ident)
    areas: list[Area] = []
    findings: list[Finding] = []
    windows: list[Span] = []
    sent = moment_of(text_in(root, "sent"))
    for info in children(root, "info"):
        windows.extend(window_of(info, sent, findings))
        for drawn in children(info, "area"):
            read_area(drawn, areas, findings)
    for area in areas:
        findings.extend(area_findings(area))
    return MessageRead(
        ident=ident or text_in(root, "identifier"),
        positions=tuple(point_of(area) for area in areas if area.kind is AreaKind.CIRCLE),
        areas=tuple(areas),
        windows=tuple(windows),
        findings=tuple(findings),
    )


def read_area(drawn: Element, areas: list[Area], findings: list[Finding]) -> None:
    """Take the shapes of one area into `areas`, and what is wrong with them into `findings`."""
    for polygon in children(drawn, "polygon"):
        made = polygon_of((polygon.text or "").strip())
        (areas if isinstance(made, Area) else findings).append(made)  # type: ignore[arg-type]
    for circle in children(drawn, "circle"):
        made, point = circle_of((circle.text or "").strip())
        (areas if isinstance(made, Area) else findings).append(made)  # type: ignore[arg-type]
        if point:
            text = f'A circle of radius 0 at "{circle.text}": a point, and nobody said how sure.'
            findings.append(Finding(kind=Kind.AREA_NOT_UNDERSTOOD, level=Level.NOTE, text=text))


def window_of(info: Element, sent: datetime | None, findings: list[Finding]) -> list[Span]:
    """From *onset* or *effective*, or from when it was sent, until *expires*."""
    said = {name: text_in(info, name) for name in ("onset", "effective", "expires")}
    read = {name: moment_of(text) for name, text in said.items()}
    for name, text in said.items():
        if text and read[name] is None:
            note = f'The time {name} "{text}" cannot be read, or names no zone.'
            findings.append(Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.CAUTION, text=note))
    start = read["onset"] or read["effective"] or sent
    end = read["expires"]
    if start is not None and end is not None and end <= start:
        note = "The alert expires before it begins."
        findings.append(Finding(kind=Kind.TIME_NOT_UNDERSTOOD, level=Level.CAUTION, text=note))
        return []
    if start is None and end is None:
        return []
    kind = WindowKind.INTERVAL if end is not None else WindowKind.OPEN
    return [Span(kind=kind, start=start, end=end, text=said["expires"])]


def point_of(area: Area) -> Spot:
    """An area that is a point, as a place; its doubt is its radius, or unknown."""
    ce95_m = area.radius_m or UNKNOWN_CE95_M
    return Spot(vertex=area.vertices[0], ce95_m=ce95_m, text=area.text, start=0, end=0)
