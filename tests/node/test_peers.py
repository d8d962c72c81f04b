"""What the link between two nodes does when things go wrong, and when a record comes back from a copy."""

import shutil

import httpx
import pytest
from tests.node.parties import Direct, Side, enquiry, two

from commonground.errors import InputError


@pytest.fixture
def down(both, monkeypatch):
    """Whether the network is down."""
    state = {"down": False}
    through = Direct.handle_request

    def maybe(self, request):
        if state["down"]:
            raise httpx.ConnectError("no way there", request=request)
        return through(self, request)

    monkeypatch.setattr(Direct, "handle_request", maybe)
    return state


def test_a_peer_that_is_gone_is_late_then_absent_and_nothing_is_lost(both, down):
    both.exchange_words()
    down["down"] = True
    assert not both.north.link.once()
    down["down"] = False
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    peer = both.north.desk.desk()["peers"][0]
    assert "does not answer" in peer["trouble"]
    assert peer["state"] == "heard"
    both.clock.move(seconds=both.north.node.config.late_s)
    assert both.north.desk.desk()["peers"][0]["state"] == "late"
    both.clock.move(seconds=both.north.node.config.absent_s)
    assert both.north.desk.desk()["peers"][0]["state"] == "absent"
    both.exchange_words()
    assert both.north.desk.desk()["peers"][0]["state"] == "heard"
    assert both.north.desk.desk()["peers"][0]["trouble"] == ""
    assert both.south.desk.exchange(identity)["withheld"]


def test_a_clock_that_is_a_day_off_is_said_and_nothing_is_taken(both):
    both.exchange_words()
    both.south.node.clock = both.south.link.source._clock = lambda: both.clock.at.replace(day=2)
    assert not both.north.link.once()
    assert "clocks are apart" in both.north.node.peers.word("south").trouble


def test_a_peer_that_has_said_nothing_yet_is_heard(tmp_path):
    with two(tmp_path) as sides:
        assert sides.north.link.once()
        assert sides.north.node.peers.state("south", sides.clock()) == "heard"


def test_every_reply_to_a_peer_carries_our_head(both):
    both.exchange_words()
    seen = []
    source = both.south.link.source
    source._client.event_hooks = {"response": [lambda answer: seen.append(answer.headers.get("cg-head"))]}
    source.heads()
    source.checkpoint()
    assert len(seen) == 2
    assert all(seen)


def test_a_restored_record_waits_for_the_peer_and_then_goes_on_as_one_log(both, tmp_path):
    both.exchange_words()
    both.south.node.close()
    copy = tmp_path / "copy"
    shutil.copytree(both.folders["south"], copy)
    later = Side(both.folders["south"], "south", both.clock)
    later.login()
    later.connect(both.north)
    both.north.connect(later)
    lost = later.desk.post("/api/alarm", {"words": "said after the copy was made"})["id"]
    for _ in range(2):
        later.machine.turn()
        assert both.north.link.once()
        assert later.link.once()
    later.node.close()

    shutil.rmtree(both.folders["south"] / "store")
    shutil.copytree(
        copy / "store", both.folders["south"] / "store", ignore=shutil.ignore_patterns("guard.json")
    )
    again = Side(both.folders["south"], "south", both.clock)
    again.login()
    again.connect(both.north)
    both.north.connect(again)
    try:
        assert again.node.store.restored
        assert any(one["kind"] == "own_log_restored" for one in again.desk.desk()["findings"])
        waiting = again.desk.post("/api/alarm", {"words": "said while it waits"})["id"]
        assert again.link.once()
        again.machine.turn()
        assert not again.node.store.restored
        both.exchange_words_of(both.north, again)
        ids = [row["id"] for row in both.north.desk.get("/api/record", limit=500)]
        assert lost in ids
        assert waiting in ids
        assert both.north.node.store.evidence("commonground/south") is None
    finally:
        for side in (later, again):
            side.raw.close()
        again.node.close()


def test_an_enquiry_to_somebody_who_is_no_peer_is_refused(both):
    with pytest.raises(InputError):
        both.north.desk.post("/api/enquiries", enquiry(to=["north"]))
