"""Writing against what other people's libraries wrote: text for text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from commonground.cli.main import main
from commonground.position.write import write_degrees

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
ROWS = list(
    csv.DictReader(
        io.StringIO((SHARED / "vectors/position/encode.csv").read_text(encoding="utf-8"), newline="")
    )
)


def test_every_text_is_written_letter_for_letter() -> None:
    assert len(ROWS) > 1300
    wrong = []
    for row in ROWS:
        text = write_degrees(float(row["lat"]), float(row["lon"]), row["to_format"], int(row["digits"]))
        if text not in (row["expected_text"], *row["alternatives"].split(";")):
            wrong.append((row["id"], text, row["expected_text"]))
    assert not wrong


def test_the_command_line_writes_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    for row in ROWS[::60]:
        main(["write", "--to", row["to_format"], "--digits", row["digits"], row["lat"], row["lon"]])
        assert capsys.readouterr().out == row["expected_text"] + "\n"
