"""Handing files over: the bytes kept sealed, named by a statement, receipts for each.

A file is never opened, converted or shown here: it leaves as it came, under the name that was given to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from commonground.errors import InputError
from commonground.node.desk.acts import Desk, moment, recipients
from commonground.node.models.documents import (
    DocumentAsked,
    DocumentReceiptShown,
    DocumentShown,
    KeptShown,
    ReceiptAsked,
)
from commonground.node.service import Node
from commonground.position.window import utc_text
from commonground.statements.admin import DocumentNamed, Receipt, ReceiptStage
from commonground.statements.folds.documents import Handed
from commonground.store.files.documents import (
    document,
    has_come,
    is_whole,
    keep_document,
    length_of,
    missing_parts,
    parts_of,
)

NO_NAME: Final = frozenset('\\/:*?"<>|%~')  # what some system reads as more than a letter of a name
JOINERS: Final = frozenset("\u200c\u200d")  # Persian words are spelled with them
MOST_NAME: Final = 80


def keep(desk: Desk, content: bytes) -> KeptShown:
    """Keep the bytes of a file; nobody is told of it until a statement names it."""
    return KeptShown(sha256=keep_document(desk.node.store, content), length=len(content))


def hand_over(desk: Desk, given: DocumentAsked) -> str:
    """Name a file that was kept before, for the parties in `to`."""
    if not is_whole(desk.node.store, given.sha256):
        raise InputError(
            "the bytes of this file are not here yet",
            where="sha256",
            given=given.sha256,
            hint="POST them to /api/documents/bytes first",
        )
    body = DocumentNamed(
        sha256=given.sha256,
        length=length_of(desk.node.store, given.sha256),
        title=given.title,
        edition=given.edition,
        media_type=given.media_type,
        words=given.words,
    )
    until = moment(given.until, "until") if given.until else None
    if until is not None and until <= desk.node.clock():
        raise InputError("this is over already", where="until", given=given.until or "")
    return desk.node.say(desk.session, body, to=recipients(desk.node, given.to), not_after=until)


def listed(node: Node) -> list[DocumentShown]:
    """Every document that a statement here names, the newest first."""
    picture = node.picture()
    found = node.handed.of(picture)
    newest = reversed(list(found.items()))
    return [_shown(node, one, identity in picture.given) for identity, one in newest]


def content_of(desk: Desk, identity: str) -> tuple[Handed, bytes]:
    """The bytes of a document as they came; the first time, a receipt says that an officer took them."""
    node, own = desk.node, desk.party
    handed = _handed(node, identity)
    if not _is_here(node, handed):
        raise InputError("this file has not come whole yet", where="id", given=identity)
    data = document(node.store, handed.named.sha256)
    if own in handed.given and not handed.has_receipt(own, ReceiptStage.SHOWN):
        body = Receipt(stage=ReceiptStage.SHOWN, of=(identity,), document=handed.named.sha256)
        node.say_as_node(body, to=(handed.owner,))
    return handed, data


def receipt(desk: Desk, given: ReceiptAsked) -> list[str]:
    """Say how far statements have come with us; for a document, how far its very file has."""
    node = desk.node
    if given.stage == "loaded" and not given.terminal:
        raise InputError("name the terminal into which it was loaded", where="terminal")
    by_party: dict[tuple[str, str], list[str]] = {}
    for identity in dict.fromkeys(given.of):
        said = node.statement(identity)
        if said is None or said.header.party == desk.party:
            raise InputError("no other party said such a statement to us", where="of", given=identity)
        file = said.body.sha256 if isinstance(said.body, DocumentNamed) else ""
        if file and not _is_here(node, _handed(node, identity)):
            raise InputError("this file has not come whole yet", where="of", given=identity)
        by_party.setdefault((said.header.party, file), []).append(identity)
    return [
        node.say(
            desk.session,
            Receipt(
                stage=ReceiptStage(given.stage),
                of=tuple(ids),
                document=file,
                terminal=given.terminal,
                version=given.version,
                words=given.words,
            ),
            to=(party,),
        )
        for (party, file), ids in by_party.items()
    ]


def _handed(node: Node, identity: str) -> Handed:
    found = node.handed.of(node.picture()).get(identity)
    if found is None:
        raise InputError("no document of that id here", where="id", given=identity, hint="/api/documents")
    return found


def _is_here(node: Node, one: Handed) -> bool:
    """Whether the very bytes that this party handed over are here; another's copy of them does not count."""
    own = node.config.code
    if one.owner == own or one.has_receipt(own, ReceiptStage.RECEIVED):
        return is_whole(node.store, one.named.sha256)
    return has_come(node.store, one.named, sender=one.owner)


def _shown(node: Node, one: Handed, given: bool) -> DocumentShown:
    header, named, now = one.statement.header, one.named, node.clock()
    whole = _is_here(node, one)
    parts = parts_of(named.length)
    missing = [] if whole else missing_parts(node.store, named, sender=one.owner)
    return DocumentShown(
        id=one.statement.id,
        party=header.party,
        officer=header.officer,
        at=utc_text(header.at),
        until=utc_text(header.not_after) if header.not_after else None,
        title=named.title,
        edition=named.edition,
        media_type=named.media_type,
        length=named.length,
        sha256=named.sha256,
        words=named.words,
        to=[party for party in one.given if one.may_have(party, now)],
        public=one.public,
        withdrawn=utc_text(one.withdrawn) if one.withdrawn else None,
        given=given,
        state="whole" if whole else "coming" if len(missing) < parts else "named",
        parts=parts,
        here=parts - len(missing),
        missing=ranges(missing),
        receipts=[
            DocumentReceiptShown(
                party=r.party,
                officer=r.officer,
                stage=str(r.stage),
                at=utc_text(r.at),
                terminal=r.terminal,
                version=r.version,
                words=r.words,
            )
            for r in one.receipts
        ],
    )


def file_name(title: str) -> str:
    """A title as the name of a file to save: no folder, nothing hidden, nothing that turns the reading round.

    >>> file_name("../Sheet 12: bay\u202egpj.exe")
    '_Sheet 12_ baygpj.exe'
    >>> file_name(" . ")
    'document'
    """
    shown = (one for one in title if one in JOINERS or unicodedata.category(one)[0] not in "CZ" or one == " ")
    name = "".join("_" if one in NO_NAME else one for one in shown)[:MOST_NAME]
    return name.strip(" .") or "document"


def ranges(numbers: Iterable[int]) -> str:
    """Whole numbers as ranges.

    >>> ranges([0, 1, 2, 7, 9, 10])
    '0-2, 7, 9-10'
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in found)
