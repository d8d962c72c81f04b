"""`cg find`: positions in a message, from the command line."""

import io
import json
import sys

from commonground.cli.find import pieces
from commonground.cli.main import main

WARNING = "AREA BOUND BY 01-30.5N 002-15.0W, 01-61.0N 002-15.0W. CANCEL THIS MSG 202000Z JUL."


def run(capfd, *arguments):
    code = main(["find", *arguments])
    printed = capfd.readouterr()
    return code, printed.out, printed.err


def test_each_position_is_one_object_with_its_span_and_surroundings(capfd):
    code, out, _ = run(capfd, WARNING, "--json")
    first, second = [json.loads(line) for line in out.splitlines()]
    assert WARNING[first["start"] : first["end"]] == first["text"] == "01-30.5N 002-15.0W"
    assert (first["status"], first["readings"][0]["lon_deg"]) == ("ok", -2.25)
    assert first["before"].endswith("BOUND BY")
    assert (second["status"], second["readings"]) == ("refused", [])
    assert code == 3


def test_a_message_of_good_positions_ends_with_zero(capfd):
    code, out, _ = run(capfd, "buoy adrift at 31N AA 66 00, wide berth")
    assert code == 0
    assert "[31N AA 66 00]" in out
    assert "within 599 m" in out


def test_a_message_without_positions_ends_with_one(capfd):
    assert run(capfd, "nothing seen since 10 JAN 1994") == (1, "", "no position found\n")


def test_standard_input_and_files_are_one_message(capfd, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WARNING.encode())))
    code, out, _ = run(capfd, "-", "--json")
    path = tmp_path / "warning.txt"
    path.write_text(WARNING, encoding="utf-8")
    assert run(capfd, "--file", str(path), "--json")[:2] == (code, out)


def test_long_messages_are_searched_to_their_end(capfd, tmp_path):
    path = tmp_path / "log.txt"
    path.write_text("no place here\n" * 2000 + "at 1.5N 2.5E\n", encoding="utf-8")
    code, out, _ = run(capfd, "--file", str(path), "--json")
    assert (code, json.loads(out)["start"]) == (0, 2000 * 14 + 3)


def test_pieces_put_together_are_the_message():
    message = "\n".join("line " * (number % 40) for number in range(1200)) + "x" * 25_000
    assert "".join(piece for _, piece in pieces(message)) == message
    assert max(len(piece) for _, piece in pieces(message)) <= 10_000


def test_nothing_to_search_is_said(capfd):
    code, out, err = run(capfd)
    assert (code, out) == (1, "")
    assert "nothing to search" in err
