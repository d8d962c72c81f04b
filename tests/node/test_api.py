"""Doors and manners of the API: login, lock, errors, stream, headers, description."""

import asyncio
import json
from datetime import timedelta

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, Side, enquiry, two

from commonground.node.api.stream import events

ORIGIN = {"origin": "http://north"}


@pytest.fixture
def fresh(tmp_path):
    with two(tmp_path) as sides:
        yield sides


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """Two nodes at whose desks nobody is logged in."""
    with two(tmp_path_factory.mktemp("closed")) as sides:
        yield sides


def login(side, officer=None, passphrase=None):
    given = {"officer": officer or OFFICER[side.code], "passphrase": passphrase or PASSPHRASE[side.code]}
    return side.raw.post("/api/login", json=given, headers={"origin": side.node.origin})


PROTECTED = [
    ("GET", "/api/session"), ("GET", "/api/desk"), ("GET", "/api/moments"), ("GET", "/api/stream"), ("POST", "/api/read"),
    ("POST", "/api/enquiries"), ("POST", "/api/exchanges/x/readback"), ("POST", "/api/exchanges/x/show-now"),
    ("GET", "/api/exchanges/x/register"), ("POST", "/api/alarm"), ("POST", "/api/notices"), ("POST", "/api/coverage"),
    ("POST", "/api/lists"), ("GET", "/api/map/depictions"), ("GET", "/api/map/land"), ("GET", "/api/record"),
    ("GET", "/api/project?lat=1&lon=1"), ("GET", "/api/side?lat=1&lon=1"), ("GET", "/board"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_nothing_but_health_opens_without_a_login(closed, method, path):
    answer = closed.north.raw.request(method, path, headers=ORIGIN, json={} if method == "POST" else None)
    assert answer.status_code == 401
    assert b"North" not in answer.content or path == "/board"


def test_the_cookie_is_of_this_origin_alone_and_not_for_scripts(fresh):
    answer = login(fresh.north)
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(fresh.north.node.cookie + "=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert fresh.north.node.cookie != fresh.south.node.cookie


def test_a_wrong_passphrase_and_a_name_nobody_has_look_the_same(fresh):
    wrong = login(fresh.north, passphrase="not the passphrase")
    nobody = login(fresh.north, officer="nobody at all")
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.content == nobody.content
    assert b"not the passphrase" not in wrong.content


def test_after_five_wrong_tries_even_the_right_passphrase_waits(fresh):
    assert [login(fresh.north, passphrase="wrong wrong").status_code for _ in range(5)] == [401] * 5
    answer = login(fresh.north)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 200


def test_a_desk_left_alone_locks_and_its_stream_says_so(fresh):
    login(fresh.north)
    node = fresh.north.node
    token = fresh.north.raw.cookies[node.cookie]
    fresh.clock.move(seconds=node.config.idle_lock_s - 1)
    assert fresh.north.raw.get("/api/desk").status_code == 200
    fresh.clock.move(seconds=1)

    async def all_of_it():
        return [event async for event in events(node, token, None)]

    assert asyncio.run(all_of_it()) == [b"event: locked\ndata: {}\n\n"]
    assert fresh.north.raw.get("/api/desk").status_code == 401


def test_an_act_keeps_the_desk_open_and_so_does_a_sign_of_life(fresh):
    login(fresh.north)
    for _ in range(3):
        fresh.clock.move(seconds=fresh.north.node.config.idle_lock_s - 1)
        assert fresh.north.raw.post("/api/session/alive", json={}, headers=ORIGIN).status_code == 204
    assert fresh.north.raw.get("/api/session").json()["officer"] == "keita"


def test_logout_locks_at_once(fresh):
    login(fresh.north)
    token = fresh.north.raw.cookies[fresh.north.node.cookie]
    assert fresh.north.raw.post("/api/logout", json={}, headers=ORIGIN).status_code == 204
    fresh.north.raw.cookies.clear()
    answer = fresh.north.raw.get("/api/desk", headers={"cookie": f"{fresh.north.node.cookie}={token}"})
    assert answer.status_code == 401


def test_the_desk_answers_304_to_who_holds_its_version(both):
    answer = both.north.raw.get("/api/desk")
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
    again = both.north.raw.get("/api/desk", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    both.north.desk.post("/api/enquiries", enquiry())
    assert (
        both.north.raw.get("/api/desk", headers={"if-none-match": answer.headers["etag"]}).status_code == 200
    )


def test_the_stream_tells_at_once_what_a_reconnecting_desk_has_missed(both):
    node = both.north.node
    token = both.north.raw.cookies[node.cookie]

    async def first(seen):
        stream = events(node, token, seen)
        event = await anext(stream)
        await stream.aclose()
        return event.decode()

    assert "event: heartbeat" in asyncio.run(first(node.bell.version))
    assert "event: changed" in asyncio.run(first(node.bell.version - 1))
    assert "event: changed" in asyncio.run(first(None))


def test_the_stream_wakes_when_something_is_said(both):
    node = both.north.node
    token = both.north.raw.cookies[node.cookie]

    async def woken():
        stream = events(node, token, node.bell.version)
        assert b"heartbeat" in await anext(stream)
        later = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        await asyncio.to_thread(both.north.desk.post, "/api/alarm")
        event = await asyncio.wait_for(later, 5)
        await stream.aclose()
        return event

    assert b"event: changed" in asyncio.run(woken())
    assert node.bell.listeners == 0


ERRORS = [
    ("/api/enquiries", b"{", 422), ("/api/enquiries", b"[]", 422), ("/api/enquiries", b"", 422),
    ("/api/read", b'{"text":5}', 422), ("/api/read", b'{"text":""}', 422), ("/api/read", b'{"text":"x","y":1}', 422),
    ("/api/read", b'{"text":"\xff"}', 400), ("/api/exchanges/nothing/show-now", b"{}", 400),
    ("/api/exchanges/nothing/acknowledge", b"{}", 400), ("/api/lists/none/sign", b"{}", 422),
    ("/api/nothing", b"{}", 404),
]  # fmt: skip


@pytest.mark.parametrize(("path", "content", "status"), ERRORS)
def test_every_error_has_one_form(shared, path, content, status):
    headers = ORIGIN | {"content-type": "application/json"}
    answer = shared.north.raw.post(path, content=content, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"what", "where", "given", "hint"}
    assert answer.json()["error"]["what"]


def test_an_error_of_a_login_does_not_repeat_what_was_typed(fresh):
    answer = fresh.north.raw.post(
        "/api/login",
        json={"officer": "keita", "passphrase": ["secret words"]},
        headers=ORIGIN,
    )
    assert answer.status_code == 422
    assert "secret" not in answer.text


def test_the_description_covers_every_path_and_names_no_other_host(both):
    described = both.north.raw.get("/api/openapi.json").json()
    assert "http" not in json.dumps(described)
    for path in (
        "/api/login",
        "/api/enquiries",
        "/api/exchanges/{identity}/readback",
        "/api/lists",
        "/health",
    ):
        assert path in described["paths"]
    for path in ("/docs", "/redoc", "/api/docs"):
        assert both.north.raw.get(path).status_code == 404


def test_the_board_works_without_any_script(fresh):
    side = fresh.north
    answer = side.raw.get("/board")
    assert answer.status_code == 401
    assert "<form method=post" in answer.text
    form = {"officer": "keita", "passphrase": PASSPHRASE["north"]}
    answer = side.raw.post("/board/login", data=form, headers={"referer": "http://north/board"})
    assert answer.status_code == 200  # after the redirect
    assert "Not listed does not mean unprotected." in answer.text
    assert "<script" not in answer.text
    side.raw.post("/board/logout", headers=ORIGIN)
    assert side.raw.get("/board").status_code == 401


def test_the_board_escapes_what_others_wrote_and_isolates_coordinates(both):
    both.north.desk.post(
        "/api/enquiries", enquiry(question="<script>alert(1)</script>", anchor='"><img src=x>')
    )
    both.exchange_words()
    page = both.south.raw.get("/board").text
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "<bdi dir=ltr><code>31N AA 66021 55280</code></bdi>" in page


def test_a_restart_locks_the_desk_and_loses_nothing_said(both):
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    again = Side(both.folders["north"], "north", both.clock)
    try:
        assert again.raw.get("/api/desk").status_code == 401
        assert again.raw.get("/health").json()["state"] == "locked"
        again.login()
        assert again.raw.get("/health").json()["state"] == "ready"
        assert again.desk.exchange(identity)["state"] == "sent"
    finally:
        again.raw.close()
        again.node.close()


def test_a_list_is_read_row_by_row_and_signed_by_choice(both):
    content = b"name,lat,lon\nA,0.51,0.11\nB,not a place,0.1\nC,0.53,0.13\n"
    listed = both.south.desk.upload("/api/lists", "sites.csv", content)
    assert [row["status"] for row in listed["rows"]] == ["ok", "refused", "ok"]
    window = {"from": "2030-01-01T06:00:00Z", "to": "2030-02-01T06:00:00Z"}
    good = [row["row"] for row in listed["rows"] if row["status"] == "ok"]
    said = both.south.desk.post(
        f"/api/lists/{listed['token']}/sign", {"rows": good, "window": window, "to": ["north"]}
    )
    assert len(said["ids"]) == 2
    both.exchange_words()
    assert len(both.north.desk.desk()["register"]) == 2


def test_an_old_message_is_not_shown_as_new(both):
    identity = both.north.desk.post("/api/enquiries", enquiry(template="urgent"))["id"]
    both.north.machine.turn()
    both.clock.at += timedelta(minutes=25)
    both.exchange_words()
    shown = both.south.desk.exchange(identity)
    assert shown["delayed"]
    assert shown["late"]
