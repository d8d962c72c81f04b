"""The desk's picture and the check of the register: the hot paths, as plain Starlette routes."""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commonground.node.api.door import AtDesk, at_desk
from commonground.node.desk.view import desk


async def get_desk(request: Request) -> Response:
    """GET /api/desk. `ETag` is the version; a desk that holds it gets 304 and no body."""
    officer = at_desk(request)
    etag = f'"{officer.node.bell.version}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"etag": etag})
    content, version = await run_in_threadpool(_drawn, officer)
    return Response(content, media_type="application/json", headers={"etag": f'"{version}"'})


def _drawn(officer: AtDesk) -> tuple[bytes, int]:
    node = officer.node
    shown = desk(node, node.clock())
    node.note_shown(
        one["place_id"]
        for one in shown["exchanges"]
        if not one["ours"] and one["to"] == node.config.code and one["ticks"]["shown"] is None
    )
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode(), int(shown["version"])
