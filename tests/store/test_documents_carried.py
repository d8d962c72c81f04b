"""Files by bundle: some of their parts at a time, sealed to whom they were handed, and nothing lost on the way."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulator import World, keys_of, roster_of

from commonground.errors import InputError, PeerError
from commonground.statements.admin import Disclosure, DisclosureEnd
from commonground.statements.notice import Withdrawal
from commonground.store.files import documents
from commonground.store.files.bundle import make_bundle, read_bundle, take_bundle
from commonground.store.files.documents import PART
from commonground.store.files.packing import FileParts
from commonground.store.store import Store

DATA = random.Random(5).randbytes(PART * 3 + 9)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, "north", "south", "third")
    yield made
    made.close()


def hand_over(world: World, *to: str) -> tuple[str, str]:
    """The id of the statement and the SHA-256 of the file."""
    north = world.stores["north"]
    named = documents.name_document(DATA, title="Sheet 12", edition="3")
    documents.keep_document(north, DATA)
    return world.say("north", named, to=to).id, named.sha256


def carry(world: World, to: str, *files: str, since: int | None = 0) -> bytes:
    world.stores["north"].seal(world.now)
    wanted = tuple(FileParts.read(one) for one in files)
    return make_bundle(world.stores["north"], to, world.now, since=since, documents=wanted)


def missing(world: World, identity: str) -> list[int]:
    south = world.stores["south"]
    found = south.find(identity)
    assert found is not None
    assert found.statement is not None
    return documents.missing_parts(south, found.statement.body, sender="north")


def test_a_file_larger_than_a_stick_goes_in_several(world: World) -> None:
    identity, sha256 = hand_over(world, "south")
    south = world.stores["south"]
    assert take_bundle(south, carry(world, "south", f"{sha256}:2-"), world.now).findings == ()
    assert missing(world, identity) == [0, 1]
    take_bundle(south, carry(world, "south", f"{sha256}:0-1"), world.now)
    assert documents.document(south, sha256) == DATA
    again = take_bundle(south, carry(world, "south", sha256), world.now)
    assert (again.entries, again.findings) == (0, ())


@pytest.mark.parametrize("parts", ["4-4", "0-4", "2-1", "9-"])
def test_parts_that_there_are_not_are_refused(world: World, parts: str) -> None:
    _, sha256 = hand_over(world, "south")
    with pytest.raises(InputError, match="parts 0 to 3"):
        carry(world, "south", f"{sha256}:{parts}")


@pytest.mark.parametrize(
    "text", ["", "abc", "0" * 63, "0" * 64 + ":", "0" * 64 + ":1", "0" * 64 + ":-1", "Z" * 64]
)
def test_what_names_no_document_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a document"):
        FileParts.read(text)


def test_a_file_goes_to_whom_it_was_handed_and_as_long_as_it_stands(world: World) -> None:
    identity, sha256 = hand_over(world, "south")
    with pytest.raises(InputError, match="gives this document"):
        carry(world, "third", sha256)
    world.say("north", Disclosure(discloses=identity, parties=("third",)))
    assert carry(world, "third", sha256)
    world.say("north", DisclosureEnd(ends=identity, parties=("third",), reason="over"))
    with pytest.raises(InputError, match="gives this document"):
        carry(world, "third", sha256)
    world.say("north", Withdrawal(withdraws=identity, reason="wrong sheet"), to=("south",))
    with pytest.raises(InputError, match="gives this document"):
        carry(world, "south", sha256)


def test_a_bundle_taken_while_the_record_is_locked_is_taken_again_for_its_files(world: World) -> None:
    identity, sha256 = hand_over(world, "south")
    data = carry(world, "south", sha256)
    world.stores["south"].close()
    locked = Store.open(
        world.folder / "south",
        party="south",
        roster=roster_of(*world.codes),
        keys=replace(keys_of("south"), box=None),
    )
    world.stores["south"] = locked
    taken = take_bundle(locked, data, world.now)
    assert taken.entries == 1
    assert any("take it again" in one.text for one in taken.findings)
    locked.unlock(keys_of("south").box)
    assert take_bundle(locked, data, world.now).findings == ()
    assert missing(world, identity) == []


def test_a_file_that_nobody_named_to_us_is_not_kept(world: World) -> None:
    _, sha256 = hand_over(world, "south")
    data = carry(world, "south", sha256)
    bundle = read_bundle(data)
    part = next(one for one in bundle.parts if one.kind == "document")
    with pytest.raises(PeerError):  # sealed to south: third cannot open it, and has no statement for it
        documents.take_sealed_part(
            world.stores["third"], documents.name_document(DATA, title="x"), 0, part.data, sender="north"
        )
    assert not documents.is_whole(world.stores["third"], sha256)


def test_a_bundle_does_not_make_its_sender_heard_now(world: World) -> None:
    hand_over(world, "south")
    said_at = world.now
    data = carry(world, "south")
    world.tick(3 * 86_400)
    south = world.stores["south"]
    take_bundle(south, data, world.now)
    head = south.heads()["commonground/north"]
    assert head.heard == said_at.isoformat().replace("+00:00", "Z")
    south.close()
    again = world.open("south")
    assert again.heads()["commonground/north"].heard == head.heard  # also after a restart
