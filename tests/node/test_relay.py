"""Two sides that do not speak directly, a neutral centre, and a third participant: four nodes over HTTP."""

import hashlib

import pytest
from tests.node.parties import ROOT_PASSPHRASE, Clock, Side, enquiry, make_party

from commonground.cli.main import main
from commonground.errors import InputError, PeerError
from commonground.node.disk import write_secret
from commonground.node.folder import OWN_CARD, link_peer
from commonground.node.peers.signing import read_word
from commonground.statements.roster import origin_of
from commonground.store.files.documents import PART

CODES = ("north", "south", "centre", "third")
OUTER = ("north", "south", "third")


class Four:
    """Four nodes in one process. The outer three know each other's cards, and the centre's address alone."""

    def __init__(self, base, *, relay_signs=False) -> None:
        self.clock = Clock()
        self.folders = {code: make_party(base / code, code) for code in CODES}
        for code in CODES:
            for other in CODES:
                if other != code:
                    url = f"http://{other}" if "centre" in (code, other) else ""
                    card = (self.folders[other] / OWN_CARD).read_bytes()
                    link_peer(self.folders[code], card, url=url and f"https://{other}", where=other)
        self.agree(base, relay_signs)
        self.sides = {code: Side(folder, code, self.clock) for code, folder in self.folders.items()}
        for side in self.sides.values():
            side.login()
        pairs = [(code, "centre") for code in OUTER] + [("centre", code) for code in OUTER]
        self.links = {(one, to): self.sides[one].linked(self.sides[to]) for one, to in pairs}

    def agree(self, base, relay_signs) -> None:
        """All four sign the same terms, by commands."""
        terms, secret = base / "terms.json", base / "root.pass"
        write_secret(secret, f"root={ROOT_PASSPHRASE}\n".encode())
        words = ["--title", "Four at sea", "--relay", "centre", "--quorum", "2"]
        words += ["--relay-signs"] if relay_signs else []
        assert main(["terms", "draft", str(self.folders["north"]), str(terms), *words]) == 0
        for folder in self.folders.values():
            assert main(["terms", "sign", str(folder), str(terms), "--passphrases", str(secret)]) == 0

    def rounds(self, count=4) -> None:
        """Seal, pull, let the machines work; nothing may be refused on the way."""
        for _ in range(count):
            for side in self.sides.values():
                side.machine.turn()
            for (one, to), link in self.links.items():
                assert link.once(), (one, to, self.sides[one].node.peers.word(to).trouble)

    def __getitem__(self, code) -> Side:
        return self.sides[code]

    def close(self) -> None:
        for link in self.links.values():
            link.source.close()
        for side in self.sides.values():
            side.raw.close()
            side.node.close()


@pytest.fixture
def four(tmp_path):
    made = Four(tmp_path)
    yield made
    made.close()


def readable(side) -> set[str]:
    return {row["id"] for row in side.desk.get("/api/record", limit=500) if row["id"]}


def test_an_enquiry_goes_through_the_centre_with_readback_answer_and_receipts(four):
    identity = four["north"].desk.post("/api/enquiries", enquiry())["id"]
    four.rounds()
    assert four["south"].desk.exchange(identity)["withheld"]
    ticks = four["north"].desk.exchange(identity)["ticks"]
    assert ticks["given"]
    assert ticks["reached_node"]  # end to end: south's own receipt, through the centre
    place = {"text": "0 29 59.4 N 3 35 36.6 E", "anchor": "300 m east of the buoy"}
    four["south"].desk.post(f"/api/exchanges/{identity}/readback", place)
    four.rounds()
    assert four["north"].desk.exchange(identity)["readback"]["independent"]
    four["south"].desk.post(f"/api/exchanges/{identity}/answer", {"outcome": "cannot_say", "words": ""})
    four.rounds()
    assert four["north"].desk.exchange(identity)["answer"]["outcome"] == "cannot_say"
    for code in ("centre", "third"):
        assert identity not in readable(four[code])
        assert not four[code].desk.desk()["exchanges"]


def test_each_sees_only_what_was_disclosed_to_it(four):
    said = {
        to: four["north"].desk.post("/api/alarm", {"to": list(to), "words": f"for {to}"})["id"]
        for to in (("south",), ("third",), ("centre",), ("south", "third"))
    }
    four.rounds()
    expected = {
        "south": {said["south",], said["south", "third"]},
        "third": {said["third",], said["south", "third"]},
        "centre": {said["centre",]},
    }
    for code, ids in expected.items():
        assert readable(four[code]) & set(said.values()) == ids
    centre = four["centre"].node.store
    held = {one.index for one in centre.recorded() if one.origin == origin_of("north") and one.withheld}
    assert len(held) >= 3  # the centre carries and cosigns what it cannot read


