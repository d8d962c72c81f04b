"""A file of messages: one text, one JSON object a line, an e-mail, or a CAP alert.

JSON lines carry `text`, and may carry `id` and `issued_utc` or `issued`. An e-mail gives its plain
text parts, its date as the issue, and its subject as the id; nothing in it is opened or fetched.
"""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.interop.tables.encodings import decode
from commonground.interop.texts.cap import is_cap, read_cap
from commonground.interop.texts.found import MessageRead
from commonground.interop.texts.reading import read_message

MAX_FILE = 256 * 1024 * 1024
MAIL_HEADERS = ("from:", "received:", "return-path:", "subject:", "message-id:", "date:", "delivered-to:")


def read_mailbox(data: bytes, name: str, *, issued: datetime | None = None) -> Iterator[MessageRead]:
    """Every message of a file, in order; one that cannot be read comes back with the reason.

    Raises InputError where the file as a whole cannot be read.
    """
    if len(data) > MAX_FILE:
        raise InputError(f"over {MAX_FILE // 2**20} MiB of messages", where=name, hint="split the file")
    if not data.strip():
        raise InputError("the file is empty", where=name)
    if is_cap(data):
        yield read_cap(data, ident=name)
        return
    text, _ = decode(data, name)
    if text.lstrip().startswith("{"):
        yield from read_lines(text, name, issued)
    elif text.lstrip()[:40].lower().startswith(MAIL_HEADERS):
        yield read_mail(data, name, issued)
    else:
        yield read_message(text, ident=name, issued=issued)


def read_lines(text: str, name: str, issued: datetime | None) -> Iterator[MessageRead]:
    """One JSON object a line. A line that is none is a message with a finding: nothing is dropped."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{name} line {number}"
        try:
            said = json.loads(line)
            if not isinstance(said, dict) or not isinstance(said.get("text"), str):
                raise InputError('the line has no "text"', where=where)
            when = issue_of(said) or issued
            yield read_message(said["text"], ident=str(said.get("id") or where), issued=when)
        except (json.JSONDecodeError, RecursionError):
            yield refused(where, "the line is no JSON")
        except InputError as error:
            yield refused(where, error.what)


def issue_of(said: dict[str, object]) -> datetime | None:
    """When a message was issued, as its line says."""
    for key in ("issued_utc", "issued", "sent", "date"):
        value = said.get(key)
        if isinstance(value, str):
            try:
                found = datetime.fromisoformat(value)
            except ValueError:
                continue
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None


def refused(where: str, why: str) -> MessageRead:
    """A message of which nothing was read, with the reason."""
    finding = Finding(kind=Kind.MESSAGE_REFUSED, level=Level.CAUTION, text=f"{where}: {why}.")
    return MessageRead(ident=where, positions=(), areas=(), windows=(), findings=(finding,))


def read_mail(data: bytes, name: str, issued: datetime | None) -> MessageRead:
    """The plain text of an e-mail, its attachments named but not opened."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    when = issued
    if when is None and mail["date"]:
        try:
            sent = parsedate_to_datetime(str(mail["date"]))
            when = sent.astimezone(UTC) if sent.tzinfo is not None else None
        except ValueError:
            when = None
    body = mail.get_body(preferencelist=("plain",))
    text = body.get_content() if body is not None else ""
    return read_message(str(text), ident=str(mail["subject"] or name)[:200], issued=when)
