"""`cg key rotate` while others are away: four nodes over HTTP, the sides through a neutral centre, and two directly."""

import pytest
from tests.node.parties import ROOT_PASSPHRASE, Side, two
from tests.node.test_relay import Four

from commonground.cli.main import main
from commonground.node.disk import write_secret
from commonground.node.folder import OWN_CARD
from commonground.statements.roster import origin_of

PURPOSES = [
    ("log",),
    ("node",),
    ("witness",),
    ("log", "node"),
    ("log", "log"),
    ("node", "node", "log", "witness"),
]


def rotate(folder, *purposes) -> None:
    secret = folder.parent / "root.pass"
    if not secret.exists():
        write_secret(secret, f"root={ROOT_PASSPHRASE}\n".encode())
    for purpose in purposes:
        assert main(["key", "rotate", str(folder), purpose, "--passphrases", str(secret)]) == 0


def ended(side: Side) -> None:
    side.raw.close()
    side.node.close()


def restarted(four: Four, code: str, *purposes: str) -> None:
    """A node ends, gets new keys by the command, and begins again."""
    ended(four[code])
    rotate(four.folders[code], *purposes)
    four.sides[code] = Side(four.folders[code], code, four.clock)
    four[code].login()
    for one, to in list(four.links):
        if code in (one, to):
            four.links[one, to].source.close()
            four.links[one, to] = four[one].linked(four[to])


def rounds(four: Four, *codes: str, count: int = 4) -> None:
    """The nodes that are on work; a request may be refused until the other has seen the new card."""
    for _ in range(count):
        for code in codes:
            four[code].machine.turn()
        for (one, to), link in four.links.items():
            if one in codes and to in codes:
                link.once()


def said(side: Side, words: str) -> str:
    identity = side.desk.post("/api/alarm", {"to": ["third"], "words": words})["id"]
    side.machine.turn()
    return identity


def reads(side: Side, identity: str) -> bool:
    return side.node.store.find(identity) is not None


@pytest.fixture
def four(tmp_path):
    made = Four(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("purposes", PURPOSES)
def test_a_side_that_was_away_hears_of_all_through_the_centre(four, purposes):
    on = ("north", "south", "centre")
    four.rounds()
    restarted(four, "north", *purposes)
    first = said(four["north"], "by the new keys")
    rounds(four, *on)
    souths = said(four["south"], "of another side")
    centres = said(four["centre"], "of the centre")
    rounds(four, *on)
    assert not reads(four["third"], first)
    rounds(four, *on, "third")
    for identity in (first, souths, centres):
        assert reads(four["third"], identity)
    four.rounds(1)
    more = said(four["north"], "and on")
    four.rounds()
    assert reads(four["third"], more)
    for (one, to), _ in four.links.items():
        assert four[one].node.peers.word(to).trouble == ""
    head = four["third"].node.store.heads()[origin_of("north")]
    assert not head.frozen
    assert head.pending == 0


@pytest.mark.parametrize("purposes", [("node",), ("log", "node"), ("node", "node")])
def test_two_that_are_linked_directly_find_each_other_again(tmp_path, purposes):
    """The one that has the new key is refused until the other has fetched its card."""
    with two(tmp_path) as both:
        both.north.login()
        both.south.login()
        both.exchange_words()
        ended(both.north)
        rotate(both.folders["north"], *purposes)
        both.north = Side(both.folders["north"], "north", both.clock)
        both.north.login()
        both.north.connect(both.south)
        both.south.link.source.close()
        both.south.connect(both.north)
        both.north.machine.turn()
        if "node" in purposes:
            assert not both.north.link.once()
        assert both.south.link.once()
        assert both.north.link.once()
        both.exchange_words()
        assert both.north.node.store.heads()[origin_of("north")].pending == 0


def test_two_that_both_made_new_node_keys_find_each_other_by_their_cards(tmp_path):
    """Neither takes the other's request; one card that is handed over, as at the beginning, is enough."""
    with two(tmp_path) as both:
        both.exchange_words()
        for side in (both.north, both.south):
            ended(side)
            rotate(both.folders[side.code], "node")
        both.north = Side(both.folders["north"], "north", both.clock)
        both.south = Side(both.folders["south"], "south", both.clock)
        both.north.connect(both.south)
        both.south.connect(both.north)
        for side in (both.north, both.south):
            side.machine.turn()
            assert not side.link.once()
        ended(both.south)
        card = both.folders["north"] / OWN_CARD
        assert main(["party", "link", str(both.folders["south"]), str(card), "--url", "https://north"]) == 0
        both.south = Side(both.folders["south"], "south", both.clock)
        both.south.connect(both.north)
        both.north.connect(both.south)
        assert both.north.link.once()
        assert both.south.link.once()
        both.exchange_words()


def test_a_new_card_that_is_linked_before_its_log_came_is_no_hindrance(tmp_path):
    with two(tmp_path) as both:
        both.exchange_words()
        ended(both.north)
        rotate(both.folders["north"], "log", "node")
        ended(both.south)
        card = both.folders["north"] / OWN_CARD
        assert main(["party", "link", str(both.folders["south"]), str(card), "--url", "https://north"]) == 0
        both.north = Side(both.folders["north"], "north", both.clock)
        both.south = Side(both.folders["south"], "south", both.clock)
        both.north.login()
        both.north.connect(both.south)
        both.south.connect(both.north)
        both.exchange_words()
        assert both.north.node.store.heads()[origin_of("north")].pending == 0
