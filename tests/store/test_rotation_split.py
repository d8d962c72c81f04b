"""A second history that a log key signs which was replaced since."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.simulator import World, card_of, keys_of
from tests.store.test_rotation import ORIGIN, alarm, begun, heard, rotate, rotate_all

from commonground.errors import PeerError
from commonground.store.peers.pull import hear, pull
from commonground.store.peers.serve import Served
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.proofs.splitview import check_evidence, read_evidence


def forked(world: World, code: str, size: int) -> list[str]:
    """What a party finds when it is shown another head of this size, by the log key that was replaced since."""
    other = Checkpoint(origin=ORIGIN, size=size, root=b"x" * 32)
    forged = sign_checkpoint(other, keys_of("north").log)
    frames = len(forged).to_bytes(4, "big") + forged
    source = Served(world.stores["north"], to=code)
    source.heads = lambda: frames  # type: ignore[method-assign]
    return [str(one.kind) for one in hear(source, world.stores[code], world.now)]


def accused(world: World, code: str) -> None:
    evidence = world.stores[code].evidence(ORIGIN)
    assert evidence is not None
    assert len(evidence) < 8_000
    older, newer = check_evidence(read_evidence(evidence))
    assert older.origin == newer.origin == ORIGIN
    assert world.stores[code].heads()[ORIGIN].frozen


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize("purposes", [("log",), ("log", "log")])
def test_a_second_history_by_the_old_log_key_is_found(
    tmp_path: Path, size: int, away: bool, purposes: tuple[str, ...]
) -> None:
    world = begun(tmp_path, "north", "south")
    rotate(world, "north", "log")
    if not away:
        world.fetch("south", "north")
    rotate_all(world, "north", purposes[1:])
    alarm(world, "north", "after")
    world.fetch("south", "north")
    assert forked(world, "south", size) == ["split_view"]
    accused(world, "south")


def test_a_head_by_the_old_log_key_beyond_its_end_accuses_nobody(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    rotate(world, "north", "log")
    alarm(world, "north", "after")
    world.fetch("south", "north")
    assert forked(world, "south", 4) == ["head_refused"]
    assert world.stores["south"].evidence(ORIGIN) is None


def test_a_head_by_the_old_log_key_that_was_heard_before_its_end_was_known_accuses_nobody(
    tmp_path: Path,
) -> None:
    world = begun(tmp_path, "north", "south")
    assert forked(world, "south", 4) == []
    rotate(world, "north", "log")
    alarm(world, "north", "after")
    said = alarm(world, "north", "and more")
    assert world.fetch("south", "north").findings == ()
    assert heard(world, "south", said)
    assert world.stores["south"].evidence(ORIGIN) is None


def test_a_second_history_that_was_heard_before_the_new_key_is_found_when_it_comes(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    assert forked(world, "south", 3) == []
    rotate(world, "north", "log")
    alarm(world, "north", "after")
    found = [*world.fetch("south", "north").findings, *world.fetch("south", "north").findings]
    assert {str(one.kind) for one in found} == {"split_view"}
    accused(world, "south")


def test_a_fork_that_makes_a_new_log_key_of_its_own_is_found(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south", "third")
    twin = World(tmp_path / "twin", "north")
    twin.say("north", card_of("north"), officer="root", role="root")
    twin.now = world.now
    alarm(twin, "north", "another story")
    rotate(twin, "north", "log", 5)
    alarm(twin, "north", "and on")
    south, shown = world.stores["south"], Served(twin.stores["north"], to="north")
    with pytest.raises(PeerError):
        pull(shown, south, world.now, origin=ORIGIN)
    found = pull(shown, south, world.now, origin=ORIGIN).findings
    assert "split_view" in {str(one.kind) for one in found}
    accused(world, "south")


def test_what_is_passed_on_again_and_again_changes_nothing(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    rotate(world, "south", "witness")
    rotate(world, "north", "log")
    alarm(world, "north", "after")
    for _ in range(2):
        world.meet("north", "south")
    version = world.stores["south"].version
    world.fetch("south", "north")
    assert world.stores["south"].version == version
