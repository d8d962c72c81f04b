"""Documents: files kept unchanged, named by SHA-256 and length, carried in parts that may come in any order.

A document is whole when its parts, put together, have the SHA-256 under which it was named. Parts lie
sealed to our box key, in the record, and travel sealed to the receiver's: one that was altered on the way
does not open, and is fetched again by itself. Until a document is whole its parts lie apart by who sent
them, so nobody can spoil what another sends; and a receipt is for bytes that its sender sent. Whoever can
change them makes the document unreadable, never another.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from commonground.errors import InputError, PeerError
from commonground.statements.admin import MAX_DOCUMENT, DocumentNamed
from commonground.statements.folds.documents import Handed, documents
from commonground.store.sealing import seal_to, unseal
from commonground.store.store import Store


class NotTheFileError(PeerError):
    """What was given as a document is not the file that was named."""


PART = 256 * 1024  # bytes of the document in one part


def name_document(
    data: bytes, *, title: str, edition: str = "", media_type: str = "", words: str = ""
) -> DocumentNamed:
    """What a statement says of a file. InputError beyond 64 MiB."""
    if len(data) > MAX_DOCUMENT:
        raise InputError(f"a document has at most {MAX_DOCUMENT} bytes", given=str(len(data)))
    return DocumentNamed(
        sha256=hashlib.sha256(data).hexdigest(),
        length=len(data),
        title=title,
        edition=edition,
        media_type=media_type or "application/octet-stream",
        words=words,
    )


def parts_of(length: int) -> int:
    """How many parts a document has; an empty one has one."""
    return max(1, -(-length // PART))


def keep_document(store: Store, data: bytes) -> str:
    """Keep a file of ours; gives its SHA-256. On disk when this returns."""
    named = name_document(data, title="")
    for part in range(parts_of(len(data))):
        take_part(store, named, part, data[part * PART : (part + 1) * PART], sender=store.party)
    return named.sha256


def take_part(store: Store, named: DocumentNamed, part: int, data: bytes, *, sender: str) -> bool:
    """Keep one part that a party sent of what it named; True when that document has come whole with it.

    NotTheFileError for a part that cannot be one of it, and for a document whose bytes are not those that
    were named: its parts are dropped then. What one party sends never mixes with what another does.
    """
    if not 0 <= named.length <= MAX_DOCUMENT or not 0 <= part < parts_of(named.length):
        raise NotTheFileError("no such part of this document", where=named.sha256, given=str(part))
    if len(data) != min(PART, named.length - part * PART):
        raise NotTheFileError(
            "a part of a document has another length", where=named.sha256, given=str(len(data))
        )
    if has_come(store, named, sender=sender):
        return True
    way = _on_the_way(sender, named.sha256)
    sealed = seal_to(store.roster.party(store.party).box, data)
    with store.database.write() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO chunk (sha256, part, sealed) VALUES (?, ?, ?)", (way, part, sealed)
        )
    if store.locked or missing_parts(store, named, sender=sender):
        return False
    count = parts_of(named.length)
    sound = hashlib.sha256(_bytes(store, way, count)).hexdigest() == named.sha256
    with store.database.write() as connection:
        if not sound or is_whole(store, named.sha256):
            connection.execute("DELETE FROM chunk WHERE sha256 = ?", (way,))
        else:
            connection.execute("DELETE FROM chunk WHERE sha256 = ?", (named.sha256,))
            connection.execute("UPDATE chunk SET sha256 = ? WHERE sha256 = ?", (named.sha256, way))
            connection.execute(
                "INSERT OR REPLACE INTO document (sha256, length, whole) VALUES (?, ?, 1)",
                (named.sha256, named.length),
            )
        if sound:
            row = sender, named.sha256
            connection.execute("INSERT OR IGNORE INTO sent (party, sha256) VALUES (?, ?)", row)
    if not sound:
        raise NotTheFileError("the bytes of a document are not those that were named", where=named.sha256)
    return True


def _on_the_way(sender: str, sha256: str) -> str:
    """Under what the parts from a party lie until the document is whole."""
    return f"{sender} {sha256}"


def missing_parts(store: Store, named: DocumentNamed, *, sender: str) -> list[int]:
    """The parts that this party has still to send: where to resume."""
    if has_come(store, named, sender=sender):
        return []
    way = _on_the_way(sender, named.sha256)
    here = {int(row[0]) for row in store.database.read("SELECT part FROM chunk WHERE sha256 = ?", (way,))}
    return [part for part in range(parts_of(named.length)) if part not in here]


def has_come(store: Store, named: DocumentNamed, *, sender: str) -> bool:
    """Whether this party has sent every byte of what it named. Others' copies of it do not count."""
    row = store.database.one(
        "SELECT d.length FROM sent s JOIN document d ON d.sha256 = s.sha256 AND d.whole = 1"
        " WHERE s.party = ? AND s.sha256 = ?",
        (sender, named.sha256),
    )
    return row is not None and int(row[0]) == named.length


def length_of(store: Store, sha256: str) -> int:
    """The length of a document that was kept. InputError when there is none."""
    row = store.database.one("SELECT length FROM document WHERE sha256 = ?", (sha256,))
    if row is None:
        raise InputError("no such document here", given=sha256)
    return int(row[0])


def is_whole(store: Store, sha256: str) -> bool:
    """Whether every byte of a document is here and was checked."""
    row = store.database.one("SELECT whole FROM document WHERE sha256 = ?", (sha256,))
    return bool(row and row[0])


def read_part(store: Store, sha256: str, part: int) -> bytes:
    """One part of a document. InputError when it is not here."""
    row = store.database.one("SELECT sealed FROM chunk WHERE sha256 = ? AND part = ?", (sha256, part))
    if row is None:
        raise InputError("this part of the document is not here", where=sha256, given=str(part))
    return unseal(store.box(), bytes(row[0]))


def document(store: Store, sha256: str) -> bytes:
    """A document's bytes. InputError when parts are missing, NotTheFileError when they are another's."""
    data = _bytes(store, sha256, parts_of(length_of(store, sha256)))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotTheFileError("the bytes of a document are not those that were named", where=sha256)
    return data


def _bytes(store: Store, key: str, count: int) -> bytes:
    return b"".join(read_part(store, key, part) for part in range(count))


def named_to(store: Store, sha256: str, party: str, now: datetime) -> Handed:
    """The newest statement of ours by which `party` may be given this document now.

    InputError when there is none: a document travels only where it was named.
    """
    for one in reversed(documents(store.statements()).values()):
        if one.named.sha256 == sha256 and one.owner == store.party and one.may_have(party, now):
            return one
    raise InputError("no statement of ours gives this document to them", where=party, given=sha256)


def sealed_part(store: Store, handed: Handed, part: int, party: str) -> bytes:
    """One part of a document, sealed to a party that may have it (ask `Handed.may_have` first)."""
    if not 0 <= part < parts_of(handed.named.length):
        raise InputError("no such part of this document", where=handed.statement.id, given=str(part))
    return seal_to(store.roster.party(party).box, read_part(store, handed.named.sha256, part))


def take_sealed_part(store: Store, named: DocumentNamed, part: int, sealed: bytes, *, sender: str) -> bool:
    """Take one part that a party sealed to us; True when its document has come whole with it.

    InputError while the node is locked.
    """
    return take_part(store, named, part, unseal(store.box(), sealed), sender=sender)
