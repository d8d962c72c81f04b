"""No door of the receiver's node gives a withheld place away: read as raw bytes, door by door.

North gives the place in its grid. Whatever South's node sends before South's own readback may hold the
text as given and nothing worked out from it: no degrees in any notation, no own grid, no distance.
"""

import asyncio
import json

import pytest
from tests.node.parties import enquiry, utc

from commonground.errors import InputError
from commonground.node.api.stream import events
from commonground.node.desk.embargo import bare, names

TEXT = "31N AA 66021 55280"
# 0.499450 N 0.000113 W, written in every way our own code would write it.
FORBIDDEN = [
    b"0.4994",
    b"0.49945",
    b"0.000112",
    b"0.00011",
    b"29'58",
    b"29'58.0",
    b"499449",
    b"-1128",
    b"112815",
    "29’58".encode(),
    b"0 29 58",
    b"N0029",
    b"6FG22222+",
]
DOORS = [
    "/api/desk", "/api/record", "/board", "/health", "/api/session", "/api/map/depictions",
    "/api/openapi.json", "/api/map/differences",
]  # fmt: skip


@pytest.fixture
def asked(both):
    report = {
        "words": f"Contact at {TEXT}, by the buoy",
        "source": "patrol",
        "channel": "VHF",
        "at": utc(both.clock.at),
    }
    identity = both.north.desk.post("/api/enquiries", enquiry(report=report))["id"]
    both.exchange_words()
    return identity


@pytest.fixture(scope="module")
def asked_once(shared):
    shared.north.desk.post("/api/enquiries", enquiry())
    shared.exchange_words()


def leaks(content: bytes) -> list[bytes]:
    return [one for one in FORBIDDEN if one in content]


def test_every_door_keeps_the_place_until_the_readback_and_then_gives_it(both, asked):
    for door in DOORS:
        answer = both.south.raw.get(door)
        assert not leaks(answer.content), door
        assert not leaks(str(answer.headers).encode()), door
    assert TEXT.encode() in both.south.raw.get("/api/desk").content  # as given, it is shown
    given = {"text": "0°29'58.0\"N 0°00'00.4\"W", "anchor": "the red buoy"}
    both.south.desk.post(f"/api/exchanges/{asked}/readback", given)
    assert b"0.4994" in both.south.raw.get("/api/desk").content
    assert b"29&#x27;58" in both.south.raw.get("/board").content


def test_the_place_stays_with_its_sender_in_the_open(both, asked):
    assert b"0.4994" in both.north.raw.get("/api/desk").content


def test_the_doors_of_the_exchange_itself_are_shut(both, asked):
    for path in (f"/api/exchanges/{asked}/register", f"/api/record/{asked}/proof"):
        answer = both.south.raw.get(path)
        assert answer.status_code == 409, path
        assert not leaks(answer.content)
        assert answer.json()["error"]["hint"]


@pytest.mark.parametrize(
    "typed",
    [
        TEXT,
        "31NAA6602155280",
        "31n aa 66021-55280",
        " 31N\tAA 66021 55280 ",
        "at 31N AA 66021 55280 approx",
        "31N AA ٦٦٠٢١ ٥٥٢٨٠",
        "AA 66021 55280",
    ],
)
def test_reading_its_very_text_is_refused(shared, asked_once, typed):
    answer = shared.south.raw.post(
        "/api/read", json={"text": typed}, headers={"origin": shared.south.node.origin}
    )
    assert answer.status_code == 409
    assert not leaks(answer.content)
    answer = shared.north.desk.post("/api/read", {"text": TEXT})  # its sender may
    assert answer["readings"]


def test_any_other_text_is_read_meanwhile(both, asked):
    assert both.south.desk.post("/api/read", {"text": "0°30'10\"N 0°00'00.4\"W"})["status"] == "ok"


def test_a_notice_a_list_and_an_enquiry_back_cannot_convert_it_either(both, asked):
    window = {"from": utc(both.clock.at), "to": utc(both.clock.at.replace(year=2031))}
    with pytest.raises(InputError, match="your own readback"):
        both.south.desk.post("/api/notices", {"kind": "site", "item": "x", "text": TEXT, "window": window})
    with pytest.raises(InputError, match="your own readback"):
        both.south.desk.post("/api/enquiries", enquiry(to=["north"]))
    content = f"name,MGRS\nBuoy,{TEXT}\nOther,31N AA 60000 50000\nThird,31N AA 61000 51000\n".encode()
    listed = both.south.desk.upload("/api/lists", "list.csv", content)
    assert not leaks(json.dumps(listed).encode())
    withheld, other, _ = listed["rows"]
    assert withheld["lat_deg"] is None
    assert withheld["status"] == "refused"
    assert other["lat_deg"] is not None
    given = {"rows": [withheld["row"]], "window": window}
    with pytest.raises(InputError, match="your own readback"):
        both.south.desk.post(f"/api/lists/{listed['token']}/sign", given)


