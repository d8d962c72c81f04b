"""Every route of a node, as the app itself lists them: guarded, capped, and never failing whatever is sent."""

import json
import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Mount, Route
from tests.node.parties import enquiry, two
from tests.node.test_wrong_fields import resolved

from commonground.node.auth.guard import PEERS, largest
from commonground.node.auth.limits import Attempts, Rate
from commonground.node.peers.signing import sign_request

ORIGIN = {"origin": "http://north"}
EVIL = "http://evil.example"
NEVER_ENDS = "/api/stream"
FUZZ = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """Two nodes with an exchange between them, that count neither requests nor tries."""
    with two(tmp_path_factory.mktemp("busy")) as sides:
        for side in (sides.north, sides.south):
            side.login()
            side.app.rate = side.app.peer_rate = Rate(per_s=1e6, burst=1_000_000)
            side.node.attempts = side.node.knocks = Attempts(most=10**9)
        sides.exchange = sides.north.desk.post("/api/enquiries", enquiry())["id"]
        sides.exchange_words()
        yield sides


def every_route(side):
    """(path, method) of everything described, and of the plain routes and files that are not."""
    described = side.raw.get("/api/openapi.json").json()["paths"]
    found = {(path, method.upper()) for path, operations in described.items() for method in operations}
    for route in side.app.app.app.router.routes:  # behind the guard and the compression
        if isinstance(route, Mount):
            found.add((route.path + "/index.html", "GET"))
        elif isinstance(route, Route):
            found |= {(route.path, method) for method in route.methods & {"GET", "POST"}}
    assert len(found) > 40
    assert {"/peer", "/board", "/api", "/health"} <= {"/" + path.split("/")[1] for path, _ in found}
    return sorted((re.sub(r"\{[^}]*\}", "x", path), method) for path, method in found)


def test_no_route_answers_under_another_name(busy):
    for path, method in every_route(busy.north):
        answer = busy.north.raw.request(method, path, headers=ORIGIN | {"host": "evil.example"})
        # Peers call a node by whatever name they reach it; there no browser is let in under any.
        assert answer.status_code == (403 if path.startswith(PEERS) else 421), (path, method)


@pytest.mark.parametrize(
    "headers",
    [{"origin": EVIL}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {},
     {"referer": EVIL + "/http://north/"}, {"origin": "http://north.evil.example"}, {"origin": "http://north:81"}],
)  # fmt: skip
def test_no_route_takes_anything_from_another_page(busy, headers):
    size = busy.north.node.store.heads()["commonground/north"].size
    for path, method in every_route(busy.north):
        named = "origin" in headers or "sec-fetch-site" in headers
        if method == "POST" and (named or not path.startswith(PEERS)):
            answer = busy.north.raw.post(path, headers=headers, content=b"{}")
            assert answer.status_code == 403, (path, headers)
    assert busy.north.node.store.heads()["commonground/north"].size == size


def test_no_page_of_another_site_reads_a_route(busy):
    for path, method in every_route(busy.north):
        if method == "GET":
            for headers in ({"origin": EVIL}, {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}):
                assert busy.north.raw.get(path, headers=headers).status_code == 403, (path, headers)


def test_every_route_has_a_largest_body(busy):
    for path, method in every_route(busy.north):
        if method == "POST":
            headers = {} if path.startswith(PEERS) else ORIGIN
            answer = busy.north.raw.post(path, headers=headers, content=b" " * (largest(path) + 1))
            assert answer.status_code == 413, path


def test_every_route_is_counted(busy):
    before = busy.north.app.rate, busy.north.app.peer_rate
    try:
        for path, method in every_route(busy.north):
            busy.north.app.rate = busy.north.app.peer_rate = Rate(per_s=0.001, burst=0)
            headers = {} if path.startswith(PEERS) else ORIGIN
            answer = busy.north.raw.request(method, path, headers=headers)
            assert answer.status_code == 429, path
            assert int(answer.headers["retry-after"]) > 0
    finally:
        busy.north.app.rate, busy.north.app.peer_rate = before


TEXTS = st.sampled_from(
    ["", " ", "0", "-1", "1e309", "nan", "31N AA 66021 55280", "0.5 N 0.5 E", "0.5, 0.5", "90 N 180 E", "north", "south",
     "nobody", "2030-01-01T06:00:00Z", "2030-01-01T18:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2030-02-30",
     "../../../etc/passwd", "%00", "<script>", "صفر", "٠٫٥ N ٠٫٥ E", "é" * 150, "a" * 200, "EPSG:4326", "EPSG:0", "+proj=x"]
) | st.text(max_size=20)  # fmt: skip
NUMBERS = st.sampled_from([0, 1, -1, 2**31, 2**53 + 1, 10**30, 0.5, 1e300, -1e-300, 63, 500, 200_000])


