"""Headers: who said it, in which role, when, to whom, about what, and knowing what.

`seen` is the evidence of order: a party that names the root of another log at a size cannot have
known it before that log had it. `at` is the clock of the one who signs; it sorts and shows, it proves
nothing. `seq` counts this officer's statements from 1, so that one held back shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from commonground.errors import PeerError
from commonground.position.window import read_utc, utc_text
from commonground.statements.form.canonical import MAX_INT, Json

_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_HEX = re.compile(r"[0-9a-f]{64}")
_NONCE = re.compile(r"(?:[0-9a-f]{32})?")
MAX_LIST = 256  # names in `seen`, `re`, `to`

VERSION = 1

REQUIRED = frozenset(
    {"v", "kind", "party", "officer", "role", "seq", "at", "seen", "re", "to", "not_after", "body"}
)
KEYS = REQUIRED | {"nonce"}


class LaterVersionError(PeerError):
    """A statement of a version that came after this one: it is kept and shown, and not read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The latest head known of another log. `root` in hexadecimal."""

    origin: str
    size: int
    root: str

    def __post_init__(self) -> None:
        if not self.origin or self.size < 0 or not _HEX.fullmatch(self.root):
            raise ValueError("a head seen has an origin, a size and a root of 64 hexadecimal digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The head of every statement.

    kind: a word of the table in kinds.py, or one that a later version knows. party, officer, role:
    who signs, and as what. to: codes of the parties it is for; empty means everybody. re: ids of the
    statements it belongs to. not_after: when it stops having effect by itself; None for never.
    nonce: 32 random hexadecimal digits in a statement that is not for everybody: its id is quoted in
    public, and must not let anybody try out places until one fits.
    """

    kind: str
    party: str
    officer: str
    role: str
    seq: int
    at: datetime
    seen: tuple[Seen, ...] = ()
    re: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    not_after: datetime | None = None
    nonce: str = ""

    def __post_init__(self) -> None:
        names = (self.kind, self.party, self.officer, self.role, *self.to)
        if not all(map(_CODE.fullmatch, names)):
            wrong = next(name for name in names if not _CODE.fullmatch(name))
            raise ValueError(f"not a code of lower-case letters and digits: {wrong[:60]!r}")
        if not 1 <= self.seq <= MAX_INT:
            raise ValueError("statements of an officer are counted from 1")
        if not all(map(_HEX.fullmatch, self.re)):
            raise ValueError("an id has 64 hexadecimal digits")
        if max(len(self.seen), len(self.re), len(self.to)) > MAX_LIST:
            raise ValueError(f"at most {MAX_LIST} names in a list")
        if not _NONCE.fullmatch(self.nonce):
            raise ValueError("a nonce has 32 hexadecimal digits")
        if len(set(self.to)) != len(self.to):
            raise ValueError("a party is named once in `to`")

    def as_json(self) -> dict[str, Json]:
        """The head as it stands in the statement, without the body."""
        shown: dict[str, Json] = {"nonce": self.nonce} if self.nonce else {}
        return shown | {
            "v": VERSION,
            "kind": self.kind,
            "party": self.party,
            "officer": self.officer,
            "role": self.role,
            "seq": self.seq,
            "at": utc_text(self.at),
            "seen": [{"origin": one.origin, "size": one.size, "root": one.root} for one in self.seen],
            "re": list(self.re),
            "to": list(self.to),
            "not_after": utc_text(self.not_after) if self.not_after else "",
        }


def read_header(value: dict[str, Json]) -> Header:
    """The head of a statement. PeerError where a field is missing or is something else.

    LaterVersionError, a PeerError, for a statement of a later version.
    """
    version = value.get("v")
    if isinstance(version, int) and version > VERSION:
        raise LaterVersionError("a statement of a version that we do not read", given=str(version))
    missing = REQUIRED - value.keys()
    if missing:
        raise PeerError("a field is missing", where=f"header {sorted(missing)[0]}")
    if version != VERSION:
        raise PeerError("a statement of a version that we do not read", given=str(version))
    try:
        not_after = _text(value["not_after"])
        return Header(
            kind=_text(value["kind"]),
            party=_text(value["party"]),
            officer=_text(value["officer"]),
            role=_text(value["role"]),
            seq=_whole(value["seq"]),
            at=read_utc(_text(value["at"])),
            seen=tuple(_seen(one) for one in _list(value["seen"])),
            re=tuple(_text(one) for one in _list(value["re"])),
            to=tuple(_text(one) for one in _list(value["to"])),
            not_after=read_utc(not_after) if not_after else None,
            nonce=_nonce(value),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise PeerError(f"not the head of a statement: {error}", where="header") from None


def _nonce(value: dict[str, Json]) -> str:
    if "nonce" not in value:
        return ""
    nonce = _text(value["nonce"])
    if not nonce:
        raise ValueError("a nonce that is empty is left out")
    return nonce


def _seen(value: Json) -> Seen:
    if not isinstance(value, dict):
        raise TypeError("a head seen is an object")
    return Seen(origin=_text(value["origin"]), size=_whole(value["size"]), root=_text(value["root"]))


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _whole(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError("a whole number is wanted")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return value
