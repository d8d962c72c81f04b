"""Files handed over by link: unchanged, in parts that resume, sealed, with receipts; and nobody else's."""

import hashlib
import random
from urllib.parse import quote

import httpx
import pytest
from tests.node.parties import Direct

from commonground.errors import InputError
from commonground.node.peers.handed import PARTS_A_TURN
from commonground.store.files import documents
from commonground.store.files.documents import PART, missing_parts

DATA = random.Random(7).randbytes(3 * PART + 11)
SHA256 = hashlib.sha256(DATA).hexdigest()


def hand_over(side, data=DATA, **changes):
    kept = side.desk.send_bytes("/api/documents/bytes", data)
    given = {"sha256": kept["sha256"], "title": "Sheet 12 of the bay", "edition": "3", "to": ["south"]}
    return side.desk.post("/api/documents", given | changes)["id"]


def row(side, identity):
    return next(one for one in side.desk.get("/api/documents") if one["id"] == identity)


def stages(side, identity):
    return [(one["party"], one["officer"], one["stage"]) for one in row(side, identity)["receipts"]]


def test_a_file_comes_unchanged_with_a_receipt_for_each_step(both):
    identity = hand_over(both.north)
    both.exchange_words(4)
    assert row(both.south, identity)["state"] == "whole"
    assert stages(both.north, identity) == [("south", "node", "received")]
    assert both.south.desk.fetch_bytes(f"/api/documents/{identity}/file") == DATA
    both.south.desk.fetch_bytes(f"/api/documents/{identity}/file")  # looked at twice is shown once
    given = {"of": [identity], "stage": "loaded", "terminal": "bridge", "version": "3", "words": "by hand"}
    both.south.desk.post("/api/receipts", given)
    both.exchange_words()
    loaded = row(both.north, identity)["receipts"][-1]
    assert {key: loaded[key] for key in ("terminal", "version", "words")} == {
        "terminal": "bridge",
        "version": "3",
        "words": "by hand",
    }
    expected = [("south", "node", "received"), ("south", "node", "shown"), ("south", "diallo", "loaded")]
    assert stages(both.north, identity) == expected
    shown = row(both.north, identity)
    assert (shown["sha256"], shown["title"], shown["edition"]) == (SHA256, "Sheet 12 of the bay", "3")
    assert shown["given"]


def test_a_receipt_for_the_statement_is_none_for_the_file(both):
    identity = hand_over(both.north)
    both.south.node.config = both.south.node.config.__class__(
        **{name: getattr(both.south.node.config, name) for name in both.south.node.config.__slots__}
        | {"documents_mib": 0}
    )
    both.exchange_words(4)
    assert row(both.south, identity)["state"] == "named"  # there is no room for it
    assert stages(both.north, identity) == []
    record = both.north.desk.get("/api/record", limit=500)
    assert any(one["kind"] == "receipt" and one["party"] == "south" for one in record)
    with pytest.raises(InputError, match="not come whole"):
        both.south.desk.post("/api/receipts", {"of": [identity], "stage": "understood"})


def test_who_names_a_file_without_having_it_learns_nothing_of_who_has_it(both):
    both.south.desk.send_bytes("/api/documents/bytes", DATA)
    north = both.north
    identity = hand_over(north)
    with north.node.store.database.write() as connection:  # it had the SHA-256 alone
        for table in ("chunk", "document", "sent"):
            connection.execute(f"DELETE FROM {table}")
    both.exchange_words(4)
    assert stages(north, identity) == []
    assert row(both.south, identity)["state"] == "named"
    with pytest.raises(InputError, match="not come whole"):
        both.south.desk.post("/api/receipts", {"of": [identity], "stage": "understood"})
    north.desk.send_bytes("/api/documents/bytes", DATA)  # and now it has the file, and sends it
    both.exchange_words(4)
    assert stages(north, identity) == [("south", "node", "received")]


def test_a_broken_line_costs_one_part_and_goes_on_from_there(both, monkeypatch):
    identity = hand_over(both.north)
    through, asked = Direct.handle_request, []

    def breaks(self, request):
        if "/document/" in request.url.path:
            asked.append(request.url.params["part"])
            if len(asked) == 3:
                raise httpx.ReadError("the line broke", request=request)
        return through(self, request)

    monkeypatch.setattr(Direct, "handle_request", breaks)
    both.north.machine.turn()
    assert not both.south.link.once()
    assert row(both.south, identity)["missing"] == "2-3"
    assert (row(both.south, identity)["here"], row(both.south, identity)["parts"]) == (2, 4)
    assert both.south.link.once()
    assert asked == ["0", "1", "2", "2", "3"]
    assert (row(both.south, identity)["here"], row(both.south, identity)["parts"]) == (4, 4)
    assert row(both.south, identity)["state"] == "whole"


