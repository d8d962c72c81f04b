"""Coded lines as values: what each kind of message carries, as one table.

The letters are ours; a line of a kind holds everything the table needs and nothing it does not name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from commonground.errors import InputError
from commonground.interop.coded.place import CodedPlace
from commonground.position.window import Window
from commonground.statements.message import MessageKind, Outcome

REFERENCE: Final = re.compile(r"[ABCDEFGHJKMNPQRSTVWXYZ][0-9]{4}")
ITEM: Final = re.compile(r"[A-Z][A-Z0-9]{0,7}")
_FIRST: Final = "ABCDEFGHJKMNPQRSTVWXYZ"
MOST: Final = MappingProxyType({"margin_m": 99_999, "distance_m": 9_999_999, "joint_ce95_m": 999_999})
MOST_COVERAGES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind: its letter in the line, and the fields it needs and may have."""

    letter: str
    needs: frozenset[str]
    may: frozenset[str] = frozenset()


def _row(letter: str, needs: str, may: str = "") -> Row:
    return Row(letter=letter, needs=frozenset(needs.split()), may=frozenset(may.split()))


ROWS: Final[Mapping[MessageKind, Row]] = MappingProxyType(
    {
        MessageKind.ENQUIRY: _row("Q", "place margin_m window deadline", "item"),
        MessageKind.STANDBY: _row("S", "until"),
        MessageKind.READBACK: _row("R", "place independent"),
        MessageKind.CONFIRMATION: _row("C", "of distance_m joint_ce95_m"),
        MessageKind.CORRECTION: _row("K", "place"),
        MessageKind.ANSWER: _row("A", "outcome as_of", "coverage"),
        MessageKind.ACKNOWLEDGEMENT: _row("T", "of"),
        MessageKind.DOUBT: _row("D", "of", "item"),
        MessageKind.ALARM: _row("X", "", "place item"),
    }
)


def reference_of(identity: str) -> str:
    """The short name of a statement in coded lines and on the radio; 220,000 of them, so ask if in doubt.

    >>> reference_of("ab" * 32)
    'H1083'
    """
    number = int(identity[:16], 16) % (len(_FIRST) * 10_000)
    return f"{_FIRST[number // 10_000]}{number % 10_000:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One coded line. Moments are whole minutes, distances whole metres.

    ref: the enquiry's short name, or the alarm's own. of: the readback confirmed, the answer
    acknowledged, the statement doubted. item: kind and name, as ("SITE", "A17").
    """

    kind: MessageKind
    ref: str
    sent: datetime
    drill: bool = False
    item: tuple[str, str] | None = None
    place: CodedPlace | None = None
    margin_m: int | None = None
    window: Window | None = None
    deadline: datetime | None = None
    until: datetime | None = None
    independent: bool | None = None
    outcome: Outcome | None = None
    as_of: datetime | None = None
    coverage: tuple[str, ...] = ()
    of: str = ""
    distance_m: int | None = None
    joint_ce95_m: int | None = None

    def __post_init__(self) -> None:
        row = ROWS[self.kind]
        said = {
            one.name
            for one in fields(self)[4:]
            if getattr(self, one.name) is not None and getattr(self, one.name) not in ("", ())
        }
        missing, beside = row.needs - said, said - row.needs - row.may
        if missing or beside:
            wrong = ", ".join(sorted(missing or beside))
            raise InputError(f"a coded {self.kind} {'needs' if missing else 'has no'} {wrong}")
        if self.outcome is Outcome.NONE_BY_REGISTER and not self.coverage:
            raise InputError("none by register needs the coverage it rests on; without it: cannot say")
        self._check_values()

    def _check_values(self) -> None:
        for ref in (self.ref, *((self.of,) if self.of else ()), *self.coverage):
            if not REFERENCE.fullmatch(ref):
                raise InputError("a reference is a letter and four digits", given=ref, hint="B0142")
        if len(self.coverage) > MOST_COVERAGES:
            raise InputError(f"at most {MOST_COVERAGES} coverages in a coded line")
        if self.item and not (self.item[0] in ITEM_KINDS and ITEM.fullmatch(self.item[1])):
            raise InputError("an item is named by a letter and up to 7 letters or digits", given=self.item[1])
        for name, most in MOST.items():
            value = getattr(self, name)
            if value is not None and not 0 <= value <= most:
                raise InputError(f"{name} is 0 to {most} m", given=str(value))
        for moment in self.moments():
            if moment.utcoffset() != timedelta(0) or moment.second or moment.microsecond:
                raise InputError("moments of a coded line are whole minutes in UTC", given=str(moment))

    def moments(self) -> tuple[datetime, ...]:
        """Every moment of the line."""
        ends = (self.window.start, self.window.end) if self.window else ()
        return tuple(
            one for one in (self.sent, self.deadline, self.until, self.as_of, *ends) if one is not None
        )


ITEM_KINDS: Final = ("SITE", "UNIT", "MOVE", "AREA", "CROSS")
