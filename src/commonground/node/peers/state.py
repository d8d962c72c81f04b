"""When each peer was last heard, what is wrong with the line to it, and the same of outside witnesses.

Held in memory alone.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commonground.errors import InputError
from commonground.node.clock import Clock
from commonground.node.config import NodeConfig
from commonground.node.peers.signing import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerWord:
    """The last word of one peer. `trouble` is a sentence for the officer, "" when all is well.

    through: the neutral centre that passed the word on, "" where the peer's own node spoke to us.
    """

    heard_at: datetime | None = None
    trouble: str = ""
    through: str = ""


class PeerStates:
    """The last word of every peer."""

    def __init__(self, config: NodeConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._words = {peer.code: PeerWord() for peer in config.peers}
        self._requests: dict[str, Word] = {}
        self._lock = threading.Lock()

    def heard(self, code: str, trouble: str = "") -> bool:
        """A checked word of the peer came in; True when the trouble changed."""
        return self._put(code, PeerWord(heard_at=self._clock(), trouble=trouble))

    def heard_through(self, code: str, centre: str, at: datetime, trouble: str = "") -> bool:
        """A checked word that the peer's node said to a centre at `at`; True when the trouble changed.

        A word is never newer than our clock, and never moves the last one back.
        """
        before = self.word(code).heard_at
        moment = min(at, self._clock())
        newest = moment if before is None else max(before, moment)
        return self._put(code, PeerWord(heard_at=newest, trouble=trouble, through=centre))

    def trouble(self, code: str, text: str) -> bool:
        """The peer did not answer, or not rightly; True when that is news."""
        return self._put(code, replace(self.word(code), trouble=text))

    def word(self, code: str) -> PeerWord:
        """The last word of a peer."""
        with self._lock:
            return self._words.get(code, PeerWord())

    def keep_word(self, word: Word) -> None:
        """Keep a request of a peer, to be passed on as its last word."""
        with self._lock:
            self._requests[word.party] = word

    def last_word(self, code: str) -> bytes:
        """The last word that a peer's own node said to us. InputError where it has said none yet."""
        with self._lock:
            word = self._requests.get(code)
        if word is None:
            raise InputError("this party's node has not spoken to us since we began", given=code)
        return word.write()

    def state(self, code: str, now: datetime) -> str:
        """`heard`, `late`, or `absent`: by the age of the last word."""
        heard_at = self.word(code).heard_at
        if heard_at is None or now - heard_at >= timedelta(seconds=self._config.absent_s):
            return "absent"
        return "late" if now - heard_at >= timedelta(seconds=self._config.late_s) else "heard"

    def _put(self, code: str, word: PeerWord) -> bool:
        with self._lock:
            before = self._words.get(code, PeerWord())
            self._words[code] = word
            return before.trouble != word.trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessWord:
    """One outside witness: how much of our log it has seen, and a sentence for the officer ("": all is well).

    refused: it answered, and what it answered does not hold. One that is away is no more than not there.
    """

    seen: int = 0
    trouble: str = ""
    refused: bool = False

    def text(self, name: str) -> str:
        """How this witness stands, in a sentence."""
        return self.trouble or f"The witness {name} has seen {self.seen} entries of our log."


class WitnessStates:
    """The last word of every outside witness, by its name in the policy of our terms."""

    def __init__(self) -> None:
        self._words: dict[str, WitnessWord] = {}

    def words(self) -> Mapping[str, WitnessWord]:
        """All of them."""
        return self._words

    def keep(self, words: Mapping[str, WitnessWord]) -> bool:
        """Put these in place of all before; True when something changed."""
        changed = words != self._words
        self._words = dict(words)
        return changed
