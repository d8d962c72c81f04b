"""Replay over HTTP: an earlier moment looks as it looked then, and nothing is sent from it."""

import json

import pytest
from tests.node.parties import enquiry, utc
from tests.node.test_embargo import FORBIDDEN
from tests.node.test_main_job import FAR, OWN_MAP, ask, cover, read_back

from commonground.errors import InputError
from commonground.node.models.desk import DeskShown, MomentsShown

WITHHELD_KEYS = {"lat_deg", "lon_deg", "ce95_m", "own_grid"}
SITE = {"kind": "site", "item": "post 17", "label": "Post 17", "category": "post", "text": OWN_MAP}


def back(side, at, mode="so"):
    shown = side.desk.get("/api/desk", at=utc(at), mode=mode)
    DeskShown.model_validate(shown)
    assert shown["mode"] == "REPLAY"
    assert shown["now"] == shown["replay"]["at"] == utc(at)
    return shown


def facts(desk):
    """What of a desk follows from the statements, without what could be done and what was withheld."""
    shown = json.loads(json.dumps({key: desk[key] for key in ("register", "coverage", "findings", "alarms")}))
    for one in shown["alarms"]:
        for key in ("take", "confirm", "ways"):
            one.pop(key)
    exchanges = json.loads(json.dumps(desk["exchanges"]))
    for one in exchanges:
        for key in ("next", "outcomes", "withheld", "counterpart"):
            one.pop(key)
        one["ticks"].pop("given")
        for key in ("given", "standing") if one["answer"] else ():
            one["answer"].pop(key)
        for key in WITHHELD_KEYS:
            one["place"].pop(key, None)
    return shown | {"exchanges": exchanges, "party": desk["party"], "limits": desk["limits"]}


def site(both, **changes):
    window = {"from": utc(both.clock.at), "to": utc(both.clock.at.replace(year=2031))}
    return both.south.desk.post("/api/notices", SITE | {"window": window} | changes)


@pytest.fixture
def watched(both):
    """The main job with trouble in it, and both live desks as they were after each step."""
    seen = []

    def watch():
        for side in (both.north, both.south):
            seen.append((side, both.clock.at, side.desk.desk()))
        both.clock.move(seconds=30)
        both.exchange_words()  # the receipts that come of being looked at
        both.clock.move(seconds=30)

    cover(both)
    site(both, to=["north"])
    both.exchange_words()
    watch()
    identity = ask(both)
    watch()
    read_back(both, identity, FAR)
    watch()
    both.north.desk.post(
        f"/api/exchanges/{identity}/correct", {"text": "31N AA 66021 55290", "words": "slip"}
    )
    both.exchange_words()
    watch()
    both.south.desk.post("/api/alarm")
    both.exchange_words()
    watch()
    read_back(both, identity)
    watch()
    both.south.desk.post(f"/api/exchanges/{identity}/answer", {"outcome": "something_within"})
    both.exchange_words()
    watch()
    both.north.desk.post(f"/api/exchanges/{identity}/acknowledge", {"words": "Received."})
    both.exchange_words()
    watch()
    return seen


def test_what_a_desk_had_been_told_is_what_it_showed_at_every_moment(both, watched):
    for side, at, live in watched:
        past, then = facts(back(side, at, f"told:{side.code}")), facts(live)
        for one, other in zip(past.pop("exchanges"), then.pop("exchanges"), strict=True):
            ticks, then_ticks = one.pop("ticks"), other.pop("ticks")
            assert one == other, at
            # When a receipt of the other side came in is proved by our own next word alone.
            assert all(ticks[name] in (None, moment) for name, moment in then_ticks.items()), at
        assert past == then, at
    (now,) = back(both.north, both.clock.at, "told:north")["exchanges"]
    assert now["ticks"]["reached_node"]
    assert now["ticks"]["answered"]
    states = [live["exchanges"][0]["state"] for side, _, live in watched if live["exchanges"]]
    assert {"sent", "differs", "understood", "answered", "closed"} <= set(states)


