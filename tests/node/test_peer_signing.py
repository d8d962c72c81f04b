"""Signed requests between nodes."""

from datetime import UTC, datetime, timedelta

import pytest

from commonground.errors import PeerError
from commonground.node.peers.signing import WITHIN, ClockApartError, Once, check_request, sign_request
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
