"""The file with which a node starts fast: which statements its picture was made of, by number of arrival.

It holds no statement, and of those that are settled only who names whom, by numbers: what is wanted is read
from the record, and its signatures checked, as ever. It lies beside
the record as `known-open`, or `known-locked` for what can be read while the record is locked. A
file that is damaged, of another version, of other cards or of another record is thrown away, and made anew
from the record.

Whoever can change it can keep statements from this desk until it is deleted; `cg log verify` compares it
with the record. Whoever can read it learns which entries are settled and which hang together.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from commonground import __version__
from commonground.errors import OwnError
from commonground.store.disk.trees import root_at
from commonground.store.disk.whole import write_whole
from commonground.store.store import Store

LINK = np.dtype([("name", "<u8"), ("arrival", "<u8")])
STEPS: Final = "2"  # which rule the steps follow: another one comes to something else
BESIDE: Final = 4096  # links that may lie beside the sorted ones
log = logging.getLogger("commonground.node")


class Links:
    """Who names whom among settled statements: a digest of the named id, and the namer's arrival.

    Sorted by the digest. What is new, or gone, lies beside until it is worth sorting in: otherwise every
    look would be at all of a long record.
    """

    def __init__(self, rows: np.ndarray[Any, Any] | None = None) -> None:
        self._names, self._arrivals = np.empty(0, "<u8"), np.empty(0, "<u8")
        self._new: list[tuple[int, int]] = []
        self._new_by_name: dict[int, list[int]] = {}
        self._gone: set[int] = set()
        if rows is not None:
            self._sort(rows["name"], rows["arrival"])

    @property
    def rows(self) -> np.ndarray[Any, Any]:
        """All of them, as they stand in the file."""
        self._sort_in()
        rows = np.empty(len(self._names), LINK)
        rows["name"], rows["arrival"] = self._names, self._arrivals
        return rows

    def naming(self, identity: str) -> list[int]:
        """The arrivals of those that name a statement."""
        name = _short(identity)
        start = self._names.searchsorted(np.uint64(name))
        end = self._names.searchsorted(np.uint64(name), side="right")
        found: list[int] = self._arrivals[start:end].tolist()
        found += self._new_by_name.get(name, ())
        return [one for one in found if one not in self._gone]

    def add(self, more: Iterable[tuple[str, int]]) -> None:
        """These too: who is named, and the arrival of whoever names it."""
        for identity, arrival in more:
            if arrival in self._gone:  # it was taken out, and comes again
                self._sort_in()
            name = _short(identity)
            self._new.append((name, arrival))
            self._new_by_name.setdefault(name, []).append(arrival)
        if len(self._new) > max(BESIDE, len(self._names) // 8):
            self._sort_in()

    def take_out(self, arrivals: Iterable[int]) -> None:
        """Without what was said in these entries."""
        self._gone.update(arrivals)
        if len(self._gone) > max(BESIDE, len(self._names) // 8):
            self._sort_in()

    def _sort_in(self) -> None:
        if not self._new and not self._gone:
            return
        new = np.array(self._new, "<u8").reshape(-1, 2)
        names = np.concatenate([self._names, new[:, 0]])
        arrivals = np.concatenate([self._arrivals, new[:, 1]])
        if self._gone:
            stay = ~np.isin(arrivals, np.fromiter(self._gone, "<u8"))
            names, arrivals = names[stay], arrivals[stay]
        self._sort(names, arrivals)
        self._new, self._new_by_name, self._gone = [], {}, set()

    def _sort(self, names: np.ndarray[Any, Any], arrivals: np.ndarray[Any, Any]) -> None:
        order = names.argsort(kind="stable")  # quick where most of it is in order already
        self._names, self._arrivals = names[order], arrivals[order]


def _short(identity: str) -> int:
    """Eight bytes for an id. Should two ever fall together, more comes back than was asked for."""
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The state of `Known` after a step: see there."""

    floor: int
    settled: int
    newest: Mapping[str, int]
    arrivals: tuple[int, ...]
    links: Links


def path_of(store: Store, *, locked: bool | None = None) -> Path:
    """Where the file of a store lies; of the store as it is now, where `locked` is not given."""
    return store.folder / f"known-{'locked' if (store.locked if locked is None else locked) else 'open'}"


def write(store: Store, state: Kept, *, locked: bool) -> None:
    """Keep a state of the record, as it is read while it is locked or open.

    A disk that takes no more makes the next start slower, and nothing else.
    """
    body = {"made": _made(store), "logs": _logs(store), "floor": state.floor, "settled": state.settled}
    body |= {"newest": dict(state.newest), "arrivals": state.arrivals}
    text = b"".join((json.dumps(body, sort_keys=True).encode(), b"\n", state.links.rows.view("u1").data))
    try:
        content = b"".join((hashlib.sha256(text).hexdigest().encode(), b"\n", text))
        write_whole(path_of(store, locked=locked), content, mode=0o600)
    except OSError as error:
        log.warning("what the node knows could not be kept for its next start: %s", error.strerror)


def read(store: Store, *, locked: bool | None = None) -> Kept | None:
    """The state that was kept; None where there is none, or it is not of this record as it stands."""
    try:
        digest, _, text = path_of(store, locked=locked).read_bytes().partition(b"\n")
    except OSError:
        return None
    try:
        if hashlib.sha256(text).hexdigest().encode() != digest:
            raise ValueError("damaged")
        head, _, links = text.partition(b"\n")
        body: dict[str, Any] = json.loads(head)
        if body.pop("made") != _made(store) or not _goes_on(store, body.pop("logs")):
            raise ValueError("outdated")
        state = Kept(**body | {"arrivals": tuple(body["arrivals"])}, links=Links(np.frombuffer(links, LINK)))
        numbers = (state.floor, state.settled, *state.newest.values(), *state.arrivals)
        if not all(isinstance(one, int) for one in numbers):
            raise ValueError("not numbers")
        return state
    except (ValueError, TypeError, KeyError, AttributeError, OwnError) as error:
        log.warning("what the node knew at its last stop is read anew from the record: %s", error)
        forget(store, locked=locked)
        return None


def forget(store: Store, *, locked: bool | None = None) -> None:
    """Throw the file away."""
    path_of(store, locked=locked).unlink(missing_ok=True)


def _made(store: Store) -> list[str]:
    """By which program, for whom, with which cards."""
    cards = hashlib.sha256(repr(store.given_cards.parties).encode()).hexdigest()
    return [__version__, store.party, cards, STEPS]


def _logs(store: Store) -> dict[str, list[object]]:
    """How far each log was sealed, and with which root."""
    with store.reading() as connection:
        return {
            one.origin: [one.sealed, root_at(connection, one.log, one.sealed).hex()] for one in store.logs()
        }


def _goes_on(store: Store, logs: Mapping[str, list[object]]) -> bool:
    """Whether every log of the record begins with what was kept of it."""
    here = {one.origin: one for one in store.logs()}
    with store.reading() as connection:
        for origin, (size, root) in logs.items():
            found = here.get(origin)
            if found is None or not isinstance(size, int) or size > found.sealed:
                return False
            if root_at(connection, found.log, size).hex() != root:
                return False
    return True
