"""Which terminal lacks what stands at the desk: on both sides, in time, and only of terminals that were named."""

from datetime import timedelta

from tests.node.parties import T0, enquiry, utc

PLACE = "31N AA 66021 55280"


def notice(side, item, begins=timedelta(hours=2), **changes):
    window = {"from": utc(T0 + begins), "to": utc(T0 + begins + timedelta(hours=6))}
    to = ["south" if side.code == "north" else "north"]
    given = {"kind": "site", "item": item, "text": PLACE, "window": window, "to": to} | changes
    return side.desk.post("/api/notices", given)["id"]


def loads(side, *of, terminal="bridge plotter", version=""):
    given = {"of": list(of), "stage": "loaded", "terminal": terminal, "version": version}
    side.desk.post("/api/receipts", given)


def missing(side, where="findings"):
    return [one for one in side.desk.desk()[where] if one["kind"] == "not_loaded"]


def test_nothing_is_said_while_nobody_has_named_a_terminal(both):
    notice(both.north, "clinic", begins=timedelta(0))
    both.exchange_words()
    assert missing(both.north) == missing(both.south) == []
    assert missing(both.north, "alarms") == missing(both.south, "alarms") == []


def test_what_a_terminal_lacks_is_a_finding_then_an_alarm_on_both_desks_until_it_is_loaded(both):
    first = notice(both.north, "clinic")
    second = notice(both.north, "well")
    both.exchange_words()
    loads(both.south, first)
    both.exchange_words()
    for side in (both.north, both.south):
        (found,) = missing(side)
        assert (found["level"], found["about"]) == ("caution", [second])
        assert "bridge plotter of south has not loaded 1 of 2 entries" in found["text"]
        assert missing(side, "alarms") == []
    both.clock.move(minutes=95)
    for side in (both.north, both.south):
        side.login()
    both.exchange_words()
    (ours,), (theirs,) = missing(both.south, "alarms"), missing(both.north, "alarms")
    assert (ours["level"], ours["action"]) == ("urgent", "Load them into it, then say so")
    assert (theirs["level"], theirs["action"]) == ("urgent", "Call them: it lacks what we gave them")
    loads(both.south, second)  # of the same version: it adds to what is there
    both.exchange_words()
    for side in (both.north, both.south):
        assert missing(side) == missing(side, "alarms") == []


def test_one_alarm_stands_for_a_terminal_however_many_windows_it_lacks(both):
    first = notice(both.north, "first", begins=timedelta(0))
    both.exchange_words()
    loads(both.south, first)
    for number in range(60):
        notice(both.north, f"site {number}", begins=timedelta(minutes=number))
    both.exchange_words(4)
    for side in (both.north, both.south):
        (alarm,) = missing(side, "alarms")
        assert "has not loaded 60 of " in alarm["text"]
        assert len(alarm["about"]) == 50


def test_another_version_takes_the_place_of_what_was_loaded(both):
    first, second = notice(both.north, "clinic"), notice(both.north, "well")
    both.exchange_words()
    loads(both.south, first, second, version="1")
    both.exchange_words()
    assert missing(both.north) == []
    loads(both.south, second, version="2")
    both.exchange_words()
    assert [one["about"] for one in missing(both.north)] == [[first]]
    assert "holds version 2" in missing(both.north)[0]["text"]


def test_a_file_that_was_loaded_names_no_terminal_for_entries(both):
    notice(both.north, "clinic", begins=timedelta(0))
    kept = both.north.desk.send_bytes("/api/documents/bytes", b"a sheet")
    given = {"sha256": kept["sha256"], "title": "sheet", "to": ["south"]}
    identity = both.north.desk.post("/api/documents", given)["id"]
    both.exchange_words(4)
    loads(both.south, identity)
    both.exchange_words()
    assert missing(both.north) == missing(both.south) == []


def test_a_message_that_was_loaded_says_so_with_its_exchange_live_and_looking_back(both):
    asked = both.north.desk.post("/api/enquiries", enquiry())["id"]
    both.exchange_words()
    assert both.north.desk.exchange(asked)["loaded"] == []
    loads(both.south, asked, terminal="cockpit", version="7")
    both.exchange_words()
    both.clock.move(minutes=5)
    for side in (both.north, both.south):
        (row,) = side.desk.exchange(asked)["loaded"]
        assert (row["party"], row["terminal"], row["version"]) == ("south", "cockpit", "7")
        at = utc(side.node.clock() - timedelta(minutes=1))
        past = side.desk.get("/api/desk", at=at, mode="so")
        assert [one["loaded"] for one in past["exchanges"]] == [[row]]
