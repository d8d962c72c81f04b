"""How a command reaches a running node: address, officer and passphrase, as the desk does."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cyclopts import Parameter

from commonground.cli.secret import passphrase
from commonground.errors import InputError
from commonground.node.client import DeskClient

LOOK_EVERY_S = 0.2


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where the node is and who speaks.

    Parameters
    ----------
    url
        The node's address, as `cg node run` printed it.
    officer
        The officer's code.
    passphrases
        A file of mode 0600 with lines code=passphrase; asked for when left out.
    """

    url: str = "http://127.0.0.1:8700"
    officer: str
    passphrases: Path | None = None


@contextmanager
def at_desk(door: Door, *, leave: bool = True) -> Iterator[DeskClient]:
    """The officer's desk; locked again at the end unless `leave` is off."""
    secret = passphrase(f"Passphrase of {door.officer}", door.passphrases, door.officer)
    desk = DeskClient.at(door.url)
    try:
        desk.login(door.officer, secret)
        try:
            yield desk
        finally:
            if leave:
                desk.post("/api/logout")
    finally:
        desk.close()


def said(desk: DeskClient, path: str, given: dict[str, Any], reading: int | None) -> dict[str, Any]:
    """Post a place with its text. `reading` counts from 1, as `cg read` numbers what it shows.

    Raises InputError that lists the readings where the text has several and none was chosen.
    """
    if reading is not None and reading < 1:
        raise InputError(
            "readings are counted from 1", where="--reading", given=str(reading), hint="cg read TEXT"
        )
    try:
        return dict(desk.post(path, given | {"reading": None if reading is None else reading - 1}))
    except InputError as error:
        if error.where != "reading" or "can be read in" not in error.what:
            raise
        shown = desk.post("/api/read", {"text": given["text"], "crs": given["crs"]})
        ways = [
            f"--reading {number}: {one['lat_deg']:.4f} {one['lon_deg']:.4f} ({one['notation']})"
            for number, one in enumerate(shown["readings"], start=1)
        ]
        raise InputError(
            error.what, where="TEXT", given=given["text"], hint="ask the sender, then " + ", or ".join(ways)
        ) from None


def told(shown: dict[str, Any], as_json: bool, lines: str, hint: str = "") -> None:
    """Data to stdout, prose to stderr."""
    print(json.dumps(shown, ensure_ascii=False) if as_json else lines)
    if hint:
        print(hint, file=sys.stderr)


def wait_for(
    look: Callable[[], dict[str, Any]], done: Callable[[dict[str, Any]], bool], wait_s: float
) -> dict[str, Any]:
    """Look until it is done or the time is over; gives what was seen last."""
    until = time.monotonic() + wait_s
    while True:
        seen = look()
        if done(seen) or time.monotonic() >= until:
            return seen
        time.sleep(LOOK_EVERY_S)