def test_a_word_never_waits_behind_a_file(both):
    hand_over(both.north, random.Random(1).randbytes((PARTS_A_TURN + 3) * PART))
    both.north.machine.turn()
    both.south.link.once()
    named = both.south.desk.get("/api/documents")[0]
    assert named["missing"] == f"{PARTS_A_TURN}-{PARTS_A_TURN + 2}"
    both.north.desk.post("/api/alarm", {"words": "stop"})
    both.north.machine.turn()
    both.south.link.once()  # the log first, then what is left of the file
    assert any(one["kind"] == "alarm" for one in both.south.desk.get("/api/record", limit=50))
    assert both.south.desk.get("/api/documents")[0]["state"] == "whole"


def test_a_part_that_was_altered_on_the_way_does_not_open_and_is_asked_for_again(both, monkeypatch):
    identity = hand_over(both.north)
    through, spoiled = Direct.handle_request, []

    def spoils(self, request):
        answer = through(self, request)
        if "/document/" in request.url.path and request.url.params["part"] == "1" and not spoiled:
            spoiled.append(1)
            content = answer.read()
            content = content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]
            return httpx.Response(200, headers=answer.headers, content=content)
        return answer

    monkeypatch.setattr(Direct, "handle_request", spoils)
    both.north.machine.turn()
    assert not both.south.link.once()
    assert "refused" in both.south.node.peers.word("north").trouble
    assert row(both.south, identity)["missing"] == "1-3"
    assert both.south.link.once()
    assert row(both.south, identity)["state"] == "whole"


def test_a_sender_with_other_bytes_than_he_named_is_found_out_and_not_asked_again(both):
    identity = hand_over(both.north)
    north = both.north.node.store
    other = documents.seal_to(north.roster.party("north").box, b"\0" * PART)
    with north.database.write() as connection:
        connection.execute("UPDATE chunk SET sealed = ? WHERE part = 2", (other,))
    both.north.machine.turn()
    assert both.south.link.once()
    assert "not the one that was named" in both.south.node.peers.word("north").trouble
    assert row(both.south, identity)["state"] == "named"
    assert (
        len(
            missing_parts(
                both.south.node.store, both.south.node.picture().by_id[identity].body, sender="north"
            )
        )
        == 4
    )
    both.exchange_words()
    assert row(both.south, identity)["state"] == "named"
    assert stages(both.north, identity) == []


def test_nobody_but_those_named_is_given_a_part(both):
    identity = hand_over(both.north, to=[])
    both.exchange_words()
    assert both.south.desk.get("/api/documents") == []
    with pytest.raises(InputError, match="for this party"):
        both.south.link.source.part(identity, 0)
    with pytest.raises(InputError, match="relay of this party"):
        both.south.link.source.on_behalf("north").part(identity, 0)
    both.north.desk.post("/api/disclosures", {"id": identity, "to": ["south"]})
    both.exchange_words(4)
    assert row(both.south, identity)["state"] == "whole"  # disclosed later: then it comes
    assert stages(both.north, identity) == [("south", "node", "received")]


@pytest.mark.parametrize("way", ["end", "withdraw", "over"])
def test_what_is_ended_withdrawn_or_over_is_given_no_more(both, way):
    until = "2030-01-01T06:10:00Z"
    identity = hand_over(both.north, until=until)
    both.north.machine.turn()
    if way == "end":
        both.north.desk.post(
            "/api/disclosures/end", {"id": identity, "to": ["south"], "reason": "other sheet"}
        )
    elif way == "withdraw":
        both.north.desk.post(f"/api/notices/{identity}/withdraw", {"words": "wrong sheet"})
    else:
        both.clock.move(minutes=15)
    both.exchange_words()
    with pytest.raises(InputError, match="for this party"):
        both.south.link.source.part(identity, 0)
    assert row(both.south, identity)["state"] == "named"


def test_a_locked_node_gives_and_fetches_no_file_and_goes_on_when_unlocked(both):
    identity = hand_over(both.north)
    both.north.machine.turn()
    both.north.desk.post("/api/lock")
    assert both.south.link.once()
    both.north.login()
    both.exchange_words(4)
    assert row(both.south, identity)["state"] == "whole"


