"""The desk's picture, live or of an earlier moment: the hot path, as plain Starlette routes."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from commonground.errors import InputError
from commonground.node.api.door import AtDesk, at_desk
from commonground.node.desk.looking_back import moment_asked, moments, past_desk
from commonground.node.desk.view import desk
from commonground.replay.moment import SO, Moment

JSON: Final = "application/json"


async def get_desk(request: Request) -> Response:
    """GET /api/desk. `ETag` is the version; a desk that holds it gets 304 and no body.

    With `at`, and `mode` where it is not *so*, the desk of that moment: a replay.
    """
    officer = at_desk(request)
    moment = _moment(officer, request)
    end = f" {moment.at.isoformat()} {moment.mode}" if moment else ""
    etag = f'"{officer.node.bell.version}{end}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"etag": etag})
    if moment:
        content, version = await run_in_threadpool(_drawn_back, officer, moment)
    else:
        content, version = await run_in_threadpool(_drawn, officer)
    return Response(content, media_type=JSON, headers={"etag": f'"{version}{end}"'})


async def get_moments(request: Request) -> Response:
    """GET /api/moments: the events that a desk can go back to."""
    officer = at_desk(request)
    mode = request.query_params.get("mode", SO)
    return Response(_text(await run_in_threadpool(moments, officer.node, mode)), media_type=JSON)


def _moment(officer: AtDesk, request: Request) -> Moment | None:
    asked = request.query_params
    if "at" in asked:
        return moment_asked(officer.node, asked["at"], asked.get("mode", SO))
    if "mode" in asked:
        raise InputError("a mode needs the moment it is for", where="at", given=asked["mode"][:60])
    return None


def _drawn(officer: AtDesk) -> tuple[bytes, int]:
    node = officer.node
    shown = desk(node, node.clock())
    node.note_shown(
        one["place_id"]
        for one in shown["exchanges"]
        if not one["ours"] and one["to"] == node.config.code and one["ticks"]["shown"] is None
    )
    return _text(shown), int(shown["version"])


def _drawn_back(officer: AtDesk, moment: Moment) -> tuple[bytes, int]:
    shown = past_desk(officer.node, moment)  # no receipt: what is shown now was not shown then
    return _text(shown), int(shown["version"])


def _text(shown: dict[str, Any]) -> bytes:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
