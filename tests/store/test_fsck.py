"""fsck: everything that is kept is built anew and compared; the disk is not believed meanwhile."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.simulator import World, keys_of

from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files import documents
from commonground.store.files.fsck import fsck
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.tlog.cosignature import cosign
from commonground.tlog.note import split_note

NORTH = origin_of("north")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, "north", "south")
    for number in range(600):
        made.say("north", Alarm(words=str(number)), public=True)
        if number in (3, 255, 256, 400):
            made.stores["north"].seal(made.now)
    made.meet("north", "south")
    return made


def test_every_single_hash_that_is_kept_is_compared(world: World) -> None:
    """A hash in the middle of a full tile shows in no root, and yet in proofs."""
    north = world.stores["north"]
    assert fsck(north) == []
    chance = random.Random(1)
    rows = north.database.read("SELECT log, level, idx, hashes FROM tile").fetchall()
    assert len(rows) == 4
    for log, level, index, hashes in rows:
        for at in chance.sample(range(len(hashes)), 3):
            changed = hashes[:at] + bytes([hashes[at] ^ 1]) + hashes[at + 1 :]
            with north.database.write() as connection:
                where = (changed, log, level, index)
                connection.execute(
                    "UPDATE tile SET hashes = ? WHERE log = ? AND level = ? AND idx = ?", where
                )
            (finding,) = fsck(north)
            assert finding.text == f"The hashes kept for {NORTH} are not those of its entries."
            assert fsck(north, mend=True) == [finding]
            assert fsck(north) == []


def test_a_forged_line_of_a_witness_makes_nothing_given(world: World) -> None:
    world.say("north", Alarm(words="one more"), public=True)
    north = world.stores["north"]
    head = north.seal(world.now)
    assert head is not None
    with north.database.write() as connection:
        connection.execute(
            "INSERT INTO cosignature (log, size, root, name, key_id, line)"
            " SELECT log, 601, ?, name, key_id, line FROM cosignature LIMIT 1",
            (head.root,),
        )
    shown = north.heads()[NORTH]
    assert (shown.given_size, shown.cosigned_by, shown.pending) == (600, (), 1)
    (finding,) = fsck(north)
    assert "A line of south/witness under the head of commonground/north of size 601" in finding.text


def test_a_line_under_another_history_makes_nothing_of_ours_given(tmp_path: Path) -> None:
    """South saw the other face of North; Third holds this one. What South saw is not this."""
    from tests.store.test_split import two_faced

    world = World(tmp_path, "north", "south", "third")
    one, other = two_faced(world, 2, 3, 3)
    third = world.stores["third"]
    pull(Served(one, to="third"), third, world.now)
    note = Served(other, to="south").checkpoint()
    line = cosign(split_note(note)[0], keys_of("south").witness, 1_900_000_000)
    third.take_head(NORTH, note, world.now)
    third.take_cosignatures(note + line.line.encode())
    with third.database.write() as connection:
        connection.execute("DELETE FROM cosignature WHERE name = 'third/witness'")
    assert third.heads()[NORTH].frozen
    assert third.heads()[NORTH].given_size == 0


def test_a_file_that_was_altered_on_the_disk_is_named(world: World) -> None:
    north = world.stores["north"]
    data = random.Random(2).randbytes(documents.PART + 5)
    sha256 = documents.keep_document(north, data)
    assert fsck(north) == []
    with north.database.write() as connection:
        connection.execute("UPDATE chunk SET sealed = zeroblob(length(sealed)) WHERE part = 1")
    assert [finding.about for finding in fsck(north)] == [(sha256,)]
    north.lock()
    assert fsck(north) == []
