"""A record that was emptied or exchanged under a node that had one: it begins no second history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.simulator import World, card_of
from tests.store.test_restore import NORTH, meet_restored

from commonground.statements.message import Alarm
from commonground.store.disk import guard
from commonground.store.disk.guard import GUARD, JUMP
from commonground.store.files.fsck import fsck
from commonground.store.store import RECORD


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, "north", "south", "third")
    for number in range(3):
        made.say("north", Alarm(words=f"before {number}"), to=("south",))
    made.meet("north", "south")
    made.stores["north"].close()
    return made


def empty(folder: Path) -> None:
    """What a broken file system leaves: the file, and nothing in it."""
    for path in folder.glob(f"{RECORD}-*"):
        path.unlink()
    (folder / RECORD).write_bytes(b"")


def test_an_emptied_record_appends_and_signs_nothing_until_the_peers_have_spoken(
    world: World, tmp_path: Path
) -> None:
    empty(tmp_path / "north")
    store = world.open("north")
    assert store.restored
    said = world.say("north", Alarm(words="stop"), to=("south",))
    assert said.index is None
    assert store.seal(world.now) is None
    store.close()
    store = world.open("north")  # once more, and it still knows
    assert store.restored
    assert store.waiting() == [said.id]
    assert [one.kind for one in fsck(store)] == ["own_log_restored"]
    meet_restored(world)
    assert not store.restored
    found = store.find(said.id)
    assert found is not None
    assert found.index == 3
    world.meet("north", "south")
    assert world.stores["south"].evidence(NORTH) is None
    assert store.evidence(NORTH) is None
    assert fsck(store) == []
    store.close()
    assert not world.open("north").restored


def test_a_record_in_which_the_mark_is_missing_is_no_new_one(world: World, tmp_path: Path) -> None:
    store = world.open("north")
    with store.database.write() as connection:
        connection.execute("DELETE FROM meta WHERE name = 'guard'")
    store.close()
    assert world.open("north").restored
    world.stores["north"].close()
    (tmp_path / "north" / GUARD).unlink()
    assert world.open("north").restored  # nor one that lost both, when it holds a log


def test_an_officer_of_a_later_card_is_numbered_beyond_what_was_lost(world: World, tmp_path: Path) -> None:
    world.open("north")
    world.say("north", card_of("north", "duty", "night"), officer="root", role="root")
    world.say("north", Alarm(words="by night"), officer="night")
    world.meet("north", "south")
    world.stores["north"].close()
    empty(tmp_path / "north")
    store = world.open("north")
    meet_restored(world)
    assert not store.restored
    said = world.say("north", Alarm(words="again"), officer="night")
    found = store.find(said.id)
    assert found is not None
    assert found.statement is not None
    assert found.statement.header.seq == JUMP + 1
    store.close()


def test_a_first_start_that_was_cut_off_is_a_first_start_still(tmp_path: Path) -> None:
    """The guard is on disk before the record says so; nothing can have been appended in between."""
    world = World(tmp_path, "north")
    store = world.stores["north"]
    with store.database.write() as connection:
        connection.execute("DELETE FROM meta WHERE name = 'guard'")
    store.close()
    path = tmp_path / "north" / GUARD
    path.write_text(json.dumps({**json.loads(path.read_text()), "begun": False}))
    store = world.open("north")
    assert not store.restored
    assert "begun" not in json.loads(path.read_text())
    store.close()


def test_a_first_start_that_was_cut_off_after_its_commit_is_ended_at_the_next(tmp_path: Path) -> None:
    world = World(tmp_path, "north")
    world.stores["north"].close()
    path = tmp_path / "north" / GUARD
    path.write_text(json.dumps({**json.loads(path.read_text()), "begun": False}))
    assert not world.open("north").restored
    assert "begun" not in json.loads(path.read_text())
    world.close()
    empty(tmp_path / "north")
    store = world.open("north")
    assert guard.is_restored(store.database, store.folder)
    store.close()
