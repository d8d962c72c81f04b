"""Depictions said by parties, on both desks: listed, drawn, and told to whom they were never shown."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.maps.drawing import drawn, wave

from commonground.errors import InputError
from commonground.maps.depiction_file import write_depiction
from commonground.node.desk.said import said_by_parties
from commonground.statements.admin import DepictionSaid, Disclosure, LineBasis
from commonground.statements.notice import Withdrawal
from commonground.store.files.documents import keep_document, name_document

NAME = "said/north/our line"


def session_of(side):
    token = side.raw.cookies[side.node.cookie]
    session = side.node.sessions.find(token, side.node.clock(), acting=True)
    assert session is not None
    return session


def say_line(side, *, to=(), geometry=None, keep=keep_document, **more):
    """Say a depiction and name its file, which `keep` keeps; gives the statement's id."""
    data = write_depiction(drawn(wave())) if geometry is None else geometry
    keep(side.node.store, data)
    named = name_document(data, title="Our line")
    side.node.say(session_of(side), named, to=to)
    body = DepictionSaid(
        name="our line",
        title="The line of our sheet",
        basis=LineBasis.CLAIMED,
        source="Sheet 12",
        scale=50_000,
        ce95_m=120.0,
        licence="CC0-1.0",
        document=named.sha256,
    )
    return side.node.say(session_of(side), body, to=to, **more)


def listed(side):
    return {one["name"]: one for one in side.raw.get("/api/map/depictions").json()}


def which_side(side):
    return side.raw.get("/api/side?lat=0.8&lon=0.0&ce95=20")


def test_a_line_kept_to_ourselves_says_that_the_other_was_never_shown_it(both):
    say_line(both.north, to=("north",))
    row = listed(both.north)[NAME]
    assert row["never_shown_to"] == ["south"]
    assert (row["said_by"], row["said_at"]) == ("north/keita", "2030-01-01T06:00:00Z")
    assert (row["basis"], row["party"], row["shown"], row["unsaid"]) == ("claimed", "north", True, "")
    assert f"Never shown to south: {NAME}." in which_side(both.north).json()["text"]
    both.exchange_words()
    assert listed(both.south) == {}


def test_a_line_shown_to_the_other_is_on_its_desk_and_says_no_side_until_its_file_is_there(both):
    waiting = []
    say_line(both.north, to=("south",), keep=lambda store, data: waiting.append(data))
    both.exchange_words()
    row = listed(both.south)[NAME]
    assert row["shown_to"] == ["north", "south"]
    assert row["never_shown_to"] == []
    assert (row["shown"], row["unsaid"]) == (False, "the file with the line has not come yet")
    assert which_side(both.south).status_code == 400
    refused = both.south.raw.get(f"/api/map/depictions/{NAME}")
    assert (refused.status_code, refused.json()["error"]["what"]) == (400, row["unsaid"])

    keep_document(both.north.node.store, waiting[0])
    both.exchange_words()
    assert listed(both.south)[NAME]["shown"]
    shape = both.south.raw.get(f"/api/map/depictions/{NAME}").json()
    assert shape["commonground"]["shown_to"] == ["north", "south"]
    answer = which_side(both.south).json()
    assert answer["depictions"][NAME]["in"] == ["NOR"]
    assert "Never shown" not in answer["text"]


def test_a_line_is_said_by_a_command_and_says_who_was_never_shown_it(both, commands, tmp_path, capsys):
    file = tmp_path / "line.geojson"
    file.write_bytes(write_depiction(drawn(wave())))
    words = ("depiction", "say", str(file), "--name", "our line", "--title", "The line of our sheet")
    more = ("--basis", "claimed", "--scale", "50000", "--ce95", "120", "--licence", "CC0-1.0")
    assert commands("north", *words, *more) == 0
    assert "shown to north" in capsys.readouterr().out
    row = listed(both.north)[NAME]
    assert (row["basis"], row["licence"], row["never_shown_to"]) == ("claimed", "CC0-1.0", ["south"])
    both.exchange_words()
    assert listed(both.south) == {}
    assert commands("north", *words, *more, "--to", "south") == 0
    both.exchange_words(4)
    row = listed(both.south)[NAME]
    assert (row["shown"], row["shown_to"], row["never_shown_to"]) == (True, ["north", "south"], [])
    assert which_side(both.south).json()["depictions"][NAME]["in"] == ["NOR"]


