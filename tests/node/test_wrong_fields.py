"""Every field of every request, spoiled in every way: the answer says where, what was given, what to do."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.node.api.wrong import NOT_FORESEEN, SENTENCES, wrong_field
from commonground.node.auth.limits import Rate


@pytest.fixture(scope="module")
def patient(shared):
    """Two nodes that count no requests."""
    shared.north.app.rate = Rate(per_s=1e6, burst=1_000_000)
    return shared


ORIGIN = {"origin": "http://north"}
IDENTITY = "ab" * 32
FOREIGN = (
    "Input should",
    "Field required",
    "Value error",
    "Extra inputs",
    "String should",
    "should be",
    "ctx",
)
FOREIGN += ("must be a valid", "Expected UploadFile", "Not Found", "Method Not Allowed", "parsing the body")


def resolved(schema, root):
    if "$ref" in schema:
        return resolved(root["components"]["schemas"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:  # a value or null
        return resolved(next(one for one in schema["anyOf"] if one.get("type") != "null"), root)
    return schema


def least(schema, root):
    """The plainest value that a schema allows."""
    schema = resolved(schema, root)
    if "enum" in schema:
        return schema["enum"][0]
    match schema["type"]:
        case "object":
            return {name: least(schema["properties"][name], root) for name in schema.get("required", [])}
        case "array":
            items = schema.get("prefixItems") or [schema["items"]] * schema.get("minItems", 0)
            return [least(one, root) for one in items]
        case "string":
            if "64" in schema.get("pattern", ""):
                return "0" * 64  # an id, or a file's SHA-256
            return "north" if "pattern" in schema else "x" * schema.get("minLength", 1)
        case "boolean":
            return False
        case "number" | "integer":
            return schema.get("minimum", 1)
    raise AssertionError(schema)


def spoiled(schema, root):
    """Values that this schema refuses, each for another reason."""
    schema = resolved(schema, root)
    if "enum" in schema:
        return ["no such word", 7]
    match schema["type"]:
        case "object":
            return [7, [], {"no such field": 1}] if schema.get("properties") else [7]
        case "array":
            some = [7, {}]
            if schema.get("maxItems"):
                some.append(
                    [least(schema["items"], root) if "items" in schema else 0] * (schema["maxItems"] + 1)
                )
            return some + ([[]] if schema.get("minItems") else [])
        case "string":
            some = [7, None, {}, ["x"], "a\x07b", "x" * 3000]
            return (
                some
                + ([""] if schema.get("minLength") else [])
                + (["No Code!"] if "pattern" in schema else [])
            )
        case "boolean":
            return ["perhaps", 7.5]
        case "number" | "integer":
            ends = [schema[end] + step for end, step in (("minimum", -1), ("maximum", 1)) if end in schema]
            return ["many", None, [], *ends] + ([7.5] if schema["type"] == "integer" else [])
    raise AssertionError(schema)


def nullable(schema):
    return any(one.get("type") == "null" for one in schema.get("anyOf", []))


def cases(root):
    """(path, body) for each field of each request that takes JSON."""
    for path, operations in root["paths"].items():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        schema = resolved(content["application/json"]["schema"], root)
        body = least(schema, root)
        yield path, "", [body]
        yield path, "", body | {"no_such_field": 1}
        for name, field in schema.get("properties", {}).items():
            if name in schema.get("required", []):
                yield path, name, {key: value for key, value in body.items() if key != name}
            for bad in spoiled(field, root):
                if bad is None and nullable(field):
                    continue
                changed = copy.deepcopy(body)
                changed[name] = bad
                yield path, name, changed


def sent(side, path, body):
    path = path.replace("{identity}", IDENTITY).replace("{token}", "t").replace("{name}", "sheet")
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return side.raw.post(path, content=content, headers=ORIGIN | {"content-type": "application/json"})


def check(answer, about):
    error = answer.json()["error"]
    assert set(error) == {"what", "where", "given", "hint"}, about
    assert all(error[part] for part in ("what", "where", "hint")), (about, error)
    assert not any(word in json.dumps(error) for word in FOREIGN), (about, error)
    assert len(answer.content) < 2500, about
    return error


def test_every_field_of_every_request_is_refused_in_our_words(patient):
    root = patient.north.raw.get("/api/openapi.json").json()
    size = patient.north.node.store.heads()["commonground/north"].size
    seen = set()
    for path, name, body in cases(root):
        answer = sent(patient.north, path, body)
        assert answer.status_code == 422, (path, name, body, answer.text)
        error = check(answer, (path, name, body))
        assert name in error["where"], (path, name, body, error)
        assert error["what"] != NOT_FORESEEN[0], (path, body)
        seen.add(error["what"])
    assert len(seen) >= 12  # every kind of mistake was made
    assert patient.north.node.store.heads()["commonground/north"].size == size


def test_every_query_is_refused_in_our_words(patient):
    root = patient.north.raw.get("/api/openapi.json").json()
    count = 0
    for path, operations in root["paths"].items():
        asked = [one for one in operations.get("get", {}).get("parameters", []) if one["in"] == "query"]
        right = {one["name"]: least(one["schema"], root) for one in asked if one.get("required")}
        for one in asked:
            kind = resolved(one["schema"], root)
            bad = {"string": "9" * 300, "integer": "many", "number": "many", "boolean": "perhaps"}[
                kind["type"]
            ]
            place = path.replace("{name}", "sheet").replace("{identity}", IDENTITY)
            answer = patient.north.raw.get(place, params=right | {one["name"]: bad})
            assert answer.status_code in (400, 422), (path, one["name"], answer.text)
            check(answer, (path, one["name"]))
            count += 1
    assert count >= 8


BODIES = [
    (b"{", "application/json"), (b"", "application/json"), (b"null", "application/json"), (b'"x"', "application/json"),
    (b'{"text":"\xff"}', "application/json"), (b"text=x", "application/x-www-form-urlencoded"), (b"x", "text/plain"),
    (b"--b\r\n", "multipart/form-data; boundary=b"), (b"x", "multipart/form-data"), (b"\x00" * 50, "multipart/form-data; boundary=b"),
]  # fmt: skip


@pytest.mark.parametrize("path", ["/api/read", "/api/lists", "/api/enquiries", "/api/login", "/api/alarm"])
@pytest.mark.parametrize(("content", "kind"), BODIES)
def test_a_body_that_is_none_is_refused_in_our_words(patient, path, content, kind):
    answer = patient.north.raw.post(path, content=content, headers=ORIGIN | {"content-type": kind})
    assert answer.status_code in (400, 422), answer.text
    check(answer, (path, content, kind))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/api/desk", 405), ("GET", "/api/read", 405), ("POST", "/health", 405), ("GET", "/api/x%07", 404),
     ("GET", "/nothing.js", 404), ("POST", "/", 405), ("GET", "/assets/none.js", 404), ("POST", "/api/lists/x", 404)],
)  # fmt: skip
def test_a_path_that_is_none_is_refused_in_our_words(patient, method, path, status):
    answer = patient.north.raw.request(method, path, headers=ORIGIN)
    assert answer.status_code == status, answer.text
    assert "\x07" not in check(answer, path)["where"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40))
def test_a_text_that_does_not_show_is_repeated_as_escapes(patient, text):
    answer = patient.north.raw.post(
        "/api/read",
        content=json.dumps({"text": "\x07" + text}),
        headers=ORIGIN | {"content-type": "application/json"},
    )
    error = check(answer, text)
    assert error["given"].startswith("\\u0007")
    assert all(one.isprintable() or one in "\t\r\n" or not one.isascii() for one in error["given"])


def test_every_sentence_takes_what_the_validator_knows():
    known = {
        "min_length": 1,
        "max_length": 2,
        "pattern": "x",
        "expected": "a",
        "gt": 1,
        "ge": 1,
        "lt": 1,
        "le": 1,
    }
    for kind in SENTENCES:
        error = wrong_field(
            {"type": kind, "loc": ("body", "a", 0), "input": 7, "ctx": known, "msg": "foreign"}
        )
        assert "{" not in error.hint.replace('{"name": value}', ""), kind
