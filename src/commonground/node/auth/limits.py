"""Limits: how often somebody may try, and how fast anybody may ask.

Attempts are counted for the officer's name and, more loosely, for the address, so that neither one
name from many places nor many names from one place goes uncounted. Time is an argument: seconds of a clock
that never runs back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Final

MOST_KEYS: Final = 4096  # names remembered at once; the longest unused goes first


class Attempts:
    """Failed tries of names in a sliding window: after `most` of them a name has to wait."""

    def __init__(self, *, most: int = 5, within_s: float = 300.0) -> None:
        self.most = most
        self.within_s = within_s
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, name: str, now_s: float) -> float:
        """Seconds until another try is allowed; 0 when it is allowed now."""
        with self._lock:
            failed = self._failed.get(name)
            if failed is None:
                return 0.0
            while failed and now_s - failed[0] >= self.within_s:
                failed.popleft()
            if len(failed) < self.most:
                return 0.0
            return self.within_s - (now_s - failed[-self.most])

    def failed(self, name: str, now_s: float) -> None:
        """Count one failed try."""
        with self._lock:
            self._failed.setdefault(name, deque(maxlen=self.most)).append(now_s)
            self._failed.move_to_end(name)
            while len(self._failed) > MOST_KEYS:
                self._failed.popitem(last=False)

    def forget(self, name: str) -> None:
        """Forget the tries of a name."""
        with self._lock:
            self._failed.pop(name, None)


@dataclass(slots=True)
class _Bucket:
    left: float
    at_s: float


class Rate:
    """A bucket a name: `burst` requests at once, `per_s` more every second."""

    def __init__(self, *, per_s: float, burst: int) -> None:
        self.per_s = per_s
        self.burst = burst
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, now_s: float) -> float:
        """Take one; 0 when there was one, otherwise the seconds until there is."""
        with self._lock:
            bucket = self._buckets.setdefault(name, _Bucket(float(self.burst), now_s))
            self._buckets.move_to_end(name)
            while len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
            bucket.left = min(self.burst, bucket.left + max(0.0, now_s - bucket.at_s) * self.per_s)
            bucket.at_s = max(bucket.at_s, now_s)
            if bucket.left < 1.0:
                return (1.0 - bucket.left) / self.per_s
            bucket.left -= 1.0
            return 0.0
