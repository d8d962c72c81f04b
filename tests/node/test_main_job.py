"""The main job over HTTP between two nodes: from a radio message to both desks."""

import pytest
from tests.node.parties import enquiry, utc

from commonground.errors import InputError
from commonground.node.models.desk import DeskShown
from commonground.tlog.proofs.proof import read_proof

OWN_MAP = "0°29'58.0\"N 0°00'00.4\"W"  # South's reading of the same buoy, 1 to 2 m away
FAR = "0°37'35.0\"N 0°00'00.4\"W"  # about 14 km north of it


def ask(both, **changes):
    identity = both.north.desk.post("/api/enquiries", enquiry(**changes))["id"]
    both.exchange_words()
    return identity


def read_back(both, identity, text=OWN_MAP):
    both.south.desk.post(f"/api/exchanges/{identity}/readback", {"text": text, "anchor": "the red buoy"})
    both.exchange_words()


def cover(both, **changes):
    given = {
        "kinds": ["site", "unit", "movement", "area", "crossing"],
        "area": [[0.0, -0.9], [0.0, 0.9], [0.9, 0.9], [0.9, -0.9]],
        "valid_until": utc(both.clock.at.replace(year=2031)),
    }
    both.south.desk.post("/api/coverage", given | changes)


def seen(side, identity):
    desk = side.desk.desk()
    DeskShown.model_validate(desk)
    return next(one for one in desk["exchanges"] if one["id"] == identity)


def test_the_whole_main_job_closes_on_both_desks(both):
    cover(both)
    identity = ask(both)
    assert seen(both.south, identity)["place"]["as_given"] == "31N AA 66021 55280"
    assert seen(both.south, identity)["place"]["anchor"] == "300 m east of the buoy"

    read_back(both, identity)
    for side in (both.north, both.south):
        shown = seen(side, identity)
        assert shown["state"] == "understood"
        assert shown["readback"]["independent"]
        assert shown["readback"]["verdict"] == "match"
        assert shown["place"]["own_grid"]

    found = both.south.desk.get(f"/api/exchanges/{identity}/register")
    assert found["answer"] == "none_by_register"
    both.south.desk.post(
        f"/api/exchanges/{identity}/answer", {"outcome": "none_by_register", "words": "By our list."}
    )
    both.exchange_words()
    shown = seen(both.north, identity)
    assert "Not listed does not mean unprotected." in shown["answer"]["text"]
    both.north.desk.post(f"/api/exchanges/{identity}/acknowledge", {"words": "Received."})
    both.exchange_words()
    states = [seen(side, identity) for side in (both.north, both.south)]
    assert [one["state"] for one in states] == ["closed", "closed"]
    assert all(one["ticks"]["given"] and one["ticks"]["reached_node"] for one in states)
    kinds = [[step["kind"] for step in one["log"]] for one in states]
    assert kinds[0] == kinds[1] == ["enquiry", "readback", "confirmation", "answer", "acknowledgement"]


def test_reached_and_shown_are_two_ticks_and_shown_needs_a_staffed_desk(both):
    identity = ask(both)
    ticks = seen(both.north, identity)["ticks"]
    assert ticks["reached_node"]
    assert ticks["shown"] is None
    both.south.desk.desk()
    both.exchange_words()
    assert seen(both.north, identity)["ticks"]["shown"]


def test_a_readback_elsewhere_blocks_both_desks_and_names_distance_and_direction(both):
    cover(both)
    identity = ask(both)
    read_back(both, identity, FAR)
    for side in (both.north, both.south):
        shown = seen(side, identity)
        assert shown["state"] == "differs"
        assert shown["blocked"]
        assert shown["readback"]["verdict"] == "differs"
        assert shown["readback"]["direction"].startswith("north")
        assert 13_900 < shown["readback"]["distance_m"] < 14_300
        assert any(one["exchange"] == identity for one in side.desk.desk()["alarms"])
    with pytest.raises(InputError):
        both.south.desk.post(f"/api/exchanges/{identity}/answer", {"outcome": "none_by_register"})


def test_the_machine_does_not_confirm_a_readback_that_is_not_independent(both):
    identity = ask(both)
    both.south.desk.post(f"/api/exchanges/{identity}/show-now")
    assert seen(both.south, identity)["place"]["own_grid"]
    read_back(both, identity)
    for side in (both.north, both.south):
        shown = seen(side, identity)
        assert not shown["readback"]["independent"]
        assert shown["state"] == "read_back"
    both.north.desk.post(f"/api/exchanges/{identity}/confirm", {"words": "By voice as well."})
    both.exchange_words()
    assert seen(both.south, identity)["state"] == "understood"


def test_show_now_is_on_record_and_outlasts_a_restart(both, tmp_path):
    identity = ask(both)
    both.south.desk.post(f"/api/exchanges/{identity}/show-now")
    from tests.node.parties import Side

    again = Side(both.folders["south"], "south", both.clock)
    try:
        again.login()
        assert not seen(again, identity)["withheld"]
    finally:
        again.raw.close()
        again.node.close()


def test_without_coverage_the_register_cannot_say_and_none_is_refused(both):
    identity = ask(both)
    read_back(both, identity)
    assert both.south.desk.get(f"/api/exchanges/{identity}/register")["answer"] == "cannot_say"
    with pytest.raises(InputError) as refused:
        both.south.desk.post(f"/api/exchanges/{identity}/answer", {"outcome": "none_by_register"})
    assert "cannot say" in refused.value.hint


