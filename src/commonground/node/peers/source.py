"""A peer's log over HTTP: the client side of `/peer/v1/`, as the store's pull wants it."""

from __future__ import annotations

import json
import secrets
import ssl
from typing import Final

import httpx

from commonground.errors import InputError, PeerError
from commonground.node.clock import Clock
from commonground.node.peers.signing import sign_request
from commonground.tlog.note import Signer

LARGEST_ANSWER: Final = 32 << 20  # bytes; more is refused while it is read
PREFIX: Final = "/peer/v1"


class HttpSource:
    """Implements the store's `Source` for one peer. Each request is signed with our node's key.

    InputError where the peer has nothing there (yet), PeerError where its answer is not one, httpx's
    errors where it cannot be reached.
    """

    def __init__(
        self, client: httpx.Client, signer: Signer, *, party: str, peer: str, clock: Clock, log_of: str = ""
    ) -> None:
        self._client = client
        self._signer = signer
        self._party = party
        self._peer = peer
        self._clock = clock
        self._log_of = log_of or peer  # a relay also serves the logs of others

    def of(self, code: str) -> HttpSource:
        """The same peer as a source of another party's log, as far as it holds it."""
        return HttpSource(
            self._client, self._signer, party=self._party, peer=self._peer, clock=self._clock, log_of=code
        )

    def checkpoint(self) -> bytes:
        """The newest signed head of the peer's log."""
        return self._log("GET", "checkpoint")

    def tile(self, path: str) -> bytes:
        """One tile or entry bundle, by its tlog-tiles path."""
        return self._log("GET", path)

    def bodies(self, start: int, end: int) -> bytes:
        """What was disclosed to us of the entries from `start` up to `end`."""
        return self._log("GET", f"bodies?start={start}&end={end}")

    def heads(self) -> bytes:
        """Every head that the peer knows."""
        return self._log("GET", "heads")

    def cosign(self, note: bytes) -> None:
        """Give the peer our cosignature of its head."""
        self._log("POST", "cosign", note)

    def tell(self) -> None:
        """Say "come and look"."""
        self._ask("POST", "/look")

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _log(self, method: str, path: str, body: bytes = b"") -> bytes:
        return self._ask(method, f"/log/{self._log_of}/{path}", body)

    def _ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        path = PREFIX + path
        headers = sign_request(
            self._signer,
            party=self._party,
            to=self._peer,
            method=method,
            path=path,
            body=body,
            now=self._clock(),
            nonce=secrets.token_hex(16),
        )
        with self._client.stream(method, path, content=body or None, headers=headers) as answer:
            content = bytearray()
            for part in answer.iter_bytes():
                content += part
                if len(content) > LARGEST_ANSWER:
                    raise PeerError("an answer larger than we take", where=f"{self._peer} {path}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise InputError(_said(bytes(content)) or "nothing there", where=f"{self._peer} {path}")
        if answer.status_code != httpx.codes.OK:
            raise PeerError(
                _said(bytes(content)) or f"status {answer.status_code}",
                where=f"{self._peer} {path}",
                evidence=bytes(content[:1000]),
            )
        return bytes(content)


def _said(content: bytes) -> str:
    """The sentence of a peer's error, cut short; "" where there is none."""
    try:
        return str(json.loads(content)["error"]["what"])[:200]
    except (ValueError, KeyError, TypeError):
        return ""


def client_for(url: str, pinned: ssl.SSLContext) -> httpx.Client:
    """A client for one peer: its address alone, its certificate alone, no proxies, no redirects."""
    timeout = httpx.Timeout(20.0, connect=5.0)
    return httpx.Client(base_url=url, timeout=timeout, trust_env=False, verify=pinned)
