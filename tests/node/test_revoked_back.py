"""A key that was stolen earlier: what it signed from then on counts no more, and both desks say so."""

from tests.node.parties import ROOT_PASSPHRASE, T0

from commonground.node.config import read_config
from commonground.node.officers import revoke_officer


def findings(side):
    return [one for one in side.desk.desk()["findings"] if one["kind"] == "revoked_back"]


def test_what_a_stolen_key_signed_counts_no_more_and_both_desks_say_so(both):
    north, south = both.north, both.south
    stolen = north.desk.post("/api/alarm", {"to": ["south"], "words": "stop"})["id"]
    both.exchange_words()
    assert stolen in {one["id"] for one in south.desk.get("/api/record", limit=500)}
    assert findings(south) == []
    entry = south.node.store.find(stolen).index
    officer = south.node.statement(stolen).header.officer
    config = read_config(both.folders["north"])
    revoke_officer(config, officer, "The card was lost.", ROOT_PASSPHRASE, now=T0, from_entry=entry)
    both.exchange_words()
    (said,) = findings(south)
    assert said["level"] == "urgent"
    assert f"from entry {entry} of its log on" in said["text"]
    assert "The card was lost." in said["text"]
    assert south.node.statement(stolen) is None
    assert findings(north)  # its own desk too


def test_an_officer_who_leaves_takes_nothing_back(both):
    both.north.desk.post("/api/alarm", {"to": ["south"], "words": "stop"})
    both.exchange_words()
    officer = read_config(both.folders["north"]) and next(iter(both.north.node.officers))
    revoke_officer(read_config(both.folders["north"]), officer, "left", ROOT_PASSPHRASE, now=T0)
    both.exchange_words()
    assert findings(both.south) == []
