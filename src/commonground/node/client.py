"""A desk without a browser: the API as commands, scenarios and tests call it."""

from __future__ import annotations

import json
from typing import Any

import httpx

from commonground.errors import CommongroundError, InputError, OwnError


class DeskClient:
    """One officer's session at one node. `client` has the node's address as its base."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._origin = str(client.base_url).rstrip("/")

    @classmethod
    def at(cls, url: str) -> DeskClient:
        """A desk at an address; proxies of the environment are not asked."""
        return cls(httpx.Client(base_url=url.rstrip("/"), timeout=60.0, trust_env=False))

    def login(self, officer: str, passphrase: str) -> dict[str, Any]:
        """Open the desk. Raises InputError where officer and passphrase do not fit."""
        return dict(self.post("/api/login", {"officer": officer, "passphrase": passphrase}))

    def desk(self) -> dict[str, Any]:
        """Everything the desk draws."""
        return dict(self.get("/api/desk"))

    def exchange(self, identity: str) -> dict[str, Any]:
        """One exchange as this desk sees it. Raises InputError where it is not here."""
        for one in self.desk()["exchanges"]:
            if one["id"] == identity:
                return dict(one)
        raise InputError("no exchange of that id at this desk", where="id", given=identity)

    def get(self, path: str, **query: str | float) -> Any:
        """GET; the JSON of the answer."""
        return self._answer(self._ask("GET", path, params=query))

    def post(self, path: str, given: dict[str, Any] | None = None) -> Any:
        """POST; the JSON of the answer, None where there is none."""
        try:
            content = json.dumps(given or {}, allow_nan=False).encode()
        except ValueError:
            raise InputError("a number must be finite", where=path) from None
        return self._answer(
            self._ask("POST", path, content=content, headers={"content-type": "application/json"})
        )

    def upload(self, path: str, name: str, content: bytes) -> Any:
        """POST a file."""
        return self._answer(self._ask("POST", path, files={"file": (name, content)}))

    def send_bytes(self, path: str, content: bytes) -> Any:
        """POST a body of bytes."""
        headers = {"content-type": "application/octet-stream"}
        return self._answer(self._ask("POST", path, content=content, headers=headers))

    def fetch_bytes(self, path: str) -> bytes:
        """GET; the bytes of the answer."""
        answer = self._ask("GET", path)
        if not answer.is_success:
            raise error_of(answer)
        return answer.content

    def close(self) -> None:
        """Close the connection; the session stays until it locks itself."""
        self._client.close()

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"origin": self._origin} | how.pop("headers", {})
        try:
            return self._client.request(method, path, headers=headers, **how)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise InputError(
                "this is no address of a node",
                where="--url",
                given=self._origin,
                hint="http://127.0.0.1:8700",
            ) from None
        except httpx.HTTPError as error:
            raise OwnError(
                f"the node does not answer ({type(error).__name__})",
                where=self._origin,
                hint="cg node run DIR",
            ) from None

    @staticmethod
    def _answer(answer: httpx.Response) -> Any:
        if answer.is_success:
            return answer.json() if answer.content else None
        raise error_of(answer)


def error_of(answer: httpx.Response) -> CommongroundError:
    """The error that a node gave, as it gave it."""
    try:
        given = answer.json()["error"]
        what, where, text, hint = (str(given[key]) for key in ("what", "where", "given", "hint"))
    except (ValueError, KeyError, TypeError):
        return OwnError(f"the node answered with status {answer.status_code}", where=str(answer.url))
    kind = OwnError if answer.status_code >= 500 else InputError
    return kind(what, where=where, given=text, hint=hint)
