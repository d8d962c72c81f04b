"""Running a node: the app under uvicorn, the machine, and a link to every peer. Ends cleanly on a signal."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import uvicorn

from commonground.node.app import make_app
from commonground.node.machine import Machine
from commonground.node.peers.link import PeerLink
from commonground.node.peers.source import HttpSource, client_for
from commonground.node.service import Node


class Running:
    """A node with its threads: the machine and one link a peer."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.links = {
            peer.code: PeerLink(
                node,
                peer,
                HttpSource(
                    client_for(peer.url),
                    node.keys.node,
                    party=node.config.code,
                    peer=peer.code,
                    clock=node.clock,
                ),
            )
            for peer in node.config.peers
            if peer.url
        }
        self.machine = Machine(node, self._tell)
        node.when_told = self._look

    def start(self) -> None:
        """Start every thread."""
        self.machine.start()
        for link in self.links.values():
            link.start()

    def stop(self) -> None:
        """End every thread, then the node."""
        threads: list[Machine | PeerLink] = [self.machine, *self.links.values()]
        for thread in threads:
            thread.end()
        for thread in threads:
            thread.join(timeout=30)
        self.node.close()

    def _tell(self) -> None:
        for link in self.links.values():
            link.tell()

    def _look(self, party: str) -> None:
        if party in self.links:
            self.links[party].look()


class Server(uvicorn.Server):
    """uvicorn that lets open streams end before it waits for them."""

    def __init__(self, config: uvicorn.Config, node: Node) -> None:
        super().__init__(config)
        self._node = node

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal: streams end, then the server."""
        self._node.bell.close()
        super().handle_exit(sig, frame)


@contextlib.contextmanager
def running(node: Node) -> Iterator[Running]:
    """A node's threads for as long as the block lasts."""
    work = Running(node)
    work.start()
    try:
        yield work
    finally:
        work.stop()


def run_node(folder: Path, *, host: str, port: int) -> None:
    """Run a node until a signal ends it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)sZ %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # every pull would be a line
    node = Node.open(folder, origin=f"http://{host}:{port}")
    config = uvicorn.Config(
        make_app(node, origins=(node.origin, *(f"http://{name}" for name in node.config.names))),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        limit_concurrency=200,
        h11_max_incomplete_event_size=16_384,
    )
    with running(node), contextlib.suppress(KeyboardInterrupt):
        Server(config, node).run()  # raises the signal again once it has ended cleanly