def test_nothing_can_be_done_in_a_replay_and_everything_of_then_is_shown(both, watched):
    for side, at, _ in watched:
        for mode in ("so", "told:north", "told:south"):
            for one in back(side, at, mode)["exchanges"]:
                assert one["next"] == one["outcomes"] == []
                assert not one["withheld"]
                assert one["place"].keys() >= WITHHELD_KEYS


def test_before_the_first_word_there_is_nothing(both, watched):
    shown = back(both.north, both.clock.at.replace(year=2029))
    assert shown["exchanges"] == shown["register"] == shown["alarms"] == []
    assert shown["head"]["size"] == 0
    assert {peer["last_heard"] for peer in shown["peers"]} == {None}
    assert {peer["state"] for peer in shown["peers"]} == {"not_recorded"}


def test_what_was_said_while_the_line_was_cut_was_so_and_was_not_told(both):
    identity = ask(both)
    both.clock.move(minutes=1)
    both.south.desk.post(f"/api/exchanges/{identity}/standby", {"until": utc(both.clock.at.replace(hour=8))})
    cut = both.clock.at
    both.clock.move(minutes=10)
    both.exchange_words()
    (so,) = back(both.north, cut)["exchanges"]
    (told,) = back(both.north, cut, "told:north")["exchanges"]
    assert so["standby_until"]
    assert told["standby_until"] is None
    (south,) = back(both.north, cut, "told:south")["exchanges"]
    assert south["standby_until"]
    assert back(both.north, both.clock.at, "told:north")["exchanges"][0]["standby_until"]


def test_the_other_party_is_shown_only_with_what_its_own_receipts_prove(both):
    start = both.clock.at
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.clock.move(minutes=5)
    assert back(both.north, both.clock.at)["exchanges"][0]["id"] == identity
    assert back(both.north, both.clock.at, "told:south")["exchanges"] == []
    both.exchange_words()
    assert back(both.north, both.clock.at, "told:south")["exchanges"][0]["id"] == identity
    assert back(both.north, start, "told:south")["exchanges"] == []
    site(both)  # kept by South: North was never told, at whichever desk it is asked
    both.exchange_words()
    assert len(back(both.south, both.clock.at, "told:south")["register"]) == 1
    assert back(both.south, both.clock.at, "told:north")["register"] == []


def leaks(content):
    return [one for one in FORBIDDEN if one in content]


def doors(at):
    for mode in ("so", "told:north", "told:south"):
        yield f"/api/desk?at={utc(at)}&mode={mode}"
        yield f"/api/moments?mode={mode}"


def test_an_enquiry_that_waits_for_our_readback_is_withheld_in_every_replay(both):
    identity = ask(both)
    asked = both.clock.at
    both.clock.move(minutes=5)
    for door in (*doors(asked), *doors(both.clock.at)):
        answer = both.south.raw.get(door)
        assert answer.status_code == 200
        assert not leaks(answer.content), door
    assert back(both.south, asked)["exchanges"][0]["withheld"]
    read_back(both, identity)
    shown = back(both.south, asked)["exchanges"][0]
    assert not shown["withheld"]
    assert shown["readback"] is None
    assert shown["place"]["own_grid"]


def test_a_place_put_right_is_withheld_with_all_that_was_worked_out_before_it(both):
    identity = ask(both)
    both.clock.move(minutes=1)
    read_back(both, identity)
    understood = both.clock.at
    assert back(both.south, understood)["exchanges"][0]["readback"]["distance_m"] < 10
    both.clock.move(minutes=1)
    both.north.desk.post(f"/api/exchanges/{identity}/doubt", {"words": "not sure of the sheet"})
    both.north.desk.post(
        f"/api/exchanges/{identity}/correct", {"text": "31N AA 66021 55290", "words": "slip"}
    )
    both.exchange_words()
    for door in doors(understood):
        assert not leaks(both.south.raw.get(door).content), door
    shown = back(both.south, understood)["exchanges"][0]
    assert shown["withheld"]
    assert shown["readback"] is None
    assert back(both.north, understood)["exchanges"][0]["readback"]  # its sender sees all of it


