"""Signed requests between nodes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.errors import PeerError
from commonground.node.peers.signing import (
    WITHIN,
    ClockApartError,
    Once,
    check_request,
    read_word,
    sign_request,
)
from commonground.tlog.note import Signer

T0 = datetime(2030, 1, 1, tzinfo=UTC)
NORTH = Signer.from_seed("north/node", b"n" * 32)
MALLORY = Signer.from_seed("north/node", b"m" * 32)
KEYS = {"north": NORTH.verifier.public}
ASKED = {"method": "POST", "path": "/peer/v1/cosign?x=1", "body": b"lines"}


def headers(signer=NORTH, **changes):
    given = {"party": "north", "to": "south", "now": T0, "nonce": "0" * 32, **ASKED} | changes
    return sign_request(signer, **given)


def check(shown, once=None, **changes):
    given = {"own": "south", "now": T0, **ASKED} | changes
    return check_request(shown, KEYS, once=once or Once(), **given)


def test_a_request_is_known_by_its_key():
    assert check(headers()).party == "north"


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "GET"},
        {"path": "/peer/v1/cosign?x=2"},
        {"path": "/peer/v1/cosign"},
        {"body": b"other"},
        {"own": "west"},
    ],
)
def test_what_was_signed_cannot_be_used_for_anything_else(changes):
    with pytest.raises(PeerError, match="does not hold"):
        check(headers(), **changes)


@pytest.mark.parametrize("name", ["cg-time", "cg-nonce", "cg-signature", "cg-party"])
def test_a_header_changed_or_missing_is_refused(name):
    shown = headers()
    with pytest.raises(PeerError):
        check({key: value for key, value in shown.items() if key != name})
    with pytest.raises(PeerError):
        check(shown | {name: shown[name][:-1] + "f"})


def test_another_key_under_the_same_name_is_refused():
    with pytest.raises(PeerError, match="does not hold"):
        check(headers(MALLORY))


def test_a_request_is_taken_once():
    once = Once()
    assert check(headers(), once).party == "north"
    with pytest.raises(PeerError, match="made before"):
        check(headers(), once)
    assert check(headers(nonce="1" * 32), once).party == "north"


def test_old_and_future_requests_are_refused_and_the_error_names_both_clocks():
    for shift in (WITHIN + timedelta(seconds=1), -WITHIN - timedelta(seconds=1)):
        with pytest.raises(ClockApartError, match="2030-01-01T00:00:00Z"):
            check(headers(), now=T0 + shift)


def test_a_nonce_is_remembered_for_longer_than_a_request_is_fresh():
    once = Once()
    assert once.take("north", "a", T0)
    assert not once.take("north", "a", T0 + 2 * WITHIN)
    assert once.take("south", "a", T0)


def word() -> bytes:
    return check(headers()).write()


def test_a_word_that_is_passed_on_is_the_partys_own():
    found = read_word(word(), party="north", key=NORTH.verifier.public, to="south")
    assert (found.party, found.at) == ("north", T0)
    assert found.write() == word()


def test_no_byte_of_a_word_can_be_changed_and_none_left_out():
    data = word()
    for at in range(len(data)):
        for spoiled in (data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], data[:at], data + b" "):
            with pytest.raises(PeerError):
                read_word(spoiled, party="north", key=NORTH.verifier.public, to="south")


@given(st.binary(max_size=600))
def test_no_bytes_make_a_word(data):
    with pytest.raises(PeerError):
        read_word(data, party="north", key=NORTH.verifier.public, to="south")


def test_a_word_to_another_or_by_another_is_none_of_theirs():
    for changes in ({"to": "third"}, {"key": MALLORY.verifier.public}):
        asked = {"party": "north", "key": NORTH.verifier.public, "to": "south"} | changes
        with pytest.raises(PeerError, match="no word of north"):
            read_word(word(), **asked)
