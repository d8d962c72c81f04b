"""The bell: tells every open stream that something has changed, from whatever thread it changed in.

The version only says "look again". It grows by at least one with each ring and starts from the clock
in milliseconds, so that it grows over a restart too. Nothing rests on it being the time.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from commonground.node.clock import Clock


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: its event loop, and the event that wakes it."""

    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class Bell:
    """See the head of this file."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self.closing = False
        self.version = int(clock().timestamp() * 1000)

    def ring(self) -> int:
        """Something changed: a higher version, and every listener is woken."""
        with self._lock:
            self.version = max(self.version + 1, int(self._clock().timestamp() * 1000))
            self._wake()
            return self.version

    def close(self) -> None:
        """The node ends: every stream ends."""
        with self._lock:
            self.closing = True
            self._wake()

    @contextlib.contextmanager
    def listen(self) -> Iterator[Listener]:
        """Be woken while inside; called from within an event loop."""
        listener = Listener(asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    def _wake(self) -> None:
        for listener in self._listeners:
            with contextlib.suppress(RuntimeError):  # its loop has ended before it left
                listener.loop.call_soon_threadsafe(listener.woken.set)
