"""The board's addresses: the page, its login form and its lock. No script is needed for any of them."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from commonground.node.api.door import NotLoggedInError, at_desk, node_of
from commonground.node.api.session import TooManyTriesError, give_cookie, log_in, shown_session
from commonground.node.auth.sealed import WrongPassphraseError
from commonground.node.board.page import board, login
from commonground.node.desk.duty import duty_json
from commonground.node.desk.picture import StillReadingError
from commonground.node.desk.view import desk
from commonground.node.service import Node


async def show(request: Request) -> Response:
    """GET /board"""
    node = node_of(request)
    try:
        officer = at_desk(request)
    except NotLoggedInError:
        return HTMLResponse(login(node.config.name), status_code=401)
    now = node.clock()
    try:
        shown = await run_in_threadpool(desk, node, now)
        duty = await run_in_threadpool(duty_json, node, node.picture(), now)
    except StillReadingError as error:
        return _still_reading(node, error)
    return HTMLResponse(board(shown, shown_session(node, officer.session).model_dump(), duty))


async def enter(request: Request) -> Response:
    """POST /board/login, as a form sends it."""
    node = node_of(request)
    try:
        fields = parse_qs((await request.body()).decode(), max_num_fields=4, strict_parsing=True)
        officer, passphrase = fields["officer"][0], fields["passphrase"][0]
    except (ValueError, KeyError):
        return HTMLResponse(login(node.config.name, "Give officer and passphrase."), status_code=400)
    address = request.client.host if request.client else "?"
    try:
        token, _ = await run_in_threadpool(log_in, node, officer[:200], passphrase, address)
    except TooManyTriesError as error:
        return HTMLResponse(login(node.config.name, f"{error.what}: {error.hint}"), status_code=429)
    except WrongPassphraseError as error:
        return HTMLResponse(login(node.config.name, error.what), status_code=401)
    except StillReadingError as error:
        return _still_reading(node, error)
    answer = RedirectResponse("/board", status_code=303)
    give_cookie(node, answer, token)
    return answer


def _still_reading(node: Node, error: StillReadingError) -> HTMLResponse:
    return HTMLResponse(login(node.config.name, f"{error.what}; {error.hint}"), status_code=503)


async def leave(request: Request) -> Response:
    """POST /board/logout"""
    node = node_of(request)
    node.sessions.close(request.cookies.get(node.cookie, ""))
    answer = RedirectResponse("/board", status_code=303)
    answer.delete_cookie(node.cookie, path="/", httponly=True, samesite="strict")
    return answer


ROUTES: Final = [
    Route("/board", show, methods=["GET"]),
    Route("/board/login", enter, methods=["POST"]),
    Route("/board/logout", leave, methods=["POST"]),
]
