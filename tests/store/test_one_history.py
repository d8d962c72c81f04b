"""A witness cosigns one history of a log, by whichever way it is shown it: link, bundle, witness protocol."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from tests.simulator import World, keys_of
from tests.store.test_split import ORIGIN, is_found, say, two_faced
from tests.store.test_witnessing import SOUTH, post_to

from commonground.errors import PeerError
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.peers.witnessing import answer, ask
from commonground.store.store import Store
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.witness import write_request


def seen(store: Store) -> int:
    """How much of its own log a face of North can show as given."""
    return store.heads()[ORIGIN].given_size


@pytest.mark.parametrize("way", ["link", "bundle"])
def test_what_was_cosigned_as_a_witness_stops_the_pull_of_another_face(tmp_path: Path, way: str) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 2, 8, 4)  # sizes 10 and 6
    south = world.stores["south"]
    assert ask(one, post_to(world, "south"), SOUTH)
    if way == "link":
        taken = pull(Served(other, to="south"), south, world.now, origin=ORIGIN)
    else:
        taken = take_bundle(south, make_bundle(other, "south", world.now), world.now)
    assert (taken.entries, taken.cosigned) == (6, False)
    if way == "link":  # a bundle, or a centre, may well be older than what we saw
        assert [finding.kind for finding in taken.findings] == ["head_went_back"]
    assert south.cosigned(ORIGIN, world.now) is None
    assert (seen(one), seen(other)) == (10, 0)
    for number in range(5):
        say(other, f"more {number}", world)
    other.seal(world.now)
    taken = pull(Served(other, to="south"), south, world.now, origin=ORIGIN)
    assert [finding.kind for finding in taken.findings] == ["split_view"]
    assert is_found(world, "south")
    assert seen(other) == 0


def test_the_face_that_was_cosigned_is_the_evidence_against_the_other(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 2, 8, 4)
    assert ask(one, post_to(world, "south"), SOUTH)
    pull(Served(other, to="south"), world.stores["south"], world.now)
    found = pull(Served(one, to="south"), world.stores["south"], world.now).findings
    assert [finding.kind for finding in found] == ["split_view"]
    assert is_found(world, "south")


@pytest.mark.parametrize("entries", [(8, 4), (4, 8), (4, 4)])
def test_what_was_pulled_stops_the_witness_from_another_face(
    tmp_path: Path, entries: tuple[int, int]
) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 2, *entries)
    assert pull(Served(one, to="south"), world.stores["south"], world.now).cosigned
    with suppress(PeerError):
        assert not ask(other, post_to(world, "south"), SOUTH)
    assert seen(other) == 0
    assert is_found(world, "south") == (entries != (4, 8))  # of a longer one nothing can be shown yet


def test_an_honest_head_behind_what_was_cosigned_is_taken_and_then_gone_on_from(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    north, south = world.stores["north"], world.stores["south"]
    for number in range(6):
        say(north, str(number), world)
    north.seal(world.now)
    early = Served(north, to="south").checkpoint()
    for number in range(4):
        say(north, f"on {number}", world)
    north.seal(world.now)
    assert ask(north, post_to(world, "south"), SOUTH)

    class Behind(Served):
        def checkpoint(self) -> bytes:
            return early

    taken = pull(Behind(north, to="south"), south, world.now, through=True)
    assert (taken.entries, taken.cosigned, taken.findings) == (6, False, ())
    taken = pull(Served(north, to="south"), south, world.now)
    assert (taken.entries, taken.cosigned, taken.findings) == (4, True, ())
    assert south.evidence(ORIGIN) is None


def test_two_heads_of_one_size_are_evidence_without_an_entry(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    south = world.stores["south"]
    one, other = (
        sign_checkpoint(Checkpoint(origin=ORIGIN, size=9, root=root * 32), keys_of("north").log)
        for root in (b"1", b"2")
    )
    status, _, findings = answer(south, write_request(0, [], one), world.now)
    assert (status, findings) == (200, [])
    status, body, findings = answer(south, write_request(9, [], other), world.now)
    assert (status, body) == (409, b"9\n")
    assert [finding.kind for finding in findings] == ["split_view"]
    assert is_found(world, "south")
