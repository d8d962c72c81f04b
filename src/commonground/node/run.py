"""Running a node: the app under uvicorn, the machine, and a link to every peer. Ends cleanly on a signal."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import uvicorn

from commonground.errors import InputError, OwnError
from commonground.node.app import make_app
from commonground.node.desk.maps import warm
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
        threading.Thread(target=warm, args=(self.node.config,), name="maps", daemon=True).start()
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
    """Run a node until a signal ends it; prints its address once it can be called.

    Raises InputError where the address is taken, OwnError where this folder's node runs already.
    """
    with only_one(folder), bound(host, port) as listening:
        name = f"[{host}]" if ":" in host else host
        serve(folder, listening, f"http://{name}:{listening.getsockname()[1]}")


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder: two nodes with the same keys would have two desks and one log."""
    with (folder / "node.lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OwnError("the node of this folder is running already", where=str(folder)) from None
        yield


@contextlib.contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(128)
        except OSError as error:
            raise InputError(
                f"cannot listen here: {error.strerror}", where="--host, --port", given=f"{host}:{port}"
            ) from None
        yield listening


def serve(folder: Path, listening: socket.socket, origin: str) -> None:
    """Serve a node on a socket."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)sZ %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # every pull would be a line
    node = Node.open(folder, origin=origin)
    config = uvicorn.Config(
        make_app(node, origins=(node.origin, *(f"http://{name}" for name in node.config.names))),
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
        print(origin, flush=True)
        Server(config, node).run(sockets=[listening])  # raises the signal again once it has ended cleanly
