"""No secret in an argument, the environment, a log line or a file that others can read; passphrases by descriptor."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.node.parties import OFFICER, PASSPHRASE, ROOT_PASSPHRASE, enquiry, make_two
from tests.node.test_two_processes import free_port, wait

from commonground.cli.main import main
from commonground.errors import InputError, OwnError
from commonground.node import clock
from commonground.node.client import DeskClient

RUN = "import os, sys; os.umask(0); from commonground.cli.main import main; sys.exit(main())"
PROC = Path("/proc")


@pytest.fixture
def north(tmp_path):
    """North's node as a process of its own, under the most careless umask; its words go to a file."""
    folder = make_two(tmp_path, now=clock.now())["north"]
    port = free_port()
    said = tmp_path / "said.log"
    with said.open("wb") as out:
        arguments = [sys.executable, "-c", RUN, "node", "run", str(folder), "--port", str(port)]
        child = subprocess.Popen(arguments, stdout=out, stderr=out)
    desk = DeskClient.at(f"http://127.0.0.1:{port}")
    yield folder, child, desk, said
    desk.close()
    child.kill()
    child.wait(60)


def secrets_of(folder) -> list[bytes]:
    seeds = [path.read_bytes().strip() for path in (folder / "keys").glob("*.key") if path.name != "tls.key"]
    tls = (folder / "keys" / "tls.key").read_bytes().splitlines()[1]
    words = [*PASSPHRASE.values(), ROOT_PASSPHRASE, "river stone wrong guess"]
    return [*seeds, *(bytes.fromhex(one.decode()) for one in seeds), tls, *(one.encode() for one in words)]


def test_no_secret_is_seen_from_outside_the_process(north):
    folder, child, desk, said = north

    def wrong():
        try:
            desk.login(OFFICER["north"], "river stone wrong guess")
        except OwnError:
            return False
        except InputError:
            return True
        raise AssertionError("a wrong passphrase opened the desk")

    assert wait(wrong)
    desk.login(OFFICER["north"], PASSPHRASE["north"])
    identity = desk.post("/api/enquiries", enquiry(clock.now()))["id"]
    with pytest.raises(InputError):
        desk.post("/api/login", {"officer": PASSPHRASE["north"], "passphrase": ["a list"]})
    with pytest.raises(InputError):
        desk.get(f"/api/exchanges/{identity}/register/{PASSPHRASE['north']}")
    seen = said.read_bytes()
    for name in ("cmdline", "environ"):
        path = PROC / str(child.pid) / name
        if path.exists():
            seen += path.read_bytes()
    for secret in secrets_of(folder):
        assert secret not in seen
    assert b"66021" not in seen  # nor a place


def test_every_file_that_holds_a_secret_is_for_its_owner_alone(north):
    folder, _, desk, _ = north

    def entered():
        desk.login(OFFICER["north"], PASSPHRASE["north"])
        return True

    assert wait(entered)
    desk.post("/api/enquiries", enquiry(clock.now()))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secrets = secrets_of(folder)
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.is_dir():
            continue
        content = path.read_bytes()
        assert b"66021" not in content, path  # places lie sealed
        if any(secret in content for secret in secrets):
            assert mode == 0o600, path
            assert path.parent.name == "keys", path
    record = list((folder / "store").iterdir())
    assert len(record) >= 3
    for path in [folder / "root.json", *(folder / "officers").iterdir(), *record]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_passphrase_comes_by_file_descriptor(tmp_path, capsys):
    folder = make_two(tmp_path, now=clock.now())["north"]
    reading, writing = os.pipe()
    writer = threading.Thread(target=_write, args=(writing, f"root={ROOT_PASSPHRASE}\n".encode()))
    writer.start()
    try:
        given = ["--passphrases", f"/dev/fd/{reading}"]
        assert main(["key", "rotate", str(folder), "witness", *given]) == 0, capsys.readouterr().err
    finally:
        writer.join()
        os.close(reading)


def _write(descriptor, content) -> None:
    with os.fdopen(descriptor, "wb") as pipe:
        pipe.write(content)
