"""Documents in bundles: whole or some of their parts, so that a file larger than a stick goes in several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonground.errors import InputError, PeerError
from commonground.finding import Finding, Kind, Level
from commonground.statements.folds.documents import documents
from commonground.statements.roster import Party
from commonground.store.files.documents import named_to, parts_of, sealed_part, take_sealed_part
from commonground.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class FileParts:
    """Which parts of a document go into a bundle: from `first` on, up to `last` (None: all the rest)."""

    sha256: str
    first: int = 0
    last: int | None = None

    @classmethod
    def read(cls, text: str) -> FileParts:
        """SHA-256, SHA-256:FIRST-LAST or SHA-256:FIRST-; parts are counted from 0. InputError otherwise."""
        found = re.fullmatch(r"([0-9a-f]{64})(?::([0-9]{1,3})-([0-9]{1,3})?)?", text)
        if found is None:
            raise InputError(
                "not a document for a bundle", given=text[:90], hint="its SHA-256, or SHA-256:FIRST-LAST"
            )
        sha256, first, last = found.groups()
        return cls(sha256=sha256, first=int(first or 0), last=int(last) if last else None)


def pack_parts(store: Store, wanted: FileParts, to: str, now: datetime) -> Iterator[tuple[int, int, bytes]]:
    """The wanted parts of a document, sealed to `to`: number, how many there are in all, bytes.

    InputError where no statement of ours hands it to that party now, or there are no such parts.
    """
    handed = named_to(store, wanted.sha256, to, now)
    count = parts_of(handed.named.length)
    last = count - 1 if wanted.last is None else wanted.last
    if not wanted.first <= last < count:
        raise InputError(f"this document has the parts 0 to {count - 1}", given=f"{wanted.first}-{last}")
    for number in range(wanted.first, last + 1):
        yield number, count, sealed_part(store, handed, number, to)


def take_parts(
    store: Store, carried: Sequence[tuple[str, int, bytes]], sender: Party, now: datetime
) -> list[Finding]:
    """Keep the parts (SHA-256, number, sealed bytes) that were handed to us by a bundle's sender.

    What cannot be kept is a finding, and the rest is kept.
    """
    if not carried:
        return []
    if store.locked:
        text = "The bundle carries files; take it again with --officer, whose passphrase opens the record."
        return [Finding(kind=Kind.BUNDLE_GAP, level=Level.CAUTION, text=text, about=(sender.code,))]
    named = {
        one.named.sha256: one
        for one in documents(store.statements()).values()
        if one.owner == sender.code and one.may_have(store.party, now)
    }
    findings: dict[str, Finding] = {}
    for sha256, number, sealed in carried:
        handed = named.get(sha256)
        try:
            if handed is None:
                raise PeerError("no statement that we can read hands this file to us")
            take_sealed_part(store, handed.named, number, sealed, sender=sender.code)
        except PeerError as error:
            text = f"A file in the bundle from {sender.name} was not taken: {error.what}."
            findings[sha256] = Finding(
                kind=Kind.BODY_REFUSED, level=Level.CAUTION, text=text, about=(sha256,)
            )
    return list(findings.values())
