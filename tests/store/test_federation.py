"""More than two: a neutral centre, a third participant, terms, a ledger, destruction and holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.simulator import World, card_of, keys_of, signer
from tests.statements.samples import enquiry, site

from commonground.errors import InputError, PeerError
from commonground.statements import admin
from commonground.statements.folds.ledger import ledger, may_pass_on
from commonground.statements.folds.retention import due
from commonground.statements.folds.terms import differing_terms, terms_digest
from commonground.statements.form.commitment import is_commitment
from commonground.statements.message import Alarm
from commonground.statements.roster import origin_of
from commonground.store.destroy import destroy
from commonground.store.files.bundle import make_bundle, take_bundle
from commonground.store.files.fsck import fsck
from commonground.store.peers.pull import pull
from commonground.store.peers.relay import carry_bodies
from commonground.store.peers.serve import Served
from commonground.tlog.note import COSIGNATURE, Signer
from commonground.tlog.policy import check_policy
from commonground.tlog.proofs.proof import read_proof

PARTIES = ("north", "south", "centre", "third")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, *PARTIES)


def through_the_centre(world: World) -> None:
    """North and South never speak: the centre pulls from both, and both pull from the centre."""
    centre = world.stores["centre"]
    for side, other in (("north", "south"), ("south", "north")):
        world.fetch("centre", side)
        carry_bodies(Served(world.stores[side], to=other), centre, origin=origin_of(side), party=other)
    for side, other in (("north", "south"), ("south", "north")):
        world.fetch(side, "centre")
        world.fetch(side, "centre", origin=origin_of(other))
    for side in ("north", "south"):
        world.fetch(side, "centre")  # the other side's cosignature has reached the centre meanwhile


def test_two_sides_talk_through_a_centre_that_cannot_read_them(world: World) -> None:
    asked = world.say("north", enquiry(), to=("south",))
    through_the_centre(world)
    answered = world.say("south", Alarm(words="heard"), to=("north",), re=(asked.id,))
    through_the_centre(world)
    for code in ("north", "south"):
        assert [one.id for one in world.statements(code)] == [asked.id, answered.id]
    assert world.statements("centre") == []
    world.fetch("third", "centre", origin=origin_of("north"))
    assert world.statements("third") == []
    assert world.stores["third"].entry(origin_of("north"), 0) is not None


def test_a_cosignature_comes_back_through_the_centre(world: World) -> None:
    world.say("north", enquiry(), to=("south",))
    through_the_centre(world)
    head = world.stores["north"].heads()[origin_of("north")]
    assert set(head.cosigned_by) == {"centre", "south"}
    assert head.pending == 0


def test_the_originals_come_through_byte_for_byte(world: World) -> None:
    said = world.say("north", enquiry(), to=("south",))
    through_the_centre(world)
    notes = []
    for code in ("north", "south"):
        found = world.stores[code].find(said.id)
        assert found is not None
        assert found.statement is not None
        notes.append(found.statement.note)
    assert notes[0] == notes[1]


def test_a_mirror_that_carries_nothing_for_us_does_not_make_us_miss_it(world: World) -> None:
    said = world.say("north", enquiry(), to=("south",))
    world.fetch("third", "north")
    world.fetch("south", "third", origin=origin_of("north"))
    assert world.stores["south"].find(said.id) is None
    world.fetch("south", "north")
    assert world.stores["south"].find(said.id) is not None


def test_each_party_sees_only_what_was_disclosed_to_it(world: World) -> None:
    mine = world.say("north", site("post 1"))
    souths = world.say("north", site("post 2"), to=("south",))
    thirds = world.say("north", site("post 3"), to=("third",))
    both = world.say("north", site("post 4"), to=("south", "third"))
    public = world.say("north", site("post 5"), public=True)
    for code in ("south", "third", "centre"):
        world.fetch(code, "north")
    readable = {code: {one.id for one in world.statements(code)} for code in PARTIES}
    assert readable["north"] == {mine.id, souths.id, thirds.id, both.id, public.id}
    assert readable["south"] == {souths.id, both.id, public.id}
    assert readable["third"] == {thirds.id, both.id, public.id}
    assert readable["centre"] == {public.id}


def terms(quorum: str) -> admin.Terms:
    cards = [card_of(code) for code in ("north", "south", "centre")]
    lines = [f"log {card.log.text}" for card in cards]
    lines += [f"witness {card.code} {card.witness.text}" for card in cards]
    lines += ["group two 2 north south centre", f"quorum {quorum}", ""]
    return admin.Terms(title="Terms", parties=tuple(cards), policy="\n".join(lines), relay="centre")


def test_the_quorum_of_the_terms_decides_what_is_given(world: World) -> None:
    said = terms("two")
    for code in ("north", "south", "centre"):
        world.say(code, said, officer="root", role="root")
    world.meet("north", "south")
    north = world.stores["north"]
    head = north.heads()[north.origin]
    assert (head.cosigned_by, head.given_size) == (("south",), 0)  # one witness is not two
    world.meet("north", "centre")
    assert north.heads()[north.origin].given_size == 1
    assert set(north.terms()) == {"north", "south", "centre"}
    assert differing_terms(north.terms(), {}) == []
    assert len({terms_digest(one) for one in north.terms().values()}) == 1


def test_our_own_witness_never_counts_for_us_even_where_the_terms_name_it(world: World) -> None:
    world.say("north", terms("north"), officer="root", role="root")
    north = world.stores["north"]
    north.seal(world.now)
    world.meet("north", "south")
    assert north.heads()[north.origin].given_size == 0


def test_parties_that_said_other_terms_are_told_so(world: World) -> None:
    world.say("north", terms("two"), officer="root", role="root")
    world.say("south", terms("none"), officer="root", role="root")
    world.meet("north", "south")
    (finding,) = differing_terms(world.stores["north"].terms(), {"north": "North", "south": "South"})
    assert finding.kind == "terms_differ"
    assert "North has" in finding.text


def test_terms_that_do_not_hold_together_are_not_signed(world: World) -> None:
    good = terms("two")
    bad = admin.Terms(title="x", parties=good.parties, policy="quorum none\n")
    with pytest.raises(InputError, match="does not name the log"):
        world.say("north", bad, officer="root", role="root")
    with pytest.raises(InputError, match="is said by"):
        world.say("north", good)


def test_the_ledger_says_who_was_given_what_until_when(world: World) -> None:
    first = world.say("north", site("post 1"), to=("south",))
    until = world.now + timedelta(hours=1)
    world.say("north", admin.Disclosure(discloses=first.id, parties=("third",), until=until, onward=True))
    ended = admin.DisclosureEnd(ends=first.id, parties=("south",), reason="moved")
    world.say("north", ended)
    found = {one.party: one for one in ledger(world.statements("north"))}
    assert set(found) == {"south", "third"}
    assert found["south"].stands(world.now - timedelta(seconds=1))
    assert not found["south"].stands(world.now + timedelta(seconds=1))
    assert found["third"].stands(until - timedelta(seconds=1))
    assert not found["third"].stands(until)
    statement = world.statements("north")[0]
    assert may_pass_on(statement, found.values(), "third")
    assert not may_pass_on(statement, found.values(), "south")


def test_what_is_destroyed_is_gone_and_the_log_still_holds(world: World, tmp_path: Path) -> None:
    said = world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    north = world.stores["north"]
    officer = signer("north/duty")
    destroy(north, (said.id,), reason="retention over", officer=officer, role="duty", now=world.tick())
    assert north.find(said.id) is None
    found = north.entry(north.origin, 0)
    assert found is not None
    assert is_commitment(found.leaf)
    assert found.withheld
    world.meet("north", "south")
    assert world.stores["south"].find(said.id) is not None  # the peer's to destroy
    take_bundle(north, make_bundle(world.stores["south"], "north", world.now, since=0), world.now)
    pull(Served(north, to="third"), world.stores["third"], world.now)
    assert world.stores["third"].heads()[north.origin].size == 2


def test_what_a_receiver_destroyed_does_not_come_back_by_bundle(world: World) -> None:
    said = world.say("north", enquiry(), to=("south",))
    world.meet("north", "south")
    south = world.stores["south"]
    officer = signer("south/duty")
    destroy(south, (said.id,), reason="asked to", officer=officer, role="duty", now=world.tick())
    take_bundle(south, make_bundle(world.stores["north"], "south", world.now, since=0), world.now)
    assert south.find(said.id) is None


def test_a_hold_stops_destruction_until_it_is_lifted(world: World) -> None:
    said = world.say("north", enquiry(), to=("south",))
    north, officer = world.stores["north"], signer("north/duty")

    def destroy_it() -> None:
        destroy(north, (said.id,), reason="over", officer=officer, role="duty", now=world.tick())

    for hold in (admin.Hold(of=(said.id,)), admin.Hold()):
        world.say("north", hold)
        with pytest.raises(InputError, match="hold"):
            destroy_it()
        assert north.find(said.id) is not None
        world.say("north", admin.Hold(of=hold.of, lifted=True))
    destroy_it()
    assert north.find(said.id) is None
    with pytest.raises(InputError, match="can be read here"):
        destroy_it()


def test_a_hold_of_another_party_stops_what_it_is_a_party_to_and_only_it_lifts_that(world: World) -> None:
    theirs = world.say("north", enquiry("1"), to=("south",))
    private = world.say("north", enquiry("2"), to=("third",))
    world.say("south", admin.Hold(reason="an inquiry"))
    world.say("third", admin.Hold(of=(theirs.id,), reason="none of its business"))
    for code in ("south", "third"):
        world.meet("north", code)
    north, officer = world.stores["north"], signer("north/duty")

    def destroy_it(identity: str) -> None:
        destroy(north, (identity,), reason="over", officer=officer, role="duty", now=world.tick())

    destroy_it(private.id)  # south was never a party to it
    world.say("north", admin.Hold(lifted=True, reason="as if it were ours to lift"))
    with pytest.raises(InputError, match="hold"):
        destroy_it(theirs.id)
    world.say("south", admin.Hold(lifted=True, reason="the inquiry has ended"))
    world.meet("north", "south")
    destroy_it(theirs.id)  # third's hold never counted for it


def test_what_is_due_for_destruction_follows_from_what_was_said(world: World) -> None:
    ids = [world.say("north", enquiry(str(number)), to=("south",)).id for number in range(4)]
    hour = timedelta(hours=1)

    def retain(of: list[str], until: datetime | None) -> None:
        body = admin.Retention(of=tuple(of), retention_class=admin.RetentionClass.OPERATION, until=until)
        world.say("north", body)

    end = world.now + hour
    retain(ids[:3], end)
    retain(ids[1:2], end + hour)  # the longer counts
    retain(ids[2:3], None)  # and no end keeps it
    said = world.statements("north")
    assert due(said, end - timedelta(seconds=1), "north") == ()
    assert due(said, end, "north") == (ids[0],)
    assert due(said, end + hour, "north") == (ids[0], ids[1])
    over = admin.Retention(of=(ids[3],), retention_class=admin.RetentionClass.OPERATION, until=end)
    world.say("south", over)
    world.meet("north", "south")  # another party does not say how long we keep what we hold
    assert due(world.statements("north"), end + hour, "north") == (ids[0], ids[1])
    world.say("north", admin.Hold(of=(ids[0],)))
    assert due(world.statements("north"), end + hour, "north") == (ids[1],)
    world.say("north", admin.Hold())
    assert due(world.statements("north"), end + hour, "north") == ()


def test_a_public_statement_cannot_be_destroyed(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), public=True)
    with pytest.raises(InputError, match="stands in the log"):
        destroy(
            world.stores["north"],
            (said.id,),
            reason="x",
            officer=signer("north/duty"),
            role="duty",
            now=world.now,
        )


def test_a_log_goes_on_under_a_new_key_and_what_the_old_one_signed_stays_good(tmp_path: Path) -> None:
    world = World(tmp_path, "north", "south")
    world.say("north", Alarm(words="before"), to=("south",))
    world.meet("north", "south")
    new_log = Signer.from_seed(origin_of("north"), bytes(31) + b"\1")
    new_witness = Signer.from_seed("south/witness", bytes(31) + b"\2", COSIGNATURE)
    card = replace(card_of("north"), log=new_log.verifier)
    world.say("north", card, officer="root", role="root")
    other = replace(card_of("south"), witness=new_witness.verifier)
    world.say("south", other, officer="root", role="root")
    world.meet("north", "south")
    assert world.stores["north"].heads()[origin_of("north")].size == 2  # sealed by the old key
    for code, keys in (
        ("north", replace(keys_of("north"), log=new_log)),
        ("south", replace(keys_of("south"), witness=new_witness)),
    ):
        world.stores[code].keys = keys
    said = world.say("north", Alarm(words="after"), to=("south",))
    world.meet("north", "south")
    world.meet("north", "south")
    north = world.stores["north"]
    head = north.heads()[origin_of("north")]
    assert (head.size, head.given_size, head.cosigned_by) == (3, 3, ("south",))
    assert [one.header.kind for one in world.statements("south")] == ["alarm", "roster", "roster", "alarm"]
    assert all(fsck(store) == [] for store in world.stores.values())
    judged = check_policy(read_proof(north.prove(said.id)).checkpoint, north.policy(north.origin))
    assert judged.size == 3
    world.stores["north"].keys = keys_of("north")  # whoever found the old key tries it
    world.say("north", Alarm(words="stolen"), to=("south",))
    with pytest.raises(PeerError, match="replaced"):
        world.fetch("south", "north")
