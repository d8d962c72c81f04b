"""`cg check` and `cg register` on a node's folder."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, T0, two, utc

from commonground.cli import check as check_command
from commonground.cli import register as register_command
from commonground.cli.main import main

DAY = timedelta(days=1)
SQUARE = [[0.2, 0.2], [0.2, 0.8], [0.8, 0.8], [0.8, 0.2]]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """South has said a site and its coverage to North; both folders, and South's passphrase file."""
    base = tmp_path_factory.mktemp("parties")
    with two(base) as both:
        both.north.login()
        both.south.login()
        notice = {
            "kind": "site",
            "item": "buoy 7",
            "text": "0 30 00.0 N 0 30 00.0 E",
            "window": {"from": utc(T0), "to": utc(T0 + 30 * DAY)},
            "to": ["north"],
        }
        both.south.desk.post("/api/notices", notice)
        corridor = {
            "kind": "area",
            "item": "corridor 4",
            "text": "0 42 00.0 N 0 18 00.0 E",
            "corners": ["0 42 00.0 N 0 21 00.0 E", "0 42 00.0 N 0 24 00.0 E"],
            "closed": False,
            "reach_m": 400.0,
            "altitude": {"low_m": 3000, "high_m": 3600, "above": "sea"},
            "window": {"from": utc(T0), "to": utc(T0 + 30 * DAY)},
            "to": ["north"],
        }
        both.south.desk.post("/api/notices", corridor)
        both.clock.move(minutes=1)
        cover = {
            "kinds": ["site", "unit"],
            "area": SQUARE,
            "ce95_m": 50.0,
            "valid_until": utc(T0 + 20 * DAY),
            "to": ["north"],
        }
        both.south.desk.post("/api/coverage", cover)
        both.exchange_words()
        folders = dict(both.folders)
    secrets = base / "passphrases"
    secrets.write_text("".join(f"{OFFICER[code]}={PASSPHRASE[code]}\n" for code in OFFICER))
    secrets.chmod(0o600)
    return folders, secrets


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    for command in (check_command, register_command):
        monkeypatch.setattr(command, "now", lambda: T0 + timedelta(minutes=2))


@pytest.fixture
def areas(tmp_path):
    def write(*middles):
        features = [
            {
                "type": "Feature",
                "properties": {"name": f"area {number}"},
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
            }
            for number, (lat, lon) in enumerate(middles, 1)
        ]
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return str(path)

    return write


def run(told, code, *words, unlocked=True):
    folders, secrets = told
    more = ["--officer", OFFICER[code], "--passphrases", str(secrets)] if unlocked else []
    return (
        main(
            [*words, *more],
        )
        if words[0] == "register"
        else main([*words, "--node", str(folders[code]), "--to", utc(T0 + DAY), *more])
    )


def test_it_finds_what_is_within_and_says_3(told, areas, capsys) -> None:
    path = areas((0.505, 0.5))
    assert run(told, "south", "check", path, "--margin", "2000", "--party", "south", "--json") == 3
    row = json.loads(capsys.readouterr().out)
    assert row["answer"] == "something_within"
    assert row["within"][0]["item"] == "buoy 7"
    assert abs(row["within"][0]["distance_m"] - 552.9) < 1
    assert {"reasons", "coverage", "heads"} <= row.keys()


def test_none_by_the_register_is_said_with_its_limits_and_0(told, areas, capsys) -> None:
    path = areas((0.6, 0.6))
    assert run(told, "south", "check", path, "--margin", "2000", "--party", "south") == 0
    out = capsys.readouterr().out
    assert out.startswith("area 1: Cannot rule out. List of south, complete for site, unit as of 06:01Z")
    assert "Not listed does not mean unprotected." in out


def test_a_locked_record_cannot_say(told, areas, capsys) -> None:
    path = areas((0.6, 0.6))
    words = ("check", path, "--margin", "2000", "--party", "south", "--json")
    assert run(told, "south", *words, unlocked=False) == 4
    assert "not open to this node" in json.loads(capsys.readouterr().out)["text"]


def test_many_areas_in_one_file_get_an_answer_each_and_the_worst_exit_code(told, areas, capsys) -> None:
    path = areas((0.6, 0.6), (0.5, 0.5), (0.9, 0.9))
    assert run(told, "south", "check", path, "--margin", "500", "--party", "south", "--json") == 3
    answers = [json.loads(line)["answer"] for line in capsys.readouterr().out.splitlines()]
    assert answers == ["none_by_register", "something_within", "cannot_say"]


