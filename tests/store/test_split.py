"""Split views: a log that shows two faces is found when any two who saw different ones meet."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.simulator import World, keys_of, signer

from commonground.errors import OwnError, PeerError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store import heads
from commonground.store.disk.logs import INSERT_ENTRY, log_of, next_arrival
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.peers.witnessing import answer
from commonground.store.store import Store
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.proofs.splitview import check_evidence, read_evidence
from commonground.tlog.witness import write_request

ORIGIN = origin_of("north")


def say(store: Store, words: str, world: World) -> None:
    store.say(Alarm(words=words), officer=signer("north/duty"), role="duty", now=world.tick(), public=True)


def two_faced(world: World, common: int, first: int, second: int) -> tuple[Store, Store]:
    """Two stores of North with one beginning and two ends: what North's operator would run."""
    stores = []
    for face, count in (("first", first), ("second", second)):
        store = Store.open(
            world.folder / f"north-{face}-{common}-{first}-{second}",
            party="north",
            roster=world.roster,
            keys=keys_of("north"),
        )
        world.now = world.now.replace(hour=6, minute=0, second=0)
        for number in range(common):
            say(store, f"common {number}", world)
        if common:
            store.seal(world.now)
        for number in range(count):
            say(store, f"{face} {number}", world)
        store.seal(world.now)
        stores.append(store)
    return stores[0], stores[1]


def is_found(world: World, code: str) -> bool:
    """Whether a party has evidence that a stranger accepts."""
    evidence = world.stores[code].evidence(ORIGIN)
    if evidence is None:
        return False
    assert len(evidence) < 8_000
    older, newer = check_evidence(read_evidence(evidence))
    return older.origin == newer.origin == ORIGIN


@pytest.mark.parametrize("seed", range(8))
def test_a_fork_is_found_at_first_contact_by_link(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    world = World(tmp_path, "north", "south", "third")
    one, other = two_faced(world, chance.randrange(6), chance.randrange(1, 9), chance.randrange(1, 9))
    pull(Served(one, to="south"), world.stores["south"], world.now)
    pull(Served(other, to="third"), world.stores["third"], world.now)
    assert not is_found(world, "south")
    assert not is_found(world, "third")
    way = chance.choice(["south hears the other face", "they meet", "they meet through heads"])
    if way == "south hears the other face":
        found = pull(Served(other, to="south"), world.stores["south"], world.now).findings
        assert is_found(world, "south")
    elif way == "they meet":
        found = world.fetch("south", "third").findings + world.fetch("third", "south").findings
        assert is_found(world, "south") or is_found(world, "third")
    else:
        found = world.fetch("south", "third", origin=ORIGIN).findings
        assert is_found(world, "south")
    assert {finding.kind for finding in found} == {"split_view"}
    assert {int(finding.level) for finding in found} == {2}


@pytest.mark.parametrize("seed", range(4))
def test_a_fork_is_found_in_a_bundle_that_carries_only_the_end(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, chance.randrange(6), chance.randrange(1, 6), chance.randrange(6, 12))
    size = pull(Served(one, to="south"), world.stores["south"], world.now).size
    taken = take_bundle(world.stores["south"], make_bundle(other, "south", world.now, since=size), world.now)
    assert [finding.kind for finding in taken.findings] == ["split_view"]
    assert is_found(world, "south")


def test_a_log_with_two_faces_is_frozen_and_its_older_proofs_stay_good(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "third")
    one, other = two_faced(world, 3, 4, 5)
    south = world.stores["south"]
    pull(Served(one, to="south"), south, world.now)
    said = south.statements()[2]
    pull(Served(other, to="south"), south, world.now)
    head = south.heads()[ORIGIN]
    assert head.frozen
    assert head.size == head.given_size == 7
    say(one, "more", world)
    one.seal(world.now)
    after = pull(Served(one, to="south"), south, world.now)
    assert (after.entries, after.cosigned) == (0, False)
    assert south.heads()[ORIGIN].size == 7
    assert south.prove(said.id)
    south.close()
    assert world.open("south").heads()[ORIGIN].frozen


def test_a_node_whose_own_key_signed_two_histories_signs_no_more(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 1, 2, 2)
    pull(Served(one, to="south"), world.stores["south"], world.now)
    world.stores["south"].seal(world.now)
    findings = pull(Served(world.stores["south"], to="north"), other, world.now).findings
    assert [finding.kind for finding in findings] == ["split_view"]
    said = other.say(
        Alarm(words="stop"), officer=signer("north/duty"), role="duty", now=world.tick(), public=True
    )
    assert said.index is None
    assert other.seal(world.now) is None
    with other.database.write() as connection:
        log = log_of(connection, ORIGIN)
        connection.execute(INSERT_ENTRY, (next_arrival(connection), log.log, log.size, b"x", "", ""))
        with pytest.raises(OwnError, match="two histories"):
            heads.seal(connection, ORIGIN, keys_of("north").log)


def test_bytes_that_are_not_those_of_the_head_accuse_nobody(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    for number in range(4):
        world.say("north", Alarm(words=str(number)), public=True)
    world.fetch("south", "north")
    world.say("north", Alarm(words="one more"), public=True)
    world.stores["north"].seal(world.now)

    class Garbled(Served):
        def tile(self, path: str) -> bytes:
            data = super().tile(path)
            return data[:-1] + bytes([data[-1] ^ 1])

    south = world.stores["south"]
    with pytest.raises(PeerError):
        pull(Garbled(world.stores["north"], to="south"), south, world.now)
    assert south.evidence(ORIGIN) is None
    assert world.fetch("south", "north").entries == 1


def test_an_older_head_of_a_log_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    one, _ = two_faced(world, 2, 1, 1)
    south = world.stores["south"]
    old = Served(one, to="south").checkpoint()
    say(one, "newer", world)
    one.seal(world.now)
    pull(Served(one, to="south"), south, world.now)

    class Stale(Served):
        def checkpoint(self) -> bytes:
            return old

    found = pull(Stale(one, to="south"), south, world.now)
    assert [finding.kind for finding in found.findings] == ["head_went_back"]
    assert south.heads()[ORIGIN].size == 4


def test_a_head_with_more_lines_is_refused_so_that_evidence_stays_small(tmp_path: Path) -> None:
    """Else whoever signs two histories could make them too long for the evidence to be read."""
    world = World(tmp_path, "north", "south")
    long = Checkpoint(origin=ORIGIN, size=1, root=bytes(32), extension=("x" * 10_000,))
    note = sign_checkpoint(long, keys_of("north").log)
    south = world.stores["south"]
    with pytest.raises(PeerError, match="three lines"):
        south.take_head(ORIGIN, note, world.now)
    status, _, findings = answer(south, write_request(0, [], note), world.now)
    assert (status, findings) == (400, [])
    assert south.evidence(ORIGIN) is None
    world.close()
