"""Hostile requests: nothing that can be sent makes the node fail, sign, or answer at length."""

import asyncio
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.errors import InputError, PeerError
from commonground.node.auth import guard
from commonground.node.peers.signing import sign_request
from commonground.store.peers.source import Bodies
from commonground.tlog.note import Signer

WINDOW = {"from": "2030-01-01T00:00:00Z", "to": "2031-01-01T00:00:00Z"}
PATHS = [
    "/api/login", "/api/logout", "/api/session/alive", "/api/read", "/api/enquiries", "/api/exchanges/x/readback",
    "/api/exchanges/x/standby", "/api/exchanges/x/answer", "/api/exchanges/x/correct", "/api/exchanges/x/doubt",
    "/api/alarms/x/take", "/api/notices", "/api/coverage", "/api/lists", "/api/lists/x/sign", "/board/login",
    "/peer/v1/look", "/peer/v1/log/north/cosign",
]  # fmt: skip
FIELDS = ["text", "to", "reading", "window", "from", "kind", "area", "margin_m", "words", "officer", "passphrase",
          "outcome", "rows", "report", "until", "crs", "anchor"]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner)
    ),
    max_leaves=12,
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(path=st.sampled_from(PATHS), body=JSON)
def test_no_json_makes_the_node_fail_or_sign(shared, path, body):
    size = shared.north.node.store.heads()["commonground/north"].size
    answer = shared.north.raw.post(
        path, content=json.dumps(body), headers={"origin": "http://north", "content-type": "application/json"}
    )
    assert answer.status_code < 500, (path, body, answer.text)
    assert len(answer.content) < 4000
    assert shared.north.node.store.heads()["commonground/north"].size == size
    shared.north.login()  # a logout among the requests


@QUICK
@given(
    query=st.dictionaries(
        st.sampled_from(["lat", "lon", "ce95", "before", "limit", "a", "b"]), st.text(max_size=12)
    ),
    path=st.sampled_from(["/api/project", "/api/side", "/api/record", "/api/map/differences"]),
)
def test_no_query_makes_the_node_fail(shared, path, query):
    assert shared.north.raw.get(path, params=query).status_code < 500


@QUICK
@given(content=st.binary(max_size=300), name=st.text(max_size=20))
def test_no_file_makes_the_node_fail(shared, content, name):
    files = {"file": (name or "x", content)}
    answer = shared.north.raw.post("/api/lists", files=files, headers={"origin": "http://north"})
    assert answer.status_code < 500


PEER_PATHS = [
    "/peer/v1/log/north/checkpoint", "/peer/v1/log/north/heads", "/peer/v1/log/north/tile/0/000",
    "/peer/v1/log/north/tile/../../../etc/passwd", "/peer/v1/log/north/bodies?start=0&end=99999999",
    "/peer/v1/log/north/bodies?start=-1&end=x", "/peer/v1/log/nobody/checkpoint", "/peer/v1/", "/peer/v1/log/north/",
    "/peer/v1/log/north/tile/0/x000", "/peer/v1/log/north/bodies", "/peer/v1/look",
]  # fmt: skip


@pytest.mark.parametrize("path", PEER_PATHS)
@pytest.mark.parametrize("signer", [None, Signer.from_seed("south/node", b"m" * 32)])
def test_a_stranger_gets_nothing_of_the_log(shared, path, signer):
    headers = {}
    if signer is not None:
        headers = sign_request(
            signer,
            party="south",
            to="north",
            method="GET",
            path=path,
            body=b"",
            now=shared.clock(),
            nonce="0" * 32,
        )
    answer = shared.north.raw.get(path, headers=headers)
    assert answer.status_code == 403
    assert "cg-head" not in answer.headers


ODD = [path for path in PEER_PATHS[2:] if "end=99999999" not in path and "look" not in path]


@pytest.mark.parametrize("path", ODD)
def test_a_peer_that_asks_for_odd_things_gets_a_clear_no(shared, path):
    with pytest.raises((PeerError, InputError)):
        shared.south.link.source._ask("GET", path.removeprefix("/peer/v1"))


def test_a_peer_gets_the_whole_log_and_no_body_of_others(shared):
    shared.exchange_words()
    source = shared.south.link.source
    assert source.checkpoint().startswith(b"commonground/north\n")
    notice = {"kind": "site", "item": "x", "text": "0.7 N 0.7 E", "window": WINDOW}
    shared.north.desk.post("/api/notices", notice)  # kept with North
    shared.exchange_words()
    size = shared.north.node.store.heads()["commonground/north"].size
    held = Bodies.read(source.bodies(0, size))
    assert held.next == size
    assert size - 1 not in [index for index, _ in held.sealed]


def test_a_body_that_trickles_is_given_up(shared, monkeypatch):
    monkeypatch.setattr(guard, "SLOWEST_S", 0.05)

    async def trickle():
        sent = []
        first = [{"type": "http.request", "body": b"{", "more_body": True}]

        async def receive():
            if first:
                return first.pop()
            await asyncio.sleep(5)
            raise AssertionError("nobody waits so long")

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/alarm",
            "raw_path": b"/api/alarm",
            "query_string": b"",
            "headers": [
                (b"host", b"north"),
                (b"origin", b"http://north"),
                (b"content-type", b"application/json"),
                (b"cookie", "; ".join(f"{k}={v}" for k, v in shared.north.raw.cookies.items()).encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("north", 80),
            "scheme": "http",
            "http_version": "1.1",
        }
        await shared.north.app(scope, receive, send)
        return sent

    sent = asyncio.run(trickle())
    assert sent[0]["status"] == 408


@pytest.mark.parametrize("path", ["/", "/board", "/api/openapi.json"])
def test_no_page_names_another_address(shared, path):
    answer = shared.north.raw.get(path)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r"""(src|href|action)=["']?(https?:)?//""", answer.text)
