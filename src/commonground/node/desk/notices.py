"""What an officer says of the ground: notices, coverage, withdrawals, and lists from a file.

A list is read, reported row by row and kept under a token until the officer signs the rows he chose.
Lists that nobody signed are forgotten with the session or after an hour; nothing is signed by import.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from commonground.errors import InputError
from commonground.exchange.places.source import place_of
from commonground.finding import Finding, Kind, Level
from commonground.interop.lists.rows.notices import notice_of
from commonground.interop.lists.rows.reading import read_list
from commonground.interop.lists.rows.row import ListRow
from commonground.interop.tables.opening import open_table
from commonground.node.desk.acts import Desk, moment, recipients, window
from commonground.node.desk.areas import corner, shape_of
from commonground.node.desk.coarse import coarse_notice
from commonground.node.desk.embargo import TooEarlyError, names_any
from commonground.node.desk.lists import Pending
from commonground.node.desk.picture import Picture
from commonground.node.desk.reading import chosen, in_crs, own_grid_of, read_for_desk
from commonground.node.models import asked
from commonground.node.models.shown import FindingShown
from commonground.node.models.views import ListShown, RowReadingShown, RowShown
from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.position.profile import MapProfile
from commonground.position.reader.answer import Status
from commonground.position.reading import Reading
from commonground.statements.form.codec import encode
from commonground.statements.form.shows import check_shows
from commonground.statements.notice import (
    Coverage,
    Notice,
    NoticeKind,
    PermittedUse,
    Verification,
    Withdrawal,
)
from commonground.statements.statement import Statement


def say_notice(desk: Desk, given: asked.NoticeAsked) -> str:
    """One notice about a place, a corridor or an area; whoever is to know it coarsely gets a coarse copy."""
    profile = in_crs(desk.node.config.profile, given.crs)
    found = read_for_desk(given.text, profile, desk.node.picture())
    place = place_of(chosen(found, given.reading, text=given.text), anchor=given.anchor.strip())
    if given.corners and given.precision:
        raise InputError("only one place can be told coarsely", where="precision", hint="leave corners out")
    if given.corners and given.crs:
        raise InputError(
            "corners are read in our own grid", where="crs", given=given.crs, hint="leave crs out"
        )
    others = [corner(desk, text, number) for number, text in enumerate(given.corners, 2)]
    shape = shape_of(
        [place.position, *others], closed=given.closed, reach_m=given.reach_m, altitude=given.altitude
    )
    body = Notice(
        kind=NoticeKind(given.kind),
        item=given.item,
        label=given.label,
        category=given.category,
        place=None if others else place,
        extent=Extent(legs=(Leg(shape=shape, window=window(given.window)),)),
        confirmed_at=confirmed(desk, given.confirmed_at),
        verification=Verification(given.verification),
        source=given.source,
        use=PermittedUse(given.use),
        onward=given.onward,
    )
    to = recipients(desk.node, given.to)
    for party in given.precision:
        if party not in to:
            raise InputError("a precision for a party that is not told", where="precision", given=party)
    reason = given.coarse_reason
    copies = {
        party: coarse_notice(body, ce95_m, reason, reach_m=given.reach_m)
        for party, ce95_m in given.precision.items()
    }
    until = moment(given.until, "until") if given.until else None
    if until is not None and until <= desk.node.clock():
        raise InputError("this is over already", where="until", given=given.until or "")
    said = desk.node.say(
        desk.session, body, to=tuple(one for one in to if one not in copies), not_after=until
    )
    for party, copy in copies.items():
        desk.node.say(desk.session, copy, to=(party,), re=(said,), not_after=until)
    return said


def say_coverage(desk: Desk, given: asked.CoverageAsked) -> str:
    """For what our register is complete, as of when, until when we stand by it."""
    now = desk.node.clock()
    as_of = moment(given.as_of, "as_of") if given.as_of else now
    valid_until = moment(given.valid_until, "valid_until")
    if as_of > now:
        raise InputError(
            "a register cannot be complete as of a time still to come", where="as_of", given=given.as_of or ""
        )
    if valid_until <= as_of:
        raise InputError("it stands until after it was made", where="valid_until", given=given.valid_until)
    try:
        area = Shape(kind=ShapeKind.AREA, vertices=tuple(given.area), ce95_m=given.ce95_m)
    except ValueError as error:
        raise InputError(str(error), where="area") from None
    body = Coverage(
        area=area,
        kinds=tuple(NoticeKind(kind) for kind in given.kinds),
        as_of=as_of,
        valid_until=valid_until,
        words=given.words,
    )
    return desk.node.say(desk.session, body, to=recipients(desk.node, given.to))


def withdraw(desk: Desk, identity: str, reason: str) -> str:
    """What we said no longer stands; goes to those to whom it was said."""
    said = desk.node.statement(identity)
    if said is None or said.header.party != desk.party:
        raise InputError("we said no such statement", where="id", given=identity)
    ends = Withdrawal(withdraws=identity, reason=reason)
    done = desk.node.say(desk.session, ends, to=said.header.to, re=(identity,))
    for one in desk.node.picture().statements:  # those who were told coarsely are told of the end too
        if is_coarse_copy(one, desk.party) and identity in one.header.re:
            ends = Withdrawal(withdraws=one.id, reason=reason)
            desk.node.say(desk.session, ends, to=one.header.to, re=(one.id,))
    return done


def is_coarse_copy(one: Statement, party: str) -> bool:
    """Whether a statement of this party is a coarse copy, for others, of a notice of its own."""
    return isinstance(one.body, Notice) and bool(one.body.coarse) and one.header.party == party


def confirmed(desk: Desk, given: str | None) -> datetime:
    """When somebody last looked; not later than now."""
    now = desk.node.clock()
    looked = moment(given, "confirmed_at") if given else now
    if looked > now:
        raise InputError(
            "nobody has looked yet at a time still to come", where="confirmed_at", given=given or ""
        )
    return looked


def read_file(desk: Desk, content: bytes, name: str) -> ListShown:
    """Read a file and report every row of it; nothing is signed."""
    report = read_list(open_table(content, name), desk.node.config.profile)
    token = desk.node.lists.put(Pending(report=report, officer=desk.session.officer, at=desk.node.clock()))
    picture = desk.node.picture()
    return ListShown(
        rows=[shown_row(row, picture, desk.node.config.profile) for row in report.rows],
        file=[FindingShown.model_validate(one.as_json()) for one in report.findings],
        token=token,
    )


def shown_row(row: ListRow, picture: Picture, profile: MapProfile) -> RowShown:
    """One row; without numbers where it is the place of an enquiry that waits for readback."""
    shown: dict[str, Any] = row.as_json()
    shown = {key: shown[key] for key in ("row", "as_given", "status", "lat_deg", "lon_deg", "ce95_m", "item")}
    findings, readings = row.findings, several(row)
    if gives_withheld(row, picture):
        shown |= {"status": "refused", "lat_deg": None, "lon_deg": None, "ce95_m": None}
        text = "This row gives the place of an enquiry that waits for your own readback."
        readings = ()
        findings = (Finding(kind=Kind.PLACE_WITHHELD, level=Level.CAUTION, text=text),)
    return RowShown(
        **shown,
        findings=[FindingShown.model_validate(one.as_json()) for one in findings],
        readings=[
            RowReadingShown(
                lat_deg=one.position.lat_deg,
                lon_deg=one.position.lon_deg,
                ce95_m=one.position.ce95_m,
                notation=one.notation,
                own_grid=own_grid_of(one.position, profile),
            )
            for one in readings
        ],
    )


def gives_withheld(row: ListRow, picture: Picture) -> bool:
    """Whether a row gives a withheld place: in its cells, or in the text that was made from them."""
    return names_any(f"{row.as_given} {row.text}", picture.withheld) is not None


def several(row: ListRow) -> tuple[Reading, ...]:
    """The readings of a row that can be read in several ways; empty where there is one or none."""
    readings = row.readings if row.status is Status.ASK else ()
    return readings if len(readings) > 1 else ()


def named(row: ListRow, file: str) -> str:
    """The party's own name of a row's thing; a bare row number would be another thing in every file."""
    if row.item != f"row {row.number}":
        return row.item
    return row.label or f"{file}, {row.item}"


def sign_rows(desk: Desk, token: str, given: asked.SignRowsAsked) -> list[str]:
    """Sign rows of a list. Every row is checked before the first is signed."""
    report = desk.node.lists.get(token, desk.session.officer, desk.node.clock())
    by_number = {row.number: row for row in report.rows}
    picture = desk.node.picture()
    to, during = recipients(desk.node, given.to), window(given.window)
    looked = confirmed(desk, given.confirmed_at)
    bodies = []
    for number in dict.fromkeys(given.rows):
        row = by_number.get(number)
        if row is None:
            raise InputError("the list has no such row", where="rows", given=str(number))
        if gives_withheld(row, picture):
            raise TooEarlyError(
                "this row gives the place of an enquiry that waits for your own readback",
                where=f"row {number}",
                given=row.as_given,
            )
        index = given.readings.get(str(number))
        if index is None and several(row):
            raise InputError(
                f"this row can be read in {len(row.readings)} ways",
                where=f"row {number}",
                given=row.as_given,
                hint="choose a reading for it, or leave the row out",
            )
        body = notice_of(
            row,
            window=during,
            confirmed_at=looked,
            reading=index or 0,
            kind=NoticeKind(given.kind),
            category=given.category,
            source=report.name,
        )
        body = replace(body, item=named(row, report.name))
        check_shows(encode(body), f"row {number}")
        bodies.append(body)
    return [desk.node.say(desk.session, body, to=to) for body in bodies]
