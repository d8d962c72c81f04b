"""From a row of a list to the notice that an officer signs; the text as given stays inside."""

from __future__ import annotations

from datetime import datetime

from commonground.errors import InputError
from commonground.finding import Kind
from commonground.interop.lists.rows.row import ListRow
from commonground.position.extent import Extent, Leg, Shape
from commonground.position.reading import Part, Reading
from commonground.position.window import Window
from commonground.statements.notice import Notice, NoticeKind, PlaceSaid


def place_said(reading: Reading, anchor: str = "") -> PlaceSaid:
    """A reading as the place that a party says."""
    basis = next((str(doubt.basis) for doubt in reading.doubt if doubt.part is Part.DATUM), "known")
    return PlaceSaid(
        as_given=reading.as_given,
        position=reading.position,
        notation=reading.notation,
        crs=reading.crs,
        datum_basis=basis,
        operation=reading.operation,
        anchor=anchor,
    )


def notice_of(
    row: ListRow,
    *,
    window: Window,
    confirmed_at: datetime,
    reading: int = 0,
    kind: NoticeKind = NoticeKind.SITE,
    category: str = "",
    source: str = "",
) -> Notice:
    """The notice of one row under the reading that the officer chose (its index).

    Raises InputError where the row has no such reading, and where its name does not show as it stands.
    """
    if any(finding.kind is Kind.NAME_NOT_SHOWN for finding in row.findings):
        raise InputError(
            "the name or number holds characters that no screen shows",
            where=f"row {row.number}",
            given=f"{row.item} {row.label}",
            hint="ask the sender for the name, or type it anew",
        )
    readings = row.readings
    if not 0 <= reading < len(readings):
        raise InputError(
            f"the row has {len(readings)} readings, none with number {reading + 1}",
            where=f"row {row.number}",
            given=row.as_given,
            hint="ask the sender for the place again",
        )
    chosen = readings[reading]
    leg = Leg(shape=Shape.place(chosen.position), window=window)
    return Notice(
        kind=kind,
        item=row.item,
        label=row.label,
        category=category,
        extent=Extent(legs=(leg,)),
        place=place_said(chosen),
        confirmed_at=confirmed_at,
        source=source,
    )
