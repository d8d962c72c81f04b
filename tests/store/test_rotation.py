"""New keys of a party while others are away: they find it again, and nobody else gets anything by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.simulator import World, card_of, keys_of, signer

from commonground.errors import PeerError
from commonground.statements.header import Header
from commonground.statements.message import Alarm
from commonground.statements.roster import Party, origin_of
from commonground.statements.statement import write_statement
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served
from commonground.store.store import Store
from commonground.store.values import NodeKeys
from commonground.tlog.checkpoint import Checkpoint, sign_checkpoint
from commonground.tlog.merkle import leaf_hash, root_of
from commonground.tlog.note import COSIGNATURE, ED25519, Signer
from commonground.tlog.tile import write_bundle

ORIGIN = origin_of("north")
WAYS = [
    ("log",),
    ("node",),
    ("witness",),
    ("log", "node"),
    ("log", "log"),
    ("node", "node"),
    ("log", "witness"),
]


def another(code: str, purpose: str, number: int) -> Signer:
    """A later key of a party's machine."""
    name = origin_of(code) if purpose == "log" else f"{code}/{purpose}"
    algorithm = COSIGNATURE if purpose == "witness" else ED25519
    return Signer.from_seed(name, bytes(31) + bytes([number]), algorithm)


def rotate(world: World, code: str, purpose: str, number: int = 1) -> None:
    """What `cg key rotate` does: the old log key's last head covers the card of the new key."""
    store = world.stores[code]
    assert store.keys is not None
    new = another(code, purpose, number)
    store.seal(world.now)
    card = store.roster.party(code)
    said = {
        "log": lambda: replace(card, log=new.verifier),
        "node": lambda: replace(card, node=new.verifier),
        "witness": lambda: replace(card, witness=new.verifier),
    }[purpose]()
    world.say(code, said, officer="root", role="root")
    store.seal(world.now)
    store.keys = {
        "log": lambda keys: replace(keys, log=new),
        "node": lambda keys: replace(keys, node=new),
        "witness": lambda keys: replace(keys, witness=new),
    }[purpose](store.keys)


def rotate_all(world: World, code: str, purposes: tuple[str, ...]) -> None:
    for number, purpose in enumerate(purposes, 1):
        rotate(world, code, purpose, number)
        alarm(world, code, f"with key {number}")


def alarm(world: World, code: str, words: str) -> str:
    said = world.say(code, Alarm(words=words), public=True).id
    world.stores[code].seal(world.now)
    return said


def begun(tmp_path: Path, *codes: str) -> World:
    """Parties whose logs begin with their cards, as those of `cg party init` do, and who have met."""
    world = World(tmp_path, *codes)
    for code in codes:
        world.say(code, card_of(code), officer="root", role="root")
        alarm(world, code, "before")
    for one in codes:
        for other in codes:
            if one != other:
                world.fetch(one, other)
    return world


def heard(world: World, code: str, identity: str) -> bool:
    return world.stores[code].find(identity) is not None


def carry(world: World, sender: str, receiver: str, since: int | None = None) -> object:
    made = make_bundle(world.stores[sender], receiver, world.now, since=since)
    return take_bundle(world.stores[receiver], made, world.now)


@pytest.mark.parametrize("purposes", WAYS)
def test_a_peer_that_was_away_finds_a_party_again_by_link(tmp_path: Path, purposes: tuple[str, ...]) -> None:
    world = begun(tmp_path, "north", "south")
    rotate_all(world, "north", purposes)
    said = alarm(world, "north", "after")
    pulled = world.fetch("south", "north")
    assert heard(world, "south", said)
    assert (pulled.findings, pulled.cosigned) == ((), True)
    assert world.stores["south"].heads()[ORIGIN].size == pulled.size
    world.stores["south"].close()
    assert world.open("south").heads()[ORIGIN].size == pulled.size
    more = alarm(world, "north", "more")
    assert world.fetch("south", "north").findings == ()
    assert heard(world, "south", more)


@pytest.mark.parametrize("purposes", WAYS)
def test_a_peer_that_was_away_finds_a_party_again_by_bundle(
    tmp_path: Path, purposes: tuple[str, ...]
) -> None:
    world = begun(tmp_path, "north", "south")
    rotate_all(world, "north", purposes)
    said = alarm(world, "north", "after")
    carry(world, "north", "south")
    assert heard(world, "south", said)
    carry(world, "south", "north")
    more = alarm(world, "north", "more")
    carry(world, "north", "south")
    assert heard(world, "south", more)


