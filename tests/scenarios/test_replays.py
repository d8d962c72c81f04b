"""Replays of the public record against real stores, and the failure modes they are there for."""

from __future__ import annotations

import json
from functools import cache

import pytest

from commonground.cli.main import main
from commonground.errors import InputError
from commonground.node.scenario import story as stories
from commonground.node.scenario.play import Told, play_one
from commonground.node.scenario.story import MARKS, load, names, read_story


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Each play of each story, played once."""

    @cache
    def play(name: str, which: str) -> list[Told]:
        story = load(name)
        (chosen,) = [one for one in story.plays if one.name == which]
        return list(play_one(story, chosen, tmp_path_factory.mktemp("play")))

    return play


def stops(told: list[Told]) -> list[str]:
    return [one.stopped for one in told if one.stopped]


def kinds(told: list[Told]) -> set[str]:
    return {str(finding.kind) for one in told for finding, _ in one.findings}


def test_row_1_salala_the_fourteen_kilometres_between_the_desks_never_come_to_understood(played) -> None:
    told = played("salala-2011", "between-desks")
    first = next(one for one in told if one.stopped)
    assert "differs by 14.1 km to the north" in first.stopped
    assert first.after_s == 70
    (_, desks) = next(pair for pair in first.findings if pair[0].kind == "readback_differs")
    assert desks == ("coalition", "pakistan")
    assert any("confirmation by the asker is not possible" in why for why in stops(told))
    assert any("answer: none by register" in why for why in stops(told))


def test_row_1_deir_ez_zor_the_nine_kilometres_between_the_desks_never_come_to_understood(played) -> None:
    told = played("deir-ez-zor-2016", "between-desks")
    assert "differs by 9 km" in stops(told)[0]
    assert "confirmation by the asker is not possible" in stops(told)[1]


@pytest.mark.parametrize(("name", "apart"), [("salala-2011", "14.1 km"), ("deir-ez-zor-2016", "9 km")])
def test_row_1_an_error_on_the_askers_side_is_found_against_its_own_report(played, name, apart) -> None:
    told = played(name, "before-the-desk")
    assert f"differs by {apart}" in stops(told)[0]
    assert "in the report of" in stops(told)[0]
    assert "between two statements of one side" in told[-1].did
    assert any("is not possible" in why for why in stops(told))


def test_row_1_with_no_grid_in_the_report_the_source_is_asked_back(played) -> None:
    told = played("salala-2011", "before-the-desk-asked-back")
    stopped = [one for one in told if one.stopped]
    assert stopped[0].did.startswith("asks the patrol")
    assert "read back at the source differs by 14.1 km to the south" in stopped[0].stopped


def test_row_1_where_nobody_asks_the_source_the_result_says_so_plainly(played) -> None:
    told = played("salala-2011", "nobody-asked-back")
    assert stops(told) == []
    assert told[-1].did.startswith("Not stopped.")
    assert "Not confirmed at the source" in told[-1].did


def test_row_6_nothing_on_the_map_is_never_nothing_there(played) -> None:
    (why,) = stops(played("salala-2011", "absence-as-none"))
    assert why.startswith("Cannot say: ")
    assert "Not listed does not mean unprotected." in why


def test_row_7_kunduz_and_gaza_what_was_not_loaded_is_raised_before_the_window_opens(played) -> None:
    for name, opens in (("kunduz-2015", 1800), ("wck-2024", 1800)):
        told = played(name, "not-loaded")
        stopped = next(one for one in told if one.stopped)
        assert "has not loaded 1 of 1 entries and its window opens at" in stopped.stopped
        window = {"kunduz-2015": "2015-10-02T21:30", "wck-2024": "2024-04-01T18:00"}[name]
        assert stopped.t.isoformat() < window
        assert opens == 1800


def test_row_8_deir_ez_zor_the_role_after_the_absent_contact_is_called_and_anybody_may_take_it(
    played,
) -> None:
    told = played("deir-ez-zor-2016", "contact-away")
    called = [
        (one.after_s, finding.text)
        for one in told
        for finding, _ in one.findings
        if finding.kind == "alarm_stands"
    ]
    assert "Call the" not in called[0][1]
    assert "Call the duty director now." in called[1][1]
    raised = next(one for one in told if one.did.startswith("rings"))
    taken = next(one for one in told if "any officer may take it" in one.did)
    assert (taken.t - raised.t).total_seconds() == 120 < 27 * 60


def test_row_9_the_bare_alarm_reaches_the_desks_in_the_step_in_which_it_is_raised(played) -> None:
    for name, which in (("salala-2011", "nobody-asked-back"), ("kunduz-2015", "calls")):
        told = played(name, which)
        raised = next(one for one in told if "alarm_stands" in {str(f.kind) for f, _ in one.findings})
        alarms = [pair for pair in raised.findings if pair[0].kind == "alarm_stands"]
        assert len({desk for _, desks in alarms for desk in desks}) == len(load(name).actors)
        acting = {"salala-2011": "coalition", "kunduz-2015": "command"}[name]
        (here,) = [finding for finding, desks in alarms if acting in desks]
        assert len(here.about) == 2  # the alarm, and the exchange it lies on, though it names no place


def test_row_20_salala_one_night_on_two_clocks_half_an_hour_apart(played) -> None:
    told = played("salala-2011", "between-desks")
    first = next(one for one in told if one.did and one.after_s == 0)
    row = first.as_json()
    assert row["t"].endswith("Z")
    clocks = row["local"]
    assert clocks["coalition"].endswith("(UTC+04:30)")
    assert clocks["pakistan"].endswith("(UTC+05:00)")
    assert clocks["coalition"][:16] != clocks["pakistan"][:16]


def test_row_13_kunduz_a_place_read_out_is_checked_against_the_register(played) -> None:
    told = played("kunduz-2015", "wrong-building")
    assert any("nearest hospital of msf, touching it" in why for why in stops(told))
    assert any("differs by 300 m" in why for why in stops(told))


def test_row_15_black_hawk_silence_does_not_delete_a_mover(played) -> None:
    told = played("black-hawk-1994", "last-seen")
    assert "overdue since 06:24Z" in stops(told)[0]
    assert "two helicopters of army, touching it" in stops(told)[1]
    assert "entry_last_seen" in kinds(told)


def test_row_16_black_hawk_two_versions_of_one_plan_are_seen(played) -> None:
    assert "2 versions of one plan are in use" in stops(played("black-hawk-1994", "two-versions"))[-1]


def test_row_19_deir_ez_zor_a_doubt_said_stops_the_step_and_stays(played) -> None:
    told = played("deir-ez-zor-2016", "contact-away")
    assert 'analyst of coalition doubts the place: "these may not be' in stops(told)[0]
    assert "confirmation by the asker is not possible while the exchange stands at doubted" in stops(told)[1]


@pytest.mark.parametrize("name", names())
def test_every_step_rests_on_a_fact_with_source_and_mark_and_no_fact_is_unused(name) -> None:
    story = load(name)
    used = set()
    for play in story.plays:
        for step in play.steps:
            assert step.facts, step.did
            used |= set(step.facts)
    assert used == set(story.facts)
    assert all(fact.mark in MARKS and fact.source for fact in story.facts.values())


def test_the_command_prints_one_object_a_step_and_says_3_when_it_stopped_something(capsys) -> None:
    assert main(["scenario", "run", "salala-2011", "--play", "before-the-desk", "--json"]) == 3
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all({"t", "party", "did", "findings", "stopped"} <= row.keys() for row in rows)
    assert main(["scenario", "run", "kunduz-2015", "--play", "calls"]) == 0
    assert "Not stopped." in capsys.readouterr().out


def test_the_list_names_every_scenario_and_its_plays(capsys) -> None:
    assert main(["scenario", "list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == list(names())
    assert {"salala-2011", "deir-ez-zor-2016", "kunduz-2015", "wck-2024", "black-hawk-1994"} <= set(names())


def test_unknown_names_are_refused_with_what_there_is(capsys) -> None:
    assert main(["scenario", "run", "atlantis"]) == 1
    assert "there are: black-hawk-1994" in capsys.readouterr().err
    with pytest.raises(InputError, match="no such play"):
        stories.only(load("salala-2011"), "nothing")


GOOD = """
title = "t"
about = "a"
[party.north]
name = "N"
map = "m"
[party.south]
name = "S"
map = "m"
[[fact]]
id = "f"
text = "x"
mark = "I"
source = "s"
[[play]]
name = "p"
title = "t"
mistake = "m"
[[play.step]]
t = "2031-05-01T06:00:00Z"
party = "north"
kind = "note"
did = "nothing"
facts = ["f"]
"""


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('mark = "I"', 'mark = "Z"', "evidence mark"),
        ('party = "north"', 'party = "east"', "no such party"),
        ('facts = ["f"]', 'facts = ["g"]', "no such fact"),
        ("T06:00:00Z", "T06:00:00", "time t in UTC"),
        ('did = "nothing"', "", "did is missing"),
        ("[[play]]", "[[play", "no TOML"),
    ],
)
def test_a_story_with_a_mistake_is_refused_with_its_place(old, new, what) -> None:
    assert read_story("good", GOOD).plays[0].steps[0].kind == "note"
    with pytest.raises(InputError, match=what) as refused:
        read_story("bad", GOOD.replace(old, new))
    assert "bad" in refused.value.where
