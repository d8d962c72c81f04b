"""The guard in front of every request: whose host it names, where it comes from, how large, how often.

Pure ASGI, so that no route can be reached around it. A page of another site can make a browser send
requests here; the guard refuses them by `Host` (rebinding of names), by `Origin` or, where a browser
sends none, `Sec-Fetch-Site`, and by size and rate. Every answer leaves with the headers that keep
the desk to its own origin.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commonground.node.auth.limits import Rate

CSP: Final = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS: Final = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}
SAFE: Final = {"GET", "HEAD"}
LARGEST_LIST: Final = 16 << 20  # bytes of an uploaded list
PEERS: Final = ("/peer/", "/witness/")
LARGEST_FILE: Final = 64 << 20  # bytes of a document
LARGEST: Final = 96 << 10  # bytes of any other request
SLOWEST_S: Final = 30.0  # a pause in the middle of a body that is longer than this ends it
LONGEST_TARGET: Final = 2048  # bytes of path and query


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """How this node may be called: its origins (scheme, host and port) and the hosts in them."""

    origins: tuple[str, ...]
    hosts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hosts", frozenset(origin.split("://", 1)[1] for origin in self.origins))


class BodyEndedError(Exception):
    """A body went over its limit of size or time while it was read."""


class Guard:
    """ASGI middleware; see the head of this file."""

    def __init__(self, app: ASGIApp, *, own: Own, rate: Rate, peer_rate: Rate) -> None:
        self.app = app
        self.own = own
        self.rate = rate
        self.peer_rate = peer_rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        leave = _with_headers(send, path)
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(leave, *refusal)
            return
        body = _Body(receive, largest(path))
        with contextlib.suppress(BodyEndedError):
            await self.app(scope, body.receive, body.unless_over(leave))
        if body.over and not body.answered:
            await _refuse(leave, *body.over, 0)

    def _refusal(self, scope: Scope) -> tuple[int, str, str, float] | None:
        headers = Headers(scope=scope)
        path: str = scope["path"]
        is_peer = path.startswith(PEERS)  # known by its signature, under whatever name it calls us
        if not is_peer and headers.get("host", "").lower() not in self.own.hosts:
            return 421, "this node does not go by that name", "use the address it printed when it started", 0
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string", b"")) > LONGEST_TARGET:
            return 414, "this address is too long", f"at most {LONGEST_TARGET} bytes", 0
        if scope["method"] not in SAFE | {"POST"}:
            return 405, "this node takes GET, HEAD and POST", "", 0
        client = (scope.get("client") or ("?", 0))[0]
        wait = (self.peer_rate if is_peer else self.rate).take(client, time.monotonic())
        if wait:
            return 429, "too many requests", f"wait {int(wait) + 1} s", wait
        if is_peer and ("origin" in headers or "sec-fetch-site" in headers):
            return 403, "a browser asks where nodes ask", "open the desk's own address", 0
        if not is_peer and not self._same_origin(scope["method"], headers):
            return 403, "this request does not come from this desk", "open the desk's own address", 0
        length = headers.get("content-length", "0")
        limit = largest(path)
        if not length.isascii() or not length.isdigit() or int(length[:12]) > limit:
            return 413, "this request is too large", f"at most {limit} bytes", 0
        return None

    def _same_origin(self, method: str, headers: Headers) -> bool:
        """Own origin if one is named; what changes anything must name it (text browsers: Referer)."""
        origin = headers.get("origin")
        if origin is not None:
            return origin in self.own.origins
        site = headers.get("sec-fetch-site")
        if method in SAFE:
            arriving = headers.get("sec-fetch-mode") == "navigate"
            return site in (None, "same-origin", "none") or (arriving and site in ("same-site", "cross-site"))
        referer = headers.get("referer", "")
        return site in (None, "same-origin") and any(
            referer == origin or referer.startswith(origin + "/") for origin in self.own.origins
        )


def largest(path: str) -> int:
    """How many bytes a request to this path may have."""
    return {"/api/lists": LARGEST_LIST, "/api/documents/bytes": LARGEST_FILE}.get(path, LARGEST)


def _with_headers(send: Send, path: str) -> Send:
    async def leave(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers.setdefault(name, value)
            # A form of /board must still name its origin, which "no-referrer" would take away.
            headers["referrer-policy"] = "same-origin" if path.startswith("/board") else "no-referrer"
            if path.startswith(("/api/", "/board", "/peer/", "/health")):
                headers["cache-control"] = "no-store"
            del headers["server"]
        await send(message)

    return leave


class _Body:
    """Counts a body while it is read. Once it is over, the app's own answer is no longer heard."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._seen = 0
        self._limit = limit
        self._whole = False
        self.over: tuple[int, str, str] | None = None
        self.answered = False

    async def receive(self) -> Message:
        if self._whole:  # what comes now is the end of the connection, whenever that is
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), SLOWEST_S)
        except TimeoutError:
            self.over = (
                408,
                "this request took too long to arrive",
                f"at most {SLOWEST_S:g} s between parts",
            )
            raise BodyEndedError from None
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._seen > self._limit:
                self.over = (413, "this request is too large", f"at most {self._limit} bytes")
                raise BodyEndedError
        return message

    def unless_over(self, send: Send) -> Send:
        async def leave(message: Message) -> None:
            if self.over is None or self.answered:
                self.answered = True
                await send(message)

        return leave


async def _refuse(send: Send, status: int, what: str, hint: str, wait: float) -> None:
    content = json.dumps({"error": {"what": what, "where": "", "given": "", "hint": hint}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    if wait:
        headers.append((b"retry-after", str(int(wait) + 1).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
