"""The index of this node's register, kept from check to check: only what came since is indexed anew."""

from __future__ import annotations

import threading

from commonground.check.index import Index, Near
from commonground.position.extent import Extent
from commonground.register.fold import Standing


class Nearby:
    """What lies near, by an index that follows the register; for many requests at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None

    def near(self, extent: Extent, margin_m: float, standing: Standing) -> tuple[Near, ...]:
        """Every pair of a leg asked about and an entry of this standing register that comes near."""
        with self._lock:
            self._index = self._index.after(standing) if self._index else Index.of(standing)
            index = self._index
        return index.near(extent, margin_m)