def test_no_byte_of_a_file_lies_in_the_open(both):
    identity = hand_over(both.north, b"the very words of a letter " * 40)
    both.exchange_words(4)
    assert row(both.south, identity)["state"] == "whole"
    for side, folder in both.folders.items():
        for path in folder.rglob("*"):
            if path.is_file():
                assert b"the very words of a letter" not in path.read_bytes(), (side, path)


def test_bytes_beyond_the_limit_or_not_posted_are_refused(both):
    with pytest.raises(InputError, match="too large"):
        both.north.desk.send_bytes("/api/documents/bytes", bytes((64 << 20) + 1))
    with pytest.raises(InputError, match="not here yet"):
        both.north.desk.post("/api/documents", {"sha256": "0" * 64, "title": "none"})
    answer = both.north.raw.post("/api/documents/bytes", content=b"x", headers={"origin": "http://other"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../.profile", "_.._.profile"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a<b>|c:d\u2028\u2066e", "a_b__c_de"),
        ("نقشه\u200cها ۱۲.pdf", "نقشه\u200cها ۱۲.pdf"),
        (". . ", "document"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_file_is_given_to_be_saved_under_a_name_that_cannot_lie_or_lead_elsewhere(both, title, name):
    identity = hand_over(both.north, b"<script>alert(1)</script>", title=title, media_type="text/html")
    answer = both.north.raw.get(f"/api/documents/{identity}/file")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def test_destroying_the_statement_destroys_the_file(both):
    identity = hand_over(both.north)
    both.exchange_words(4)
    both.south.desk.post("/api/retention", {"of": [identity], "retention_class": "operation"})
    both.south.desk.post("/api/hold", {"of": [identity], "reason": "inquiry"})
    with pytest.raises(InputError, match="hold stops"):
        both.south.desk.post("/api/destroy", {"of": [identity], "reason": "over"})
    both.south.desk.post("/api/hold", {"of": [identity], "lifted": True, "reason": "inquiry ended"})
    both.south.desk.post("/api/destroy", {"of": [identity], "reason": "over"})
    assert both.south.desk.get("/api/documents") == []
    with pytest.raises(InputError):
        documents.read_part(both.south.node.store, SHA256, 0)
    assert both.north.desk.fetch_bytes(f"/api/documents/{identity}/file") == DATA
    both.exchange_words()
    assert both.south.desk.get("/api/documents") == []


def test_the_commands(both, commands, tmp_path, capsys):
    file = tmp_path / "letter.txt"
    file.write_bytes(DATA)
    assert commands("north", "document", "add", str(file), "--to", "south", "--edition", "3") == 0
    identity = capsys.readouterr().out.split()[0]
    both.exchange_words(4)
    assert commands("south", "document", "list") == 0
    shown = capsys.readouterr().out
    assert "letter.txt" in shown
    assert "whole" in shown
    assert f"sha256 {SHA256}" in shown
    out = tmp_path / "got.txt"
    assert commands("south", "document", "get", identity[:12], str(out)) == 0
    assert out.read_bytes() == DATA
    assert out.stat().st_mode & 0o077 == 0
    assert commands("south", "document", "get", identity[:12], str(out)) == 1  # never over a file
    assert commands("south", "receipt", identity, "--stage", "understood", "--words", "loaded") == 0
    both.exchange_words()
    capsys.readouterr()
    assert commands("north", "document", "list") == 0
    assert "receipt: understood by south/diallo" in capsys.readouterr().out
    assert commands("north", "disclosure", "end", identity, "--to", "south", "--reason", "done") == 0
    capsys.readouterr()
    assert commands("north", "disclosure", "list") == 0
    assert "over" in capsys.readouterr().out
    assert (
        commands(
            "north", "retention", "set", identity, "--class", "operation", "--until", "2030-01-01T06:00:00Z"
        )
        == 0
    )
    capsys.readouterr()
    assert commands("north", "retention", "due") == 0
    assert identity in capsys.readouterr().out
    assert commands("north", "retention", "hold", "--reason", "inquiry") == 0
    assert commands("north", "retention", "destroy", identity, "--reason", "over") == 1
    assert commands("north", "retention", "lift", "--reason", "inquiry ended") == 0
    assert commands("north", "retention", "destroy", identity, "--reason", "over") == 0
    capsys.readouterr()
    assert commands("north", "document", "list") == 0
    assert capsys.readouterr().out == ""
