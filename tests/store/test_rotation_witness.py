"""A witness key that was replaced: old lines stay good, new ones by it count for nothing."""

from __future__ import annotations

from pathlib import Path

from tests.simulator import World, card_of, keys_of
from tests.store.test_rotation import ORIGIN, Shown, alarm, begun, leaves_of, rotate

from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.store import Store
from commonground.tlog.cosignature import add_lines, cosign
from commonground.tlog.note import Signer, split_note
from commonground.tlog.policy import read_policy


def with_line(note: bytes, witness: Signer, world: World) -> bytes:
    text, _ = split_note(note)
    return add_lines(note, [cosign(text, witness, int(world.now.timestamp()))])


def shown_by(store: Store) -> bytes:
    return Served(store, to="south").checkpoint()


def test_a_witness_key_that_was_replaced_counts_for_no_new_line(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south", "third")
    rotate(world, "south", "witness")
    world.fetch("north", "south")
    world.fetch("third", "south")
    alarm(world, "north", "hidden from south")
    north, third = world.stores["north"], world.stores["third"]
    forged = with_line(shown_by(north), keys_of("south").witness, world)
    assert north.take_cosignatures(forged) == 0
    entries = leaves_of(north)
    third.keys = None  # its own line would make the head given
    pull(Shown(forged, entries), third, world.now, origin=ORIGIN)
    head = third.heads()[ORIGIN]
    assert head.size == len(entries)
    assert "south" not in head.cosigned_by
    assert head.given_size < head.size


def test_lines_by_a_witness_key_that_was_replaced_since_stay_good(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    before = world.stores["north"].heads()[ORIGIN]
    assert before.cosigned_by == ("south",)
    rotate(world, "south", "witness")
    world.fetch("north", "south")
    after = world.stores["north"].heads()[ORIGIN]
    assert (after.cosigned_by, after.given_size) == (before.cosigned_by, before.given_size)
    assert world.fetch("south", "north").cosigned  # once more, by the new key
    lines = split_note(shown_by(world.stores["north"]))[1]
    assert [line.name for line in lines].count("south/witness") == 2


def test_a_policy_that_names_a_replaced_witness_key_goes_by_the_new_one(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south", "third")
    south = card_of("south").witness
    lines = [f"log {card_of('north').log.text}", f"witness south {south.text}", "quorum south", ""]
    policy = read_policy("\n".join(lines))
    third = world.stores["third"]
    third.close()
    third = Store.open(
        tmp_path / "third", party="third", roster=world.roster, keys=keys_of("third"), policy=policy
    )
    world.stores["third"] = third
    rotate(world, "south", "witness")
    world.fetch("third", "south")
    alarm(world, "north", "later")
    forged = with_line(shown_by(world.stores["north"]), keys_of("south").witness, world)
    pull(Shown(forged, leaves_of(world.stores["north"])), third, world.now, origin=ORIGIN)
    assert third.heads()[ORIGIN].given_size < third.heads()[ORIGIN].size
    world.fetch("north", "south")
    world.fetch("south", "north")
    world.fetch("third", "north")
    assert third.heads()[ORIGIN].given_size == third.heads()[ORIGIN].size
