"""Coming back from a backup: never a second history, and nothing that was acknowledged abroad is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.simulator import World, keys_of, signer
from tests.store.test_rotation import rotate

from commonground.errors import InputError, PeerError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.destroy import destroy
from commonground.store.disk import guard
from commonground.store.disk.guard import GUARD
from commonground.store.files.backup import back_up_record
from commonground.store.files.fsck import fsck
from commonground.store.peers import restore
from commonground.store.peers.pending import take_waiting, waiting_for
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.store import RECORD, Store

NORTH = origin_of("north")


def put_back(world: World, backup: Path) -> Store:
    folder = world.folder / "north"
    world.stores["north"].close()
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    return world.open("north")


def meet_restored(world: World) -> None:
    peer = world.stores["south"]
    pull(
        Served(peer, to="north"),
        world.stores["north"],
        world.now,
        own=Served(peer, to="north", origin=NORTH),
    )


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, "north", "south")
    for number in range(3):
        made.say("north", Alarm(words=f"before {number}"), to=("south",))
    made.meet("north", "south")
    back_up_record(made.stores["north"], tmp_path / "backup")
    for number in range(4):
        made.say("north", Alarm(words=f"after {number}"), to=("south",))
    made.meet("north", "south")
    return made


def test_a_copy_from_before_our_own_new_log_key_finds_what_was_said_since(
    world: World, tmp_path: Path
) -> None:
    rotate(world, "north", "log")
    keys = world.stores["north"].keys
    said = world.say("north", Alarm(words="after the new key"), public=True)
    world.meet("north", "south")
    store = put_back(world, tmp_path / "backup")
    store.keys = keys  # the machine's keys lie beside the record
    meet_restored(world)
    assert restore.go_on(store) == []
    assert store.find(said.id) is not None
    world.say("north", Alarm(words="going on"), to=("south",))
    world.meet("north", "south")
    heads = [world.stores[code].heads()[NORTH] for code in ("north", "south")]
    assert heads[0].root == heads[1].root
    assert (heads[0].size, heads[0].frozen) == (10, False)
    assert fsck(store) == []


def destroy_first(world: World) -> str:
    """Destroy what was said first; gives its id."""
    north = world.stores["north"]
    found = north.entry(NORTH, 0)
    assert found is not None
    assert found.statement is not None
    officer = signer("north/duty")
    destroy(north, (found.statement.id,), reason="over", officer=officer, role="duty", now=world.tick())
    return found.statement.id


def test_what_was_destroyed_does_not_come_back_with_an_older_copy(world: World, tmp_path: Path) -> None:
    identity = destroy_first(world)
    world.meet("north", "south")
    store = put_back(world, tmp_path / "backup")
    assert store.find(identity) is not None  # the copy was made before
    meet_restored(world)
    assert restore.go_on(store) == []
    assert store.find(identity) is None
    assert fsck(store) == []


def test_what_is_here_still_though_it_was_said_to_be_destroyed_is_found_and_mended(world: World) -> None:
    north = world.stores["north"]
    kept = north.database.read("SELECT * FROM body WHERE log = 1 AND idx = 0").fetchall()
    identity = destroy_first(world)
    with north.database.write() as connection:
        connection.executemany("INSERT INTO body VALUES (?, ?, ?, ?, ?)", kept)
        connection.execute("UPDATE entry SET id = ?, kind = '' WHERE log = 1 AND idx = 0", (identity,))
    assert ["here still" in one.text for one in fsck(north)] == [True]
    assert fsck(north, mend=True) == []
    assert north.find(identity) is None


def test_a_statement_that_something_is_destroyed_and_its_removal_are_one(world: World, monkeypatch) -> None:
    north = world.stores["north"]
    before = len(north.statements())
    monkeypatch.setattr("commonground.store.destroy._remove", lambda *_: 1 / 0)  # as a kill in the middle
    with pytest.raises(ZeroDivisionError):
        destroy_first(world)
    assert len(north.statements()) == before
    assert fsck(north) == []
    monkeypatch.undo()
    assert north.find(destroy_first(world)) is None


def test_a_backup_holds_the_record_and_not_the_guard(world: World, tmp_path: Path) -> None:
    assert [path.name for path in (tmp_path / "backup").iterdir()] == [RECORD]
    with pytest.raises(InputError, match="there already"):
        back_up_record(world.stores["north"], tmp_path / "backup")


def test_an_ordinary_restart_is_no_restore(world: World) -> None:
    world.close()
    assert not world.open("north").restored


def test_a_restored_node_signs_nothing_until_its_peers_have_spoken(world: World, tmp_path: Path) -> None:
    store = put_back(world, tmp_path / "backup")
    assert store.restored
    assert restore.finding(store).kind == "own_log_restored"
    said = world.say("north", Alarm(words="urgent"), to=("south",))
    assert said.index is None
    assert store.waiting() == [said.id]
    assert store.seal(world.now) is None
    assert restore.go_on(store) is None
    assert next(log.size for log in store.logs() if log.origin == NORTH) == 3


def test_a_restored_node_finds_what_it_had_said_and_goes_on_from_there(world: World, tmp_path: Path) -> None:
    put_back(world, tmp_path / "backup")
    said = world.say("north", Alarm(words="urgent"), to=("south",))
    meet_restored(world)
    store = world.stores["north"]
    assert not store.restored
    assert store.waiting() == []
    found = store.find(said.id)
    assert found is not None
    assert found.index == 7
    world.meet("north", "south")
    assert world.stores["south"].evidence(NORTH) is None
    assert world.stores["south"].heads()[NORTH].size == 8
    south = [one.header.seq for one in world.statements("south")]
    assert len(set(south)) == len(south) == 8  # no number stands twice
    world.close()
    assert not world.open("north").restored


def test_an_alarm_of_a_restored_node_reaches_the_other_side_as_pending(world: World, tmp_path: Path) -> None:
    store = put_back(world, tmp_path / "backup")
    said = world.say("north", Alarm(words="stop"), to=("south",))
    world.say("north", Alarm(words="for nobody"))
    south = world.stores["south"]
    (heard,) = take_waiting(south, "north", waiting_for(store, "south"))
    assert (heard.id, heard.body) == (said.id, Alarm(words="stop"))
    assert south.find(said.id) is None
    with pytest.raises(PeerError):
        take_waiting(south, "south", waiting_for(store, "south"))
    meet_restored(world)
    world.meet("north", "south")
    assert south.find(said.id) is not None
    assert waiting_for(store, "south") == b""


def test_a_locked_restored_node_keeps_what_waits(world: World, tmp_path: Path) -> None:
    put_back(world, tmp_path / "backup")
    world.say("north", Alarm(words="urgent"), to=("south",))
    store = world.stores["north"]
    store.lock()
    meet_restored(world)
    assert store.restored
    with pytest.raises(InputError, match="cannot be read"):
        restore.go_on(store)
    box = keys_of("north").box
    assert box is not None
    store.unlock(box)
    done = restore.go_on(store)
    assert done is not None
    assert [entry.index for entry in done] == [7]


def test_a_record_copied_with_its_guard_is_a_restore_all_the_same(world: World, tmp_path: Path) -> None:
    world.close()
    shutil.copytree(tmp_path / "north", tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere" / GUARD).exists()
    other = Store.open(tmp_path / "elsewhere", party="north", roster=world.roster, keys=keys_of("north"))
    assert other.restored
    other.close()


def test_a_running_old_copy_stops_when_a_peer_knows_more(world: World, tmp_path: Path) -> None:
    """The whole machine was rolled back, guard and all: only the peers can tell."""
    store = put_back(world, tmp_path / "backup")
    guard.settle(store.database, store.folder)  # as an image of the whole machine would have it
    store.close()
    store = world.open("north")
    assert not store.restored
    pull(Served(world.stores["south"], to="north"), store, world.now)
    assert store.restored
    assert world.say("north", Alarm(words="on"), to=("south",)).index is None
    meet_restored(world)
    assert not store.restored
    assert store.heads()[NORTH].frozen is False


def test_two_restored_nodes_with_one_key_make_evidence_and_not_a_mess(world: World, tmp_path: Path) -> None:
    """Both were told the same head and both went on: that is a fork, and it is found."""
    one = put_back(world, tmp_path / "backup")
    shutil.copytree(tmp_path / "backup", tmp_path / "twin")
    twin = Store.open(tmp_path / "twin", party="north", roster=world.roster, keys=keys_of("north"))
    south = world.stores["south"]
    for store in (one, twin):
        own = Served(south, to="north", origin=NORTH)
        pull(Served(south, to="north"), store, world.now, own=own)
        store.say(Alarm(words=str(store.folder)), officer=signer("north/duty"), role="duty", now=world.tick())
        store.seal(world.now)
    pull(Served(one, to="south"), south, world.now)
    found = pull(Served(twin, to="south"), south, world.now)
    assert [finding.kind for finding in found.findings] == ["split_view"]
    assert south.evidence(NORTH) is not None
    twin.close()


def test_a_node_whose_log_went_on_elsewhere_is_told_with_evidence_and_goes_on_receiving(
    world: World, tmp_path: Path
) -> None:
    """An old copy of the whole machine, guard and all, signs before it has heard a peer."""
    store = put_back(world, tmp_path / "backup")
    guard.settle(store.database, store.folder)
    store.close()
    store = world.open("north")
    assert not store.restored
    assert world.say("north", Alarm(words="on another way"), to=("south",)).index == 3
    store.seal(world.now)
    world.say("south", Alarm(words="from the south"), to=("north",))
    south = world.stores["south"]
    south.seal(world.now)
    for _ in range(2):
        peer = Served(south, to="north")
        pulled = pull(peer, store, world.now, own=Served(south, to="north", origin=NORTH))
        assert "split_view" in [one.kind for one in pulled.findings]
        assert any("Our own log" in one.text for one in pulled.findings)
    assert store.evidence(NORTH) is not None
    assert store.heads()[NORTH].frozen
    assert [one.body for one in store.statements() if one.header.party == "south"] == [
        Alarm(words="from the south")
    ]
    said = world.say("north", Alarm(words="stop"), to=("south",))
    assert said.index is None
    assert store.seal(world.now) is None
    (heard,) = take_waiting(south, "north", waiting_for(store, "south"))
    assert heard.id == said.id
    store.close()
    store = world.open("north")
    assert store.restored
    assert restore.go_on(store) is None


def test_a_copy_of_our_log_that_is_garbled_ends_no_pull(world: World, tmp_path: Path) -> None:
    store = put_back(world, tmp_path / "backup")
    south = world.stores["south"]

    class Garbled(Served):
        def tile(self, path: str) -> bytes:
            data = super().tile(path)
            return data[:-1] + bytes([data[-1] ^ 1])

    own = Garbled(south, to="north", origin=NORTH)
    found = pull(Served(south, to="north"), store, world.now, own=own).findings
    assert [one.kind for one in found] == ["head_refused"]
    assert store.evidence(NORTH) is None
    assert store.restored
    meet_restored(world)
    assert not store.restored


def test_a_peer_that_has_seen_more_hears_the_restored_node_and_its_alarm(tmp_path: Path) -> None:
    """The backup is from before the peer cosigned that head; the restored node reaches nobody itself."""
    world = World(tmp_path, "north", "south")
    world.say("north", Alarm(words="1"), public=True)
    world.fetch("south", "north")
    world.say("north", Alarm(words="2"), public=True)
    world.stores["north"].seal(world.now)
    back_up_record(world.stores["north"], tmp_path / "backup")
    world.say("north", Alarm(words="3"), public=True)
    world.fetch("south", "north")
    store = put_back(world, tmp_path / "backup")
    said = world.say("north", Alarm(words="stop"), to=("south",))
    south = world.stores["south"]
    found = pull(Served(store, to="south"), south, world.now, origin=NORTH)
    assert (found.entries, found.cosigned) == (0, False)
    assert [one.kind for one in found.findings] == ["head_went_back"]
    (heard,) = take_waiting(south, "north", waiting_for(store, "south"))
    assert heard.id == said.id


def test_a_line_under_a_head_that_is_not_held_is_no_error_and_is_not_kept(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    world.say("north", Alarm(words="1"), public=True)
    world.stores["north"].seal(world.now)
    back_up_record(world.stores["north"], tmp_path / "backup")
    world.say("north", Alarm(words="2"), public=True)
    world.fetch("south", "north")
    line = world.stores["south"].cosigned(NORTH, world.now)
    assert line is not None
    store = put_back(world, tmp_path / "backup")
    assert store.take_cosignatures(line) == 0
    Served(store, to="south").cosign(line)
    assert store.heads()[NORTH].cosigned_by == ()


def test_a_centre_whose_copy_is_behind_ours_makes_no_suspicion(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "centre")
    world.say("south", Alarm(words="1"), public=True)
    world.fetch("centre", "south")
    world.say("south", Alarm(words="2"), public=True)
    world.fetch("north", "south")
    copy = Served(world.stores["centre"], to="north", origin=origin_of("south"))
    found = pull(copy, world.stores["north"], world.now, origin=origin_of("south"), through=True)
    assert (found.findings, found.cosigned) == ((), False)