def test_each_hop_shows_in_the_record(four):
    identity = four["north"].desk.post("/api/alarm", {"to": ["south"], "words": "stop"})["id"]
    four["north"].machine.turn()
    hops = {row["id"]: row for row in four["north"].desk.get("/api/record", limit=500)}[identity]
    assert (hops["state"], hops["seen_by"]) == ("pending", [])
    assert four.links["centre", "north"].once()
    assert four.links["north", "centre"].once()
    hops = {row["id"]: row for row in four["north"].desk.get("/api/record", limit=500)}[identity]
    assert (hops["state"], hops["seen_by"]) == ("pending", ["centre"])  # the first hop
    four.rounds()
    hops = {row["id"]: row for row in four["north"].desk.get("/api/record", limit=500)}[identity]
    assert hops["state"] == "given"
    assert set(hops["seen_by"]) >= {"centre", "south"}  # and the whole way
    assert hops["receipts"]["south"][0] == "received"
    assert "centre" not in hops["receipts"]  # it was not for the centre


def test_a_document_goes_through_the_centre_sealed(four):
    data = b"a map of the bay, every sounding of it " * 20_000
    assert len(data) > 2 * PART
    kept = four["north"].desk.send_bytes("/api/documents/bytes", data)
    given = {"sha256": kept["sha256"], "title": "The bay", "to": ["south"]}
    identity = four["north"].desk.post("/api/documents", given)["id"]
    four.rounds(8)
    assert four["south"].desk.fetch_bytes(f"/api/documents/{identity}/file") == data
    (row,) = four["north"].desk.get("/api/documents")
    assert [(one["party"], one["stage"]) for one in row["receipts"]][:1] == [("south", "received")]
    assert four["centre"].desk.get("/api/documents") == []
    for path in four.folders["centre"].rglob("*"):
        assert not path.is_file() or b"every sounding of it" not in path.read_bytes()
    with pytest.raises(InputError, match="not here"):
        four.links["third", "centre"].source.of("north").part(identity, 0)


def test_the_other_side_is_heard_by_its_own_signed_word_and_not_by_the_centres(four):
    four.rounds()
    north = four["north"].node
    assert north.peers.state("south", four.clock()) == "heard"
    assert north.peers.word("south").through == "centre"
    four.clock.move(seconds=north.config.absent_s)
    for _ in range(3):  # south is silent; the centre is there as ever
        for pair in (("north", "centre"), ("centre", "north")):
            assert four.links[pair].once()
    assert north.peers.state("centre", four.clock()) == "heard"
    assert north.peers.state("south", four.clock()) == "absent"
    assert four["north"].desk.desk()["peers"][0]["state"] in ("absent", "heard")


def test_a_word_that_the_centre_makes_up_is_refused(four):
    four.rounds()
    said = four.links["north", "centre"].source.of("south").word()
    key = four["north"].node.roster.party("south").node.public
    word = read_word(said, party="south", key=key, to="centre")
    assert word.write() == said
    lines = said.split(b"\n")
    later = b"\n".join([*lines[:4], b"2030-01-02T06:00:00Z", *lines[5:]])
    for spoiled, to in ((later, "centre"), (said, "third"), (said[:-3], "centre"), (b"", "centre")):
        with pytest.raises(PeerError, match="no word of south"):
            read_word(spoiled, party="south", key=key, to=to)


def test_only_the_relay_of_our_terms_may_ask_for_others(four):
    four["north"].desk.post("/api/alarm", {"to": ["south"], "words": "stop"})
    four.rounds()
    answer = four["third"].linked(four["north"]).source.on_behalf("south")
    with pytest.raises(InputError, match="relay of this party"):
        answer.bodies(0, 10)


