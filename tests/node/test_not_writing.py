"""A record that cannot be written is said by /health, desk and board, and is over by itself when it can be."""

import resource

import httpx
import pytest
from tests.node.test_two_processes import ids_of, processes, wait

from commonground.errors import InputError, OwnError
from commonground.node.machine import Machine

SAID = "cannot write its record"
__all__ = ["processes"]


def health(process) -> dict:
    return httpx.get(f"http://127.0.0.1:{process.port}/health", trust_env=False).json()


def limit_files(process, soft: int) -> None:
    """A disk that is full, for this process alone: no file of it may grow beyond so many bytes."""
    _, hard = resource.prlimit(process.child.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.child.pid, resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_everywhere_and_is_over_by_itself(processes):
    north, south = processes["north"].desk(), processes["south"].desk()
    kept = north.post("/api/alarm", {"words": "before"})["id"]
    limit_files(processes["north"], 1)
    wait(lambda: health(processes["north"])["state"] == "not_writing")  # nobody had to try to say something

    with pytest.raises(OwnError, match="cannot be read or written") as refused:
        north.post("/api/alarm", {"words": "while the disk is full"})
    assert "free space" in refused.value.hint
    first = north.desk()["alarms"][0]
    assert (first["kind"], first["level"]) == ("not_writing", "urgent")
    assert SAID in first["text"]
    said = south.post("/api/alarm", {"words": "from the other side"})["id"]
    ours = "Nothing of south can be taken in here"  # not theirs: a link that was begun too early had another
    wait(lambda: (north.desk()["peers"][0]["trouble"] or "").startswith(ours))
    assert health(processes["north"])["state"] == "not_writing"

    limit_files(processes["north"], resource.RLIM_INFINITY)
    wait(lambda: health(processes["north"])["state"] == "ready")
    wait(lambda: {kept, said} <= ids_of(north))
    after = north.post("/api/alarm", {"words": "after"})["id"]
    wait(lambda: {kept, after} <= ids_of(south))
    assert all(one["kind"] != "not_writing" for one in north.desk()["alarms"])
    words = {row["text"] for row in north.get("/api/record", limit=500)}
    assert not any("while the disk is full" in one for one in words)
    for desk in (north, south):
        desk.close()


def test_the_board_says_it_too(both):
    board = both.north.raw.get("/board").text
    assert SAID not in board
    both.north.node.store.database.write_fault = "database or disk is full"
    assert SAID in both.north.raw.get("/board").text
    both.north.machine.beat()  # it tries, and can
    assert SAID not in both.north.raw.get("/board").text


@pytest.mark.parametrize("error", [InputError("no such thing"), KeyError("a place somebody typed")])
def test_a_machine_that_cannot_finish_goes_on_and_says_so(both, monkeypatch, caplog, error):
    def broken(self):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Machine, "turn", broken)
        for _ in range(3):
            both.north.machine.beat()
    assert both.north.raw.get("/health").json()["state"] == "not_writing"
    assert len(caplog.records) == 1  # once, not with every beat: logs stand on the same disk
    assert "somebody typed" not in caplog.text
    both.north.machine.beat()
    assert both.north.raw.get("/health").json()["state"] == "ready"


def test_a_peer_that_makes_us_fail_does_not_end_the_link(both, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("commonground.node.peers.link.pull", lambda *_, **__: {}["a place"])
        assert not both.north.link.once()
    assert "KeyError" in both.north.node.peers.word("south").trouble
    assert both.north.link.once()


def test_a_transaction_that_writes_nothing_proves_nothing(both):
    store = both.north.node.store
    store.database.write_fault = "disk I/O error"
    store.seal(both.clock())
    with store.database.write():
        pass
    assert store.write_fault == "disk I/O error"
    store.try_to_write()
    assert store.write_fault == ""
