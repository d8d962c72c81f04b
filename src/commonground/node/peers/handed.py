"""Documents on the link: what may be fetched by whom, and fetching what was handed to us.

A file travels in parts of 256 KiB, each sealed to its receiver, asked for one by one: a line that breaks
costs one part. Whoever asks is held against what our statements say now. A file that is whole and is not
the one that was named is dropped, said on the desk, and not asked for again until the node starts anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from commonground.errors import InputError
from commonground.node.desk.picture import Picture
from commonground.statements.admin import MAX_DOCUMENT, ReceiptStage
from commonground.statements.folds.documents import Handed, documents
from commonground.store.files.documents import (
    NotTheFileError,
    has_come,
    missing_parts,
    parts_of,
    take_sealed_part,
)
from commonground.store.store import Store

MOST_PARTS: Final = parts_of(MAX_DOCUMENT)
PARTS_A_TURN: Final = 16  # 4 MiB; then the log is looked at again
WANTED: Final = 256  # documents that a relay is asked for at once


class Parts(Protocol):
    """Gives parts of documents: a peer's node."""

    def part(self, identity: str, number: int) -> bytes: ...


class HandedOver:
    """What statements say of documents, folded once for each picture."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: tuple[Picture, Mapping[str, Handed]] | None = None
        self.refused: set[str] = set()  # ids of documents whose bytes were not what was named

    def of(self, picture: Picture) -> Mapping[str, Handed]:
        """Every document by the id of the statement that names it."""
        with self._lock:
            if self._last is None or self._last[0] is not picture:
                self._last = picture, documents(picture.statements)
            return self._last[1]

    def to_fetch(
        self, picture: Picture, store: Store, sender: str, *, now: datetime, most: int
    ) -> list[Handed]:
        """What a party handed to us and is not whole here, in the order in which it was said.

        most: bytes that all files of one party may come to; what goes beyond is left with its sender.
        """
        if store.locked:
            return []
        found, held = [], 0
        for identity, one in self.of(picture).items():
            if one.owner != sender or identity in self.refused or not one.may_have(store.party, now):
                continue
            held += one.named.length
            fits = one.named.length <= MAX_DOCUMENT and held <= most
            had = one.has_receipt(store.party, ReceiptStage.RECEIVED)
            if fits and not had and not has_come(store, one.named, sender=sender):
                found.append(one)
        return found

    def unreceipted(self, picture: Picture, store: Store) -> list[Handed]:
        """What was handed to us by name and came whole from its party, without a receipt of our node yet."""
        return [
            one
            for one in self.of(picture).values()
            if one.owner != store.party
            and store.party in one.given
            and not one.has_receipt(store.party, ReceiptStage.RECEIVED)
            and has_come(store, one.named, sender=one.owner)
        ]


def fetch(
    source: Parts, store: Store, wanted: list[Handed], *, urgent: Callable[[], bool]
) -> tuple[int, bool, list[Handed]]:
    """Fetch missing parts, at most so many a turn, fewer when something urgent waits on the line.

    Gives how many came, whether more are to be had, and which files were not what was named. A node that
    has not got a part (yet) is asked for that file again at the next turn. PeerError for a part that does
    not open: it was altered on the way, and is asked for again.
    """
    count = 0
    refused: list[Handed] = []
    for handed in wanted:
        try:
            for number in missing_parts(store, handed.named, sender=handed.owner):
                if count >= PARTS_A_TURN or (count and urgent()):
                    return count, True, refused
                sealed = source.part(handed.statement.id, number)
                take_sealed_part(store, handed.named, number, sealed, sender=handed.owner)
                count += 1
        except InputError:
            continue
        except NotTheFileError:
            refused.append(handed)
    return count, False, refused


class Wanted:
    """What a relay was asked for and had not: by sender, the document, its receiver, the next part."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[tuple[str, str, str], int] = {}

    def add(self, sender: str, receiver: str, identity: str, part: int) -> None:
        """A receiver asked for this part."""
        with self._lock:
            if len(self._next) < WANTED and part < MOST_PARTS:
                self._next.setdefault((sender, receiver, identity), part)

    def of(self, sender: str) -> list[tuple[str, str, int]]:
        """Receiver, document and part from which on, of what one sender has."""
        with self._lock:
            return [(who, what, at) for (whose, who, what), at in self._next.items() if whose == sender]

    def got(self, sender: str, receiver: str, identity: str, part: int | None) -> None:
        """Fetched up to before this part; None: there is no more of it to be had."""
        with self._lock:
            if part is None:
                self._next.pop((sender, receiver, identity), None)
            elif (sender, receiver, identity) in self._next:
                self._next[sender, receiver, identity] = part