def test_where_the_centre_says_everything_itself_nobody_gets_anothers_log(tmp_path):
    four = Four(tmp_path, relay_signs=True)
    try:
        heard = four["north"].desk.post("/api/alarm", {"to": ["centre"], "words": "stop, ours at the buoy"})[
            "id"
        ]
        four.rounds()
        with pytest.raises(InputError, match="another's log"):
            four.links["south", "centre"].source.of("north").checkpoint()
        assert origin_of("north") not in {log.origin for log in four["south"].node.store.logs() if log.size}
        relayed = {"id": heard, "to": ["south"], "words": "North asks you to stop: theirs at the buoy."}
        passed = four["centre"].desk.post("/api/relayed", relayed)["id"]
        four.rounds()
        assert passed in readable(four["south"])
        body = four["south"].node.picture().by_id[passed].body
        assert body.source_party == "north"
        entry = four["north"].node.store.find(heard).leaf
        assert body.source == hashlib.sha256(entry).hexdigest()  # tied to the entry of north's own log
        said = {row["id"]: row for row in four["centre"].desk.get("/api/record", limit=500)}
        assert said[passed]["receipts"]["south"][0] == "received"  # the second hop
        north = {row["id"]: row for row in four["north"].desk.get("/api/record", limit=500)}
        assert north[heard]["receipts"]["centre"][0] == "received"  # the first
        assert north[heard]["receipts"]["south through centre"] == ["received"]  # end to end, as it says
    finally:
        four.close()


@pytest.fixture
def speaking(tmp_path):
    """The same four, where the centre says everything itself."""
    made = Four(tmp_path, relay_signs=True)
    yield made
    made.close()


READ_BACK = {"text": "0 29 58.0 N 0 00 00.4 W", "anchor": "300 m east of the buoy"}


def through_the_centre(four) -> tuple[str, str]:
    """North's enquiry to the centre, read back, and the centre's own to South that passes it on."""
    first = four["north"].desk.post("/api/enquiries", enquiry(to=["centre"]))["id"]
    four.rounds()
    with pytest.raises(
        InputError, match="waits for your own readback"
    ):  # not before it has measured it itself
        four["centre"].desk.post("/api/enquiries", enquiry(to=["south"]))
    four["centre"].desk.post(f"/api/exchanges/{first}/readback", READ_BACK)
    four.rounds()
    own = four["centre"].desk.post("/api/enquiries", enquiry(to=["south"]))["id"]
    given = {"id": first, "to": ["south"], "words": "North asks.", "said_as": own}
    four["centre"].desk.post("/api/relayed", given)
    four.rounds()
    return first, own


def steps_at(side, identity) -> dict[str, list[str]]:
    (row,) = (row for row in side.desk.get("/api/record", limit=500) if row["id"] == identity)
    return row["receipts"]


def test_a_readback_shows_hop_by_hop_and_end_to_end_where_the_centre_speaks_itself(speaking):
    first, own = through_the_centre(speaking)
    assert speaking["north"].desk.exchange(first)["readback"]["independent"]  # the first hop
    assert steps_at(speaking["north"], first)["south through centre"] == ["received"]
    speaking["south"].desk.post(f"/api/exchanges/{own}/readback", READ_BACK)
    speaking.rounds()
    assert speaking["centre"].desk.exchange(own)["readback"]["independent"]  # the second
    assert steps_at(speaking["north"], first)["south through centre"] == [
        "received",
        "readback",
        "confirmation",
    ]
    speaking["south"].desk.post(f"/api/exchanges/{own}/answer", {"outcome": "cannot_say", "words": "fog"})
    speaking.rounds()
    assert steps_at(speaking["north"], first)["south through centre"][-1] == "answer"
    assert (
        speaking["north"].desk.exchange(first)["answer"] is None
    )  # what was answered the centre's officer says
    told = [row["text"] for row in speaking["north"].desk.get("/api/record", limit=500)]
    assert not any("fog" in text for text in told)
    assert not any("through" in who for who in steps_at(speaking["south"], own))


def test_only_our_own_words_to_the_same_parties_pass_something_on(speaking):
    first = speaking["north"].desk.post("/api/enquiries", enquiry(to=["centre"]))["id"]
    speaking.rounds()
    own = speaking["centre"].desk.post("/api/alarm", {"to": ["third"], "words": "stop"})["id"]
    for wrong in (own, first, "0" * 64):
        given = {"id": first, "to": ["south"], "words": "North asks.", "said_as": wrong}
        with pytest.raises(InputError, match="no such statement to these parties"):
            speaking["centre"].desk.post("/api/relayed", given)


def test_come_and_look_goes_on_through_the_centre(four):
    told = []
    four["centre"].node.when_carried = told.append
    four["north"].desk.post("/api/alarm", {"to": ["south"], "words": "stop"})
    four["north"].machine.turn()
    assert four.links["centre", "north"].once()
    assert told == ["north"]  # everybody but north is told
