"""What leaves compressed and what leaves as it is."""

import asyncio

from starlette.responses import PlainTextResponse

from commonground.node.lighter import LEAST_BYTES, Lighter

LONG = "the same words again and again. " * LEAST_BYTES


def answered(path, text, takes=b"gzip"):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", takes)]}
    asyncio.run(Lighter(PlainTextResponse(text))(scope, receive, send))
    headers = dict(sent[0]["headers"])
    return headers.get(b"content-encoding"), sum(len(one.get("body", b"")) for one in sent[1:])


def test_a_long_answer_is_a_tenth_for_whoever_takes_it_and_whole_for_others():
    encoding, size = answered("/api/desk", LONG)
    assert encoding == b"gzip"
    assert size < len(LONG) / 10
    assert answered("/api/desk", LONG, takes=b"identity") == (None, len(LONG))
    assert answered("/api/desk", "short") == (None, 5)


def test_the_peer_link_and_the_stream_travel_as_they_are():
    for path in ("/peer/v1/entries", "/api/stream"):
        assert answered(path, LONG) == (None, len(LONG))
