"""Running a node: its sockets, the apps on them under uvicorn, and a clean end on a signal."""

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
from starlette.types import ASGIApp

from commonground.errors import InputError, OwnError
from commonground.node.app import make_app, make_peer_app
from commonground.node.config import read_config
from commonground.node.peers import tls
from commonground.node.running import keys_folder, pinned, running
from commonground.node.service import Node


class Server(uvicorn.Server):
    """uvicorn that lets open streams end before it waits for them."""

    def __init__(self, config: uvicorn.Config, node: Node) -> None:
        super().__init__(config)
        self._node = node

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal: streams end, then the server."""
        self._node.bell.close()
        super().handle_exit(sig, frame)


def run_node(folder: Path, *, host: str, port: int) -> None:
    """Run a node until a signal ends it; prints its address once it can be called.

    Other nodes reach it at `peer_host` and `peer_port` of its configuration, by TLS; where there is no
    such port, at the desk's own address. Raises InputError where an address is taken, OwnError where
    this folder's node runs already.
    """
    config = read_config(folder)
    with only_one(folder), bound(host, port) as listening, contextlib.ExitStack() as stack:
        name = f"[{host}]" if ":" in host else host
        peers = None
        if config.peer_port:
            peers = stack.enter_context(bound(config.peer_host or host, config.peer_port))
        serve(folder, listening, f"http://{name}:{listening.getsockname()[1]}", peers)


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


def serve(folder: Path, listening: socket.socket, origin: str, peers: socket.socket | None) -> None:
    """Serve the desk on one socket and, by TLS, other nodes on a second."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)sZ %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # every pull would be a line
    node = Node.open(folder, origin=origin)
    node.pictures.read_beside(node.changed)
    origins = (node.origin, *(f"http://{name}" for name in node.config.names))
    desk = Server(_served(make_app(node, origins=origins)), node)
    with running(node), _peer_server(node, peers), contextlib.suppress(KeyboardInterrupt):
        print(f"{origin}\n", end="", flush=True)  # in one write: a thread's warning may not stand in the line
        desk.run(sockets=[listening])  # raises the signal again once it has ended cleanly


@contextlib.contextmanager
def _peer_server(node: Node, listening: socket.socket | None) -> Iterator[None]:
    """Serve other nodes in a thread of its own, where they have an address of their own."""
    if listening is None:
        yield
        return
    config = _served(make_peer_app(node))
    config.load()
    certificates = [one for peer in node.config.peers for one in pinned(node, peer.code)]
    config.ssl = tls.server_context(keys_folder(node), node.keys.tls, certificates)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="peers", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def _served(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        limit_concurrency=200,
        h11_max_incomplete_event_size=16_384,
    )
