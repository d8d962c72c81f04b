"""Outside witnesses: those to which the policy of our terms gives an address are shown every new head.

One thread for all of them, apart from the machine and from the links to the peers: a witness that is away,
slow or lying holds up nobody but itself, and the other witnesses for one answer. They see origin, size and
root of our log, and no entry. A new head is shown at once, but no witness is asked more often than the beat
of fetching; one that failed is asked again as a peer is.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import httpx

from commonground.errors import CommongroundError, InputError, OwnError, PeerError, raised_at
from commonground.node.peers.backoff import LONGEST_S, Backoff
from commonground.node.peers.state import WitnessWord
from commonground.node.service import Node
from commonground.store.peers.witnessing import ask, seen
from commonground.tlog.note import VerifierKey

PATIENCE_S: Final = 20.0  # for one answer as a whole, however it trickles
LONGEST: Final = 64 * 1024  # bytes of an answer
NAME_SHOWN: Final = 80
log = logging.getLogger("commonground.node")

Post: TypeAlias = Callable[[str, bytes], tuple[int, bytes]]  # address and request -> status and body


@dataclass(frozen=True, slots=True)
class _Tried:
    """How asking a witness went so far, and from when on it may be asked again."""

    backoff: Backoff
    due_s: float = float("-inf")


class OutsideWitnesses(threading.Thread):
    """Asks outside witnesses until it is ended."""

    def __init__(
        self, node: Node, post: Post, *, chance: Callable[[], float], steady_s: Callable[[], float]
    ) -> None:
        """`post` sends a request; `chance` is from 0 to 1; `steady_s` is a clock that never jumps."""
        super().__init__(name="witnesses", daemon=True)
        self.node = node
        self._post = post
        self._chance = chance
        self._steady_s = steady_s
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._tried: dict[tuple[str, str], _Tried] = {}  # by key and address

    def run(self) -> None:
        """Ask, pause, ask; sooner when there is a new head."""
        while not self._ending.is_set():
            self._woken.clear()
            try:
                pause_s = self.turn()
            except Exception as error:  # the record may be in trouble, which the machine says; we come again
                log.warning("the outside witnesses were not asked: %s", raised_at(error))
                pause_s = LONGEST_S
            self._woken.wait(pause_s)

    def tell(self) -> None:
        """We have a new head: show it at the next turn, which is now."""
        self._woken.set()

    def end(self) -> None:
        """Stop after the question at hand."""
        self._ending.set()
        self._woken.set()

    def turn(self) -> float:
        """Ask whoever is due and has not seen our newest head. Gives the seconds until somebody is due."""
        node, words, new = self.node, dict[str, WitnessWord](), False
        before, pauses = node.witnesses.words(), [LONGEST_S]
        policy = node.store.policy(node.store.origin)
        for name, url in policy.urls.items():
            key = policy.witnesses[name]
            if key == node.keys.witness.verifier:
                continue  # ours is no witness to ourselves
            word = before.get(name, WitnessWord())
            size, newest = seen(node.store, key)
            if self._may_not_ask():
                newest = size
            tried = self._tried.get((key.text, url), _Tried(Backoff(every_s=node.config.pull_every_s)))
            if size < newest and tried.due_s <= self._steady_s():
                word = self._ask(name, url, key)
                backoff = tried.backoff.after(good=not word.trouble)
                tried = _Tried(backoff, self._steady_s() + backoff.pause_s(self._chance()))
                self._tried[key.text, url] = tried
                new |= not word.trouble
                size, newest = seen(node.store, key)
            if size < newest:
                pauses.append(max(0.0, tried.due_s - self._steady_s()))
            words[name] = WitnessWord(
                seen=size,
                trouble=word.trouble if size < newest else "",
                refused=word.refused and size < newest,
            )
        if node.witnesses.keep(words):
            for name, word in words.items():
                if word.trouble and word.trouble != before.get(name, WitnessWord()).trouble:
                    log.warning("%s", word.trouble)
            node.bell.ring()
        if new:
            node.changed()  # more of our log may count as given
        return min(pauses)

    def _may_not_ask(self) -> bool:
        """A restored node does not yet know its own highest head, and one that ends asks nobody more."""
        return self.node.store.restored or self._ending.is_set()

    def _send(self, url: str, body: bytes) -> tuple[int, bytes]:
        if self._ending.is_set():
            raise InputError("this node ends")
        return self._post(url, body)

    def _ask(self, name: str, url: str, key: VerifierKey) -> WitnessWord:
        """Show one witness our newest head, and keep what it gives."""
        name = name[:NAME_SHOWN]
        try:
            if ask(self.node.store, partial(self._send, url), key):
                return WitnessWord()
            trouble, refused = f"The witness {name} remembers another head of our log than we hold.", True
        except httpx.HTTPError as error:
            trouble, refused = f"The witness {name} does not answer ({_reason(error)}).", False
        except OwnError as error:
            trouble, refused = f"What the witness {name} said cannot be kept here: {error.what}.", False
        except InputError as error:
            trouble, refused = f"The witness {name} cannot be asked: {error.what}.", False
        except CommongroundError as error:
            trouble, refused = f"The witness {name} gave nothing that counts: {error.what}.", True
        except Exception as error:  # what a witness sends may not end the asking
            trouble, refused = f"The witness {name} was not read: a fault of ours, {raised_at(error)}.", False
        return WitnessWord(trouble=trouble, refused=refused)


def post(url: str, body: bytes) -> tuple[int, bytes]:
    """Send an add-checkpoint request to a submission prefix; gives status and body.

    httpx's errors where it does not answer in time or says that it cannot now, InputError where the
    address is none, PeerError where the answer is too long. No proxies, no redirects.
    """
    try:
        return asyncio.run(_post(f"{url.rstrip('/')}/add-checkpoint", body))
    except TimeoutError:
        raise httpx.ReadTimeout(f"no answer in {PATIENCE_S:.0f} s") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise InputError("the policy gives no address that can be asked", given=url) from None


async def _post(url: str, body: bytes) -> tuple[int, bytes]:
    async with (
        asyncio.timeout(PATIENCE_S),
        httpx.AsyncClient(timeout=httpx.Timeout(PATIENCE_S, connect=5.0), trust_env=False) as client,
        client.stream("POST", url, content=body, headers={"accept-encoding": "identity"}) as answer,
    ):
        if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            answer.raise_for_status()
        content = bytearray()
        async for piece in answer.aiter_raw():
            content += piece
            if len(content) > LONGEST:
                raise PeerError("the answer is too long", given=url)
        return answer.status_code, bytes(content)


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"status {error.response.status_code}"
    return type(error).__name__
