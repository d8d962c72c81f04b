"""What a peer may fetch from us: the server side of `/peer/v1/`, plain Starlette routes.

Every request is checked first (signing.py). A peer gets our log, the heads we know, and those bodies
and documents alone that were disclosed to it by name; a relay that our terms name gets them sealed to
the party it asks for. Every answer carries our newest head.
"""

from __future__ import annotations

import base64
import re
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commonground.errors import CommongroundError, InputError, PeerError
from commonground.node.api.door import failed, node_of
from commonground.node.peers.centre import relaying
from commonground.node.peers.signing import Word, check_request
from commonground.node.peers.source import HEAD, PREFIX, WAITING
from commonground.node.service import Node
from commonground.store.files.documents import sealed_part
from commonground.store.peers.pending import waiting_for
from commonground.store.peers.relay import carried_part
from commonground.store.peers.serve import Served
from commonground.store.peers.witnessing import answer as witnessed
from commonground.tlog.witness import OK

BYTES: Final = "application/octet-stream"
WITNESS: Final = "/witness/v1/add-checkpoint"
_ID: Final = re.compile(r"[0-9a-f]{64}")


async def peer(request: Request) -> Response:
    """Any request of a peer."""
    node = node_of(request)
    body = await request.body()
    query = f"?{request.url.query}" if request.url.query else ""
    path = request.scope["raw_path"].decode("ascii", "replace") + query
    try:
        word = check_request(
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
        answer = await run_in_threadpool(_answer, node, word, request, body)
    except CommongroundError as error:
        status = 404 if isinstance(error, InputError) else 400
        answer = failed(status, error.what, where=error.where, hint=error.hint)
    answer.headers[HEAD] = base64.b64encode(await run_in_threadpool(_head, node)).decode()
    if node.store.restored:
        answer.headers[WAITING] = "1"
    return answer


async def add_checkpoint(request: Request) -> Response:
    """The public witness protocol (C2SP tlog-witness) for logs of our roster, by whoever carries their heads.

    It asks for no signature of a request: the head itself is signed, and nothing is told that is not public.
    """
    node = node_of(request)
    body = await request.body()
    try:
        status, content, findings = await run_in_threadpool(witnessed, node.store, body, node.clock())
    except CommongroundError as error:
        return Response(error.what + "\n", status_code=503, media_type="text/plain")
    if findings:
        node.bell.ring()
    origin = body.partition(b"\n\n")[2].partition(b"\n")[0].decode("utf-8", "replace")
    party = node.roster.by_origin(origin) if status == OK else None
    if party is not None:
        node.look(party.code)  # a witness of a party holds the entries too, as soon as it can fetch them
    kind = "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8"
    return Response(
        content, status_code=status, headers={"content-type": kind}
    )  # to the letter: no charset added


def _answer(node: Node, word: Word, request: Request, body: bytes) -> Response:
    path = request.path_params["path"]
    if path == "look" and request.method == "POST":
        node.look(word.party)
        return Response(b"", media_type=BYTES)
    first, _, rest = path.partition("/")
    code, _, wanted = rest.partition("/")
    if first != "log" or code not in node.roster.parties:
        raise InputError("no such path", given=path[:60])
    terms = node.terms()
    if code not in (node.config.code, word.party) and relaying.keeps_logs_apart(terms, node.config.code):
        raise InputError("by our terms nobody fetches another's log here", given=code)
    if request.method == "POST":
        if wanted != "cosign":
            raise InputError("no such path", given=path[:60])
        before = node.store.version
        Served(node.store, to=word.party, origin=node.roster.party(code).origin).cosign(body)
        if node.store.version != before:
            node.bell.ring()
            node.carried(word.party)
        return Response(b"", media_type=BYTES)
    receiver = request.query_params.get("for", word.party)
    if receiver != word.party and not relaying.may_ask_for(terms, word.party, receiver):
        raise InputError("our terms do not name you as the relay of this party", given=receiver[:60])
    if wanted == "checkpoint" and code == node.config.code:
        node.peers.keep_word(word)
    return Response(_content(node, code, receiver, wanted, request), media_type=BYTES)


def _content(node: Node, code: str, receiver: str, wanted: str, request: Request) -> bytes:
    """What is asked for of one log, as `receiver` may have it."""
    served = Served(node.store, to=receiver, origin=node.roster.party(code).origin)
    if wanted == "checkpoint":
        return served.checkpoint()
    if wanted == "heads":
        return served.heads()
    if wanted == "bodies":
        return served.bodies(_whole(request, "start"), _whole(request, "end"))
    if wanted == "word":
        return node.peers.last_word(code)
    if wanted == "waiting":
        return waiting_for(node.store, receiver) if code == node.config.code else b""
    if wanted.startswith("document/"):
        return _part(node, code, receiver, wanted.removeprefix("document/"), _whole(request, "part"))
    return served.tile(wanted)


def _part(node: Node, code: str, receiver: str, identity: str, part: int) -> bytes:
    """A part of a document: of ours, or one that we carry."""
    if not _ID.fullmatch(identity):
        raise InputError("an id has 64 hexadecimal digits", given=identity[:80])
    if code != node.config.code:
        sealed = carried_part(node.store, receiver, identity, part)
        if sealed is None:
            if receiver in relaying.serves(node.terms(), node.config.code):
                node.wanted.add(code, receiver, identity, part)
                node.look(code)  # fetch it now, not at the next beat
            raise InputError("this part is not here", where=identity, given=str(part))
        return sealed
    handed = node.handed.of(node.picture()).get(identity)
    if handed is None or handed.owner != code or not handed.may_have(receiver, node.clock()):
        raise InputError("no document of ours by this id is for this party", where=identity)
    return sealed_part(node.store, handed, part, receiver)


def _whole(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise InputError("a whole number is wanted", where=name, given=text[:60])
    return int(text)


def _head(node: Node) -> bytes:
    """Our newest head; it travels in every reply, so nobody can be shown another one for long."""
    try:
        return Served(node.store, to=node.config.code).checkpoint()
    except InputError:
        return b""  # nothing is sealed yet


ROUTES: Final = [
    Route(WITNESS, add_checkpoint, methods=["POST"]),
    Route(PREFIX + "/{path:path}", peer, methods=["GET", "POST"]),
]
