"""Backup and restore as a drill, new keys while the peers look on, and a locked node."""

import json
import shutil

import pytest
from tests.node.parties import Side, enquiry

from commonground.cli.main import main
from commonground.errors import InputError, OwnError
from commonground.node import rotation
from commonground.node.config import read_config
from commonground.node.rotation import rotate_key

ROOT = "deep root under stone"


def ids(side):
    return [row["id"] for row in side.desk.get("/api/record", limit=500)]


def test_the_restore_drill_by_commands(both, tmp_path, capsys):
    both.exchange_words()
    copy, back = tmp_path / "copy", tmp_path / "back"
    assert main(["backup", str(both.folders["south"]), str(copy), "--json"]) == 0  # while the node runs
    assert json.loads(capsys.readouterr().out)["entries"] > 0
    assert not (copy / "store" / "guard.json").exists()
    lost = both.south.desk.post("/api/alarm", {"words": "after the backup"})["id"]
    both.exchange_words()
    both.south.node.close()

    assert main(["restore", str(copy), str(back), "--json"]) == 0
    for path in [back, *back.glob("keys/*.key"), *back.glob("officers/*"), back / "store" / "record.db"]:
        assert path.stat().st_mode & 0o077 == 0, path
    again = both.reopened(back)
    try:
        assert any(one["kind"] == "own_log_restored" for one in again.desk.desk()["findings"])
        waiting = again.desk.post("/api/alarm", {"words": "said while it waits"})["id"]
        assert again.link.once()
        again.machine.turn()
        both.exchange_words_of(both.north, again)
        assert {lost, waiting} <= set(ids(both.north))
        mirrored = both.north.node.store.heads()["commonground/south"]
        own = again.node.store.heads()["commonground/south"]
        assert (own.size, own.root) == (mirrored.size, mirrored.root)  # one log, the lost entry in it
        assert both.north.node.store.evidence("commonground/south") is None
        assert not any(one["kind"] == "own_log_restored" for one in again.desk.desk()["findings"])
    finally:
        again.raw.close()
        again.node.close()


def test_a_backup_that_is_not_whole_is_refused_by_name(both, tmp_path, capsys):
    copy = tmp_path / "copy"
    assert main(["backup", str(both.folders["south"]), str(copy)]) == 0
    assert main(["backup", str(both.folders["south"]), str(copy)]) == 1  # never over an old one
    assert "not empty" in capsys.readouterr().err
    shutil.rmtree(copy / "officers")
    assert main(["restore", str(copy), str(tmp_path / "back")]) == 1
    assert "officers" in capsys.readouterr().err
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("purpose", ["log", "witness", "node"])
def test_a_new_key_takes_over_and_the_peers_go_on(both, purpose):
    both.exchange_words()
    both.south.node.close()
    folder = both.folders["south"]
    before = (folder / "keys" / f"{purpose}.key").read_bytes()
    card = rotate_key(read_config(folder), purpose, ROOT, now=both.clock())
    assert (folder / "keys" / f"{purpose}.key").read_bytes() != before
    again = both.reopened()
    try:
        assert both.north.link.once()  # the card comes with our log, whoever signs our requests
        both.exchange_words_of(both.north, again)
        said = again.desk.post("/api/alarm", {"words": "under the new key"})["id"]
        both.exchange_words_of(both.north, again)
        assert {card, said} <= set(ids(both.north))
        assert again.desk.desk()["head"]["pending"] == 0
        assert both.north.desk.desk()["findings"] == []
    finally:
        again.raw.close()
        again.node.close()


def test_a_rotation_cut_off_in_the_middle_is_finished_at_the_next_start(both, monkeypatch):
    both.south.node.close()
    folder = both.folders["south"]
    monkeypatch.setattr(
        rotation, "finish", lambda config, card: None
    )  # killed before the keys changed places
    rotate_key(read_config(folder), "log", ROOT, now=both.clock())
    monkeypatch.undo()
    assert (folder / "keys" / "log.key.next").exists()
    again = both.reopened()
    try:
        assert not (folder / "keys" / "log.key.next").exists()
        both.exchange_words_of(both.north, again)
    finally:
        again.raw.close()
        again.node.close()


def test_a_key_that_the_card_does_not_name_is_not_used(both):
    both.south.node.close()
    path = both.folders["south"] / "keys" / "witness.key"
    path.write_text("00" * 32)
    with pytest.raises(OwnError, match="not the one that our card names"):
        Side(both.folders["south"], "south", both.clock)


def test_a_rotation_with_the_wrong_passphrase_or_purpose_changes_nothing(both):
    config = read_config(both.folders["south"])
    keys = {path: path.read_bytes() for path in (both.folders["south"] / "keys").iterdir()}
    for purpose, secret in (("log", "not the root passphrase"), ("root", ROOT)):
        with pytest.raises(InputError):
            rotate_key(config, purpose, secret, now=both.clock())
    assert {path: path.read_bytes() for path in (both.folders["south"] / "keys").iterdir()} == keys


def test_a_new_certificate_needs_the_card_to_be_handed_over(both):
    both.south.node.close()
    folder = both.folders["south"]
    before = (folder / "keys" / "tls.pem").read_bytes()
    rotate_key(read_config(folder), "tls", ROOT, now=both.clock())
    assert (folder / "keys" / "tls.pem").read_bytes() != before
    assert (folder / "keys" / "tls.key").stat().st_mode & 0o077 == 0
    assert main(["party", "link", str(both.folders["north"]), str(folder / "own.roster")]) == 0


def test_a_locked_node_keeps_what_comes_and_opens_none_of_it(both):
    both.south.desk.post("/api/lock")
    assert both.south.raw.get("/api/desk").status_code == 401
    assert both.south.raw.get("/health").json()["state"] == "locked"
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.exchange_words()
    assert not [
        one for one in both.south.node.store.recorded() if one.statement and one.statement.id == identity
    ]
    assert both.north.desk.exchange(identity)["ticks"]["given"]  # seen and cosigned all the same
    assert both.north.desk.exchange(identity)["ticks"]["reached_node"] is None
    both.south.login()
    both.exchange_words()
    assert both.south.desk.exchange(identity)["withheld"]
    assert both.north.desk.exchange(identity)["ticks"]["reached_node"]
