"""A new box key for the party: what was sealed stays readable, and who has gone reads nothing that is new."""

import pytest
from tests.node.parties import ROOT_PASSPHRASE, Side, enquiry

from commonground.cli.main import main
from commonground.errors import InputError, OwnError, PeerError
from commonground.node import rotation
from commonground.node.auth.sealed import unseal
from commonground.node.boxes import boxes_path, seeds_of
from commonground.node.config import read_config
from commonground.node.disk import write_secret
from commonground.node.folder import NewOfficer, key_of, open_root, read_officers
from commonground.node.officers import add_officer, revoke_officer
from commonground.node.rotation import rotate_key
from commonground.statements.roster import BOX
from commonground.store.sealing import unseal as opened_by

LATER = "copper lamp over water"


def rotate(both, folder=None) -> str:
    folder = folder or both.folders["south"]
    return rotate_key(read_config(folder), "box", ROOT_PASSPHRASE, now=both.clock())


def seed_of(folder, passphrase, officer="diallo") -> bytes:
    return unseal(read_officers(folder)[officer], passphrase).box


@pytest.fixture
def rotated(both):
    """South changed its box key while an enquiry to the old one was on its way; its node runs again."""
    both.before = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.exchange_words()
    both.under_way = both.north.desk.post("/api/alarm", {"to": ["south"], "words": "under way"})["id"]
    both.north.machine.turn()
    both.south.node.close()
    both.stolen = seed_of(both.folders["south"], "river glass copper bell")
    rotate(both)
    again = both.reopened()
    both.exchange_words_of(both.north, again)
    yield again
    again.raw.close()
    again.node.close()


def test_what_was_sealed_before_and_what_is_sealed_after_can_be_read(both, rotated):
    after = both.north.desk.post("/api/alarm", {"to": ["south"], "words": "after"})["id"]
    both.exchange_words_of(both.north, rotated)
    readable = {row["id"] for row in rotated.desk.get("/api/record", limit=500)}
    assert {both.before, both.under_way, after} <= readable
    assert both.north.desk.desk()["findings"] == []


def test_the_old_key_opens_nothing_that_is_new(both, rotated):
    before = both.north.node.store.find(both.under_way)
    after = both.north.node.store.find(
        both.north.desk.post("/api/alarm", {"to": ["south"], "words": "after"})["id"]
    )
    thief = key_of("south", BOX, both.stolen)

    def sealed(found) -> bytes:
        row = both.north.node.store.database.one(
            "SELECT sealed FROM body WHERE party = 'south' AND idx = ? AND log ="
            " (SELECT log FROM log WHERE origin = ?)",
            (found.index, found.origin),
        )
        return bytes(row[0])

    assert opened_by(thief, sealed(before))
    with pytest.raises(PeerError, match="not sealed to our box"):
        opened_by(thief, sealed(after))


def test_an_officer_who_went_is_handed_nothing_and_a_new_one_reads_everything(both):
    both.exchange_words()
    both.south.node.close()
    folder = both.folders["south"]
    config = read_config(folder)
    first = rotate(both)
    new = NewOfficer(code="fall", name="Fall", roles=("watch",), passphrase=LATER)
    add_officer(config, new, ROOT_PASSPHRASE, now=both.clock())
    went = unseal(read_officers(folder)["diallo"], "river glass copper bell")
    held = set(seeds_of(folder, "diallo", went))
    revoke_officer(config, "diallo", "left", ROOT_PASSPHRASE, now=both.clock())
    assert not boxes_path(folder, "diallo").exists()
    assert rotate(both) != first
    stays = unseal(read_officers(folder)["fall"], LATER)
    assert len(seeds_of(folder, "fall", stays)) == 3
    assert len(held) == 2
    assert set(seeds_of(folder, "fall", stays)) - held == {seeds_of(folder, "fall", stays)[0]}
    assert seeds_of(folder, "root", open_root(folder, ROOT_PASSPHRASE)) == seeds_of(folder, "fall", stays)
    said = both.north.desk.post("/api/alarm", {"to": ["south"], "words": "to the new one"})["id"]
    again = Side(folder, "south", both.clock)
    try:
        again.desk.login("fall", LATER)
        again.connect(both.north)
        both.north.connect(again)
        both.exchange_words_of(both.north, again)
        assert said in {row["id"] for row in again.desk.get("/api/record", limit=500)}
    finally:
        again.raw.close()
        again.node.close()


def test_a_rotation_cut_off_before_its_card_leaves_the_old_key_in_force(both, monkeypatch):
    both.exchange_words()
    both.south.node.close()

    class CutOffError(Exception):
        pass

    def cut(*_, **__):
        raise CutOffError

    monkeypatch.setattr(rotation, "replace", cut)  # the new key is handed out; the card is not said
    with pytest.raises(CutOffError):
        rotate(both)
    monkeypatch.undo()
    again = both.reopened()
    try:
        both.exchange_words_of(both.north, again)
        said = both.north.desk.post("/api/alarm", {"to": ["south"], "words": "still"})["id"]
        both.exchange_words_of(both.north, again)
        assert said in {row["id"] for row in again.desk.get("/api/record", limit=500)}
    finally:
        again.node.close()
    rotate(both)  # and once more goes through
    last = both.reopened()
    both.exchange_words_of(both.north, last)
    last.raw.close()
    last.node.close()


def test_a_backup_brings_the_keys_along_and_the_commands_open_the_record(both, tmp_path, capsys):
    both.exchange_words()
    both.south.node.close()
    rotate(both)
    folder, secret = both.folders["south"], tmp_path / "pass"
    write_secret(secret, f"diallo=river glass copper bell\nroot={ROOT_PASSPHRASE}\n".encode())
    assert main(["backup", str(folder), str(tmp_path / "copy")]) == 0
    assert main(["restore", str(tmp_path / "copy"), str(tmp_path / "back")]) == 0
    for place in (folder, tmp_path / "back"):
        for path in (boxes_path(place, "diallo"), boxes_path(place, "root")):
            assert path.stat().st_mode & 0o077 == 0
        given = ["--officer", "diallo", "--passphrases", str(secret)]
        assert main(["log", "show", str(place), *given]) == 0, capsys.readouterr().err
    assert main(["key", "rotate", str(folder), "box", "--passphrases", str(secret)]) == 0


def test_a_file_of_box_keys_that_was_changed_is_said_by_name(both):
    both.south.node.close()
    rotate(both)
    path = boxes_path(both.folders["south"], "diallo")
    write_secret(path, path.read_bytes()[:-4] + b"AAA\n")
    opened = unseal(read_officers(both.folders["south"])["diallo"], "river glass copper bell")
    with pytest.raises(OwnError, match="not the box keys"):
        seeds_of(both.folders["south"], "diallo", opened)
    path.unlink()
    again = Side(both.folders["south"], "south", both.clock)
    try:
        with pytest.raises(InputError, match="was not handed the box key"):
            again.login()
    finally:
        again.raw.close()
        again.node.close()