def test_a_list_with_the_halves_in_columns_cannot_convert_it_either(both):
    both.north.desk.post("/api/enquiries", enquiry(text="166021 55280", crs="EPSG:32631", reading=0))
    both.exchange_words()
    content = b"name,northing,easting\nBuoy,55280,166021\nOther,50000,160000\nThird,51000,161000\n"
    withheld, other, _ = both.south.desk.upload("/api/lists", "list.csv", content)["rows"]
    assert withheld["lat_deg"] is None
    assert withheld["readings"] == []
    assert "166021" in withheld["as_given"]
    assert other["findings"] != withheld["findings"]


def test_the_pointer_is_the_officers_own_but_not_with_the_digits_of_the_enquiry(both):
    both.north.desk.post("/api/enquiries", enquiry(text="0.49945 -0.00011", reading=0))
    both.exchange_words()
    for path in ("/api/project", "/api/side"):
        with pytest.raises(InputError, match="your own readback"):
            both.south.desk.get(path, lat="0.49945", lon="-0.00011")
    assert both.south.desk.get("/api/project", lat="0.5", lon="0.1")["own_grid"]


def test_the_stream_carries_no_fact(both, asked):
    node = both.south.node
    token = both.south.raw.cookies[node.cookie]

    async def first():
        stream = events(node, token, None)
        event = await anext(stream)
        await stream.aclose()
        return event

    event = asyncio.run(first())
    assert (
        event
        == f'id: {node.bell.version}\nevent: changed\ndata: {{"version":{node.bell.version}}}\n\n'.encode()
    )


def test_show_now_opens_the_place_and_says_so_on_both_desks(both, asked):
    both.south.desk.post(f"/api/exchanges/{asked}/show-now")
    assert b"0.4994" in both.south.raw.get("/api/desk").content
    assert both.south.desk.post("/api/read", {"text": TEXT})["readings"]
    both.south.desk.post(
        f"/api/exchanges/{asked}/readback", {"text": "0°29'58.0\"N 0°00'00.4\"W", "anchor": "the red buoy"}
    )
    both.exchange_words()
    for side in (both.north, both.south):
        assert side.desk.exchange(asked)["readback"]["independent"] is False


def test_typing_the_given_digits_again_is_taken_and_marked(both, asked):
    both.south.desk.post(f"/api/exchanges/{asked}/readback", {"text": TEXT, "anchor": "the red buoy"})
    both.exchange_words()
    for side in (both.north, both.south):
        shown = side.desk.exchange(asked)
        assert shown["readback"]["independent"] is False
        assert shown["state"] == "read_back"  # the machine does not confirm it


def test_a_readback_without_an_anchor_is_refused(both, asked):
    with pytest.raises(InputError) as refused:
        both.south.desk.post(f"/api/exchanges/{asked}/readback", {"text": "0°29'58.0\"N 0°00'00.4\"W"})
    assert refused.value.where == "anchor"


def test_the_asking_desk_sees_nothing_of_the_receivers_register(both, asked):
    given = {"text": "0°29'58.0\"N 0°00'00.4\"W", "anchor": "the red buoy"}
    both.south.desk.post(f"/api/exchanges/{asked}/readback", given)
    both.exchange_words()
    assert both.north.desk.get(f"/api/exchanges/{asked}/register")["parties"] == ["north"]


def test_texts_are_compared_without_what_does_not_count():
    assert names("pos 31N AA 66021 55280", TEXT)
    assert names("66021 55280", TEXT)
    assert names("55280 66021", TEXT)
    assert names("northing: 3819150; easting: 683639", "683639 3819150")
    assert names("69.1723 / 34.5281", "34.5281, 69.1723")
    assert not names("66021 55281", TEXT)
    assert not names("", TEXT)
    assert not names("31N", TEXT)
    assert bare("３１Ｎ aa") == "31naa"
