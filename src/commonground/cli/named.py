"""Which exchange or alarm is meant: by its id, the first 8 digits of it, or its short reference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from commonground.errors import InputError
from commonground.interop.coded.line import reference_of
from commonground.node.client import DeskClient

LEAST: Final = 8  # digits of an id
_ID: Final = re.compile(rf"[0-9a-f]{{{LEAST},64}}(\.[a-z0-9-]+)?")
_REFERENCE: Final = re.compile(r"[A-Za-z][0-9]{4}")


def exchange_named(desk: DeskClient, named: str) -> dict[str, Any]:
    """The exchange that is meant, as this desk sees it. InputError where none or several fit."""
    shown = desk.desk()["exchanges"]
    return _only(named, ((one["id"], one) for one in shown), "exchange", "cg exchange list")


def alarm_named(desk: DeskClient, named: str, key: str) -> str:
    """The id of the alarm that is meant, among those that have `key` (take, confirm) at this desk."""
    rows = [one for one in desk.desk()["alarms"] if one.get(key)]
    return str(_only(named, ((one[key], one) for one in rows), "alarm", "cg alarms list")[key])


def reference(identity: str) -> str:
    """The short name of an exchange or alarm, as it is said by voice and in coded lines."""
    return reference_of(identity.partition(".")[0])


def _only(named: str, rows: Iterable[tuple[str, dict[str, Any]]], what: str, hint: str) -> dict[str, Any]:
    if not _ID.fullmatch(named) and not _REFERENCE.fullmatch(named):
        raise InputError(
            f"an {what} is named by {LEAST} or more digits of its id, or its reference",
            where="ID",
            given=named,
            hint=hint,
        )
    found = [
        row
        for identity, row in rows
        if identity == named
        or (identity.startswith(named) if _ID.fullmatch(named) else reference(identity) == named.upper())
    ]
    if len(found) != 1:
        many = f"{len(found)} begin so: give more digits" if found else f"no {what} of that id at this desk"
        raise InputError(many, where="ID", given=named, hint=hint)
    return found[0]
