"""One question to an outside witness over HTTP: bounded in time and size, whatever answers."""

import threading

import httpx
import pytest
from tests.serving import serving

from commonground.errors import InputError, PeerError
from commonground.node.peers import outside
from commonground.node.peers.outside import post


@pytest.fixture
def server():
    """A server that does to a request what it is told."""
    done = {}

    with serving(lambda handler, _: done["act"](handler)) as url:
        yield done, f"{url}/w"


def test_an_answer_that_is_too_long_is_given_up(server):
    done, url = server

    def flood(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"x" * (outside.LONGEST + 1))

    done["act"] = flood
    with pytest.raises(PeerError, match="too long"):
        post(url, b"old 0\n\n")


def test_an_answer_that_trickles_is_given_up_in_time(server, monkeypatch):
    done, url = server
    over = threading.Event()

    def trickle(handler):
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.05):  # each byte comes well in time, and never the last
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return

    done["act"] = trickle
    monkeypatch.setattr(outside, "PATIENCE_S", 0.5)
    try:
        with pytest.raises(httpx.ReadTimeout):
            post(url, b"old 0\n\n")
    finally:
        over.set()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_witness_that_cannot_now_is_as_one_that_is_away(server, status):
    done, url = server

    def busy(handler):
        handler.send_response(status)
        handler.end_headers()

    done["act"] = busy
    with pytest.raises(httpx.HTTPStatusError):
        post(url, b"old 0\n\n")


@pytest.mark.parametrize("url", ["ftp://a.example/w", "nonsense", "http://[::1", ""])
def test_an_address_that_is_none_is_said(url):
    with pytest.raises(InputError, match="no address that can be asked"):
        post(url, b"old 0\n\n")
