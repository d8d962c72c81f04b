"""Who was given what, from when, until when: as each node can know it, and no place in it."""

from datetime import timedelta

from tests.node.parties import T0, enquiry, utc

WINDOW = {"from": utc(T0), "to": utc(T0 + timedelta(hours=12))}


def give(side, item, to):
    body = {"kind": "site", "item": item, "text": "31N AA 66500 55500", "reach_m": 0.0, "window": WINDOW}
    return side.desk.post("/api/notices", body | {"to": to})["id"]


def lines(side, **query):
    return side.desk.get("/api/ledger", **query)


def test_a_gift_stands_in_both_ledgers_and_what_was_kept_in_none(both):
    given, kept = give(both.north, "clinic", ["south"]), give(both.north, "well", [])
    both.exchange_words()
    for side in (both.north, both.south):
        found = {one["statement"]: one for one in lines(side)}
        assert kept not in found
        line = found[given]
        assert (line["giver"], line["party"], line["kind"]) == ("north", "south", "site")
        assert line["text"] == "Notice of a site: clinic."
        assert line["since"] == utc(T0)
        assert line["use"] == "protection_only"
        assert line["stands"] is True
        assert "66500" not in str(line)


def test_the_place_of_an_enquiry_is_in_no_line(both):
    both.north.desk.post("/api/enquiries", enquiry())
    both.exchange_words()
    found = lines(both.south)
    assert any(one["kind"] == "enquiry" for one in found)
    assert all("66021" not in str(one) for one in found)


def test_pages_go_back_from_the_newest_and_leave_nothing_out(both):
    for number in range(5):
        give(both.north, f"site {number}", ["south"])
    whole = [one["number"] for one in lines(both.north)]
    assert whole == sorted(whole, reverse=True)
    paged = lines(both.north, limit=2)
    while paged[-1]["number"] > 0:
        paged += lines(both.north, limit=2, before=paged[-1]["number"])
    assert [one["number"] for one in paged] == whole