def test_a_site_within_the_margin_is_found_and_the_officer_says_so(both):
    notice = {
        "kind": "site",
        "item": "post 17",
        "label": "Post 17",
        "category": "post",
        "text": OWN_MAP,
        "window": {"from": utc(both.clock.at), "to": utc(both.clock.at.replace(year=2031))},
    }
    both.south.desk.post("/api/notices", notice)
    cover(both)
    identity = ask(both)
    read_back(both, identity)
    found = both.south.desk.get(f"/api/exchanges/{identity}/register")
    assert found["answer"] == "something_within"
    both.south.desk.post(f"/api/exchanges/{identity}/answer", {"outcome": "something_within"})
    both.exchange_words()
    assert seen(both.north, identity)["answer"]["outcome"] == "something_within"
    assert both.north.desk.desk()["register"] == []  # the notice was not disclosed to North


def test_an_undisclosed_notice_never_leaves_in_the_clear(both):
    notice = {
        "kind": "site",
        "item": "post 17",
        "text": OWN_MAP,
        "label": "Undisclosed-name",
        "window": {"from": utc(both.clock.at), "to": utc(both.clock.at.replace(year=2031))},
    }
    both.south.desk.post("/api/notices", notice)
    both.exchange_words()
    files = [path.read_bytes() for path in (both.folders["north"] / "store").iterdir() if path.is_file()]
    assert files
    assert not any(b"Undisclosed-name" in content for content in files)


def test_a_correction_starts_the_exchange_again_and_withholds_the_new_place(both):
    identity = ask(both, text="31N AA 66021 69360")
    read_back(both, identity)
    assert seen(both.north, identity)["state"] == "differs"
    given = {"text": "31N AA 66021 55280", "words": "read off the wrong overlay"}
    both.north.desk.post(f"/api/exchanges/{identity}/correct", given)
    both.exchange_words()
    shown = seen(both.south, identity)
    assert shown["withheld"]
    assert shown["place"]["as_given"] == "31N AA 66021 55280"
    read_back(both, identity)
    assert seen(both.north, identity)["state"] == "understood"


def test_a_bare_alarm_reaches_the_other_desk_and_a_locked_one_by_health(both):
    both.south.desk.post("/api/alarm")
    both.exchange_words()
    alarms = both.north.desk.desk()["alarms"]
    assert len(alarms) == 1
    assert alarms[0]["level"] == "urgent"
    assert alarms[0]["action"]
    assert both.north.raw.get("/health").json()["alarms"] == 1
    both.north.desk.post(f"/api/alarms/{alarms[0]['about'][0]}/take", {"words": "Stopped."})
    both.exchange_words()
    assert both.north.desk.desk()["alarms"] == both.south.desk.desk()["alarms"] == []


def test_silence_past_the_deadline_is_late_and_decides_nothing(both):
    identity = ask(both, template="urgent", occasion="")
    version = both.north.desk.desk()["version"]
    both.clock.move(minutes=3)
    both.north.machine.turn()
    shown = seen(both.north, identity)
    assert shown["late"]
    assert shown["answer"] is None
    assert shown["state"] == "sent"
    assert both.north.desk.desk()["version"] > version


def test_the_record_shows_pending_until_the_other_side_has_cosigned(both):
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.north.machine.turn()
    entry = next(one for one in both.north.desk.get("/api/record") if one["id"] == identity)
    assert entry["state"] == "pending"
    both.exchange_words()
    entry = next(one for one in both.north.desk.get("/api/record") if one["id"] == identity)
    assert entry["state"] == "given"
    proof = both.north.raw.get(f"/api/record/{identity}/proof")
    assert read_proof(proof.content).index == entry["index"]


def test_an_ordinary_enquiry_without_its_occasion_is_refused_and_an_urgent_one_is_not(both):
    with pytest.raises(InputError) as refused:
        both.north.desk.post("/api/enquiries", enquiry(occasion=" "))
    assert refused.value.where == "occasion"
    both.north.desk.post("/api/enquiries", enquiry(occasion="", template="urgent"))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": "31N IA 66 00"}, "text"),
        ({"text": "x" * 500}, "text"),
        ({"to": ["west"]}, "to"),
        ({"to": []}, "to"),
        ({"margin_m": -1}, "margin_m"),
        ({"margin_m": "far"}, "margin_m"),
        ({"reading": 5}, "reading"),
        ({"window": {"from": "2030-01-01T06:00:00Z", "to": "2030-01-01T05:00:00Z"}}, "window"),
        ({"window": {"from": "yesterday", "to": "2030-01-01T05:00:00Z"}}, "window.from"),
        ({"crs": "EPSG:0"}, ""),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_bad_input_names_its_field_and_signs_nothing(shared, change, where):
    size = shared.north.desk.desk()["head"]["size"]
    with pytest.raises(InputError) as refused:
        shared.north.desk.post("/api/enquiries", enquiry(**change))
    assert where in refused.value.where
    assert refused.value.what
    shared.north.machine.turn()
    assert shared.north.desk.desk()["head"]["size"] == size