@pytest.mark.parametrize("purposes", WAYS)
def test_a_peer_that_was_away_finds_a_party_again_through_a_centre(
    tmp_path: Path, purposes: tuple[str, ...]
) -> None:
    world = begun(tmp_path, "north", "centre", "third")
    rotate_all(world, "north", purposes)
    said = alarm(world, "north", "after")
    world.fetch("centre", "north")
    own = alarm(world, "centre", "of the centre")
    world.fetch("third", "centre")
    assert heard(world, "third", own)
    pulled = world.fetch("third", "centre", origin=ORIGIN)
    assert heard(world, "third", said)
    assert pulled.findings == ()


@pytest.mark.parametrize("both", [False, True])
def test_a_stranger_who_knows_the_first_card_alone_takes_the_whole_log(tmp_path: Path, both: bool) -> None:
    world = World(tmp_path, "north", "south")
    world.say("north", card_of("north"), officer="root", role="root")
    rotate_all(world, "north", ("log", "node", "log") if both else ("log",))
    said = alarm(world, "north", "after")
    assert world.fetch("south", "north").findings == ()
    assert heard(world, "south", said)


def test_a_bundle_of_before_the_new_node_key_can_be_taken_after_it(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    alarm(world, "north", "one more")
    early = make_bundle(world.stores["north"], "south", world.now)
    rotate(world, "north", "node")
    said = alarm(world, "north", "after")
    world.fetch("south", "north")
    assert heard(world, "south", said)
    take_bundle(world.stores["south"], early, world.now)


def test_a_gap_is_said_where_the_missing_bundle_holds_the_new_keys(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    rotate_all(world, "north", ("log", "node"))
    size = world.stores["north"].heads()[ORIGIN].size
    first = make_bundle(world.stores["north"], "south", world.now)
    said = alarm(world, "north", "after")
    second = make_bundle(world.stores["north"], "south", world.now, since=size)
    south = world.stores["south"]
    found = take_bundle(south, second, world.now)
    assert [one.kind for one in found.findings][-1:] == ["bundle_gap"]
    assert found.entries == 0
    take_bundle(south, first, world.now)
    take_bundle(south, second, world.now)
    assert heard(world, "south", said)


# Who gets nothing by it.


class Shown:
    """A source that shows a head and entries that somebody made up, and heads of others."""

    def __init__(self, note: bytes, entries: list[bytes], heads: bytes = b"") -> None:
        self.note, self.entries, self.frames = note, entries, heads

    def checkpoint(self) -> bytes:
        return self.note

    def tile(self, path: str) -> bytes:
        del path
        return write_bundle(self.entries)

    def bodies(self, start: int, end: int) -> bytes:
        del end
        return start.to_bytes(8, "big")

    def heads(self) -> bytes:
        return self.frames

    def cosign(self, note: bytes) -> None:
        self.cosigned = note


def forged_card(card: Party, root: Signer, seq: int, world: World) -> bytes:
    header = Header(kind="roster", party="north", officer="root", role="root", seq=seq, at=world.now)
    return write_statement(header, card, root)


def state(store: Store) -> list[object]:
    """All that a peer's words could have changed."""
    with store.reading() as connection:
        rows = [
            connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("entry", "head", "cosignature", "split", "tile", "meta")
        ]
    roster = store.roster
    return [rows, roster.parties, roster.log_keys("north"), store.last_heard.get(ORIGIN)]


def leaves_of(store: Store) -> list[bytes]:
    size = next(log.size for log in store.logs() if log.origin == ORIGIN)
    found = [store.entry(ORIGIN, index) for index in range(size)]
    return [one.leaf for one in found if one is not None]


def head_over(entries: list[bytes], log: Signer) -> bytes:
    root = root_of(leaf_hash(entry) for entry in entries)
    return sign_checkpoint(Checkpoint(origin=ORIGIN, size=len(entries), root=root), log)


def self_made(world: World, purpose: str) -> tuple[Signer, Party]:
    new = another("north", purpose, 99)
    card = world.stores["south"].roster.party("north")
    return new, replace(card, log=new.verifier) if purpose == "log" else replace(card, node=new.verifier)


@pytest.mark.parametrize("signed_by", ["north/duty", "north/node", "stranger", "own root"])
def test_a_card_that_somebody_made_himself_opens_nothing(tmp_path: Path, signed_by: str) -> None:
    world = begun(tmp_path, "north", "south")
    south = world.stores["south"]
    new, card = self_made(world, "log")
    stranger = Signer.from_seed("north/root", bytes([7]) * 32)
    if signed_by == "own root":
        card = replace(card, root=stranger.verifier)
    entries = leaves_of(south)
    if signed_by in ("stranger", "own root"):
        entries.append(forged_card(card, stranger, 9, world))
    else:
        header = Header(
            kind="roster",
            party="north",
            officer=signed_by.removeprefix("north/"),
            role="duty" if signed_by == "north/duty" else "node",
            seq=9,
            at=world.now,
        )
        entries.append(write_statement(header, card, signer(signed_by)))
    before = state(south)
    with pytest.raises(PeerError):
        pull(Shown(head_over(entries, new), entries), south, world.now, origin=ORIGIN)
    assert state(south) == before


def test_the_old_log_key_alone_gets_nothing_after_the_new_card(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    rotate(world, "north", "log")
    alarm(world, "north", "after")
    world.fetch("south", "north")
    south = world.stores["south"]
    entries = [*leaves_of(south), b"one more"]
    before = state(south)
    with pytest.raises(PeerError, match="replaced"):
        pull(Shown(head_over(entries, keys_of("north").log), entries), south, world.now, origin=ORIGIN)
    assert state(south) == before


def test_the_old_log_key_alone_gets_nothing_from_a_peer_that_was_away(tmp_path: Path) -> None:
    """The card stands in the entries that it shows: from there on the old key signs nothing."""
    world = begun(tmp_path, "north", "south")
    rotate(world, "north", "log")
    alarm(world, "north", "after")
    entries = [*leaves_of(world.stores["north"]), b"one more"]
    south = world.stores["south"]
    before = state(south)
    with pytest.raises(PeerError, match="replaced"):
        pull(Shown(head_over(entries, keys_of("north").log), entries), south, world.now, origin=ORIGIN)
    assert state(south)[0][0] == before[0][0]  # type: ignore[index]
    assert south.roster.log_keys("north") == before[2]


def resigned(store: Store, keys: NodeKeys, world: World, to: str = "south") -> bytes:
    """A bundle as somebody with other keys would make it."""
    own, store.keys = store.keys, keys
    try:
        return make_bundle(store, to, world.now)
    finally:
        store.keys = own


def test_a_bundle_by_the_old_node_key_is_refused_once_its_entries_replace_it(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    rotate_all(world, "north", ("log", "node"))
    north, south = world.stores["north"], world.stores["south"]
    assert north.keys is not None
    made = resigned(north, replace(north.keys, node=keys_of("north").node), world)
    before = state(south)
    with pytest.raises(PeerError):
        take_bundle(south, made, world.now)
    assert state(south) == before


def test_a_bundle_by_a_key_that_nobody_announced_leaves_nothing_behind(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south")
    rotate_all(world, "north", ("log", "node"))
    north, south = world.stores["north"], world.stores["south"]
    assert north.keys is not None
    before = state(south)
    nobodys = replace(north.keys, node=another("north", "node", 50))
    with pytest.raises(PeerError):
        take_bundle(south, resigned(north, nobodys, world), world.now)
    assert state(south) == before
    made = make_bundle(north, "south", world.now)
    at = made.index(b"with key 2")
    with pytest.raises(PeerError):
        take_bundle(south, made[:at] + b"WITH" + made[at + 4 :], world.now)
    assert state(south) == before


def test_a_head_that_cannot_be_opened_stops_nothing_that_others_say(tmp_path: Path) -> None:
    world = begun(tmp_path, "north", "south", "third")
    said = alarm(world, "south", "of the south")
    served = Served(world.stores["south"], to="third")
    unknown = head_over([b"a"], another("north", "log", 77))
    false = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=b"x" * 32), signer(ORIGIN))
    false = false.replace(b"\n1\n", b"\n2\n")
    south = origin_of("south")
    real = b"".join(
        len(note).to_bytes(4, "big") + note for note in (unknown, false, b"no note", served.checkpoint())
    )

    class Mixed(Served):
        def heads(self) -> bytes:
            return real

    pulled = pull(Mixed(world.stores["south"], to="third"), world.stores["third"], world.now, origin=south)
    assert heard(world, "third", said)
    assert {str(one.kind) for one in pulled.findings} == {"head_refused"}
