"""The link to one peer: fetch what is new, again and again; and a word when we have something new.

One thread a peer. A pull is idempotent and commits nothing by halves, so it may be cut off anywhere:
by the network, by either node's end, by kill -9. Offline for days is normal.
"""

from __future__ import annotations

import logging
import random
import threading

import httpx

from commonground.errors import CommongroundError, InputError, OwnError, PeerError, raised_at
from commonground.node.config import PeerConfig
from commonground.node.peers.backoff import Backoff
from commonground.node.peers.source import HttpSource
from commonground.node.service import Node
from commonground.statements.roster import origin_of
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

    def run(self) -> None:
        """Pull, pause, pull; sooner when woken."""
        backoff = Backoff(every_s=self.node.config.pull_every_s)
        while not self._ending.is_set():
            self._woken.clear()
            if self._to_tell.is_set():
                self._tell()
            good = self.once()
            backoff = backoff.after(good=good)
            chance = random.random()  # noqa: S311 - spreads the load, protects nothing
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
        """One pull; True when the peer was heard."""
        try:
            pulled = pull(
                self.source,
                self.node.store,
                self.node.clock(),
                origin=origin_of(self.peer.code),
                own=self.own,
            )
        except httpx.HTTPError as error:
            self._trouble(f"{self.peer.code} does not answer ({type(error).__name__}).")
            return False
        except InputError:  # it answers, and has said nothing yet
            if self.node.peers.heard(self.peer.code):
                self.node.bell.ring()
            return True
        except OwnError as error:
            self._trouble(f"Nothing of {self.peer.code} can be taken in here: {error.what}.")
            return True
        except CommongroundError as error:
            self._trouble(f"What {self.peer.code} sent was refused: {error.what}.")
            return not isinstance(error, PeerError)
        except Exception as error:  # what a peer sends may not end the link to it
            self._trouble(f"What {self.peer.code} sent was not read, by a fault of ours: {raised_at(error)}.")
            return False
        news = self.node.peers.heard(self.peer.code, " ".join(one.text for one in pulled.findings))
        if pulled.entries or pulled.bodies:
            self.node.changed()
        elif news:
            self.node.bell.ring()
        return True

    def _tell(self) -> None:
        self._to_tell.clear()
        try:
            self.source.tell()
        except (httpx.HTTPError, PeerError):
            log.info("%s was not reached; it fetches by itself when it is back", self.peer.code)

    def _trouble(self, text: str) -> None:
        if self.node.peers.trouble(self.peer.code, text):
            log.warning("%s", text)
            self.node.bell.ring()
