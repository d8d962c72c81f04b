"""A line that a party says: what a desk may post, and what it is told."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from commonground.node.models.asked import Asked, Line, Moment
from commonground.node.models.documents import Recipients, Sha256
from commonground.node.models.shown import Shown


class DepictionAsked(Asked):
    """POST /api/map/depictions: how our source draws a line, said to the parties in `to`.

    The file with the line was posted to /api/documents/bytes before. `to` empty: kept to ourselves, and
    every answer says that nobody else was shown it. ce95_m 0: the source states no error.
    """

    sha256: Sha256
    name: Annotated[Line, Field(min_length=1)]
    title: Annotated[Line, Field(min_length=1)]
    basis: Literal["delimited", "demarcated", "claimed", "for_this_operation", "unstated"] = "unstated"
    source: Line = ""
    scale: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    ce95_m: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False, strict=False)] = 0.0
    licence: Line = ""
    to: Recipients = Field(default_factory=list)
    until: Moment | None = None


class DepictionSaidShown(Shown):
    """The line was said: the statement, the statement that names its file, and who was shown it."""

    id: str
    document: str
    shown_to: list[str]
