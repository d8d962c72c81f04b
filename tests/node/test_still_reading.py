"""A record that is read from its start: nobody waits for it unseen, and a part is never shown as all of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, enquiry

from commonground.errors import OwnError
from commonground.node.desk import picture as picture_module
from commonground.node.desk.picture import Pictures, StillReadingError
from commonground.store.values import Recorded

WAIT_S = 60.0


class Gate:
    """Holds a reading of the record after its first entries, until it is opened."""

    def __init__(self, store, after: int = 2) -> None:
        self.held, self.open = threading.Event(), threading.Event()
        plain = store.recorded

        def recorded(since: int = 0) -> Iterator[Recorded]:
            for number, one in enumerate(plain(since)):
                if number == after and since == 0:
                    self.held.set()
                    assert self.open.wait(WAIT_S)
                yield one

        store.recorded = recorded


@pytest.fixture
def north(both, monkeypatch):
    """North with a record that counts as long, read beside from now on."""
    for _ in range(5):
        both.north.desk.post("/api/enquiries", enquiry())
    both.exchange_words()
    both.north.node.picture()
    monkeypatch.setattr(picture_module, "LONG", 3)
    monkeypatch.setattr(picture_module, "LOOK_S", 0.01)
    return both.north


def begin_anew(side) -> tuple[Gate, threading.Event]:
    """As after a start without the file: nothing is read yet."""
    node, read = side.node, threading.Event()
    gate = Gate(node.store)
    node.pictures = Pictures(node.store, node.config)
    node.pictures.read_beside(read.set)
    return gate, read


def test_whoever_asks_is_told_how_far_it_is_and_later_gets_the_same_picture(north) -> None:
    before = north.node.picture()
    gate, read = begin_anew(north)
    with pytest.raises(StillReadingError):
        north.node.picture()
    assert gate.held.wait(WAIT_S)
    last = north.node.store.last_arrival()
    with pytest.raises(StillReadingError, match=f"2 of {last} entries"):
        north.node.picture()
    health = north.raw.get("/health").json()
    assert health["state"] == "reading"
    assert f"2 of {last} entries" in health["reading"]
    refused = north.raw.get("/api/desk")
    assert refused.status_code == 503
    assert "radio or telephone" in refused.json()["error"]["hint"]
    board = north.raw.get("/board")
    assert (board.status_code, f"2 of {last} entries" in board.text) == (503, True)
    assert north.node.pictures.pending("south", ()) is False  # a peer's words are taken in meanwhile
    gate.open.set()
    assert read.wait(WAIT_S)
    after = north.node.picture()
    assert (after.statements, after.settled, after.given) == (before.statements, before.settled, before.given)
    health = north.raw.get("/health").json()
    assert (health["state"], health["reading"]) == ("ready", "")
    assert north.raw.get("/api/desk").status_code == 200


def test_the_machine_seals_meanwhile_and_is_in_no_trouble(north) -> None:
    gate, read = begin_anew(north)
    with pytest.raises(StillReadingError):
        north.node.picture()
    said = north.desk.post("/api/alarm", {"words": "stop"})  # never blocked
    north.machine.beat()
    assert north.node.trouble == ""
    head = north.node.store.heads()[north.node.origin_of_log]
    assert north.node.store.find(said["id"]).index < head.size
    gate.open.set()
    assert read.wait(WAIT_S)
    assert said["id"] in north.node.picture().by_id


def test_who_logs_in_meanwhile_unlocks_the_record_and_is_told_to_come_again(north) -> None:
    north.node.lock()
    gate, read = begin_anew(north)
    with pytest.raises(StillReadingError):
        north.node.picture()
    assert gate.held.wait(WAIT_S)
    asked = {"officer": OFFICER["north"], "passphrase": PASSPHRASE["north"]}
    with pytest.raises(OwnError, match="reads its record"):
        north.login()
    assert not north.node.sessions.staffed(north.node.clock())
    form = north.raw.post("/board/login", data=asked, headers={"origin": "http://north"})
    assert (form.status_code, "reads its record" in form.text) == (503, True)
    assert not north.node.store.locked
    gate.open.set()
    assert read.wait(WAIT_S)
    north.login()
    assert len(north.node.picture().exchanges.exchanges) == 5


def test_a_node_that_ends_does_not_read_to_the_end(north) -> None:
    gate, _ = begin_anew(north)
    with pytest.raises(StillReadingError):
        north.node.picture()
    assert gate.held.wait(WAIT_S)
    ended = threading.Thread(target=north.node.pictures.close)
    ended.start()
    while not north.node.pictures._known._stopped:
        pass
    gate.open.set()
    ended.join(WAIT_S)
    assert not ended.is_alive()
    assert north.node.pictures._known.progress[0] == 2


def test_why_a_record_cannot_be_read_is_said(north, monkeypatch) -> None:
    def broken(_since: int = 0) -> Iterator[Recorded]:
        raise OwnError("the record cannot be read or written: disk")
        yield

    _, read = begin_anew(north)
    north.node.store.recorded = broken
    with pytest.raises(StillReadingError):
        north.node.picture()
    assert read.wait(WAIT_S)
    with pytest.raises(OwnError, match="cannot be read or written"):
        north.node.picture()


def test_where_nobody_reads_beside_all_is_read_at_once(north) -> None:
    pictures = Pictures(north.node.store, north.node.config)
    assert pictures.now().statements == north.node.picture().statements
