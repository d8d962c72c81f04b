"""What a peer may fetch from us: the server side of `/peer/v1/`, plain Starlette routes.

Every request is checked first (signing.py). A peer gets our log, the heads we know, and those bodies
alone that were disclosed to it by name.
"""

from __future__ import annotations

import base64
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commonground.errors import CommongroundError, InputError, PeerError
from commonground.node.api.door import failed, node_of
from commonground.node.peers.signing import check_request
from commonground.node.peers.source import PREFIX
from commonground.node.service import Node
from commonground.store.peers.serve import Served

BYTES: Final = "application/octet-stream"


async def peer(request: Request) -> Response:
    """Any request of a peer."""
    node = node_of(request)
    body = await request.body()
    query = f"?{request.url.query}" if request.url.query else ""
    path = request.scope["raw_path"].decode("ascii", "replace") + query
    try:
        party = check_request(
            request.headers,
            {code: one.node.public for code, one in node.roster.parties.items() if code != node.config.code},
            own=node.config.code,
            method=request.method,
            path=path,
            body=body,
            now=node.clock(),
            once=node.once,
        )
    except PeerError as error:
        return failed(403, error.what, where=error.where, hint=error.hint)
    try:
        answer = await run_in_threadpool(_answer, node, party, request, body)
    except CommongroundError as error:
        return failed(
            404 if isinstance(error, InputError) else 400, error.what, where=error.where, hint=error.hint
        )
    answer.headers["cg-head"] = base64.b64encode(await run_in_threadpool(_head, node)).decode()
    return answer


def _answer(node: Node, party: str, request: Request, body: bytes) -> Response:
    path = request.path_params["path"]
    if path == "look" and request.method == "POST":
        node.look(party)
        return Response(b"", media_type=BYTES)
    first, _, rest = path.partition("/")
    code, _, wanted = rest.partition("/")
    if first != "log" or code not in node.roster.parties:
        raise InputError("no such path", given=path[:60])
    served = Served(node.store, to=party, origin=node.roster.party(code).origin)
    if request.method == "POST":
        if wanted != "cosign":
            raise InputError("no such path", given=path[:60])
        before = node.store.version
        served.cosign(body)
        if node.store.version != before:
            node.bell.ring()
        return Response(b"", media_type=BYTES)
    if wanted == "checkpoint":
        content = served.checkpoint()
    elif wanted == "heads":
        content = served.heads()
    elif wanted == "bodies":
        content = served.bodies(*_span(request))
    else:
        content = served.tile(wanted)
    return Response(content, media_type=BYTES)


def _span(request: Request) -> tuple[int, int]:
    start, end = request.query_params.get("start", ""), request.query_params.get("end", "")
    for one in (start, end):
        if not (one.isascii() and one.isdecimal() and len(one) < 16):
            raise InputError("start and end are whole numbers", given=f"{start} {end}"[:60])
    return int(start), int(end)


def _head(node: Node) -> bytes:
    """Our newest head; it travels in every reply, so nobody can be shown another one for long."""
    try:
        return Served(node.store, to=node.config.code).checkpoint()
    except InputError:
        return b""  # nothing is sealed yet


ROUTES: Final = [Route(PREFIX + "/{path:path}", peer, methods=["GET", "POST"])]
