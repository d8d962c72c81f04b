"""Bundles, documents, exports: what leaves the node as a file comes back whole or not at all."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulator import World
from tests.statements.samples import enquiry
from tests.store.test_split import two_faced

from commonground.errors import InputError, PeerError
from commonground.finding import Kind, Level
from commonground.statements.message import Alarm
from commonground.store.files import documents
from commonground.store.files.bundle import make_bundle, read_bundle, take_bundle
from commonground.store.files.export import VKEY, Folder, export_log
from commonground.store.files.fsck import fsck
from commonground.store.files.trusted import Keys
from commonground.store.files.verifying import verify_bundle, verify_evidence, verify_log, verify_proof
from commonground.tlog.note import VerifierKey
from commonground.tlog.proofs.whole import check_log


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, "north", "south")
    for number in range(4):
        made.say("north", Alarm(words=f"alarm {number}"), public=True)
    made.say("north", enquiry(), to=("south",))
    made.stores["north"].seal(made.now)
    return made


def carry(world: World, sender: str, receiver: str) -> bytes:
    world.stores[sender].seal(world.now)
    return make_bundle(world.stores[sender], receiver, world.now)


def test_two_sides_without_a_line_talk_by_stick(world: World) -> None:
    first = take_bundle(world.stores["south"], carry(world, "north", "south"), world.now)
    assert (first.entries, first.bodies, first.cosigned, first.findings) == (5, 1, True, ())
    take_bundle(world.stores["north"], carry(world, "south", "north"), world.now)
    head = world.stores["north"].heads()[world.stores["north"].origin]
    assert (head.given_size, head.cosigned_by) == (5, ("south",))  # the cosignature came back by stick
    world.say("north", Alarm(words="later"), to=("south",))
    second = carry(world, "north", "south")
    assert len(second) < 4_000  # only what is new
    taken = take_bundle(world.stores["south"], second, world.now)
    assert (taken.entries, taken.findings) == (1, ())
    assert [one.id for one in world.statements("north")] == [one.id for one in world.statements("south")]


def test_a_bundle_taken_twice_is_as_taken_once(world: World) -> None:
    data = carry(world, "north", "south")
    take_bundle(world.stores["south"], data, world.now)
    again = take_bundle(world.stores["south"], data, world.now)
    assert (again.entries, again.bodies, again.findings) == (0, 0, ())


def test_a_bundle_that_comes_late_or_again_is_said_as_that_and_suspects_nobody(world: World) -> None:
    north, south = world.stores["north"], world.stores["south"]
    bundles = []
    for number in range(3):
        world.say("north", Alarm(words=f"later {number}"), public=True)
        north.seal(world.now)
        bundles.append(make_bundle(north, "south", world.now, since=0))
    assert take_bundle(south, bundles[2], world.now).entries == 8
    for late in (bundles[0], bundles[1], bundles[0]):
        taken = take_bundle(south, late, world.now)
        assert taken.entries == 0
        assert [(one.level, one.kind) for one in taken.findings] == [(Level.NOTE, Kind.BUNDLE_GAP)]
        assert "late or again, after bundle 3. It fits what we hold" in taken.findings[0].text
        assert "backup" not in taken.findings[0].text
    assert take_bundle(south, bundles[2], world.now).findings == ()
    assert south.heads()[north.origin].size == 8


def test_an_earlier_bundle_that_contradicts_is_two_histories_not_a_late_one(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    one, other = two_faced(world, 2, 3, 1)
    small = make_bundle(other, "south", world.now, since=0)
    for _ in range(2):
        large = make_bundle(one, "south", world.now, since=0)
    take_bundle(world.stores["south"], large, world.now)
    taken = take_bundle(world.stores["south"], small, world.now)
    assert [finding.kind for finding in taken.findings] == [Kind.SPLIT_VIEW]
    assert world.stores["south"].evidence(one.origin) is not None
    one.close()
    other.close()


def test_a_missing_bundle_is_said_and_can_come_later(world: World) -> None:
    first = carry(world, "north", "south")
    world.say("north", Alarm(words="later"), public=True)
    world.stores["north"].seal(world.now)
    second = make_bundle(world.stores["north"], "south", world.now, since=5)
    early = take_bundle(world.stores["south"], second, world.now)
    assert [finding.kind for finding in early.findings] == ["bundle_gap"]
    assert early.entries == 0
    take_bundle(world.stores["south"], first, world.now)
    assert take_bundle(world.stores["south"], second, world.now).entries == 1


def test_a_bundle_for_somebody_else_is_refused(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south", "third")
    world.say("north", enquiry(), to=("south",))
    data = carry(world, "north", "south")
    with pytest.raises(InputError, match="is for south"):
        take_bundle(world.stores["third"], data, world.now)
    assert b"31N AA" not in data


def test_no_byte_of_a_bundle_can_be_changed(world: World) -> None:
    data = carry(world, "north", "south")
    south = world.stores["south"]
    chance = random.Random(1)
    spots = [*range(400), *(chance.randrange(len(data)) for _ in range(300))]
    for at in spots:
        changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        with pytest.raises((PeerError, InputError)):
            take_bundle(south, changed, world.now)
    for length in chance.sample(range(len(data)), 100):
        with pytest.raises(PeerError):
            take_bundle(south, data[:length], world.now)
    assert list(south.recorded()) == []


@pytest.mark.parametrize("length", ["9223372036854775807", "99999999999", "0", "-1", "07"])
def test_a_lying_length_is_refused_before_anything_is_read(world: World, length: str) -> None:
    data = carry(world, "north", "south")
    head, _, rest = data.partition(b"\n")
    words = head.rsplit(b" ", 1)[0]
    with pytest.raises(PeerError):
        read_bundle(words + b" " + length.encode() + b"\n" + rest)


def test_parts_in_another_order_are_refused(world: World) -> None:
    bundle = read_bundle(carry(world, "north", "south"))
    data = carry(world, "north", "south")
    body = b"".join(part.data for part in reversed(bundle.parts))
    start = len(data) - sum(len(part.data) for part in read_bundle(data).parts)
    with pytest.raises(PeerError):
        read_bundle(data[:start] + body)


def test_a_document_comes_in_parts_in_any_order_and_is_the_one_that_was_named(world: World) -> None:
    data = random.Random(2).randbytes(3 * documents.PART + 17)
    north, south = world.stores["north"], world.stores["south"]
    named = documents.name_document(data, title="List of posts")
    assert documents.keep_document(north, data) == named.sha256
    assert documents.keep_document(north, data) == named.sha256  # twice is once
    assert documents.is_whole(north, named.sha256)
    order = documents.missing_parts(south, named, sender="north")
    assert order == [0, 1, 2, 3]
    for part in (3, 0, 2):
        data_part = documents.read_part(north, named.sha256, part)
        assert not documents.take_part(south, named, part, data_part, sender="north")
    assert documents.missing_parts(south, named, sender="north") == [1]  # the line broke: go on from here
    last = documents.read_part(north, named.sha256, 1)
    assert documents.take_part(south, named, 1, last, sender="north")
    assert documents.document(south, named.sha256) == data


def test_a_document_with_other_bytes_is_dropped(world: World) -> None:
    data = bytes(documents.PART + 5)
    south = world.stores["south"]
    named = documents.name_document(data, title="A map")
    documents.take_part(south, named, 0, b"\1" + data[1 : documents.PART], sender="north")
    with pytest.raises(PeerError, match="not those that were named"):
        documents.take_part(south, named, 1, data[documents.PART :], sender="north")
    assert documents.missing_parts(south, named, sender="north") == [0, 1]
    with pytest.raises(PeerError):
        documents.take_part(south, named, 2, b"", sender="north")
    with pytest.raises(PeerError):
        documents.take_part(south, named, 0, b"short", sender="north")


def test_what_one_party_sends_of_a_file_spoils_nothing_of_what_another_sends(world: World) -> None:
    data = random.Random(3).randbytes(2 * documents.PART + 9)
    south = world.stores["south"]
    named = documents.name_document(data, title="A map")
    for spoiled in (replace(named, length=10), named):  # another length, then another content
        length = min(documents.PART, spoiled.length)
        with suppress(documents.NotTheFileError):
            documents.take_part(south, spoiled, 0, bytes(length), sender="third")
    for part in range(3):
        piece = data[part * documents.PART : (part + 1) * documents.PART]
        assert documents.take_part(south, named, part, piece, sender="north") is (part == 2)
    assert documents.document(south, named.sha256) == data
    assert documents.missing_parts(south, named, sender="third") == [1, 2]


def test_a_copy_that_came_from_one_party_is_no_copy_from_another(world: World) -> None:
    data, south = b"a list of posts", world.stores["south"]
    named = documents.name_document(data, title="Posts")
    documents.take_part(south, named, 0, data, sender="north")
    assert documents.has_come(south, named, sender="north")
    assert not documents.has_come(south, named, sender="third")
    assert not documents.has_come(south, replace(named, length=3), sender="north")
    assert documents.take_part(south, named, 0, data, sender="third")
    assert documents.has_come(south, named, sender="third")
    with pytest.raises(documents.NotTheFileError):
        documents.take_part(south, replace(named, length=3), 0, b"???", sender="west")
    assert documents.document(south, named.sha256) == data


def test_an_empty_document_is_a_document(world: World) -> None:
    north = world.stores["north"]
    sha256 = documents.keep_document(north, b"")
    assert documents.document(north, sha256) == b""


def test_an_export_is_checked_by_itself_and_no_byte_of_it_can_be_changed(
    world: World, tmp_path: Path
) -> None:
    north = world.stores["north"]
    world.meet("north", "south")
    folder = tmp_path / "export"
    assert export_log(north, folder) == 5
    key = VerifierKey.read((folder / VKEY).read_text().strip())
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    del files[VKEY]
    assert check_log(files.get, key).checkpoint.size == 5
    policy = north.policy(north.origin)
    accepted = set()
    for name, data in files.items():
        for at in range(len(data)):
            changed = files | {name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]}
            try:
                verify_log(changed.get, Keys(log=key, policy=policy))
            except PeerError:
                continue
            accepted.add(name)
    assert accepted == set()  # the one cosignature is the quorum: without it the head does not count
    with pytest.raises(InputError, match="not empty"):
        export_log(north, folder)


def test_what_is_verified_says_what_was_not_asked(world: World, tmp_path: Path) -> None:
    said = world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    north = world.stores["north"]
    data = north.prove(said.id)
    bare = verify_proof(data, Keys(log=north.party_of(north.origin).log))
    assert bare.facts["quorum"] is None
    assert any("quorum" in line for line in bare.not_said)
    assert any("card" in line for line in bare.not_said)
    full = verify_proof(data, Keys(policy=north.policy(north.origin), roster=world.roster))
    assert [line for line in full.not_said if "revoked" not in line] == []
    assert full.facts["officer"] == "duty"
    assert full.facts["id"] == said.id
    with pytest.raises(InputError, match="nothing to check"):
        verify_proof(data, Keys())
    export_log(north, tmp_path / "out")
    log = verify_log(Folder(tmp_path / "out").read, Keys(log=north.party_of(north.origin).log))
    assert (log.facts["statements"], log.facts["commitments"], log.facts["other"]) == (4, 2, 0)
    checked = verify_bundle(make_bundle(north, "south", world.now, since=2), Keys(roster=world.roster))
    assert (checked.facts["start"], checked.facts["signatures"]) == (2, 2)
    with pytest.raises(PeerError):
        verify_evidence(b"commonground split view v1\n", Keys())


def test_fsck_is_content_with_a_sound_record_and_names_what_is_damaged(world: World) -> None:
    world.meet("north", "south")
    north = world.stores["north"]
    assert fsck(north) == []
    with north.database.write() as connection:
        connection.execute("UPDATE tile SET hashes = zeroblob(length(hashes))")
    (finding,) = [one for one in fsck(north) if "hashes kept" in one.text and "north" in one.text]
    assert finding.kind == "record_damaged"
    assert [one for one in fsck(north, mend=True) if "rebuilt" in one.text] == []
    assert fsck(north) == []
    with north.database.write() as connection:
        connection.execute("UPDATE entry SET leaf = CAST(leaf || 'x' AS BLOB) WHERE idx = 1")
    texts = [one.text for one in fsck(north, mend=True)]
    assert any("not those of its head" in text for text in texts)
    assert any("no statement that counts" in text for text in texts)
    assert any("cannot be rebuilt" in text for text in texts)
