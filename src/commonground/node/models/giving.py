"""What a desk may post about what was given and what is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from commonground.node.models.asked import Asked, Moment, PartyCode, Words
from commonground.node.models.documents import Sha256
from commonground.node.models.shown import Shown

Ids = Annotated[list[Sha256], Field(min_length=1, max_length=200)]
Parties = Annotated[list[PartyCode], Field(min_length=1, max_length=32)]


class DiscloseAsked(Asked):
    """POST /api/disclosures: a statement of ours is given to more parties, later than it was said."""

    id: Sha256
    to: Parties
    until: Moment | None = None
    use: Literal["protection_only", "coordination", "any"] = "protection_only"
    onward: bool = False
    reason: Words = ""


class EndAsked(Asked):
    """POST /api/disclosures/end: parties are asked to stop using a statement of ours."""

    id: Sha256
    to: Parties
    reason: Annotated[Words, Field(min_length=1)]


class RetentionAsked(Asked):
    """POST /api/retention: statements are of this class and are kept until then."""

    of: Ids
    retention_class: Literal["operation", "inquiry", "personal"]
    until: Moment | None = None
    words: Words = ""


class HoldAsked(Asked):
    """POST /api/hold: nothing of these is destroyed, or of all where none is named, until it is lifted."""

    of: Annotated[list[Sha256], Field(max_length=200)] = Field(default_factory=list)
    lifted: bool = False
    reason: Annotated[Words, Field(min_length=1)]


class DestroyAsked(Asked):
    """POST /api/destroy: salt and bytes of these statements are destroyed with us."""

    of: Ids
    reason: Annotated[Words, Field(min_length=1)]


class RelayedAsked(Asked):
    """POST /api/relayed: we, the neutral centre, say in our own name what a party said to us.

    said_as: our own statement that passes it on; what comes back for it is told to the source as well.
    """

    id: Sha256
    to: Parties
    words: Annotated[Words, Field(min_length=1)]
    said_as: Sha256 | Literal[""] = ""


class KeepingShown(Shown):
    """GET /api/retention: what may be destroyed now, what is held, and whether everything is."""

    due: list[str]
    held: list[str]
    all_held: bool
