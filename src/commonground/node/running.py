"""A node at work: its threads (machine, one link a peer, one for outside witnesses), and whom they trust."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from commonground.errors import InputError
from commonground.node.desk.maps import warm
from commonground.node.folder import read_roster
from commonground.node.machine import Machine
from commonground.node.peers import tls
from commonground.node.peers.link import PeerLink
from commonground.node.peers.outside import OutsideWitnesses, post
from commonground.node.peers.source import HttpSource, client_for
from commonground.node.service import Node


class Running:
    """A node with its threads."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.links = {
            peer.code: PeerLink(
                node,
                peer,
                HttpSource(
                    client_for(
                        peer.url,
                        tls.client_context(keys_folder(node), node.keys.tls, pinned(node, peer.code)),
                    ),
                    node.keys.node,
                    party=node.config.code,
                    peer=peer.code,
                    clock=node.clock,
                ),
            )
            for peer in node.config.peers
            if peer.url
        }
        self.outside = OutsideWitnesses(node, post, chance=random.random, steady_s=time.monotonic)
        self.machine = Machine(node, self._tell)
        node.when_told = self._look
        node.when_carried = self._carried

    def start(self) -> None:
        """Start every thread."""
        self.machine.start()
        self.outside.start()
        threading.Thread(target=warm, args=(self.node.config,), name="maps", daemon=True).start()
        for link in self.links.values():
            link.start()

    def stop(self) -> None:
        """End every thread, then the node."""
        threads: list[Machine | PeerLink | OutsideWitnesses]
        threads = [self.machine, self.outside, *self.links.values()]
        for thread in threads:
            thread.end()
        for thread in threads:
            thread.join(timeout=30)
        self.node.close()

    def _tell(self) -> None:
        self.outside.tell()
        for link in self.links.values():
            link.tell()

    def _carried(self, sender: str) -> None:
        for code, link in self.links.items():
            if code != sender:
                link.tell()

    def _look(self, party: str) -> None:
        if party in self.links:
            self.links[party].look()


@contextlib.contextmanager
def running(node: Node) -> Iterator[Running]:
    """A node's threads for as long as the block lasts."""
    work = Running(node)
    work.start()
    try:
        yield work
    finally:
        work.stop()


def keys_folder(node: Node) -> Path:
    """Where the certificate lies, and the machine's keys where they are files."""
    return node.config.folder / "keys"


def pinned(node: Node, code: str) -> list[str]:
    """The certificates (PEM) by which we know a party's node: of the card that was handed to us and of the
    one in its log. They differ for a while when it has changed its certificate."""
    cards = [node.roster.parties.get(code)]
    with contextlib.suppress(InputError):
        cards.append(read_roster(node.config).party(code))
    certificates = dict.fromkeys(card.certificate for card in cards if card is not None and card.certificate)
    return [tls.from_card(one, where=f"card of {code}") for one in certificates]
