"""A peer's log over HTTP: the client side of `/peer/v1/`, as the store's pull wants it."""

from __future__ import annotations

import base64
import copy
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
WAITING: Final = "cg-waiting"  # of an answer: the node waits for word of its own log; see restore.py
HEAD: Final = "cg-head"  # of an answer: the newest head of the node's own log, base64


class HttpSource:
    """Implements the store's `Source` for one peer. Each request is signed with our node's key.

    InputError where the peer has nothing there (yet), PeerError where its answer is not one, httpx's
    errors where it cannot be reached.
    """

    def __init__(self, client: httpx.Client, signer: Signer, *, party: str, peer: str, clock: Clock) -> None:
        self._client = client
        self._signer = signer
        self._party = party
        self._peer = peer
        self._clock = clock
        self._log_of = peer  # a relay also serves the logs of others
        self._for = ""
        self.said_head = b""  # the head of its own log that came with its last answer
        self.said_waiting = False  # it was restored from a backup, and may have words that stand in no log

    def of(self, code: str) -> HttpSource:
        """The same peer as a source of another party's log, as far as it holds it."""
        other = copy.copy(self)
        other._log_of = code
        return other

    def on_behalf(self, party: str) -> HttpSource:
        """The same peer, asked by us as the relay of another party: what it gives is sealed to that one."""
        other = copy.copy(self)
        other._for = party
        return other

    def checkpoint(self) -> bytes:
        """The newest signed head of the peer's log."""
        return self._log("GET", "checkpoint")

    def tile(self, path: str) -> bytes:
        """One tile or entry bundle, by its tlog-tiles path."""
        return self._log("GET", path)

    def bodies(self, start: int, end: int) -> bytes:
        """What was disclosed to us of the entries from `start` up to `end`."""
        return self._log("GET", f"bodies?start={start}&end={end}{self._on_behalf}")

    def part(self, identity: str, number: int) -> bytes:
        """One sealed part of the document that a statement of this log names."""
        return self._log("GET", f"document/{identity}?part={number}{self._on_behalf}")

    def waiting(self) -> bytes:
        """What the peer's officers said to us that stands in no log yet; see `store.peers.pending`."""
        return self._log("GET", "waiting")

    def word(self) -> bytes:
        """The last word that this party's own node said to the peer; see `signing.Word`."""
        return self._log("GET", "word")

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

    @property
    def _on_behalf(self) -> str:
        return f"&for={self._for}" if self._for else ""

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
        self.said_head = _head_of(answer, where=self._peer)
        self.said_waiting = WAITING in answer.headers
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise InputError(_said(bytes(content)) or "nothing there", where=f"{self._peer} {path}")
        if answer.status_code != httpx.codes.OK:
            raise PeerError(
                _said(bytes(content)) or f"status {answer.status_code}",
                where=f"{self._peer} {path}",
                evidence=bytes(content[:1000]),
            )
        return bytes(content)


def _head_of(answer: httpx.Response, *, where: str) -> bytes:
    """The head that travels with an answer; b"" where there is none."""
    try:
        return base64.b64decode(answer.headers.get(HEAD, ""), validate=True)
    except ValueError:
        raise PeerError("an answer with a head that cannot be read", where=where) from None


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
