"""The link to one peer: fetch what is new, again and again; and a word when we have something new.

One thread a peer. After the peer's log come, where our terms say so, what it carries between others (or we
do), and parts of documents; an urgent word never waits behind a document. A pull is idempotent and commits
nothing by halves, so it may be cut off anywhere: by the network, by either node's end, by kill -9. Offline
for days is normal.
"""

from __future__ import annotations

import logging
import random
import threading

import httpx

from commonground.errors import CommongroundError, InputError, OwnError, PeerError, raised_at
from commonground.node.config import PeerConfig
from commonground.node.desk.picture import StillReadingError
from commonground.node.peers.backoff import Backoff
from commonground.node.peers.centre import relaying
from commonground.node.peers.centre.between import Between
from commonground.node.peers.handed import fetch
from commonground.node.peers.source import HttpSource
from commonground.node.service import Node
from commonground.statements.roster import origin_of
from commonground.statements.statement import Statement
from commonground.store.peers.pending import take_waiting
from commonground.store.peers.pull import pull

log = logging.getLogger("commonground.node")


class PeerLink(threading.Thread):
    """Pulls from one peer until it is ended."""

    def __init__(self, node: Node, peer: PeerConfig, source: HttpSource) -> None:
        """`source` reads the peer's log; our own log, as the peer holds it, is asked after a restore."""
        super().__init__(name=f"peer {peer.code}", daemon=True)
        self.node = node
        self.peer = peer
        self.source = source
        self.own = source.of(node.config.code)
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._to_tell = threading.Event()
        self._more = False  # there are more parts of files to be fetched
        self._head = b""  # the last head that came with an answer

    def run(self) -> None:
        """Pull, pause, pull; sooner when woken."""
        backoff = Backoff(every_s=self.node.config.pull_every_s, failures=1)  # we come, perhaps come back
        while not self._ending.is_set():
            self._woken.clear()
            if self._to_tell.is_set():
                self._tell()
            good = self.once()
            if good and backoff.failures:
                self._tell()  # one of us was away, and the other may be in the middle of a long pause
            backoff = backoff.after(good=good)
            chance = random.random()  # noqa: S311 - spreads the load, protects nothing
            if not (good and self._more):
                self._woken.wait(backoff.pause_s(chance))
        self.source.close()

    def look(self) -> None:
        """The peer says that it has something new."""
        self._woken.set()

    def tell(self) -> None:
        """We have something new: say "come and look" at the next turn, which is now."""
        self._to_tell.set()
        self._woken.set()

    def end(self) -> None:
        """Stop after the pull at hand."""
        self._ending.set()
        self._woken.set()

    def once(self) -> bool:
        """One pull, and what it leads to; True when the peer was heard."""
        try:
            findings, new = self._pull()
        except httpx.HTTPError as error:
            self._trouble(f"{self.peer.code} does not answer ({type(error).__name__}).")
            return False
        except OwnError as error:
            self._trouble(f"Nothing of {self.peer.code} can be taken in here: {error.what}.")
            return True
        except CommongroundError as error:
            self._trouble(f"What {self.peer.code} sent was refused: {error.what}.")
            return not isinstance(error, PeerError)
        except Exception as error:  # what a peer sends may not end the link to it
            self._trouble(f"What {self.peer.code} sent was not read, by a fault of ours: {raised_at(error)}.")
            return False
        news = self.node.peers.heard(self.peer.code, " ".join(findings))
        if new:
            self.node.changed()
            self.node.carried(self.peer.code)
        elif news:
            self.node.bell.ring()
        return True

    def _pull(self) -> tuple[list[str], bool]:
        """The peer's log, then what hangs on it; sentences for the desk, and whether anything is new."""
        node, code = self.node, self.peer.code
        self._more = False
        try:
            pulled = pull(self.source, node.store, node.clock(), origin=origin_of(code), own=self.own)
            found, new = [one.text for one in pulled.findings], bool(pulled.entries or pulled.bodies)
            if self.source.said_head != self._head:
                self._head = self.source.said_head
                if self._head:
                    heard = node.store.take_head(origin_of(code), self._head, node.clock())[1]
                    found += [one.text for one in heard]
        except InputError:  # it answers, and has said nothing yet
            return [], False
        except PeerError:  # its own log; what others say through it is signed by them
            if self._pull_through([]):
                self.node.changed()
            raise
        new |= self._take_waiting()
        new |= Between(node, self.source, code).carry(relaying.serves(node.terms(), node.config.code))
        new |= self._pull_through(found)
        new |= self._take_files(code, found)
        return list(dict.fromkeys(found)), new

    def _pull_through(self, found: list[str]) -> bool:
        """The logs that reach us through this peer; one refused keeps back no other. True when any is new."""
        node, new = self.node, False
        centre = Between(node, self.source, self.peer.code)
        for other in relaying.through(node.terms(), node.config, self.peer.code):
            try:
                new |= centre.pull(other)
                new |= self._take_files(other, found)
            except PeerError as error:
                found.append(f"What {other} said through {self.peer.code} was refused: {error.what}.")
        return new

    def _take_waiting(self) -> bool:
        """What a peer that was restored from a backup says before its log goes on; True when it is news."""
        store, taken = self.node.store, tuple[Statement, ...]()
        if self.source.said_waiting and not store.locked:
            taken = tuple(take_waiting(store, self.peer.code, self.source.waiting()))
        return self.node.pictures.pending(self.peer.code, taken)

    def _take_files(self, sender: str, found: list[str]) -> bool:
        """Fetch parts of what a party handed to us, while nothing more urgent waits; True when some came."""
        node = self.node
        most = node.config.documents_mib << 20
        try:
            picture = node.picture()
        except StillReadingError:
            return False  # later: the log itself is fetched meanwhile
        wanted = node.handed.to_fetch(picture, node.store, sender, now=node.clock(), most=most)
        if not wanted:
            return False
        source = self.source.of(sender)
        count, more, refused = fetch(source, node.store, wanted, urgent=self._woken.is_set)
        for one in refused:
            node.handed.refused.add(one.statement.id)
            found.append(f"A file of {sender} is not the one that was named: {one.named.title[:80]}.")
        self._more |= more  # go on at once, after a look at the log
        return count > 0

    def _tell(self) -> None:
        self._to_tell.clear()
        try:
            self.source.tell()
        except (httpx.HTTPError, CommongroundError):
            log.info("%s was not reached; it fetches by itself when it is back", self.peer.code)

    def _trouble(self, text: str) -> None:
        if self.node.peers.trouble(self.peer.code, text):
            log.warning("%s", text)
            self.node.bell.ring()
