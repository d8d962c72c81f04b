"""What an answer shows: the outcome and its limits, every doubt that stands, and nothing of the register."""

import pytest
from tests.node.parties import T0, enquiry, utc
from tests.node.test_calls import say_terms
from tests.node.test_main_job import OWN_MAP, ask, cover, read_back, seen

from commonground.errors import InputError
from commonground.statements.admin import Budget

SECRET = "convoy of the governor"
WINDOW = {"from": utc(T0), "to": utc(T0.replace(year=2031))}


def item(both, **changes):
    given = {"kind": "unit", "item": SECRET, "label": SECRET, "category": "convoy", "text": OWN_MAP}
    return both.south.desk.post("/api/notices", given | {"window": WINDOW} | changes)["id"]


def understood(both):
    identity = ask(both)
    read_back(both, identity)
    assert seen(both.south, identity)["state"] == "understood"
    return identity


def answered(both, identity, outcome, words=""):
    both.south.desk.post(f"/api/exchanges/{identity}/answer", {"outcome": outcome, "words": words})
    both.exchange_words()
    return seen(both.north, identity)["answer"]


def everything(answer):
    return repr(answer).casefold()


def test_an_answer_shows_no_name_kind_count_or_distance(both):
    cover(both)
    item(both)
    item(both, item="second", label="Post 9", kind="site", category="post")
    identity = understood(both)
    told = both.south.desk.get(f"/api/exchanges/{identity}/register")
    labels = {one["label"] for one in told["within"]}
    assert labels == {SECRET, "Post 9"}  # our own desk sees what its register yields
    answer = answered(both, identity, "something_within")
    for word in (SECRET, "post 9", "convoy", "unit", "2 entries", " m "):
        assert word not in everything(answer)


def test_an_answer_cannot_say_names_no_entry_that_ran_out_and_no_kind_it_lacks(both):
    cover(both, kinds=["site"])
    past = {"from": utc(T0.replace(year=2028)), "to": utc(T0.replace(year=2029))}
    item(both, kind="site", window=past)
    identity = understood(both)
    answer = answered(both, identity, "cannot_say")
    assert answer["reasons"]
    for word in (SECRET, "convoy", "unit", "crossing", "kind "):
        assert word not in everything(answer)
    assert set(answer["reasons"]) == {
        "we have not said that our register is complete for this",
        "our register holds what has run out and was never said to be gone",
    }


def test_the_officer_may_add_what_he_wants_to_be_known(both):
    cover(both)
    item(both)
    answer = answered(both, understood(both), "something_within", "A convoy, until noon. Call me.")
    assert answer["words"] == "A convoy, until noon. Call me."


def test_a_doubt_about_an_entry_goes_with_every_later_answer(both):
    cover(both)
    notice = item(both)
    both.south.desk.post(f"/api/exchanges/{notice}/doubt", {"words": "it may have left on Monday"})
    for _ in range(2):
        answer = answered(both, understood(both), "something_within")
        assert "a doubt stands about an entry that this answer rests on" in answer["text"]
        assert SECRET not in everything(answer)


def test_a_doubt_about_the_place_goes_with_every_later_answer_of_the_exchange(both):
    cover(both)
    identity = ask(both)
    both.north.desk.post(f"/api/exchanges/{identity}/doubt", {"words": "the patrol may have moved"})
    both.exchange_words()
    read_back(both, identity)
    said = 'keita of north doubts: "the patrol may have moved"'
    assert said in answered(both, identity, "none_by_register")["text"]
    assert said in answered(both, identity, "cannot_say")["text"]


def test_a_doubt_about_a_coverage_takes_the_comfort_from_an_answer(both):
    cover(both)
    coverage = both.south.desk.desk()["coverage"][0]["id"]
    both.south.desk.post(f"/api/exchanges/{coverage}/doubt", {"words": "the list is from last week"})
    identity = understood(both)
    assert both.south.desk.get(f"/api/exchanges/{identity}/register")["answer"] == "cannot_say"
    assert "a coverage of ours is doubted" in answered(both, identity, "cannot_say")["text"]


def test_both_desks_show_what_the_asker_could_know_by_now(both):
    cover(both, to=["north"])
    identity = understood(both)
    answered(both, identity, "none_by_register")
    for side in (both.north, both.south):
        (one,) = side.desk.desk()["asked"]
        assert (one["asker"], one["count"], one["answered"], one["over"]) == ("north", 1, 1, False)
        assert one["answered_km2"] == pytest.approx(12.6, rel=0.02)
        assert 0 < one["share"] < 0.01
        assert "has asked south once in 24 hours" in one["text"]


def test_over_the_budget_is_warned_and_recorded_and_never_blocked(both):
    say_terms(both.north, budgets=(Budget(name="enquiries", limit=1, per_s=86_400),))
    assert not any(one["kind"] == "asked_much" for one in seen(both.south, ask(both))["findings"])
    second = ask(both, template="urgent", occasion="")
    for side in (both.north, both.south):
        found = [one for one in seen(side, second)["findings"] if one["kind"] == "asked_much"]
        assert "north has asked south 2 times in 24 hours" in found[0]["text"]
    said = both.north.node.picture().by_id[second].body
    assert said.over_budget.startswith("north has asked south 2 times")
    read_back(both, second)
    assert seen(both.north, second)["state"] == "understood"


def test_an_ordinary_enquiry_needs_its_occasion_and_an_urgent_one_nothing(both):
    for occasion in ("", "   "):
        with pytest.raises(InputError, match="needs its occasion"):
            both.north.desk.post("/api/enquiries", enquiry(occasion=occasion))
    assert ask(both, occasion="", template="urgent")


def kinds(side, identity):
    return {one["kind"]: one for one in seen(side, identity)["findings"]}


def test_row_18_our_own_position_sent_as_the_place_is_challenged_at_our_desk(both):
    own = {"kind": "unit", "item": "patrol 1", "text": "31N AA 66021 55280", "window": WINDOW}
    both.north.desk.post("/api/notices", own)
    identity = ask(both)
    found = kinds(both.north, identity)["own_position"]
    assert "where patrol 1 of north itself stands" in found["text"]
    assert any(one["kind"] == "own_position" for one in both.north.desk.desk()["alarms"])
    assert "own_position" not in kinds(both.south, identity)  # nobody told South of the patrol
    elsewhere = ask(both, text="31N AA 67021 55280")
    assert "own_position" not in kinds(both.north, elsewhere)


def test_an_answer_of_none_against_a_notice_of_its_own_party_is_said_at_the_askers_desk(both):
    cover(both)
    identity = understood(both)
    answered(both, identity, "none_by_register")
    assert "answer_contradicted" not in kinds(both.north, identity)
    item(both, kind="site", label="Post 9", to=["north"])
    both.exchange_words()
    found = kinds(both.north, identity)["answer_contradicted"]
    assert "Post 9 of south" in found["text"]
    both.clock.move(hours=6)
    both.north.login()
    assert "answer_contradicted" not in kinds(both.north, identity)  # the window asked about is over
