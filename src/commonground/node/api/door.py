"""What every route of the desk needs: the node, the officer behind the request, and errors as words."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Annotated, Final, cast

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from commonground.errors import CommongroundError, OwnError, PeerError, raised_at
from commonground.node.api.wrong import refused_by_http, wrong_field
from commonground.node.auth.sessions import Session
from commonground.node.desk.embargo import TooEarlyError
from commonground.node.desk.looking_back import NotLiveError
from commonground.node.service import Node

log = logging.getLogger("commonground.node")
LOOKS_BACK: Final = "x-desk-at"  # a desk that shows an earlier moment says so with every request
# An emergency is never blocked; the others sign nothing.
ALWAYS: Final = ("/api/alarm", "/api/session/", "/api/read")


class NotLoggedInError(Exception):
    """No session, or one that has locked itself."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An officer at this node's desk."""

    node: Node
    session: Session


def node_of(request: Request) -> Node:
    """The node that this app serves."""
    return cast(Node, request.app.state.node)


def at_desk(request: Request) -> AtDesk:
    """The officer behind this request. Raises NotLoggedInError (401), NotLiveError (409)."""
    node = node_of(request)
    token = request.cookies.get(node.cookie, "")
    acting = request.method == "POST"
    session = node.sessions.find(token, node.clock(), acting=acting) if token else None
    if session is None:
        raise NotLoggedInError
    if acting and LOOKS_BACK in request.headers and not request.url.path.startswith(ALWAYS):
        raise NotLiveError(
            "nothing is sent from a desk that shows an earlier moment",
            where=LOOKS_BACK,
            given=request.headers[LOOKS_BACK][:60],
            hint="go back to live first; an alarm can be raised and taken from anywhere",
        )
    return AtDesk(node, session)


TheNode = Annotated[Node, Depends(node_of)]
Officer = Annotated[AtDesk, Depends(at_desk)]


def failed(status: int, what: str, *, where: str = "", given: str = "", hint: str = "") -> JSONResponse:
    """An error as the API gives it."""
    error = {"what": what, "where": where, "given": given, "hint": hint}
    error = {key: text.encode("utf-8", "backslashreplace").decode() for key, text in error.items()}
    return JSONResponse({"error": error}, status_code=status)


def refused(status: int, error: CommongroundError) -> JSONResponse:
    """An error of ours as the API gives it."""
    return failed(status, error.what, where=error.where, given=error.given, hint=error.hint)


def explain_errors(app: FastAPI) -> None:
    """Turn every way to fail into `{"error": {what, where, given, hint}}`."""

    @app.exception_handler(NotLoggedInError)
    def locked(_request: Request, _error: Exception) -> Response:
        return failed(401, "no officer is logged in at this desk", hint="log in; what you typed is kept")

    @app.exception_handler(CommongroundError)
    def known(_request: Request, error: Exception) -> Response:
        known_error = cast(CommongroundError, error)
        status = 409 if isinstance(error, TooEarlyError | NotLiveError) else 400
        if isinstance(error, PeerError):
            status = 502
        if isinstance(error, OwnError):
            status = 503
        return refused(status, known_error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Exception) -> Response:
        first = cast(RequestValidationError, error).errors()[0]
        return refused(422, wrong_field(first, secret=request.url.path.endswith("/login")))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: Exception) -> Response:
        problem = cast(HTTPException, error)
        status = problem.status_code
        response = refused(status, refused_by_http(status, request.method, request.url.path))
        response.headers.update(problem.headers or {})
        return response

    @app.exception_handler(Exception)
    def ours(request: Request, error: Exception) -> Response:
        log.error("failed: %s %s: %s", request.method, request.url.path, raised_at(error))
        return failed(500, "this node made a mistake of its own; nothing was signed", hint="see its log")
