"""Documents: files kept unchanged, named by SHA-256 and length, carried in parts that may come in any order.

A document is whole when its parts, put together, have the SHA-256 under which it was named. Parts lie
sealed to our box key, in the record, and travel sealed to the receiver's: one that was altered on the way
does not open, and is fetched again by itself. Whoever can change them makes the document unreadable, never
another.
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
        take_part(store, named, part, data[part * PART : (part + 1) * PART])
    return named.sha256


def take_part(store: Store, named: DocumentNamed, part: int, data: bytes) -> bool:
    """Keep one part; True when the document is whole with it.

    NotTheFileError for a part that cannot be one of it, and for a document whose bytes are not those that
    were named: its parts are dropped then.
    """
    if not 0 <= named.length <= MAX_DOCUMENT or not 0 <= part < parts_of(named.length):
        raise NotTheFileError("no such part of this document", where=named.sha256, given=str(part))
    if len(data) != min(PART, named.length - part * PART):
        raise NotTheFileError(
            "a part of a document has another length", where=named.sha256, given=str(len(data))
        )
    sealed = seal_to(store.roster.party(store.party).box, data)
    with store.database.write() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO document (sha256, length) VALUES (?, ?)", (named.sha256, named.length)
        )
        connection.execute(
            "INSERT OR IGNORE INTO chunk (sha256, part, sealed) VALUES (?, ?, ?)",
            (named.sha256, part, sealed),
        )
        count = connection.execute("SELECT count(*) FROM chunk WHERE sha256 = ?", (named.sha256,)).fetchone()[
            0
        ]
    if count < parts_of(named.length) or store.locked:
        return False
    try:
        document(store, named.sha256)
    except NotTheFileError:
        with store.database.write() as connection:
            connection.execute("DELETE FROM chunk WHERE sha256 = ?", (named.sha256,))
        raise
    with store.database.write() as connection:
        connection.execute("UPDATE document SET whole = 1 WHERE sha256 = ?", (named.sha256,))
    return True


def missing_parts(store: Store, named: DocumentNamed) -> list[int]:
    """The parts that are not here yet: where to resume."""
    rows = store.database.read("SELECT part FROM chunk WHERE sha256 = ?", (named.sha256,))
    here = {int(row[0]) for row in rows}
    return [part for part in range(parts_of(named.length)) if part not in here]


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
    parts = range(parts_of(length_of(store, sha256)))
    data = b"".join(read_part(store, sha256, part) for part in parts)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotTheFileError("the bytes of a document are not those that were named", where=sha256)
    return data


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


def take_sealed_part(store: Store, named: DocumentNamed, part: int, sealed: bytes) -> bool:
    """Take one part that was sealed to us; True when the document is whole with it.

    InputError while the node is locked.
    """
    if is_whole(store, named.sha256):
        return True
    return take_part(store, named, part, unseal(store.box(), sealed))
