"""Documents and receipts: what a desk may post, and what it is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from commonground.node.models.asked import Asked, Line, Moment, PartyCode, Words
from commonground.node.models.shown import Shown

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Recipients = Annotated[list[PartyCode], Field(max_length=32)]


class DocumentAsked(Asked):
    """POST /api/documents: a file whose bytes were posted before is handed to the parties in `to`."""

    sha256: Sha256
    title: Annotated[Line, Field(min_length=1)]
    edition: Line = ""
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}$")] = (
        "application/octet-stream"
    )
    words: Words = ""
    to: Recipients = Field(default_factory=list)
    until: Moment | None = None


class ReceiptAsked(Asked):
    """POST /api/receipts: how far statements, or the files of documents, have come with us."""

    of: Annotated[list[Sha256], Field(min_length=1, max_length=200)]
    stage: Literal["loaded", "understood"]
    terminal: Line = ""
    version: Line = ""
    words: Words = ""


class KeptShown(Shown):
    """The bytes of a file are on disk, sealed."""

    sha256: str
    length: int


class DocumentReceiptShown(Shown):
    """One receipt for the file itself; `terminal` and `version` say into what it was loaded."""

    party: str
    officer: str
    stage: str
    at: str
    terminal: str
    version: str
    words: str


class DocumentShown(Shown):
    """One file as a statement names it, and how much of it is here.

    state: whole, coming (some parts are here) or named (none is); here: how many of its `parts` of 256 KiB
    are; missing: those that are not, counted from 0, like "0-3, 17"; to: who was given it, and may still
    have it.
    """

    id: str
    party: str
    officer: str
    at: str
    until: str | None
    title: str
    edition: str
    media_type: str
    length: int
    sha256: str
    words: str
    to: list[str]
    public: bool
    withdrawn: str | None
    given: bool
    state: Literal["whole", "coming", "named"]
    parts: int
    here: int
    missing: str
    receipts: list[DocumentReceiptShown]
