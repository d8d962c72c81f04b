"""Answers of the desk leave compressed: the page and the maps are three to ten times smaller on the wire.

Not the stream, whose events must leave at once, and not the peer link, whose signatures are over the bytes as
they travel. No answer holds a secret next to text that another page could choose, so its length says nothing.
"""

from __future__ import annotations

from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

LEAST_BYTES: Final = 1_000
LEVEL: Final = 6
AS_THEY_ARE: Final = ("/peer/", "/api/stream")


class Lighter:
    """ASGI middleware: gzip for whoever takes it, but for two kinds of paths."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.compressing = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, compressed where it may be."""
        as_it_is = scope["type"] != "http" or scope["path"].startswith(AS_THEY_ARE)
        await (self.app if as_it_is else self.compressing)(scope, receive, send)
