"""What a desk is told about the logs: not witnessed since, terms and pins that differ, a frozen log."""

from dataclasses import replace

import pytest
from tests.node.parties import ROOT_PASSPHRASE

from commonground.cli.terms_words import drafted, pins_of
from commonground.node.folder import key_of, open_root
from commonground.statements.roster import ROOT


def findings(side, kind):
    return [one["text"] for one in side.desk.desk()["findings"] if one["kind"] == kind]


def say_terms(side, folder, **changes):
    node = side.node
    terms = drafted(node.roster, title="Ours at sea", quorum=1)
    terms = replace(terms, pins=pins_of(node.config, node.roster), **changes)
    signer = key_of(side.code, ROOT, open_root(folder, ROOT_PASSPHRASE).seed)
    node.store.say(terms, officer=signer, role=ROOT, now=node.clock(), public=True)
    node.changed()


def test_unwitnessed_is_said_with_its_moment_and_ends_when_a_peer_has_seen_it(both):
    both.exchange_words()
    assert both.north.desk.desk()["head"]["unwitnessed_since"] is None
    both.north.desk.post("/api/alarm", {"words": "stop"})
    both.north.machine.turn()
    said = both.north.desk.desk()["head"]["unwitnessed_since"]
    assert said == "2030-01-01T06:00:00Z"
    assert findings(both.north, "unwitnessed") == []  # a peer has had no time yet
    both.clock.move(seconds=both.north.node.config.absent_s)
    (text,) = findings(both.north, "unwitnessed")
    assert said in text
    both.exchange_words()
    assert findings(both.north, "unwitnessed") == []
    assert both.north.desk.desk()["head"]["unwitnessed_since"] is None


def test_terms_that_differ_stand_on_both_desks_until_they_do_not(both):
    say_terms(both.north, both.folders["north"])
    say_terms(both.south, both.folders["south"], words="and more")
    both.exchange_words()
    for side in (both.north, both.south):
        (text,) = [one for one in findings(side, "terms_differ") if "same terms" in one]
        assert "South has" in text
    terms = both.north.node.store.terms()["north"]
    signer = key_of("south", ROOT, open_root(both.folders["south"], ROOT_PASSPHRASE).seed)
    both.south.node.store.say(terms, officer=signer, role=ROOT, now=both.clock(), public=True)
    both.exchange_words()
    assert not [one for one in findings(both.north, "terms_differ") if "same terms" in one]


@pytest.mark.parametrize("wrong", [True, False])
def test_a_pin_that_is_not_the_cards_is_said(both, wrong):
    pins = pins_of(both.north.node.config, both.north.node.roster)
    if wrong:
        pins = tuple(replace(one, certificate="ab" * 32) if one.party == "south" else one for one in pins)
    node = both.north.node
    terms = replace(drafted(node.roster, title="Ours", quorum=1), pins=pins)
    signer = key_of("north", ROOT, open_root(both.folders["north"], ROOT_PASSPHRASE).seed)
    node.store.say(terms, officer=signer, role=ROOT, now=both.clock(), public=True)
    node.changed()
    said = [one for one in findings(both.north, "terms_differ") if "certificate" in one]
    assert len(said) == (1 if wrong else 0)
