"""Evidence of two histories, and every head that is known, travel to all who are linked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulator import World, card_of, keys_of, signer
from tests.store.test_split import ORIGIN, is_found, two_faced

from commonground.errors import PeerError
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.files.backup import back_up_record
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.peers.source import read_frames, write_frames
from commonground.store.peers.witnessing import answer
from commonground.store.store import Store
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.note import Signer
from commonground.tlog.proofs.splitview import Evidence, read_evidence
from commonground.tlog.witness import write_request


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The centre has seen both faces, South one of them, Third none."""
    made = World(tmp_path, "north", "south", "third", "centre")
    one, other = two_faced(made, 2, 4, 6)
    pull(Served(one, to="south"), made.stores["south"], made.now)
    pull(Served(one, to="centre"), made.stores["centre"], made.now)
    pull(Served(other, to="centre"), made.stores["centre"], made.now)
    assert is_found(made, "centre")
    made.say("centre", Alarm(words="good morning"), public=True)
    made.stores["centre"].seal(made.now)
    return made


@pytest.mark.parametrize("way", ["link", "bundle"])
@pytest.mark.parametrize("code", ["south", "third"])
def test_who_saw_one_face_or_none_freezes_the_log_by_the_evidence(world: World, code: str, way: str) -> None:
    store, centre = world.stores[code], world.stores["centre"]
    if way == "link":
        found = pull(Served(centre, to=code), store, world.now).findings
    else:
        found = take_bundle(store, make_bundle(centre, code, world.now), world.now).findings
    assert [one.kind for one in found] == ["split_view"]
    assert is_found(world, code)
    assert store.heads()[ORIGIN].frozen
    assert world.fetch(code, "centre").findings == ()  # said once; from then on the desk says it
    store.close()
    assert world.open(code).heads()[ORIGIN].frozen


def test_it_goes_on_from_one_to_the_next(world: World) -> None:
    world.fetch("third", "centre")
    world.say("third", Alarm(words="and to you"), public=True)
    world.fetch("south", "third")
    assert is_found(world, "south")


def test_the_party_itself_is_told(world: World) -> None:
    north = world.stores["north"]
    found = pull(Served(world.stores["centre"], to="north"), north, world.now).findings
    assert [(one.kind, one.text[:11]) for one in found] == [("split_view", "Our own log")]
    assert north.restored
    assert north.seal(world.now) is None


class Says(Served):
    """A node that says of heads what a test wants."""

    frames: bytes = b""

    def heads(self) -> bytes:
        return self.frames


def told(world: World, frames: list[bytes]) -> list[str]:
    """What South finds when the centre says this of heads."""
    source = Says(world.stores["centre"], to="south")
    source.frames = write_frames(frames)
    return [one.kind for one in pull(source, world.stores["south"], world.now).findings]


def test_evidence_that_does_not_hold_accuses_nobody(world: World) -> None:
    data = world.stores["centre"].evidence(ORIGIN)
    assert data is not None
    good = read_evidence(data)
    other = Signer.from_seed(ORIGIN, bytes(32))
    forged = sign_checkpoint(Checkpoint(origin=ORIGIN, size=6, root=bytes(32)), other)
    stranger = signer("stranger")
    heads = [
        sign_checkpoint(Checkpoint(origin="stranger", size=6, root=bytes([n]) * 32), stranger) for n in (1, 2)
    ]
    by_stranger = Evidence(log=stranger.verifier, older=heads[0], newer=heads[1], other_root=bytes([2]) * 32)
    for bad in (
        replace(good, other_root=bytes(32)).write(),
        replace(good, older=good.newer).write(),
        replace(good, older=forged).write(),
        replace(good, log=other.verifier).write(),
        data[:-1],
        data + b"x" * 8_000,
    ):
        assert told(world, [bad]) == ["head_refused"]
    assert told(world, [by_stranger.write()]) == []  # of a log that nobody here keeps
    assert world.stores["south"].evidence(ORIGIN) is None
    assert told(world, [data[:-1], data]) == ["head_refused", "split_view"]


def test_evidence_is_one_small_frame_a_log(world: World) -> None:
    frames = list(read_frames(Served(world.stores["centre"], to="south").heads()))
    assert sum(frame.startswith(b"commonground split view") for frame in frames) == 1
    assert sum(map(len, frames)) < 20_000


def test_a_head_that_was_only_told_travels_and_holds_a_restored_node(tmp_path: Path) -> None:
    """South cosigned it as a witness and holds no entry of it; the node that signed it has forgotten it."""
    world = World(tmp_path, "north", "south")
    world.say("north", Alarm(words="1"), public=True)
    world.fetch("south", "north")
    back_up_record(world.stores["north"], tmp_path / "backup")
    for number in range(3):
        world.say("north", Alarm(words=str(number)), public=True)
    north, south = world.stores["north"], world.stores["south"]
    north.seal(world.now)
    answer(south, write_request(0, [], Served(north, to="south").checkpoint()), world.now)
    store = Store.open(tmp_path / "backup", party="north", roster=world.roster, keys=keys_of("north"))
    assert store.restored
    own = Served(south, to="north", origin=ORIGIN)
    south.seal(world.now)
    pull(Served(south, to="north"), store, world.now, own=own)
    assert store.restored  # what lies between is in no log that it can reach
    pull(Served(north, to="south"), south, world.now)
    pull(Served(south, to="north"), store, world.now, own=own)
    assert not store.restored
    assert store.heads()[ORIGIN].size == 4
    store.close()


def test_a_head_by_a_key_that_had_been_replaced_is_not_passed_on_and_holds_nobody(tmp_path: Path) -> None:
    """Whoever has the old key may sign what he likes before the others know of the new one."""
    world = World(tmp_path, "north", "south")
    north, south = world.stores["north"], world.stores["south"]
    world.say("north", card_of("north"), officer="root", role="root")
    north.seal(world.now)
    back_up_record(north, tmp_path / "backup")
    beyond = sign_checkpoint(Checkpoint(origin=ORIGIN, size=999, root=bytes(32)), keys_of("north").log)
    south.take_head(ORIGIN, beyond, world.now)
    assert beyond in list(read_frames(Served(south, to="north").heads()))
    new = Signer.from_seed(ORIGIN, bytes(31) + b"1")
    world.say("north", replace(card_of("north"), log=new.verifier), officer="root", role="root")
    world.fetch("south", "north")
    assert beyond not in list(read_frames(Served(south, to="north").heads()))
    keys = replace(keys_of("north"), log=new)
    store = Store.open(tmp_path / "backup", party="north", roster=world.roster, keys=keys)
    store.take_head(ORIGIN, beyond, world.now)
    south.seal(world.now)
    pull(Served(south, to="north"), store, world.now, own=Served(south, to="north", origin=ORIGIN))
    assert not store.restored
    store.close()


def test_a_frame_of_a_later_version_stops_nothing(world: World) -> None:
    data = world.stores["centre"].evidence(ORIGIN)
    assert data is not None
    assert told(world, [b"something new\nof a later version\n", data])[-1] == "split_view"
    with pytest.raises(PeerError):
        world.stores["south"].take_evidence(b"something new\n", world.now)
    assert origin_of("north") == ORIGIN