def test_a_csv_of_places_and_of_shapes_is_read(told, tmp_path, capsys) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(
        'name,wkt,lat,lon,reach_m\nroad,"LINESTRING (0.49 0.5, 0.51 0.5)",,,30\nhut,,0.6,0.6,\n',
        encoding="utf-8",
    )
    assert run(told, "south", "check", str(path), "--margin", "100", "--party", "south", "--json") == 3
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["name"], row["answer"]) for row in rows] == [
        ("road", "something_within"),
        ("hut", "none_by_register"),
    ]


def test_a_corridor_is_as_wide_as_it_was_said_and_altitudes_rule_out_only_what_is_surely_apart(
    told, tmp_path, capsys
) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(
        "name,lat,lon,ce95_m,altitude\n"
        "beside it,0.7045,0.35,10,\n"
        "below it,0.7,0.35,10,0 to 120 sea\n"
        "above the ground there,0.7,0.35,10,0 to 120 ground\n"
        "north of it,0.7055,0.35,10,3100 to 3200 sea\n",
        encoding="utf-8",
    )
    run(told, "south", "check", str(path), "--margin", "150", "--party", "south", "--kind", "site", "--json")
    rows = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    answers = {name: row["answer"] for name, row in rows.items()}
    assert answers == {
        "beside it": "something_within",  # 498 m from its middle, 98 m from its edge; altitude unknown
        "below it": "none_by_register",
        "above the ground there": "something_within",  # nobody knows how high the ground lies
        "north of it": "none_by_register",
    }
    assert rows["beside it"]["within"][0]["distance_m"] == pytest.approx(97.6, abs=1.0)
    assert "3000 to 3600 m above sea level" in rows["below it"]["findings"][0]["text"]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.geojson", "{", "no GeoJSON"),
        (
            "a.geojson",
            '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}',
            "feature 1",
        ),
        ("a.geojson", '{"type":"Point","coordinates":[500,95]}', "no such place"),
        ("a.csv", "name,lat,lon\nx,here,there\n", "row 2"),
        ("a.csv", "name,lat,lon\n", "no area"),
        ("a.csv", "name,lat,lon,reach_m\nx,1,1,wide\n", "reach_m"),
        ("a.csv", "name,lat,lon,altitude\nx,1,1,low\n", "no altitude band"),
        ("a.csv", "name,lat,lon,altitude\nx,1,1,300 to 0 sea\n", "lower altitude"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_place(told, tmp_path, capsys, name, text, what) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert run(told, "south", "check", str(path), "--margin", "100") == 1
    assert what in capsys.readouterr().err


def test_what_a_recipient_has_not_loaded_before_its_window_opens_is_said(told, capsys) -> None:
    folders, _ = told
    assert run(told, "north", "register", "loaded", str(folders["north"]), "--json") == 3
    shown = json.loads(capsys.readouterr().out)
    assert shown["loaded"] == []
    assert [one["level"] for one in shown["findings"]] == ["urgent"]
    assert "the desk of north has not loaded 2 of 2 entries" in shown["findings"][0]["text"]


def test_the_register_lists_what_stands_and_what_stood(told, capsys) -> None:
    folders, _ = told
    assert run(told, "north", "register", "list", str(folders["north"]), "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    rows = {row["item"]: row for row in shown["items"]}
    assert rows.keys() == {"buoy 7", "corridor 4"}
    assert rows["corridor 4"]["shape"]["type"] == "LineString"
    assert rows["corridor 4"]["reach_m"] == 400.0
    assert rows["corridor 4"]["altitude"] == {"low_m": 3000.0, "high_m": 3600.0, "above": "sea"}
    assert rows["buoy 7"]["altitude"] is None
    assert shown["coverage"][0]["state"] == "current"
    before = utc(T0 - timedelta(minutes=5))
    assert run(told, "north", "register", "at", str(folders["north"]), before, "--known", "--json") == 0
    assert json.loads(capsys.readouterr().out)["items"] == []
    assert run(told, "north", "register", "show", str(folders["north"]), "buoy 7") == 0
    assert "item: buoy 7" in capsys.readouterr().out
    assert run(told, "north", "register", "show", str(folders["north"]), "buoy 8") == 1