def test_a_file_that_is_no_map_or_not_here_is_not_said(both, commands, tmp_path, capsys):
    file = tmp_path / "line.geojson"
    file.write_bytes(b"{}")
    words = ("depiction", "say", str(file), "--name", "a", "--title", "b")
    assert commands("north", *words) == 1
    assert "not a GeoJSON" in capsys.readouterr().err
    desk = both.north.desk
    with pytest.raises(InputError, match="not here yet"):
        desk.post("/api/map/depictions", {"sha256": "ab" * 32, "name": "a", "title": "b"})
    kept = desk.send_bytes("/api/documents/bytes", write_depiction(drawn(wave())))
    for wrong in ({"to": ["east"]}, {"until": "2029-01-01T06:00:00Z"}, {"basis": "true"}, {"ce95_m": -1}):
        with pytest.raises(InputError):
            desk.post("/api/map/depictions", {"sha256": kept["sha256"], "name": "a", "title": "b", **wrong})
    assert listed(both.north) == {}


def test_a_later_disclosure_counts_as_shown(both):
    said = say_line(both.north, to=("north",))
    both.north.node.say(session_of(both.north), Disclosure(discloses=said, parties=("south",)))
    assert listed(both.north)[NAME]["never_shown_to"] == []


def test_nobody_gives_away_or_takes_back_what_another_said(both):
    said = say_line(both.north, to=("north",))
    line = both.north.node.picture().by_id[said]
    header = replace(line.header, party="south", kind="disclosure")
    strange = [
        replace(line, id="1" * 64, header=header, body=Disclosure(discloses=said, parties=("south",))),
        replace(line, id="2" * 64, header=header, body=Withdrawal(withdraws=said, reason="not ours")),
    ]
    stands = said_by_parties([line, *strange], ("north", "south"), both.clock())
    assert stands[NAME].never_shown_to == ("south",)


def test_a_line_said_to_everybody_was_shown_to_everybody(both):
    say_line(both.north)
    assert listed(both.north)[NAME]["never_shown_to"] == []


def test_a_withdrawn_line_and_one_past_its_end_stand_no_more(both):
    said = say_line(both.north, to=("north",))
    both.north.node.say(
        session_of(both.north), Withdrawal(withdraws=said, reason="wrong sheet"), to=("north",)
    )
    assert listed(both.north) == {}
    say_line(both.north, to=("north",), not_after=both.clock() + timedelta(minutes=5))
    assert NAME in listed(both.north)
    both.clock.move(minutes=5)
    assert listed(both.north) == {}


@pytest.mark.parametrize("geometry", [b"<OGRVRTDataSource>", b'{"type":"FeatureCollection","features":[]}'])
def test_a_file_that_is_no_line_is_listed_with_the_reason(both, geometry):
    say_line(both.north, to=("north",), geometry=geometry)
    row = listed(both.north)[NAME]
    assert not row["shown"]
    assert row["unsaid"].startswith("the file with the line cannot be read: ")


def test_depictions_of_the_folder_and_said_ones_stand_in_one_list(both):
    folder = Path(both.folders["north"]) / "maps" / "depictions" / "nor_sou"
    folder.mkdir(parents=True)
    (folder / "survey.geojson").write_bytes(write_depiction(drawn(wave())))
    say_line(both.north, to=("north",))
    assert list(listed(both.north)) == ["nor_sou/survey", NAME]
    assert set(which_side(both.north).json()["depictions"]) == {"nor_sou/survey", NAME}
