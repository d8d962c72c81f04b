"""Drills: the injects work, the score follows what was done, and nothing of a drill is ever real."""

from __future__ import annotations

import json
import threading
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.node.parties import enquiry, two

from commonground.cli.drill import _alarm_at
from commonground.cli.main import main
from commonground.errors import InputError, OwnError, PeerError
from commonground.node.client import DeskClient
from commonground.node.drill import script as scripts
from commonground.node.drill.acts import act
from commonground.node.drill.ground import InMemory
from commonground.node.drill.play import Player
from commonground.node.drill.processes import Processes
from commonground.node.drill.score import PAGE_LINES
from commonground.node.folder import read_roster
from commonground.statements.admin import Receipt, ReceiptStage
from commonground.statements.message import MessageKind
from commonground.statements.statement import open_statement

BEGINS = datetime(2031, 5, 1, 6, 0, tzinfo=UTC)
FREE_TEXTS = {"words", "question", "occasion", "anchor", "source", "channel"}


def played(folder, name, **how):
    """The score of a drill, what was printed, and every statement of both records."""
    said = []
    with InMemory(folder / "drill", BEGINS) as ground:
        script = how.pop("script", None) or scripts.load(name)
        player = Player(script, ground, say=said.append, **how)
        score = player.run()
        kept = [one for side in ground._sides.values() for one in side.node.store.statements()]
        modes = {side.desk.desk()["mode"] for side in ground._sides.values()}
    return score, said, kept, modes


def texts(value):
    """Every free text of a body, with the bodies inside it."""
    for one in fields(value):
        inner = getattr(value, one.name)
        if is_dataclass(inner) and not isinstance(inner, type):
            yield from texts(inner)
        elif one.name in FREE_TEXTS and isinstance(inner, str) and inner:
            yield inner


@pytest.mark.parametrize("name", scripts.names())
def test_model_officers_meet_everything_and_drill_stands_in_every_text(tmp_path, name):
    score, said, kept, modes = played(tmp_path, name)
    assert score.whole, score.page
    assert modes == {"DRILL"}
    assert all("DRILL" in line for line in said)
    page = score.page.splitlines()
    assert len(page) <= PAGE_LINES
    assert all(line.startswith("DRILL") for line in page)
    messages = [one for one in kept if one.header.kind in set(MessageKind)]
    assert messages
    found = [text for one in messages for text in texts(one.body)]
    assert found
    assert all("DRILL" in text for text in found), [text for text in found if "DRILL" not in text]


@pytest.mark.parametrize("name", ["bare-alarm", "silence"])
def test_a_desk_where_nobody_sits_is_not_praised(tmp_path, name):
    score, said, _, _ = played(tmp_path, name, played=("south",))
    assert score.met < len(score.points)
    assert not score.whole
    assert any(line.partition("Z ")[2].startswith("DRILL card for North") for line in said)


def test_an_officer_who_is_slow_loses_the_point_and_the_page_says_by_how_much(tmp_path):
    script = scripts.load("bare-alarm")
    steps = tuple(replace(one, delay_s=100) if one.name == "take" else one for one in script.steps)
    score, *_ = played(tmp_path, "", script=replace(script, steps=steps))
    (taken,) = [one for one in score.points if "takes the alarm" in one.what]
    assert not taken.met
    assert taken.took_s >= 95
    assert "NOT MET  a named officer takes the alarm" in score.page


def test_an_answer_that_takes_a_late_question_for_new_loses_the_point(tmp_path):
    script = scripts.load("late-message")
    hasty = replace(
        next(one for one in script.steps if one.name == "answer"), after=("q1.delayed",), delay_s=5
    )
    steps = tuple(hasty if one.name == "answer" else one for one in script.steps)
    score, *_ = played(tmp_path, "", script=replace(script, steps=steps))
    (rash,) = [one for one in score.points if "before it holds" in one.what]
    assert not rash.met


def test_with_people_at_both_desks_only_the_link_is_played(tmp_path):
    script = replace(scripts.load("late-message"), limit_s=60)
    _, said, kept, _ = played(tmp_path, "", script=script, played=())
    assert any("card for South" in line for line in said)
    assert not [one for one in kept if one.header.kind == "enquiry"]


def test_a_real_alarm_ends_the_drill_at_once(tmp_path):
    looks = iter([False] * 4 + [True] * 99)
    score, said, _, _ = played(tmp_path, "wrong-grid", real_alarm=lambda: next(looks))
    assert score.interrupted
    assert not score.whole
    assert "REAL ALARM" in said[-1]
    assert "REAL ALARM" in score.page


