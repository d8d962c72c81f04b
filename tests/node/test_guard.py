"""The guard: hosts, origins, sizes, rates, and the headers of every answer."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from commonground.node.auth.guard import ALWAYS, LARGEST, Guard, Own
from commonground.node.auth.limits import Rate

ORIGIN = "http://127.0.0.1:8701"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def client(*, per_s=1000.0, burst=1000, **headers):
    app = Starlette(routes=[Route("/{path:path}", echo, methods=["GET", "POST", "PUT", "DELETE"])])
    guard = Guard(
        app,
        own=Own(origins=(ORIGIN,)),
        rate=Rate(per_s=per_s, burst=burst),
        peer_rate=Rate(per_s=per_s, burst=burst),
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(guard), base_url=ORIGIN, headers=headers)


async def answered(method, path, *, headers=None, content=b"", **limits):
    async with client(**limits) as one:
        return await one.request(method, path, headers=headers or {}, content=content)


def run(coroutine):
    import asyncio

    return asyncio.run(coroutine)


def test_every_answer_and_every_refusal_carries_the_headers():
    for path, headers in (("/", {}), ("/api/desk", {"host": "evil.example"})):
        answer = run(answered("GET", path, headers=headers))
        for name, value in ALWAYS.items():
            assert answer.headers[name] == value
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert run(answered("GET", "/api/desk")).headers["cache-control"] == "no-store"
    assert run(answered("GET", "/board")).headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8702", "localhost:8701", ""])
def test_a_name_that_is_not_ours_is_refused(host):
    assert run(answered("GET", "/api/desk", headers={"host": host})).status_code == 421


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"sec-fetch-site": "same-origin"}, 200),
        ("GET", {"sec-fetch-site": "cross-site"}, 403),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),  # a followed link
        ("GET", {"origin": "http://evil.example"}, 403),
        ("GET", {"origin": "null"}, 403),
        ("POST", {}, 403),
        ("POST", {"origin": ORIGIN}, 200),
        ("POST", {"origin": "http://127.0.0.1:8702"}, 403),  # the other desk on this host
        ("POST", {"origin": "https://127.0.0.1:8701"}, 403),
        ("POST", {"origin": "null"}, 403),
        ("POST", {"referer": ORIGIN + "/board"}, 200),  # a text browser
        ("POST", {"referer": ORIGIN + ".evil.example/"}, 403),
        ("POST", {"referer": ORIGIN + "/board", "sec-fetch-site": "cross-site"}, 403),
        ("PUT", {"origin": ORIGIN}, 405),
        ("DELETE", {"origin": ORIGIN}, 405),
        ("OPTIONS", {"origin": "http://evil.example"}, 405),
    ],
)
def test_what_changes_anything_must_come_from_this_origin(method, headers, status):
    assert run(answered(method, "/api/alarm", headers=headers)).status_code == status


def test_a_body_over_the_limit_is_refused_announced_or_not():
    origin = {"origin": ORIGIN}
    assert run(answered("POST", "/api/alarm", headers=origin, content=b"x" * LARGEST)).text == str(LARGEST)
    assert (
        run(answered("POST", "/api/alarm", headers=origin, content=b"x" * (LARGEST + 1))).status_code == 413
    )

    async def drip():
        for _ in range(LARGEST // 1000 + 2):
            yield b"x" * 1000

    assert run(answered("POST", "/api/alarm", headers=origin, content=drip())).status_code == 413
    for length in ("-1", "1e3", "9" * 30, "٣"):
        headers = [(b"origin", ORIGIN.encode()), (b"content-length", length.encode())]
        assert run(answered("POST", "/api/alarm", headers=headers)).status_code == 413


def test_a_list_may_be_larger_than_any_other_request():
    answer = run(answered("POST", "/api/lists", headers={"origin": ORIGIN}, content=b"x" * (LARGEST + 1)))
    assert answer.status_code == 200


def test_who_asks_too_fast_is_told_how_long_to_wait():
    async def often():
        async with client(per_s=1.0, burst=3) as one:
            return [await one.get("/api/desk") for _ in range(4)]

    answers = run(often())
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["retry-after"] == "1"
    assert set(answers[-1].json()["error"]) == {"what", "where", "given", "hint"}


def test_a_very_long_address_is_refused():
    assert run(answered("GET", "/api/project?lat=" + "1" * 3000)).status_code == 414
