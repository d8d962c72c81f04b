"""Login, logout, who is at the desk."""

from __future__ import annotations

import secrets
import time

from fastapi import APIRouter, Request, Response
from nacl.signing import SigningKey

from commonground.errors import InputError
from commonground.node.api.door import NotLoggedInError, Officer, TheNode, failed
from commonground.node.auth.sealed import WrongPassphraseError, unseal
from commonground.node.auth.sessions import Session
from commonground.node.models.asked import LoginAsked, NothingAsked
from commonground.node.models.shown import ErrorShown, SessionShown
from commonground.node.service import Node
from commonground.position.window import utc_text

router = APIRouter(tags=["session"])


class TooManyTriesError(InputError):
    """Too many failed tries; `wait_s` says for how long."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("too many failed tries", hint=f"wait {int(wait_s) + 1} s")
        self.wait_s = wait_s


def log_in(node: Node, officer: str, passphrase: str, address: str) -> tuple[str, Session]:
    """Open an officer's key and a session; gives the token. Takes as long for a name nobody has.

    Raises TooManyTriesError, WrongPassphraseError and StillReadingError; after this last one the record is
    unlocked, and read.
    """
    now_s = time.monotonic()
    wait = max(node.attempts.wait_s(officer, now_s), node.knocks.wait_s(address, now_s))
    if wait:
        raise TooManyTriesError(wait)
    sealed = node.officers.get(officer)
    try:
        opened = unseal(sealed or node.nobody, passphrase)
        if sealed is None:
            raise WrongPassphraseError("officer and passphrase do not fit")
    except WrongPassphraseError:
        node.attempts.failed(officer, time.monotonic())
        node.knocks.failed(address, time.monotonic())
        raise
    node.attempts.forget(officer)
    node.unlock(sealed.officer, opened)
    node.picture()  # a desk that cannot be shown yet is not opened
    token = secrets.token_urlsafe(32)
    return token, node.sessions.open(
        token, sealed.officer, sealed.role, SigningKey(opened.seed), node.clock()
    )


def give_cookie(node: Node, response: Response, token: str) -> None:
    """The cookie of this origin alone: named after it, not readable by scripts, never sent across sites."""
    response.set_cookie(
        node.cookie,
        token,
        httponly=True,
        samesite="strict",
        path="/",
        secure=node.origin.startswith("https:"),
    )


@router.post("/login", response_model=SessionShown, responses={401: {"model": ErrorShown}})
def login(asked: LoginAsked, request: Request, response: Response, node: TheNode) -> SessionShown | Response:
    """Open the desk with an officer's passphrase."""
    address = request.client.host if request.client else "?"
    try:
        token, session = log_in(node, asked.officer, asked.passphrase, address)
    except TooManyTriesError as error:
        refused = failed(429, error.what, hint=error.hint)
        refused.headers["retry-after"] = str(int(error.wait_s) + 1)
        return refused
    except WrongPassphraseError as error:
        return failed(401, error.what, hint="names are spelled as in `cg officer list`")
    give_cookie(node, response, token)
    return shown_session(node, session)


@router.post("/logout", status_code=204)
def logout(_asked: NothingAsked, request: Request, response: Response, node: TheNode) -> None:
    """Lock the desk; the key leaves memory."""
    node.sessions.close(request.cookies.get(node.cookie, ""))
    response.delete_cookie(node.cookie, path="/", httponly=True, samesite="strict")


@router.post("/lock", status_code=204)
def lock(_asked: NothingAsked, officer: Officer) -> None:
    """Lock the node: every desk closes, what is sealed to our party stays sealed until an officer logs in."""
    officer.node.lock()


@router.get("/session", response_model=SessionShown, responses={401: {"model": ErrorShown}})
def session(officer: Officer) -> SessionShown:
    """Who is at this desk since when."""
    return shown_session(officer.node, officer.session)


@router.post("/session/alive", status_code=204)
def alive(_asked: NothingAsked, _officer: Officer) -> None:
    """A person touched key or mouse: the desk stays open."""


def shown_session(node: Node, session: Session) -> SessionShown:
    """A session as the desk shows it."""
    return SessionShown(
        officer=session.officer,
        role=session.role,
        party=node.config.code,
        party_name=node.config.name,
        since=utc_text(session.since),
        mode=node.mode,
        locks_after_s=node.config.idle_lock_s,
    )


__all__ = ["NotLoggedInError", "give_cookie", "log_in", "router", "shown_session"]
