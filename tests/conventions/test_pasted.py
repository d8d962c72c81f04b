"""What stands in README and in the first hour runs as it is pasted, line for line, in one shell a page."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from scripts.examples import files

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/first-hour.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
IN_A_TERMINAL = re.compile(r"# in (one terminal|another)$")
BESIDE = ("examples", "data", ".venv")  # what a reader has in the folder where he pastes
PATIENCE_S = 120.0
OTHER_SIDE = "$S"  # what South says waits for what North has said
END = "<end of the line>"


def pasted(page: str) -> list[str]:
    """The command lines of a page, continued lines joined as a shell joins them."""
    blocks = BLOCK.findall((REPOSITORY / page).read_text(encoding="utf-8"))
    lines = "\n".join(blocks).replace("\\\n", "").splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def with_free_ports(lines: list[str]) -> list[str]:
    """The same with ports that nobody listens at; one port of the page stays one port."""
    taken: dict[str, str] = {}

    def free(found: re.Match[str]) -> str:
        if found[0] not in taken:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                taken[found[0]] = str(probe.getsockname()[1])
        return taken[found[0]]

    return [re.sub(r"\b87\d\d\b", free, line) for line in lines]


class Reader:
    """A reader with one shell, and further terminals for what runs until it is ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in BESIDE:
            if (REPOSITORY / name).exists():
                (folder / name).symlink_to(REPOSITORY / name)
        here = Path(sys.executable).parent
        self.environment = os.environ | {"PATH": f"{here}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"}
        self.shell = self._start("bash", "--norc")
        self.terminals: list[subprocess.Popen[str]] = []

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            arguments,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def paste(self, line: str) -> tuple[int, str]:
        """Exit code and everything said."""
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        self.shell.stdin.write(f'{line}\necho "{END} $?"\n')
        self.shell.stdin.flush()
        said: list[str] = []
        for one in self.shell.stdout:
            before, end, code = one.partition(END)
            said.append(before)
            if end:
                return int(code), "".join(said)
        raise AssertionError(f"the shell ended at: {line}")

    def run_beside(self, line: str) -> None:
        """Begin it in a terminal of its own and wait until it can be called."""
        terminal = self._start("bash", "--norc", "-c", f"exec {line}")
        self.terminals.append(terminal)
        assert terminal.stdout is not None
        for one in terminal.stdout:
            if one.startswith("http://"):
                httpx.get(one.strip() + "/health", trust_env=False, timeout=PATIENCE_S).raise_for_status()
                return
        raise AssertionError(f"it ended at once: {line}")

    def end(self) -> None:
        for one in (self.shell, *self.terminals):
            os.killpg(one.pid, signal.SIGKILL)
            one.wait(PATIENCE_S)
            for stream in (one.stdin, one.stdout):
                assert stream is not None
                stream.close()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    found = Reader(tmp_path)
    yield found
    found.end()


@pytest.mark.timeout(900)  # some thirty commands, on a busy machine
@pytest.mark.parametrize("page", PAGES)
def test_every_line_of_a_page_runs_as_pasted(page: str, reader: Reader) -> None:
    lines = with_free_ports([line for line in pasted(page) if not line.startswith("make ")])
    assert len(lines) > 5
    for line in lines:
        if IN_A_TERMINAL.search(line):
            reader.run_beside(IN_A_TERMINAL.sub("", line))
            continue
        until = time.monotonic() + PATIENCE_S
        code, said = reader.paste(line)
        # What the other side has to fetch first is refused until it is there; a reader tries again.
        while code == 1 and line.endswith(OTHER_SIDE) and time.monotonic() < until:
            code, said = reader.paste(line)
        assert code in (0, 3), f"{line}\n{said}"
        assert "commonground: error" not in said


def test_no_page_names_a_file_that_only_its_reader_has() -> None:
    for page in PAGES:
        assert "YOUR-" not in (REPOSITORY / page).read_text(encoding="utf-8")


def test_the_examples_are_what_their_script_makes() -> None:
    kept = {one.name: one.read_bytes() for one in (REPOSITORY / "examples").iterdir()}
    made = files()
    assert set(kept) == {*made, "README.md"}
    for name, content in made.items():
        if name.endswith((".geojson", ".txt")):
            assert kept[name] == content, name
