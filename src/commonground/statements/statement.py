"""Statements: what a party said, signed, kept byte for byte.

A statement is a signed note of two lines:

    commonground statement v1
    {"at":"…","body":{…},"kind":"…",…}

and one signature line, by the officer (or node, or root key) who says it. Its id is the SHA-256 of the
note's text, so it does not depend on how a signature is spelled. At most 48 KiB; larger things are
documents.

Whoever holds a `Statement` holds one that was checked: there is no flag to forget. Unverified is bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from commonground.errors import InputError, PeerError
from commonground.statements.form.canonical import read_canonical, write_canonical
from commonground.statements.form.codec import decode, encode
from commonground.statements.form.shows import check_shows
from commonground.statements.header import KEYS, Header, read_header
from commonground.statements.kinds import KINDS
from commonground.statements.notice import Notice
from commonground.statements.roster import Roster
from commonground.tlog.note import MAX_NOTE, NoteSignature, Signer, open_split, sign_note, split_note

FIRST_LINE = b"commonground statement v1\n"
MAX_STATEMENT = 48 * 1024  # bytes of the whole note


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownBody:
    """The body of a kind that this version does not know, as canonical JSON."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A checked statement: its id, its bytes, its head and its body.

    unknown: the paths of fields that this version does not know; they stand in `note`.
    """

    id: str
    note: bytes
    header: Header
    body: Any  # a dataclass of notice, message, admin or roster; or UnknownBody
    unknown: tuple[str, ...] = ()


def statement_id(note: bytes) -> str:
    """The id of a statement, from its note: SHA-256 of the text, in hexadecimal."""
    text, _ = split_note(note)
    return hashlib.sha256(text).hexdigest()


def write_statement(header: Header, body: object, signer: Signer) -> bytes:
    """Sign a statement; gives the note. InputError when it is too long, hides text, or cannot be written.

    The caller's key must be that of the header's officer; nothing else is asked here.
    """
    row = KINDS.get(header.kind)
    if row is None or type(body) is not row.body:
        raise ValueError(f"a statement of kind {header.kind} has another body")
    if signer.verifier.name != f"{header.party}/{header.officer}":
        raise ValueError(f"the key of {signer.verifier.name} does not sign for the header's officer")
    fields = encode(body)
    check_shows(fields, header.kind)
    if isinstance(body, Notice) and fields.pop("kind") != header.kind:
        raise ValueError("the notice is of another kind than its header")
    try:
        line = write_canonical(header.as_json() | {"body": fields})
    except ValueError as error:
        raise InputError(f"this cannot be written: {error}", where=header.kind) from None
    note = sign_note(FIRST_LINE + line + b"\n", (signer,))
    if len(note) > MAX_STATEMENT:
        raise InputError(
            f"a statement has at most {MAX_STATEMENT} bytes, this one {len(note)}",
            where=header.kind,
            hint="hand the larger part over as a document",
        )
    return note


def open_statement(note: bytes, roster: Roster, *, index: int | None = None) -> Statement:
    """Check a statement and read it.

    `index` is its position in its party's log, by which keys count or not; None asks whether it would
    count now. Raises PeerError, with the bytes, for anything that is not a statement by somebody who
    may say this.
    """
    text, lines = _claimed(note)
    party = lines[0].name.partition("/")[0]
    opened = open_split(note, text, lines, roster.ring(party, index))
    (key, line), *more = opened.signed
    if more or opened.ignored or note != opened.text + b"\n" + line.line.encode():
        raise PeerError("a statement has one signature line", evidence=note)
    value = read_canonical(opened.text[len(FIRST_LINE) : -1])
    if not isinstance(value, dict):
        raise PeerError("a statement is an object", evidence=note)
    header = read_header(value)
    if key.name != f"{header.party}/{header.officer}" or header.party != party:
        raise PeerError("signed by another officer than the header says", where=key.name, evidence=note)
    if roster.is_revoked(header.party, header.officer, key, index):
        raise PeerError("signed with a key that was revoked", where=key.name, evidence=note)
    if header.role not in roster.party(party, index).roles_of(header.officer):
        raise PeerError(f"{key.name} has no role {header.role}", evidence=note)
    return _with_body(note, opened.text, header, value)


def _claimed(note: bytes) -> tuple[bytes, list[NoteSignature]]:
    """Text and lines of what claims to be a statement, unchecked."""
    if len(note) > MAX_STATEMENT:
        raise PeerError(f"a statement has at most {MAX_STATEMENT} bytes", evidence=note[:MAX_NOTE])
    text, lines = split_note(note)
    if not text.startswith(FIRST_LINE) or text.count(b"\n") != 2:
        raise PeerError("not a statement: its first line is another", evidence=note)
    party, slash, officer = lines[0].name.partition("/")
    if not (party and slash and officer):
        raise PeerError("a statement is signed by a key named party/officer", evidence=note)
    return text, lines


def _with_body(note: bytes, text: bytes, header: Header, value: dict[str, Any]) -> Statement:
    identity = hashlib.sha256(text).hexdigest()
    extra = tuple(sorted(value.keys() - KEYS))
    row = KINDS.get(header.kind)
    if row is None:
        body: object = UnknownBody(text=write_canonical(value["body"]).decode())
        return Statement(id=identity, note=note, header=header, body=body, unknown=extra)
    if not row.signers.allow(header.role):
        raise PeerError(f"{header.kind} is said by {row.signers.value}, not by {header.role}", evidence=note)
    fields = value["body"]
    if row.body is Notice:
        if not isinstance(fields, dict) or "kind" in fields:
            raise PeerError("the kind of a notice stands in the header", evidence=note)
        fields = fields | {"kind": header.kind}
    try:
        body, unknown = decode(row.body, fields, where="body")
    except PeerError as error:
        raise PeerError(error.what, where=error.where, given=error.given, evidence=note) from None
    return Statement(id=identity, note=note, header=header, body=body, unknown=(*extra, *unknown))
