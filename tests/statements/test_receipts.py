"""Receipts and documents as folds: a receipt is the receiver's own word about what he was given, or none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.simulator import START, World

from commonground.errors import PeerError
from commonground.statements.admin import (
    Disclosure,
    DocumentNamed,
    Receipt,
    ReceiptStage,
    Relayed,
)
from commonground.statements.folds.documents import documents
from commonground.statements.folds.receipts import receipts
from commonground.statements.message import Alarm
from commonground.statements.notice import Withdrawal

SHA256 = "ab" * 32
FILE = DocumentNamed(sha256=SHA256, length=9, title="Sheet 12", edition="3")


@pytest.fixture
def world(tmp_path) -> World:
    made = World(tmp_path, "north", "south", "third")
    yield made
    made.close()


def received(*ids: str, document: str = "", stage: ReceiptStage = ReceiptStage.RECEIVED) -> Receipt:
    return Receipt(stage=stage, of=ids, document=document)


def everything(world: World):
    for one in world.codes:
        for other in world.codes:
            if one != other:
                world.meet(one, other)
    return world.statements("north")


def test_a_receipt_counts_as_the_word_of_who_signed_it_alone(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("south", "third"))
    everything(world)
    world.say("south", received(said.id), to=("north",), officer="node", role="node")
    world.say("north", received(said.id), to=("south",), officer="node", role="node")  # its own: nothing
    assert receipts(everything(world)) == {said.id: {"south": ["received"]}}


def test_a_receipt_for_another_statement_says_nothing_of_this_one(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("south",))
    other = world.say("north", Alarm(words="other"), to=("south",))
    everything(world)
    world.say("south", received(other.id), to=("north",))
    assert said.id not in receipts(everything(world))


def test_a_receipt_can_be_added_to_and_never_taken_back(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("south",))
    everything(world)
    given = world.say("south", received(said.id), to=("north",))
    world.say("south", Withdrawal(withdraws=given.id, reason="we never had it"), to=("north",))
    world.say("south", received(said.id, stage=ReceiptStage.UNDERSTOOD), to=("north",))
    assert receipts(everything(world)) == {said.id: {"south": ["received", "understood"]}}


def test_a_receipt_cannot_be_said_in_anothers_name(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("south",))
    everything(world)
    given = world.say("south", received(said.id), to=("north",), public=True)
    world.meet("north", "south")
    leaf = world.stores["north"].find(given.id).leaf
    for forged in (
        leaf.replace(b'"party":"south"', b'"party":"third"'),
        leaf.replace(said.id.encode(), b"0" * 64),
    ):
        with pytest.raises(PeerError):
            world.stores["north"].append(forged, public=True)


def test_a_receipt_shows_by_its_place_in_the_log_that_it_came_after(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("south",))
    world.meet("south", "north")
    world.now = START - timedelta(days=9)  # a clock that lies does not move it before what it is for
    world.say("south", received(said.id), to=("north",))
    world.now = START + timedelta(hours=1)
    kinds = [one.header.kind for one in everything(world)]
    assert kinds == ["alarm", "receipt"]


def test_what_a_centre_says_of_a_receipt_is_shown_as_the_centres_word(world: World) -> None:
    said = world.say("north", Alarm(words="stop"), to=("third",))
    everything(world)
    words = Relayed(source_party="south", source="cd" * 32, words="received")
    world.say("third", words, to=("north",), re=(said.id,))
    assert receipts(everything(world)) == {said.id: {"south through third": ["received"]}}


def test_a_receipt_for_the_name_is_none_for_the_bytes_and_the_other_way_round(world: World) -> None:
    said = world.say("north", FILE, to=("south",))
    everything(world)
    world.say("south", received(said.id), to=("north",))
    handed = documents(everything(world))[said.id]
    assert not handed.has_receipt("south", ReceiptStage.RECEIVED)
    world.say("south", received(said.id, document=SHA256), to=("north",))
    statements = everything(world)
    assert documents(statements)[said.id].has_receipt("south", ReceiptStage.RECEIVED)
    assert receipts(statements)[said.id] == {"south": ["received"]}


def test_a_receipt_for_other_bytes_or_by_somebody_who_was_not_given_them_does_not_count(world: World) -> None:
    said = world.say("north", FILE, to=("south",))
    everything(world)
    world.say("south", received(said.id, document="cd" * 32), to=("north",))
    world.say("third", received(said.id, document=SHA256), to=("north",))
    world.say("north", received(said.id, document=SHA256), to=("south",))
    assert documents(everything(world))[said.id].receipts == []


def test_only_its_party_gives_a_document_away_or_takes_it_back(world: World) -> None:
    said = world.say("north", FILE, to=("south",))
    everything(world)
    gift = Disclosure(discloses=said.id, parties=("third",))
    world.say("south", Withdrawal(withdraws=said.id, reason="not theirs to say"), to=("north",))
    statements = everything(world)
    handed = documents(statements)[said.id]
    assert handed.withdrawn is None
    assert handed.may_have("south", world.now)
    assert not handed.may_have("third", world.now)
    world.say("north", gift)
    handed = documents(everything(world))[said.id]
    assert handed.may_have("third", world.now)
    world.say("north", Withdrawal(withdraws=said.id, reason="wrong sheet"), to=("south",))
    handed = documents(everything(world))[said.id]
    assert not handed.may_have("south", world.now)
    assert handed.may_have("north", world.now)


@pytest.mark.parametrize(
    "change", [{"sha256": "zz" * 32}, {"sha256": "AB" * 32}, {"length": -1}, {"length": 2**40}]
)
def test_a_document_that_cannot_be_is_not_named(change) -> None:
    with pytest.raises(ValueError, match="document"):
        DocumentNamed(**({"sha256": SHA256, "length": 9, "title": "x"} | change))
