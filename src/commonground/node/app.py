"""The app of one node: its routes behind the guard, described by OpenAPI at /api/openapi.json.

There is no page of API docs: the usual ones load scripts from other hosts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from commonground import __version__
from commonground.node.api import (
    areas,
    documents,
    duty,
    exchanges,
    giving,
    health,
    ledger,
    maps,
    notices,
    places,
    record,
    register,
    session,
    sheets,
)
from commonground.node.api.desk import get_desk, get_moments
from commonground.node.api.door import explain_errors
from commonground.node.api.stream import stream
from commonground.node.auth.guard import LARGEST_LIST, Guard, Own
from commonground.node.auth.limits import Rate
from commonground.node.board.page import STYLE, page
from commonground.node.board.routes import ROUTES as BOARD
from commonground.node.board.routes import show as board
from commonground.node.lighter import Lighter
from commonground.node.models.desk import DeskShown, MomentsShown
from commonground.node.models.shown import ErrorShown
from commonground.node.peers.serve import ROUTES as PEER
from commonground.node.service import Node

# What is uploaded as a form (a list of places) is held in memory, never in a temporary file in plain.
MultiPartParser.spool_max_size = LARGEST_LIST
STATIC: Final = Path(__file__).parent / "static"


def make_app(node: Node, *, origins: tuple[str, ...] | None = None) -> ASGIApp:
    """The whole app of a node, guard included. `origins`: every address it may be called by."""
    app = FastAPI(
        title="commonground node",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        description="The desk's own interface. See docs/spec/api.md.",
    )
    app.state.node = node
    explain_errors(app)
    api = APIRouter(prefix="/api")
    rooms = (session, places, areas, exchanges, duty, notices, sheets, maps, register, record, ledger)
    for room in (*rooms, documents, giving):
        api.include_router(room.router)
    app.include_router(api)
    app.include_router(health.router)
    app.router.routes += [
        Route("/api/desk", get_desk, methods=["GET"]),
        Route("/api/moments", get_moments, methods=["GET"]),
        Route("/api/stream", stream, methods=["GET"]),
        *BOARD,
        *PEER,
        Route("/", index, methods=["GET"]),
        Route("/board.css", style, methods=["GET"]),
        Route("/api/{path:path}", nothing, methods=["GET", "POST"]),
    ]
    if (STATIC / "assets").is_dir():
        app.router.routes.append(Mount("/assets", Assets(directory=STATIC / "assets")))
    if STATIC.is_dir():
        app.router.routes.append(Mount("/", StaticFiles(directory=STATIC)))
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    own = Own(origins=origins or (node.origin,))
    return Guard(Lighter(app), own=own, rate=Rate(per_s=50, burst=300), peer_rate=Rate(per_s=100, burst=500))


def make_peer_app(node: Node) -> ASGIApp:
    """What other nodes may reach, and nothing of the desk."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.node = node
    explain_errors(app)
    app.router.routes += PEER
    own = Own(origins=(node.origin,))
    return Guard(app, own=own, rate=Rate(per_s=5, burst=20), peer_rate=Rate(per_s=100, burst=500))


def described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI of the whole interface, the plain routes of the hot paths included."""
    if app.openapi_schema is None:
        plain = APIRouter()
        plain.add_api_route(
            "/api/desk",
            get_desk,
            response_model=DeskShown,
            tags=["desk"],
            responses={304: {}, 401: {"model": ErrorShown}},
        )
        plain.add_api_route(
            "/api/moments",
            get_moments,
            response_model=MomentsShown,
            tags=["desk"],
            responses={401: {"model": ErrorShown}},
        )
        plain.add_api_route(
            "/api/stream",
            stream,
            response_class=EventStream,
            tags=["desk"],
            responses={401: {"model": ErrorShown}},
        )
        plain.add_api_route("/board", board, response_class=HTMLResponse, tags=["board"])
        app.openapi_schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=[*app.routes, *plain.routes],
        )
    return app.openapi_schema


class EventStream(Response):
    """Server-sent events."""

    media_type = "text/event-stream"


async def index(_request: Request) -> Response:
    """The desk, or a plain word where it was not built."""
    path = STATIC / "index.html"
    if not path.is_file():
        body = '<h1>The desk is not built here</h1><p><a href="/board">The board has the same facts.</a></p>'
        return HTMLResponse(page("commonground", body))
    return FileResponse(path, headers={"cache-control": "no-cache"})


async def style(_request: Request) -> Response:
    """How the board looks."""
    return Response(STYLE, media_type="text/css", headers={"cache-control": "no-cache"})


async def nothing(request: Request) -> Response:
    """A path that is not there, or is there for another method, said in the API's own form."""
    partly = any(route.matches(request.scope)[0] is Match.PARTIAL for route in request.app.router.routes)
    raise HTTPException(405 if partly else 404)


class Assets(StaticFiles):
    """Built files carry a hash in their name: they never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, kept by the browser for a year."""
        answer = await super().get_response(path, scope)
        if answer.status_code == 200:
            answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer
