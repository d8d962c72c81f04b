"""The call card and the ways of an alarm: with no link somebody is called, and an alarm goes out all the same."""

import pytest
from tests.node.parties import T0, make_two, read_config, two, utc, write_config
from tests.node.test_main_job import ask, seen

from commonground.errors import InputError
from commonground.exchange.calls.deadlines import DEADLINES, deadlines_of
from commonground.interop.coded.reading import lines_in, read_line
from commonground.node.folder import key_of, open_root, read_roster
from commonground.node.models.desk import DeskShown
from commonground.node.reach import Way
from commonground.node.ways import send_alarms
from commonground.position.local import check_offset
from commonground.statements.admin import Contact, Deadline, Terms

NUMBERS = (
    Contact(party="south", role="duty director", way="telephone", number="+999 2"),
    Contact(party="south", role="watch officer", way="HF radio", number="5.230 MHz", hours="06-18Z"),
)


def card(side, party="south"):
    desk = side.desk.desk()
    DeskShown.model_validate(desk)
    return next(one for one in desk["calls"] if one["party"] == party)


def with_config(side, **changes):
    """The node as if its node.toml said more."""
    for name, value in changes.items():
        object.__setattr__(side.node.config, name, value)


def test_nobody_has_to_be_called_while_all_is_well(both):
    both.exchange_words()
    shown = card(both.north)
    assert (shown["due"], shown["role"], shown["say"]) == ([], None, [])


def test_with_no_link_the_card_says_so_with_roles_numbers_and_words(both):
    with_config(both.north, contacts=NUMBERS)
    both.exchange_words()
    both.clock.move(seconds=61)
    shown = card(both.north)
    assert shown["due"] == ["No link: South has not been heard since 06:00Z."]
    assert shown["role"] == "watch officer"
    assert [one["number"] for one in shown["contacts"]] == ["5.230 MHz", "+999 2"]
    assert "this is North" in shown["say"][0]


def test_a_late_answer_calls_one_role_after_the_other_and_names_the_reference(both):
    with_config(both.north, contacts=NUMBERS)
    identity = ask(both)
    both.clock.move(minutes=10)
    both.exchange_words()
    shown = card(both.north)
    assert (shown["role"], shown["next_at"]) == ("duty director", utc(both.clock.at.replace(minute=11)))
    assert shown["contacts"][0]["number"] == "+999 2"
    assert any("has not answered" in why for why in shown["due"])
    assert "We wait for your answer since" in shown["say"][-1]
    both.clock.move(minutes=1)
    both.exchange_words()
    assert card(both.north)["role"] == "commander"
    both.south.desk.post(f"/api/exchanges/{identity}/answer", {"outcome": "cannot_say", "words": "no map"})
    both.exchange_words()
    assert card(both.north)["due"] == []


def test_an_overdue_movement_is_a_reason_to_call(both):
    window = {"from": utc(T0), "to": utc(T0.replace(hour=7))}
    given = {"kind": "movement", "item": "convoy 7", "text": "31N AA 66021 55280", "window": window}
    both.south.desk.post("/api/notices", {**given, "text": "0°29'58.0\"N 0°00'00.4\"W", "to": ["north"]})
    both.exchange_words()
    assert card(both.north)["due"] == []
    before = both.north.node.bell.version
    both.clock.move(hours=2)
    both.north.login()
    both.south.login()
    both.exchange_words()
    assert card(both.north)["due"] == ["convoy 7 of south is overdue since 07:00Z."]
    assert card(both.south, "north")["due"] == ["convoy 7 of south is overdue since 07:00Z."]
    assert both.north.node.bell.version > before  # nobody had to look for it


def ways_of(side, tmp_path, *names):
    made = []
    for name in names:
        folder = tmp_path / f"out-{name}"
        if name != "broken":
            folder.mkdir()
        made.append(Way(name=name, folder=folder, to="+999 1"))
    with_config(side, ways=tuple(made))
    return made


def test_an_alarm_goes_out_by_every_way_and_stands_until_a_named_person_confirms(both, tmp_path):
    sms, mail, broken = ways_of(both.south, tmp_path, "sms", "mail", "broken")
    identity = both.south.desk.post("/api/alarm")["id"]
    both.south.machine.turn()
    (row,) = both.south.desk.desk()["alarms"]
    states = {one["way"]: one["state"] for one in row["ways"]}
    assert states["sms"] == states["mail"] == "waits in its folder"
    assert states["broken"].startswith("failed")
    for way in (sms, mail):
        (file,) = way.folder.iterdir()
        text = file.read_text()
        (line,) = lines_in(text)
        assert read_line(line, both.clock.at).line.kind == "alarm"
        assert "Stop. You may be hitting ours." in text
    next(sms.folder.iterdir()).unlink()  # the gateway took it
    broken.folder.mkdir()
    both.south.machine.turn()
    (row,) = both.south.desk.desk()["alarms"]
    assert {one["way"]: one["state"] for one in row["ways"]} == {
        "sms": "taken by the way's own program",
        "mail": "waits in its folder",
        "broken": "waits in its folder",
    }
    assert not list(sms.folder.iterdir())  # nothing goes out twice
    both.clock.move(minutes=20)
    both.south.machine.turn()
    assert both.south.desk.desk()["alarms"]
    given = {"party": "north", "person": "watch officer Keita", "way": "sms +999 1", "words": "stopped"}
    both.south.desk.post(f"/api/alarms/{identity}/confirmed", given)
    assert both.south.desk.desk()["alarms"] == []
    both.exchange_words()
    assert both.north.desk.desk()["alarms"]  # North's own desk waits for North's own officer


def test_nobody_enters_a_confirmation_of_an_alarm_that_is_not_his(both):
    identity = both.south.desk.post("/api/alarm")["id"]
    both.exchange_words()
    given = {"party": "north", "person": "x", "way": "y", "words": ""}
    with pytest.raises(InputError, match="only the party that raised"):
        both.north.desk.post(f"/api/alarms/{identity}/confirmed", given)
    with pytest.raises(InputError, match="not said to this party"):
        both.south.desk.post(f"/api/alarms/{identity}/confirmed", given | {"party": "east"})
    for missing in ("person", "way"):
        with pytest.raises(InputError):
            both.south.desk.post(f"/api/alarms/{identity}/confirmed", given | {missing: ""})


def test_an_alarm_of_the_other_side_is_never_sent_on(both, tmp_path):
    (sms,) = ways_of(both.north, tmp_path, "sms")
    both.south.desk.post("/api/alarm")
    both.exchange_words()
    assert not send_alarms(both.north.node.config, both.north.node.picture().exchanges.alarms, drill=False)
    assert not list(sms.folder.iterdir())


def test_the_files_of_a_node_keep_contacts_and_ways(tmp_path):
    folder = make_two(tmp_path)["north"]
    toml = folder / "node.toml"
    toml.write_text(
        toml.read_text()
        + '\n[[contact]]\nparty = "south"\nrole = "watch officer"\nway = "telephone"\nnumber = "+999 1"\n'
        + '\n[[way]]\nname = "sms"\nfolder = "out"\nto = "+999 1"\nparty = "south"\n'
    )
    config = read_config(folder)
    assert config.contacts == (
        Contact(party="south", role="watch officer", way="telephone", number="+999 1"),
    )
    assert config.ways[0].folder == folder / "out"
    write_config(config)
    assert read_config(folder).contacts == config.contacts
    assert read_config(folder).ways == config.ways
    toml.write_text(toml.read_text().replace('way = "telephone"\n', ""))
    with pytest.raises(InputError, match="way is missing"):
        read_config(folder)


def say_terms(side, **changes):
    """The side's own terms, with the root key."""
    config = side.node.config
    cards = tuple(read_roster(config).parties.values())
    policy = "".join(f"log {one.log.text}\n" for one in cards) + "quorum none\n"
    root = key_of(config.code, "root", open_root(config.folder, "deep root under stone").seed)
    terms = Terms(title="Terms", parties=cards, policy=policy, **changes)
    side.node.store.say(terms, officer=root, role="root", now=side.node.clock(), public=True)
    side.node.changed()


def test_deadlines_roles_and_numbers_come_from_the_terms(both):
    say_terms(
        both.north,
        deadlines=(Deadline(name="urgent", within_s=90), Deadline(name="alarm", within_s=30)),
        roles=("signals", "colonel"),
        contacts=(Contact(party="south", role="colonel", way="satellite telephone", number="+999 7"),),
    )
    identity = ask(both, template="urgent")
    assert seen(both.south, identity)["seconds_left"] == 90
    assert seen(both.north, ask(both))["seconds_left"] == 600  # where the terms are silent
    both.clock.move(seconds=90)
    both.exchange_words()
    assert (card(both.north)["role"], card(both.north)["contacts"][0]["number"]) == ("colonel", "+999 7")
    both.north.desk.post("/api/alarm")
    both.clock.move(seconds=29)
    assert "Call the" not in both.north.desk.desk()["alarms"][0]["text"]
    both.clock.move(seconds=1)
    assert "Call the colonel now." in both.north.desk.desk()["alarms"][0]["text"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"deadlines": (Deadline(name="soon", within_s=60),)}, "one of these names"),
        ({"deadlines": (Deadline(name="urgent", within_s=60),) * 2}, "one of these names"),
        ({"deadlines": (Deadline(name="urgent", within_s=0),)}, "between 5 s and a week"),
        ({"deadlines": (Deadline(name="movement", within_s=9_000_000),)}, "between 5 s and a week"),
        ({"roles": ("a",)}, "nobody after it"),
        ({"roles": ("a", "a")}, "each role once"),
        ({"contacts": (Contact(party="east", role="a", way="b", number="c"),)}, "do not name"),
        (
            {"contacts": (Contact(party="north", role="a", way="b", number=" "),)},
            "a role, a way and a number",
        ),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(both, change, what):
    with pytest.raises(InputError, match=what):
        say_terms(both.north, **change)
    assert both.north.node.picture().deadlines == DEADLINES


def test_terms_that_say_nothing_leave_the_usual_figures():
    assert deadlines_of(None) is DEADLINES


def test_both_local_times_stand_beside_utc(tmp_path):
    offsets = {"north": "+04:30", "south": "+05:00"}
    with two(tmp_path, offsets=offsets) as both:
        both.north.login()
        both.south.login()
        both.exchange_words()
        identity = ask(both)
        for side in (both.north, both.south):
            desk = side.desk.desk()
            assert desk["local_times"] == {
                "north": "2030-01-01 10:30 (UTC+04:30)",
                "south": "2030-01-01 11:00 (UTC+05:00)",
            }
            shown = seen(side, identity)
            assert shown["deadline"] == "2030-01-01T06:10:00Z"
            assert shown["deadline_local"]["south"] == "2030-01-01 11:10 (UTC+05:00)"


@pytest.mark.parametrize("offset", ["4:30", "+4:30", "+15:00", "+04:60", "UTC+4", "+04:30 "])
def test_an_offset_that_is_none_is_refused(offset):
    with pytest.raises(InputError, match="sign, hours and minutes"):
        check_offset(offset)
