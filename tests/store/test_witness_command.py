"""`cg log witness`: an outside witness over real HTTP, named with its address in the policy of the terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.serving import serving
from tests.simulator import signer
from tests.store.test_commands import folders, run

from commonground.cli.main import main
from commonground.node.config import read_config
from commonground.node.folder import read_roster
from commonground.tlog.cosignature import cosign
from commonground.tlog.note import COSIGNATURE, VerifierKey, split_note
from commonground.tlog.witness import OK, Remembered, add_checkpoint

__all__ = ["folders"]
OUTSIDE = signer("outside.example/w", COSIGNATURE)


class Outside:
    """A witness that knows one log."""

    def __init__(self, log: VerifierKey) -> None:
        self.logs = {log.name: log}
        self.remembered: dict[str, Remembered] = {}
        self.spoiled = False

    def answer(self, request: bytes) -> tuple[int, bytes]:
        verdict = add_checkpoint(request, self.logs, self.remembered)
        if verdict.status != OK or verdict.checkpoint is None:
            return verdict.status, f"{verdict.why}\n".encode()
        head = verdict.checkpoint
        self.remembered[head.origin] = Remembered(size=head.size, root=head.root)
        line = cosign(split_note(verdict.note)[0], OUTSIDE, 1_900_000_000).line.encode()
        return OK, line[:-9] + b"AAAAAAA=\n" if self.spoiled else line


@pytest.fixture
def outside(folders: dict[str, Path]) -> Iterator[tuple[Outside, str]]:
    """The witness, and its address."""
    witness = Outside(read_roster(read_config(folders["north"])).party("north").log)

    def post(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        known = handler.path == "/w/add-checkpoint"
        status, content = witness.answer(body) if known else (404, b"no such path\n")
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(content)

    with serving(post) as url:
        yield witness, f"{url}/w/"


def sign_terms(
    folders: dict[str, Path], tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Terms whose quorum is the outside witness."""
    north, file = folders["north"], tmp_path / "terms.json"
    assert run(capsys, "terms", "draft", north, file, "--title", "Test terms")[0] == 0
    said = json.loads(file.read_text())
    logs = [line for line in said["policy"].splitlines() if line.startswith("log ")]
    said["policy"] = "\n".join([*logs, f"witness out {OUTSIDE.verifier.text} {url}", "quorum out", ""])
    file.write_text(json.dumps(said))
    assert run(capsys, "terms", "sign", north, file, "--passphrases", folders["secrets"])[0] == 0


def test_an_outside_witness_cosigns_what_only_grew_and_makes_the_quorum(
    folders: dict[str, Path], outside: tuple[Outside, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    north, (witness, url) = folders["north"], outside
    sign_terms(folders, tmp_path, url, capsys)
    assert run(capsys, "bundle", "make", north, tmp_path / "one.cgb", "--to", "south")[0] == 0  # it seals
    code, said = run(capsys, "log", "witness", north)
    assert (code, said) == (0, {"asked": {"out": {"cosigned": True, "why": ""}}})
    _, shown = run(capsys, "log", "show", north)
    (head,) = [one for one in shown["heads"] if one["origin"] == "commonground/north"]  # type: ignore[attr-defined]
    assert (head["size"], head["pending"], head["outside"]) == (3, 0, {"out": 3})
    assert main(["log", "show", str(north)]) == 0
    assert "(witness out: 3)" in capsys.readouterr().err
    assert run(capsys, "log", "witness", north)[0] == 0  # once more is as once
    witness.remembered["commonground/north"] = Remembered(size=2, root=bytes(32))
    code, said = run(capsys, "log", "witness", north)
    assert code == 3
    assert "refuses our head (422)" in str(said)


def test_what_a_witness_must_not_answer_is_not_kept(
    folders: dict[str, Path], outside: tuple[Outside, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    north, (witness, url) = folders["north"], outside
    sign_terms(folders, tmp_path, url, capsys)
    assert run(capsys, "bundle", "make", north, tmp_path / "one.cgb", "--to", "south")[0] == 0
    witness.spoiled = True
    code, said = run(capsys, "log", "witness", north, "--name", "out")
    assert code == 3
    assert "does not hold" in str(said)
    assert main(["log", "witness", str(north), "--name", "nobody"]) == 1
    assert "no address" in capsys.readouterr().err


def test_a_witness_that_is_not_there_stops_nothing(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_terms(folders, tmp_path, "http://127.0.0.1:9/", capsys)
    assert run(capsys, "bundle", "make", folders["north"], tmp_path / "one.cgb", "--to", "south")[0] == 0
    code, said = run(capsys, "log", "witness", folders["north"])
    assert code == 3
    assert "no answer" in str(said)
    code, said = run(capsys, "log", "witness", folders["south"])
    assert (code, said) == (0, {"asked": {}})
