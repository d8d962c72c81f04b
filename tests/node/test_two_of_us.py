"""A second node with our keys has gone on with our log: this one is told, still alarms, and still hears the others."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def old(both, tmp_path):
    """South's machine of yesterday, guard and all, started beside the one that went on since; north knows both."""
    both.exchange_words()
    both.south.node.close()
    yesterday = tmp_path / "yesterday"
    shutil.copytree(both.folders["south"], yesterday)
    newer = both.reopened()
    newer.desk.post("/api/alarm", {"words": "said on the new machine"})
    newer.machine.turn()
    assert both.north.link.once()
    newer.node.close()
    record = both.folders["south"] / "store" / "record.db"
    for path in (both.folders["south"] / "store").glob("record.db-*"):
        path.unlink()
    record.write_bytes((yesterday / "store" / "record.db").read_bytes())  # the same file: no guard can tell
    for name in ("guard.json", "record.db-wal"):
        if (yesterday / "store" / name).exists():
            shutil.copy(yesterday / "store" / name, both.folders["south"] / "store" / name)
    side = both.reopened()
    yield side
    for one in (newer, side):
        one.raw.close()
    side.node.close()


def test_it_is_told_with_evidence_still_alarms_and_still_hears(both, old):
    assert not old.node.store.restored
    old.desk.post("/api/alarm", {"words": "said on the old machine"})
    old.machine.turn()
    assert old.link.once()
    store = old.node.store
    assert store.evidence(store.origin) is not None
    (finding,) = [one for one in old.desk.desk()["findings"] if one["kind"] == "split_view"]
    assert finding["text"].startswith("Our own log has signed two histories")
    assert "begin a new log" in finding["text"]
    assert not [one for one in old.desk.desk()["findings"] if one["kind"] == "own_log_restored"]

    size = store.heads()[store.origin].size
    waiting = old.desk.post("/api/alarm", {"words": "stop now"})["id"]
    old.machine.turn()
    assert (store.waiting(), store.heads()[store.origin].size) == ([waiting], size)
    assert old.node.trouble == ""
    heard = both.north.desk.post("/api/alarm", {"words": "from the north"})["id"]
    both.north.machine.turn()
    assert old.link.once()
    assert old.node.peers.state("north", both.clock()) == "heard"
    assert heard in {row["id"] for row in old.desk.get("/api/record", limit=500)}

    assert both.north.link.once()
    assert both.north.node.store.evidence(store.origin) is not None
    assert waiting in both.north.node.picture().pending
    assert any(one.id == waiting for one in both.north.node.picture().exchanges.alarms)
