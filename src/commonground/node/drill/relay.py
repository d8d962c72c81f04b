"""A link that can be cut: bytes go through this process, or do not, while both nodes stay alive."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Final

_CHUNK: Final = 65_536
_LOOK_S: Final = 0.2


class Relay:
    """Listens on loopback and passes every connection on to one port. Use as a context."""

    def __init__(self, goal_port: int) -> None:
        self._goal = ("127.0.0.1", goal_port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(_LOOK_S)
        self.port: int = self._listening.getsockname()[1]
        self._cut = threading.Event()
        self._ending = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="relay", daemon=True)

    def __enter__(self) -> Relay:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._drop()
        self._thread.join(5)
        self._listening.close()

    def cut(self) -> None:
        """From now on nothing passes; what was open is closed."""
        self._cut.set()
        self._drop()

    def join(self) -> None:
        """From now on everything passes again."""
        self._cut.clear()

    def _serve(self) -> None:
        while not self._ending.is_set():
            try:
                one, _ = self._listening.accept()
            except OSError:  # nobody came, or the end
                continue
            if self._cut.is_set():
                one.close()
                continue
            try:
                other = socket.create_connection(self._goal, timeout=5)
            except OSError:
                one.close()
                continue
            with self._lock:
                self._open |= {one, other}
            for source, goal in ((one, other), (other, one)):
                threading.Thread(target=self._pass, args=(source, goal), daemon=True).start()

    def _pass(self, source: socket.socket, goal: socket.socket) -> None:
        source.settimeout(None)
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                goal.sendall(data)
        self._close(source, goal)

    def _drop(self) -> None:
        with self._lock:
            open_now = tuple(self._open)
        self._close(*open_now)

    def _close(self, *sockets: socket.socket) -> None:
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        with self._lock:
            self._open -= set(sockets)