def test_nothing_is_sent_from_a_desk_that_looks_back(both):
    identity = ask(both)
    headers = {"origin": both.south.node.origin, "x-desk-at": utc(both.clock.at)}
    size = both.south.node.store.logs()
    paths = {
        "/api/enquiries": enquiry(to=["north"], text="31N AA 60000 50000"),
        f"/api/exchanges/{identity}/show-now": {},
        f"/api/exchanges/{identity}/readback": {"text": OWN_MAP, "anchor": "the red buoy"},
        f"/api/exchanges/{identity}/standby": {"until": utc(both.clock.at.replace(hour=8))},
        "/api/notices": SITE | {"window": enquiry()["window"]},
    }
    for path, given in paths.items():
        answer = both.south.raw.post(path, json=given, headers=headers)
        assert answer.status_code == 409, path
        assert "live" in answer.json()["error"]["hint"]
    assert both.south.node.store.logs() == size
    assert both.south.raw.post("/api/read", json={"text": OWN_MAP}, headers=headers).is_success
    for path, given in paths.items():
        if path != "/api/notices":
            assert both.south.raw.post(
                path, json=given, headers={"origin": both.south.node.origin}
            ).is_success


def test_an_alarm_is_raised_and_taken_from_wherever_the_officer_looks(both):
    headers = {"origin": both.south.node.origin, "x-desk-at": utc(both.clock.at)}
    raised = both.south.raw.post("/api/alarm", json={}, headers=headers)
    assert raised.is_success
    both.exchange_words()
    headers = {"origin": both.north.node.origin, "x-desk-at": utc(both.clock.at)}
    path = f"/api/alarms/{raised.json()['id']}/take"
    assert both.north.raw.post(path, json={"words": "Stopped."}, headers=headers).is_success


def test_looking_back_is_no_receipt_that_a_place_was_shown(both):
    ask(both)
    back(both.south, both.clock.at)
    both.exchange_words()
    assert both.north.desk.desk()["exchanges"][0]["ticks"]["shown"] is None


def test_the_moments_are_the_events_and_what_was_told_comes_when_it_was_told(both):
    start = both.clock.at
    identity = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.clock.move(minutes=5)
    both.exchange_words()

    def tick(mode):
        shown = both.north.desk.get("/api/moments", mode=mode)
        MomentsShown.model_validate(shown)
        assert shown["left_off"] == 0
        assert [one["at"] for one in shown["moments"]] == sorted(one["at"] for one in shown["moments"])
        return next(one for one in shown["moments"] if one["id"] == identity)

    assert tick("so")["at"] == tick("told:north")["at"] == utc(start)
    assert tick("told:south")["at"] == utc(both.clock.at)
    assert tick("so")["kind"] == "enquiry"
    assert tick("so")["party"] == "north"
    assert tick("so")["text"] == "Enquiry: Any of yours here?"


def test_a_replay_that_is_held_already_is_not_sent_again(both):
    path = f"/api/desk?at={utc(both.clock.at)}"
    etag = both.north.raw.get(path).headers["etag"]
    assert both.north.raw.get(path, headers={"if-none-match": etag}).status_code == 304
    assert both.north.raw.get("/api/desk", headers={"if-none-match": etag}).status_code == 200
    assert both.north.raw.get(f"{path}&mode=told:south", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"at": "yesterday"}, "at"),
        ({"at": "2031-01-01T00:00:00Z"}, "at"),
        ({"at": "2029-01-01T00:00:00+00:00"}, "at"),
        ({"at": "2029-01-01T00:00:00"}, "at"),
        ({"at": "9" * 300}, "at"),
        ({"at": ""}, "at"),
        ({"mode": "so"}, "at"),
        ({"at": "2029-01-01T00:00:00Z", "mode": "told:west"}, "mode"),
        ({"at": "2029-01-01T00:00:00Z", "mode": "believed"}, "mode"),
    ],
)
def test_a_moment_that_is_none_names_its_field(shared, query, where):
    with pytest.raises(InputError) as refused:
        shared.north.desk.get("/api/desk", **query)
    assert refused.value.where == where
    assert len(refused.value.given) <= 60
    if query.get("mode", "so") != "so":
        with pytest.raises(InputError):
            shared.north.desk.get("/api/moments", mode=query["mode"])
