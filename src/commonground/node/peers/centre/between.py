"""A neutral centre at work: what it carries between others, and how a side fetches through it."""

from __future__ import annotations

from collections.abc import Iterable

from commonground.errors import InputError, PeerError
from commonground.node.peers.handed import PARTS_A_TURN
from commonground.node.peers.signing import Word, read_word
from commonground.node.peers.source import HttpSource
from commonground.node.service import Node
from commonground.statements.roster import origin_of
from commonground.store.peers.pull import pull
from commonground.store.peers.relay import carry_bodies, carry_part


class Between:
    """One peer's node, as a source for more than its own log."""

    def __init__(self, node: Node, source: HttpSource, peer: str) -> None:
        self._node, self._source, self._peer = node, source, peer

    def carry(self, others: Iterable[str]) -> bool:
        """As the relay: fetch what this peer has for the others, sealed to them. True when any is new."""
        kept = 0
        for other in others:
            if other != self._peer:
                source = self._source.on_behalf(other)
                kept += carry_bodies(source, self._node.store, origin=origin_of(self._peer), party=other)
        return self._carry_parts() or kept > 0

    def pull(self, other: str) -> bool:
        """As a side: fetch another party's log through this centre. True when anything is new.

        When that party was last heard follows from the last word that its own node said to the centre, which
        comes signed; the centre's word alone says nothing about it.
        """
        node, source = self._node, self._source.of(other)
        origin = origin_of(other)
        said = self._last_word(source)
        word = self._read(said, other)
        if word is not None:
            node.store.heard_from(origin, min(word.at, node.clock()))
        try:
            pulled = pull(
                source,
                node.store,
                node.clock(),
                origin=origin,
                own=self._source.of(node.config.code),
                through=True,
            )
        except InputError:
            return False  # it has said nothing yet
        if said and word is None and (word := self._read(said, other)) is None:  # by its newest card now
            raise PeerError(f"what was passed on as its last word is none of {other}", evidence=said)
        text = " ".join(one.text for one in pulled.findings)
        if word is not None and node.peers.heard_through(other, self._peer, word.at, text):
            node.bell.ring()
        return bool(pulled.entries or pulled.bodies)

    @staticmethod
    def _last_word(source: HttpSource) -> bytes:
        """A party's last word to the centre; b"" where it has said none since the centre began."""
        try:
            return source.word()
        except (InputError, PeerError):  # none yet, or a centre of an earlier version
            return b""

    def _read(self, said: bytes, other: str) -> Word | None:
        """The word, None where the node key that we know of this party has not signed it."""
        try:
            key = self._node.roster.party(other).node.public
            return read_word(said, party=other, key=key, to=self._peer) if said else None
        except PeerError:
            return None

    def _carry_parts(self) -> bool:
        """Fetch parts of documents that their receivers have asked us for."""
        node, count = self._node, 0
        for receiver, identity, part in node.wanted.of(self._peer):
            source = self._source.on_behalf(receiver)
            try:
                while count < PARTS_A_TURN:
                    carry_part(node.store, receiver, identity, part, source.part(identity, part))
                    part, count = part + 1, count + 1
                    node.wanted.got(self._peer, receiver, identity, part)
            except InputError:
                node.wanted.got(self._peer, receiver, identity, None)
        return count > 0
