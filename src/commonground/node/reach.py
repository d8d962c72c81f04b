"""How the other side is reached without a link: contacts for people, ways for the machine.

A contact is a role with a telephone number or a frequency; a person calls it. A way is a folder that
another program empties (an SMS gateway, a mailer): a bare alarm is put there as one small file for each
way, and nothing else ever is. This module knows both as they stand in `node.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from commonground.statements.admin import Contact

MOST: Final = 100  # contacts or ways
LONGEST: Final = 120  # characters of one value


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A folder that another program empties, and whom it reaches: a party, by a number or address."""

    name: str
    folder: Path
    to: str
    party: str = ""  # code of the party it reaches, "" for all


def read_contacts(rows: Any) -> tuple[Contact, ...]:
    """The `[[contact]]` tables. ValueError where one is not whole."""
    return tuple(
        Contact(
            party=_text(row, "party"),
            role=_text(row, "role"),
            way=_text(row, "way"),
            number=_text(row, "number"),
            hours=_text(row, "hours", needed=False),
        )
        for row in _rows(rows, "contact", {"party", "role", "way", "number", "hours"})
    )


def read_ways(rows: Any, folder: Path) -> tuple[Way, ...]:
    """The `[[way]]` tables; a relative folder lies in the node's own. ValueError where one is not whole."""
    ways = tuple(
        Way(
            name=_text(row, "name"),
            folder=folder / _text(row, "folder"),
            to=_text(row, "to"),
            party=_text(row, "party", needed=False),
        )
        for row in _rows(rows, "way", {"name", "folder", "to", "party"})
    )
    if len({one.name for one in ways}) != len(ways):
        raise ValueError("each way has a name of its own")
    return ways


def contact_table(contact: Contact) -> dict[str, str]:
    """A contact as a TOML table."""
    shown = {
        "party": contact.party,
        "role": contact.role,
        "way": contact.way,
        "number": contact.number,
        "hours": contact.hours,
    }
    return {key: value for key, value in shown.items() if value}


def way_table(way: Way) -> dict[str, str]:
    """A way as a TOML table."""
    shown = {"name": way.name, "folder": str(way.folder), "to": way.to, "party": way.party}
    return {key: value for key, value in shown.items() if value}


def _rows(rows: Any, name: str, known: set[str]) -> list[Mapping[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) > MOST:
        raise ValueError(f"{name} is a list of at most {MOST} tables: [[{name}]]")
    for row in rows:
        unknown = sorted(set(row) - known)
        if unknown:
            raise ValueError(f"no such key: {name}.{unknown[0]}")
    return rows


def _text(row: Mapping[str, Any], key: str, *, needed: bool = True) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise ValueError(f"{key} is one line of at most {LONGEST} characters, not {value!r}")
    if needed and not value.strip():
        raise ValueError(f"{key} is missing")
    return value
