"""Officer keys at rest."""

import dataclasses

import pytest
from nacl.signing import SigningKey

from commonground.errors import InputError
from commonground.node.auth.sealed import Cost, Opened, WrongPassphraseError, read_sealed, seal, unseal

CHEAP = Cost(passes=1, memory_kib=8)
SEED = bytes(range(32))
OPENED = Opened(seed=SEED, box=bytes(range(32, 64)))
PASSPHRASE = "salt wind paper lamp"


def sealed_key():
    return seal("keita", "duty", OPENED, PASSPHRASE, salt=b"s" * 16, nonce=b"n" * 24, cost=CHEAP)


def test_the_right_passphrase_opens_the_key_after_a_trip_over_disk():
    again = read_sealed(sealed_key().as_bytes(), where="keita.json")
    assert again == sealed_key()
    assert unseal(again, PASSPHRASE) == OPENED
    assert again.public == bytes(SigningKey(SEED).verify_key)


def test_a_wrong_passphrase_opens_nothing_and_the_error_does_not_repeat_it():
    with pytest.raises(WrongPassphraseError) as caught:
        unseal(sealed_key(), "salt wind paper lamb")
    assert "lamb" not in repr(caught.value) + str(caught.value) + caught.value.given


@pytest.mark.parametrize("change", [{"role": "commander"}, {"officer": "diallo"}, {"public": bytes(32)}])
def test_a_changed_head_of_the_file_does_not_open(change):
    with pytest.raises(WrongPassphraseError, match="changed after it was sealed"):
        unseal(dataclasses.replace(sealed_key(), **change), PASSPHRASE)


def test_every_flipped_bit_of_the_box_is_refused():
    key = sealed_key()
    for place in range(len(key.box)):
        box = bytearray(key.box)
        box[place] ^= 1
        with pytest.raises(WrongPassphraseError):
            unseal(dataclasses.replace(key, box=bytes(box)), PASSPHRASE)


def test_the_seed_is_nowhere_in_the_file():
    content = sealed_key().as_bytes()
    assert SEED.hex().encode() not in content
    assert SEED not in content
    assert OPENED.box not in content
    assert SEED.hex() not in repr(OPENED)


def test_a_short_passphrase_is_refused_with_a_hint():
    with pytest.raises(InputError) as caught:
        seal("keita", "duty", OPENED, "short", salt=b"s" * 16, nonce=b"n" * 24, cost=CHEAP)
    assert caught.value.hint
    assert "short" not in caught.value.given


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"v":2}',
        b"\xff",
        sealed_key().as_bytes().replace(b'"salt"', b'"pepper"'),
        sealed_key().as_bytes().replace(b'"memory_kib": 8', b'"memory_kib": 999999999'),
    ],
)
def test_any_other_file_is_refused_by_name(content):
    with pytest.raises(InputError) as caught:
        read_sealed(content, where="officers/x.json")
    assert caught.value.where == "officers/x.json"
