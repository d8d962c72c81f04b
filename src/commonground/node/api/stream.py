"""The live stream: "look again", and nothing else. No fact and no place ever travels here.

Server-sent events over plain HTTP. `changed` carries the version, `heartbeat` comes every 10 s,
`locked` is the last word to a desk whose session has ended. `Last-Event-ID` is honoured: who has
missed something is told at once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import StreamingResponse

from commonground.node.api.door import at_desk, node_of
from commonground.node.service import Node
from commonground.position.window import utc_text

HEARTBEAT_S: Final = 10.0
MOST_STREAMS: Final = 64


async def stream(request: Request) -> StreamingResponse:
    """GET /api/stream; a plain Starlette route."""
    at_desk(request)
    node = node_of(request)
    seen = request.headers.get("last-event-id", "")
    return StreamingResponse(
        events(
            node,
            request.cookies.get(node.cookie, ""),
            int(seen) if seen.isdecimal() and len(seen) < 17 else None,
        ),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


async def events(node: Node, token: str, seen: int | None) -> AsyncIterator[bytes]:
    """Every event of one stream until the session or the node ends."""
    with node.bell.listen() as listener:
        if node.bell.listeners > MOST_STREAMS:
            yield event("busy", {"most": MOST_STREAMS})
            return
        while not node.bell.closing:
            if node.sessions.find(token, node.clock(), acting=False) is None:
                yield event("locked", {})
                return
            version = node.bell.version
            if version != seen:
                seen = version
                yield event("changed", {"version": version}, version)
            else:
                yield event("heartbeat", {"version": version, "now": utc_text(node.clock())})
            try:
                await asyncio.wait_for(listener.woken.wait(), HEARTBEAT_S)
            except TimeoutError:
                continue
            listener.woken.clear()


def event(name: str, data: dict[str, object], number: int | None = None) -> bytes:
    """One event as it stands on the wire."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
