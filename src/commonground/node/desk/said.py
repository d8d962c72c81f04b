"""Depictions from statements of parties, beside those of the data folder.

A statement names its line's file by SHA-256. While that file is not here whole, or cannot be read, the
depiction is listed with the reason and says no side: it is not left out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from commonground.errors import CommongroundError, InputError
from commonground.maps.depiction import Depiction
from commonground.maps.depiction_file import write_depiction
from commonground.maps.said import Said, as_said, newest
from commonground.node.desk.acts import Desk, moment, recipients
from commonground.node.desk.maps import is_near
from commonground.node.map_formats import read_map_file
from commonground.node.models.depictions import DepictionAsked, DepictionSaidShown
from commonground.node.models.views import DepictionShown
from commonground.node.service import Node
from commonground.position.place import Position
from commonground.position.window import utc_text
from commonground.statements.admin import DepictionSaid, Disclosure, LineBasis
from commonground.statements.notice import Withdrawal
from commonground.statements.statement import Statement
from commonground.store.files.documents import document, is_whole, name_document

PREFIX: Final = "said/"
KEPT: Final = 16  # files kept open, by SHA-256

_DRAWN: OrderedDict[str, Depiction] = OrderedDict()
_LOCK = threading.Lock()


def said_by_parties(
    statements: Iterable[Statement], parties: tuple[str, ...], now: datetime
) -> dict[str, Said]:
    """Every depiction that stands, by name: not withdrawn by its own party, not past its end."""
    rows: dict[str, Statement] = {}
    given: dict[str, list[str]] = {}
    for one in statements:
        body, party = one.body, one.header.party
        if isinstance(body, DepictionSaid):
            rows[one.id] = one
        elif isinstance(body, Disclosure) and _is_of(rows.get(body.discloses), party):
            given.setdefault(body.discloses, []).extend(body.parties)
        elif isinstance(body, Withdrawal) and _is_of(rows.get(body.withdraws), party):
            del rows[body.withdraws]
    standing = [one for one in rows.values() if one.header.not_after is None or now < one.header.not_after]
    return newest([_said(one, given.get(one.id, []), parties) for one in standing])


def _is_of(said: Statement | None, party: str) -> bool:
    """Whether this party said it: nobody gives away or takes back what another said."""
    return said is not None and said.header.party == party


def about(node: Node) -> list[DepictionShown]:
    """What GET /api/map/depictions says of each; the newest of a name is drawn."""
    found = []
    for name, one in _all(node).items():
        depiction, unsaid = _opened(node, one, name)
        found.append(
            DepictionShown(
                name=name,
                title=one.title,
                party=one.party,
                lineage=depiction.source.lineage if depiction else "",
                licence=one.licence,
                date=utc_text(one.at),
                shown=depiction is not None and name == one.called,
                said_by=f"{one.party}/{one.officer}",
                said_at=utc_text(one.at),
                basis=one.basis,
                shown_to=list(one.shown_to),
                never_shown_to=list(one.never_shown_to),
                unsaid=unsaid,
            )
        )
    return found


def geojson(node: Node, name: str) -> bytes:
    """One said depiction as GeoJSON, WGS 84. Raises InputError with the reason it cannot be drawn."""
    said = _all(node).get(name)
    if said is None:
        raise InputError(
            "no party said such a line here", where="name", given=name, hint="/api/map/depictions"
        )
    depiction, unsaid = _opened(node, said, name)
    if depiction is None:
        raise InputError(unsaid, where=name)
    return write_depiction(depiction)


def say_line(desk: Desk, given: DepictionAsked) -> DepictionSaidShown:
    """Say a line whose file was kept before; to nobody named, it is kept to ourselves.

    Raises InputError for a file that is not here or cannot be drawn, an end that is over, a strange party.
    """
    node = desk.node
    if not is_whole(node.store, given.sha256):
        raise InputError(
            "the bytes of this file are not here yet",
            where="sha256",
            given=given.sha256,
            hint="POST them to /api/documents/bytes first",
        )
    data = document(node.store, given.sha256)
    read_map_file(data, name=given.name, crs="")
    until = moment(given.until, "until") if given.until else None
    if until is not None and until <= node.clock():
        raise InputError("this is over already", where="until", given=given.until or "")
    to = recipients(node, given.to) or (desk.party,)
    named = node.say(desk.session, name_document(data, title=given.title), to=to, not_after=until)
    body = DepictionSaid(
        name=given.name,
        title=given.title,
        basis=LineBasis(given.basis),
        source=given.source,
        scale=given.scale,
        ce95_m=given.ce95_m,
        licence=given.licence,
        document=given.sha256,
    )
    said = node.say(desk.session, body, to=to, not_after=until)
    return DepictionSaidShown(id=said, document=named, shown_to=[desk.party, *given.to])


def said_near(node: Node, position: Position) -> list[Depiction]:
    """The newest depictions said by parties that draw anything near a place."""
    opened = [_opened(node, one, name)[0] for name, one in _all(node).items() if name == one.called]
    return [one for one in opened if one is not None and is_near(one, position)]


def _all(node: Node) -> dict[str, Said]:
    config = node.config
    parties = (config.code, *(peer.code for peer in config.peers))
    return said_by_parties(node.picture().statements, parties, node.clock())


def _said(one: Statement, given: list[str], parties: tuple[str, ...]) -> Said:
    header, body = one.header, one.body
    public = not header.nonce and not header.to
    told = parties if public else (header.party, *header.to, *given)
    return Said(
        statement=one.id,
        party=header.party,
        officer=header.officer,
        at=header.at,
        name=body.name,
        title=body.title,
        basis=str(body.basis),
        source=body.source,
        scale=body.scale,
        ce95_m=body.ce95_m,
        licence=body.licence,
        document=body.document,
        shown_to=tuple(dict.fromkeys(told)),
        parties=parties,
    )


def _opened(node: Node, said: Said, name: str) -> tuple[Depiction | None, str]:
    """The depiction, or why it cannot be drawn."""
    if not said.document:
        return None, "the statement names no file with a line"
    if not is_whole(node.store, said.document):
        return None, "the file with the line has not come yet"
    with _LOCK:
        drawn = _DRAWN.get(said.document)
        if drawn is None:
            try:
                drawn = read_map_file(document(node.store, said.document), name=said.document[:12], crs="")
            except CommongroundError as error:
                return None, f"the file with the line cannot be read: {error.what}"
            _DRAWN[said.document] = drawn
        _DRAWN.move_to_end(said.document)
        while len(_DRAWN) > KEPT:
            _DRAWN.popitem(last=False)
    return as_said(drawn, said, name), ""