def like(schema, root):
    """Values of the shape that a schema names, most of them within it."""
    schema = resolved(schema, root)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object":
            fields = {name: like(one, root) for name, one in schema.get("properties", {}).items()}
            needed = {name: fields[name] for name in schema.get("required", [])}
            return st.fixed_dictionaries(
                needed, optional={k: v for k, v in fields.items() if k not in needed}
            )
        case "array":
            if "prefixItems" in schema:
                return st.tuples(*(like(one, root) for one in schema["prefixItems"])).map(list)
            most = min(schema.get("maxItems", 4), 4)
            return st.lists(
                like(schema.get("items", {}), root), min_size=schema.get("minItems", 0), max_size=most
            )
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", -5), schema.get("maximum", 10**6)) | NUMBERS
        case "number":
            return st.floats(schema.get("minimum", -1e6), schema.get("maximum", 1e6)) | NUMBERS
    return TEXTS


def test_nothing_of_the_right_shape_makes_a_route_fail(busy):
    root = busy.north.raw.get("/api/openapi.json").json()
    ids = [busy.exchange, "x", "ab" * 32, "../x", "\x00", busy.exchange[:8], "said/north/x"]
    asked = []
    for path, operations in root["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            body = content.get("application/json", {}).get("schema")
            query = [one for one in operation.get("parameters", []) if one["in"] == "query"]
            if path != NEVER_ENDS:
                asked.append((path, method.upper(), body, query))
    seen = set()

    @FUZZ
    @given(st.data())
    def fuzz(data):
        path, method, body, query = data.draw(st.sampled_from(asked))
        side = data.draw(st.sampled_from([busy.north, busy.south]))
        for name in ("identity", "token", "name"):
            path = path.replace(f"{{{name}}}", quote(data.draw(st.sampled_from(ids)), safe="/"))
        values = {one["name"]: data.draw(TEXTS | like(one["schema"], root).map(str)) for one in query}
        content = json.dumps(data.draw(like(body, root))) if body else None
        headers = {"origin": side.node.origin} | ({"content-type": "application/json"} if body else {})
        answer = side.raw.request(method, path, params=values, content=content, headers=headers)
        assert answer.status_code < 500, (method, path, values, content, answer.text)
        if answer.status_code >= 400 and not path.startswith("/board"):
            error = answer.json()["error"]
            assert error["what"], (path, content)
            assert len(answer.content) < 4000
        seen.add((path.split("/")[-1], answer.status_code))
        side.login()  # a logout or a lock may be among the requests

    fuzz()
    assert {status for _, status in seen} >= {200, 422}
    for side in (busy.north, busy.south):
        side.machine.beat()
        assert side.raw.get("/health").json()["state"] == "ready"


PIECES = ["log", "north", "south", "nobody", "checkpoint", "heads", "bodies", "bodies?start=0&end=5", "tile", "0", "x001",
          "entries", "000.p/3", "cosign", "look", "waiting", "handed", "part", "parts", "relay", "document", "ab" * 32,
          "%2e%2e", "%00", "bodies?start=9&end=1", "bodies?start=0&end=999999999999999", "", "-1", "1e9", "٣"]  # fmt: skip


@FUZZ
@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    method=st.sampled_from(["GET", "POST"]),
    body=st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b"commonground/north\n3\nAAAA\n\n"]),
    number=st.integers(0, 2**120),
)
def test_a_peer_that_may_ask_can_ask_nothing_that_makes_us_fail(busy, pieces, method, body, number):
    path = "/peer/v1/" + "/".join(quote(one, safe="/?=&%.-") for one in pieces)
    body = body if method == "POST" else b""
    headers = sign_request(
        busy.south.node.keys.node,
        party="south",
        to="north",
        method=method,
        path=path,
        body=body,
        now=busy.clock(),
        nonce=f"{number:032x}",
    )
    answer = busy.north.raw.request(method, path, content=body, headers=headers)
    assert answer.status_code in (200, 400, 403, 404), (path, answer.text)
    if answer.status_code != 200:
        assert answer.json()["error"]["what"]
