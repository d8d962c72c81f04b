"""Sealing: what opens is made once a key, opens the same, and is forgotten with the key."""

from __future__ import annotations

import gc
import os

import pytest
from nacl.public import SealedBox

from commonground.errors import PeerError
from commonground.store import sealing
from commonground.store.sealing import Box, seal_to, unseal
from commonground.tlog.note import Signer


def box_of(number: int) -> Signer:
    return Signer.from_seed("north/box", bytes([number]) * 32)


@pytest.mark.parametrize("length", [0, 1, 1000])
def test_it_opens_as_a_box_that_is_made_each_time(length: int) -> None:
    box, other = box_of(1), box_of(2)
    words = os.urandom(length)
    sealed = seal_to(box.verifier, words)
    for _ in range(2):
        assert unseal(box, sealed) == words
        assert unseal(box_of(1), sealed) == words
        assert SealedBox(box.secret.to_curve25519_private_key()).decrypt(sealed) == words
        with pytest.raises(PeerError, match="not sealed to our box key"):
            unseal(other, sealed)
    after = Box(verifier=other.verifier, secret=other.secret, old=(box,))
    assert unseal(after, sealed) == words


def test_what_opens_is_forgotten_with_the_key() -> None:
    box = box_of(3)
    unseal(box, seal_to(box.verifier, b"here"))
    assert box.secret in sealing._OPENED
    key = hash(box.secret)
    del box
    gc.collect()
    assert key not in {hash(one) for one in sealing._OPENED}
