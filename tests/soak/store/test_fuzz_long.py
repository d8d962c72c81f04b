"""Every parser of the record on a quarter of a million spoiled inputs, and the whole store on spoiled peers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.simulator import World
from tests.store.fuzzing import spoiled, tried
from tests.store.test_fuzz import READERS, SIGNED
from tests.store.test_split import two_faced

from commonground.errors import CommongroundError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.files.fsck import fsck
from commonground.tlog.note import VerifierKey
from commonground.tlog.proofs.splitview import check_evidence, read_evidence
from commonground.tlog.witness import add_checkpoint, write_request

ORIGIN = origin_of("north")


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", READERS)
def test_no_spoiled_input_crashes_a_reader(name: str) -> None:
    good, read = READERS[name]
    read(good)
    tried(good, read, times=250_000, seed=7)


@pytest.mark.timeout(3600)
def test_no_spoiled_request_crashes_a_witness_or_makes_it_sign() -> None:
    chance = random.Random(9)
    key = VerifierKey.read(READERS["vkey"][0].decode())
    request = write_request(0, [], SIGNED)
    for _ in range(250_000):
        data = spoiled(request, chance)
        verdict = add_checkpoint(data, {key.name: key}, {})
        assert verdict.status in (200, 400, 403, 404, 409, 422)
        if verdict.status == 200:
            assert verdict.note.startswith(SIGNED.partition(b"\n\n")[0])


@pytest.mark.timeout(3600)
def test_no_spoiled_evidence_accuses_anybody_of_anything_else(tmp_path: Path) -> None:
    """False accusation is impossible: whatever still holds accuses the same log of what it did."""
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 3, 4, 5)
    for face in (one, other):
        bundle = make_bundle(face, "south", world.now, since=0)
        take_bundle(world.stores["south"], bundle, world.now)
    good = world.stores["south"].evidence(ORIGIN)
    assert good is not None
    heads = {(one.size, one.root) for one in check_evidence(read_evidence(good))}
    honest = [face.heads()[ORIGIN] for face in (one, other)]
    assert heads == {(head.size, head.root) for head in honest}
    chance = random.Random(10)
    held = 0
    for _ in range(100_000):
        try:
            found = check_evidence(read_evidence(spoiled(good, chance)))
        except CommongroundError:
            continue
        held += 1
        assert {(one.size, one.root) for one in found} == heads
    assert held < 100_000


@pytest.mark.timeout(3600)
def test_a_store_that_is_fed_spoiled_bundles_stays_whole(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    for number in range(30):
        world.say("north", Alarm(words=str(number)), to=("south",))
    world.stores["north"].seal(world.now)
    good = make_bundle(world.stores["north"], "south", world.now)
    south = world.stores["south"]
    chance = random.Random(11)
    for _ in range(3_000):
        data = spoiled(good, chance)
        try:
            take_bundle(south, data, world.now)
        except CommongroundError:
            continue
        assert data[:200] == good[:200]
    take_bundle(south, good, world.now)
    assert len(south.statements()) == 30
    assert fsck(south) == []
    assert south.evidence(ORIGIN) is None
