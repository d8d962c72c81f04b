"""The public witness protocol between stores, and documents that travel by stick."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.simulator import World, keys_of
from tests.store.test_split import two_faced

from commonground.errors import InputError, PeerError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files import documents
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.files.packing import FileParts
from commonground.store.peers.witnessing import answer, ask

SOUTH = keys_of("south").witness.verifier


def post_to(world: World, code: str):  # type: ignore[no-untyped-def]
    """The witness of a party, as if over HTTP."""

    def post(request: bytes) -> tuple[int, bytes]:
        status, body, _ = answer(world.stores[code], request, world.now)
        return status, body

    return post


def test_a_witness_without_the_entries_cosigns_what_only_grew(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    north = world.stores["north"]
    for number in range(5):
        world.say("north", Alarm(words=str(number)))
        north.seal(world.now)
        assert ask(north, post_to(world, "south"), SOUTH)
        head = north.heads()[north.origin]
        assert (head.given_size, head.cosigned_by) == (number + 1, ("south",))
    assert world.stores["south"].entry(north.origin, 0) is None


def test_a_witness_is_not_led_into_a_second_history(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 2, 3, 4)
    assert ask(one, post_to(world, "south"), SOUTH)
    with pytest.raises(PeerError, match="refuses"):
        ask(other, post_to(world, "south"), SOUTH)
    assert other.heads()[other.origin].given_size == 0


def test_a_witness_that_answers_nonsense_is_not_believed(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    north = world.stores["north"]
    world.say("north", Alarm(words="stop"))
    north.seal(world.now)
    for status, body in ((200, b"\n"), (200, b"hello\n"), (409, b"x"), (500, b""), (409, b"9" * 30)):
        with pytest.raises(PeerError):
            ask(north, lambda _, s=status, b=body: (s, b), SOUTH)  # type: ignore[misc]
    assert not ask(north, lambda _: (409, b"77\n"), SOUTH)
    assert north.heads()[north.origin].cosigned_by == ()


def test_a_document_travels_by_stick_to_whom_it_was_named_and_has_a_receipt(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "third")
    north, south = world.stores["north"], world.stores["south"]
    data = random.Random(5).randbytes(documents.PART * 2 + 9)
    named = documents.name_document(data, title="Sheet 12", edition="3")
    documents.keep_document(north, data)
    with pytest.raises(InputError, match="no statement of ours"):
        make_bundle_of(world, "south", named.sha256)
    world.say("north", named, to=("south",))
    carried = make_bundle_of(world, "south", named.sha256)
    assert data[:64] not in carried
    with pytest.raises(InputError, match="no statement of ours"):
        make_bundle_of(world, "third", named.sha256)
    assert take_bundle(south, carried, world.now).findings == ()
    assert documents.is_whole(south, named.sha256)
    assert documents.document(south, named.sha256) == data
    take_bundle(south, carried, world.now)  # once more is as once
    assert origin_of("north") in {log.origin for log in south.logs()}


def make_bundle_of(world: World, to: str, sha256: str) -> bytes:
    """A bundle with one document."""
    world.stores["north"].seal(world.now)
    return make_bundle(world.stores["north"], to, world.now, documents=(FileParts(sha256=sha256),))
