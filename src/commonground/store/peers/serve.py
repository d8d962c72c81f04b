"""Serving logs to a peer: one log, to one party, byte for byte as it may have it.

Entries, tiles and heads are the same for everybody. Bodies go to the party they were sealed to and to
nobody else; a relay that holds bodies for others passes them on and cannot open them.
"""

from __future__ import annotations

from commonground.errors import InputError, PeerError
from commonground.store.disk.logs import LogRow, leaves
from commonground.store.disk.trees import node_reader
from commonground.store.heads import best_note, last_notes, told_note
from commonground.store.peers.relay import carried_until
from commonground.store.peers.source import MAX_BODIES, Bodies, write_frames
from commonground.store.store import Store
from commonground.tlog.tile import WIDTH, TilePath, write_bundle, write_tile


class Served:
    """A `Source` over a store: the log of `origin` (our own by default) as the party `to` may have it."""

    def __init__(self, store: Store, *, to: str, origin: str = "") -> None:
        store.roster.party(to)
        self._store, self._to = store, to
        self.origin = origin or store.origin

    def checkpoint(self) -> bytes:
        """The highest signed head, with cosignatures. InputError before the first."""
        with self._store.reading() as connection:
            note = best_note(connection, self._log())
        if note is None:
            raise InputError("this log has no head yet", where=self.origin)
        return note

    def tile(self, path: str) -> bytes:
        """A hash tile or a bundle of entries, as far as they are under a signed head."""
        asked = TilePath.read(path)
        with self._store.reading() as connection:
            log = self._log()
            span = WIDTH ** ((asked.level or 0) + 1)
            within = span // WIDTH * asked.width
            if asked.index * span + within > log.sealed:
                raise PeerError("this tile is not there yet", given=path)
            if asked.level is not None:
                return write_tile(node_reader(connection, log.log), asked)
            start = asked.index * WIDTH
            return write_bundle(leaves(connection, log.log, start, start + asked.width))

    def bodies(self, start: int, end: int) -> bytes:
        """The sealed bodies for the asking party, of these entries and of those disclosed in them."""
        found: list[tuple[int, bytes]] = []
        taken = 0
        with self._store.reading() as connection:
            log = self._log()
            end = min(end, log.sealed)
            if (
                self.origin != self._store.origin
            ):  # only what we carry for this party; the rest its keeper has
                end = min(end, carried_until(self._store.database, self.origin, self._to))
            rows = connection.execute(
                "SELECT idx, at, sealed FROM body WHERE log = ? AND party = ? AND at >= ? AND at < ?"
                " ORDER BY at, idx",
                (log.log, self._to, start, end),
            )
            for index, at, sealed in rows:
                if taken and taken + len(sealed) > MAX_BODIES:
                    return Bodies(next=int(at), sealed=tuple(found)).write()
                taken += len(sealed)
                found.append((int(index), bytes(sealed)))
        return Bodies(next=max(start, end), sealed=tuple(found)).write()

    def heads(self) -> bytes:
        """All that we know of every log's heads: the highest that we verified, the highest beyond it that we
        were told of, those with which earlier keys ended, and the evidence where there are two histories."""
        notes: list[bytes | None] = []
        roster = self._store.roster
        with self._store.reading() as connection:
            for log in self._store.logs():
                notes += [best_note(connection, log), told_note(connection, log, roster)]
                notes += last_notes(connection, log, roster)
                notes.append(self._store.evidence(log.origin))
        return write_frames([note for note in notes if note is not None])

    def cosign(self, note: bytes) -> None:
        """Take cosignatures that the asking party brings."""
        self._store.take_cosignatures(note)

    def _log(self) -> LogRow:
        return next(
            (log for log in self._store.logs() if log.origin == self.origin),
            LogRow(log=-1, origin=self.origin, size=0, sealed=0, bodies=0, heard=""),
        )