class Health(BaseHTTPRequestHandler):
    """A node's health, as its page gives it."""

    alarms = 0

    def do_GET(self):
        body = json.dumps({"state": "ready", "alarms": type(self).alarms}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_the_real_desk_is_asked_for_alarms_and_its_silence_is_told(capsys):
    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        look = _alarm_at(f"http://127.0.0.1:{server.server_port}")
        assert look() is False
        Health.alarms = 1
        assert look() is True
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert look() is False
    assert look() is False
    assert capsys.readouterr().err.count("does not answer") == 1


def test_nothing_said_in_a_drill_can_be_opened_by_a_real_node(tmp_path):
    """Neither its statements nor a receipt that names a real item."""
    with two(tmp_path / "real") as both:
        both.north.login()
        both.south.login()
        real = both.north.desk.post("/api/enquiries", enquiry(both.clock()))["id"]
        both.exchange_words()
        roster = both.north.node.roster
        with InMemory(tmp_path / "drill", BEGINS) as ground:
            side = ground._sides["south"]
            receipt = Receipt(stage=ReceiptStage.SHOWN, of=(real,), words="DRILL")
            identity = side.node.say_as_node(receipt, to=("drill-north",))
            notes = [one.note for one in side.node.store.statements()]
            assert any(identity in str(one.id) for one in side.node.store.statements())
        for note in notes:
            with pytest.raises(PeerError):
                open_statement(note, roster)
        both.exchange_words()
        assert both.north.desk.exchange(real)["ticks"]["shown"] is None


def test_a_drill_has_other_parties_origins_and_keys_than_anything_real(tmp_path):
    with InMemory(tmp_path / "drill", BEGINS) as ground:
        cards = [read_roster(side.node.config).party(code) for code, side in _by_code(ground)]
    with two(tmp_path / "real") as both:
        real = both.north.node.roster.parties
    assert all(card.code.startswith("drill-") and "drill" in card.origin for card in cards)
    assert not {card.log.public for card in cards} & {card.log.public for card in real.values()}


def _by_code(ground):
    return [(side.party.code, side) for side in ground._sides.values()]


def test_a_drill_never_stands_beside_something_real(tmp_path):
    (tmp_path / "drill").mkdir()
    (tmp_path / "drill" / "node.toml").write_text("")
    with pytest.raises(InputError, match="new folder"):
        InMemory(tmp_path / "drill", BEGINS)


def test_a_script_that_forgets_the_word_is_stopped_before_the_desk():
    script = scripts.load("silence")
    step = replace(script.steps[0], given=script.steps[0].given | {"question": "Any of yours?"})
    with pytest.raises(OwnError, match="DRILL"):
        act(step, DeskClient.at("http://127.0.0.1:9"), {}, BEGINS)


@pytest.mark.parametrize(
    "text",
    ["", "title = 1", "title='a'\nabout='b'\nlimit_s=1\nstep=[{name='x',do='fire',by='script'}]\nexpect=[]",
     "title='a'\nabout='b'\nlimit_s=1\nstep=[]\nexpect=[{what='x',facts='y'}]", "= ="],
)  # fmt: skip
def test_a_script_that_is_not_understood_is_refused(text):
    with pytest.raises(InputError):
        scripts.read_script("x", text)


def test_two_running_nodes_lose_their_link_and_find_it_again(tmp_path):
    with Processes(tmp_path / "drill") as ground:
        north, south = ground.desk("north"), ground.desk("south")

        def wait_for(what):
            for _ in range(150):
                if what():
                    return True
                ground.wait(0.1)
            return False

        asked = {
            "to": ["drill-south"], "text": "31N AA 66021 55280", "anchor": "buoy (DRILL)", "margin_m": 2000,
            "window": {"from": "2031-05-01T06:00:00Z", "to": "2031-05-01T12:00:00Z"},
            "question": "DRILL?", "occasion": "DRILL",
        }  # fmt: skip
        first = north.post("/api/enquiries", asked)["id"]
        assert wait_for(lambda: any(one["id"] == first for one in south.desk()["exchanges"]))
        ground.cut()
        second = north.post("/api/enquiries", asked)["id"]
        ground.wait(3)
        assert all(one["id"] != second for one in south.desk()["exchanges"])
        ground.join()
        assert wait_for(lambda: any(one["id"] == second for one in south.desk()["exchanges"]))
        assert isinstance(north, DeskClient)


def test_the_command_prints_the_score_and_keeps_it(tmp_path, capsys):
    assert main(["drill", "list", "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {one["name"] for one in listed} == set(scripts.names())
    folder = tmp_path / "kept"
    assert main(["drill", "run", "absent-contact", "--desks", "0", "--folder", str(folder), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["mode"], shown["met"]) == ("DRILL", shown["of"])
    assert (folder / "score.txt").read_text().startswith("DRILL DRILL DRILL")
    assert main(["drill", "run", "nothing"]) == 1
