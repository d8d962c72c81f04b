"""Errors: whose fault it is, where it stands, what was given and what to do.

Three kinds. `InputError`: what you gave us cannot be read. `PeerError`: another node broke the
protocol; it carries the bytes that show it. `OwnError`: we stop before we break a promise of ours.
Disagreement is none of these: it is a `Finding`.
"""

from __future__ import annotations

import traceback
from pathlib import Path

GIVEN_SHOWN = 200  # characters of the given text that an error repeats


class CommongroundError(Exception):
    """What went wrong, and beside it: where, what was given, and a hint what to do."""

    def __init__(self, what: str, *, where: str = "", given: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.given = given if len(given) <= GIVEN_SHOWN else given[:GIVEN_SHOWN] + "…"
        self.hint = hint

    def __str__(self) -> str:
        given = f'"{self.given}"' if self.given else ""
        place = ", ".join(part for part in (self.where, given) if part)
        return f"{place}: {self.what}" if place else self.what


class InputError(CommongroundError):
    """What you gave us cannot be read."""


class PeerError(CommongroundError):
    """Another node broke the protocol. `evidence` holds the bytes that show it, unchanged."""

    def __init__(
        self, what: str, *, evidence: bytes = b"", where: str = "", given: str = "", hint: str = ""
    ) -> None:
        super().__init__(what, where=where, given=given, hint=hint)
        self.evidence = evidence


class OwnError(CommongroundError):
    """We stop before we break a promise of ours: disk full, key missing, clock gone back."""


def raised_at(error: BaseException) -> str:
    """Kind and place of an error that nobody foresaw, as a log may hold it: never its message, which could
    repeat what somebody typed.

    >>> try:
    ...     {}["a place"]
    ... except KeyError as error:
    ...     raised_at(error).split(" line ")[0]
    'KeyError in <doctest commonground.errors.raised_at[0]>'
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in Path(frame.filename).parts] or frames
    return f"{type(error).__name__} in {Path(own[-1].filename).name} line {own[-1].lineno}"
