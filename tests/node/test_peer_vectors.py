"""Signed requests and words by fixed vectors: other people's code can be held against the same file."""

import hashlib
import json
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from commonground.errors import PeerError
from commonground.node.peers.signing import Once, check_request, read_word
from commonground.position.window import read_utc

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "peer" / "requests.json").read_text())
PUBLIC = bytes.fromhex(VECTORS["public"])
OTHER = bytes(SigningKey(bytes([2]) * 32).verify_key)


def named(cases):
    return [pytest.param(one, id=one["name"]) for one in cases]


@pytest.mark.parametrize("case", named(VECTORS["requests"]))
def test_requests(case):
    asked = {key: case[key] for key in ("own", "method", "path")}
    asked |= {"body": case["body"].encode(), "now": read_utc(case["now"]), "once": Once()}
    if case["accept"]:
        word = check_request(case["headers"], {"north": PUBLIC}, **asked)
        assert word.party == "north"
    else:
        with pytest.raises(PeerError):
            check_request(case["headers"], {"north": PUBLIC, "south": OTHER}, **asked)


def test_the_text_that_is_signed_is_spelled_as_the_page_says():
    lines = VECTORS["text"].split("\n")
    assert lines[0] == "commonground peer request v1"
    assert lines[6] == hashlib.sha256(b"").hexdigest()
    assert lines[7:] == [""]
    assert VECTORS["words"][0]["text"].startswith(VECTORS["text"])


@pytest.mark.parametrize("case", named(VECTORS["words"]))
def test_words(case):
    if case["accept"]:
        word = read_word(case["text"].encode(), party="north", key=PUBLIC, to=case["to"])
        assert word.at == read_utc("2031-05-01T06:00:00Z")
        assert word.write().decode() == case["text"]
    else:
        with pytest.raises(PeerError, match="no word of north"):
            read_word(case["text"].encode(), party="north", key=PUBLIC, to=case["to"])
