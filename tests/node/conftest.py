"""Two linked nodes, made once a test module's folder is needed, joined in this process."""

import httpx
import pytest
from tests.node.parties import OFFICER, PASSPHRASE, Direct, two

from commonground.cli.main import main
from commonground.node.client import DeskClient
from commonground.node.disk import write_secret


def logged_in(folder):
    with two(folder) as sides:
        sides.north.login()
        sides.south.login()
        yield sides


@pytest.fixture
def both(tmp_path):
    """Two nodes with an officer at each desk, for one test."""
    yield from logged_in(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The same for all tests of a module that change nothing the others look at."""
    yield from logged_in(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def commands(both, tmp_path, monkeypatch):
    """`cg … --url http://north|south` reaches the nodes of this process."""
    sides = {"http://north": both.north, "http://south": both.south}
    monkeypatch.setattr(
        DeskClient, "at", lambda url: DeskClient(httpx.Client(transport=Direct(sides[url].app), base_url=url))
    )
    files = {}
    for code in ("north", "south"):
        files[code] = tmp_path / f"{code}.pass"
        write_secret(files[code], f"{OFFICER[code]}={PASSPHRASE[code]}\n".encode())

    def run(code, *words):
        at = ["--url", f"http://{code}", "--officer", OFFICER[code], "--passphrases", str(files[code])]
        return main([*words, *at])

    return run
