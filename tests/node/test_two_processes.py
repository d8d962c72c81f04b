"""Two real nodes on loopback, and one of them killed in the middle of its work."""

import contextlib
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace

import httpx
import pytest
from tests.node.parties import OFFICER, PASSPHRASE, enquiry, make_two, utc

from commonground.cli.main import main
from commonground.errors import CommongroundError, OwnError
from commonground.node import clock
from commonground.node.client import DeskClient
from commonground.node.config import read_config, write_config

PATIENCE_S = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """`cg node run` as a user starts it."""

    def __init__(self, code, folder, port) -> None:
        self.code, self.folder, self.port = code, folder, port
        self.desks: list[DeskClient] = []
        self.start()

    def start(self) -> None:
        run = "import sys; from commonground.cli.main import main; sys.exit(main())"
        arguments = [sys.executable, "-c", run, "node", "run", str(self.folder), "--port", str(self.port)]
        self.child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self.child.kill()
        self.child.wait(PATIENCE_S)

    def end(self) -> int:
        self.child.send_signal(signal.SIGINT)
        return self.child.wait(PATIENCE_S)

    def desk(self) -> DeskClient:
        """Log in, as soon as the node answers."""
        client = DeskClient.at(f"http://127.0.0.1:{self.port}")
        self.desks.append(client)

        def entered():
            client.login(OFFICER[self.code], PASSPHRASE[self.code])
            return True

        wait(entered)
        return client


def wait(look, patience_s=PATIENCE_S):
    """Look until it is so; what was seen last where it never is."""
    until = time.monotonic() + patience_s
    while True:
        with contextlib.suppress(OwnError):
            if seen := look():
                return seen
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.05)


@pytest.fixture
def processes(tmp_path):
    """Two nodes; their desks on loopback, each other by TLS."""
    ports = {code: free_port() for code in ("north", "south")}
    peer_ports = {code: free_port() for code in ("north", "south")}
    urls = {code: f"https://127.0.0.1:{port}" for code, port in peer_ports.items()}
    folders = make_two(tmp_path, now=clock.now(), urls=urls)
    for code, folder in folders.items():
        write_config(replace(read_config(folder), peer_host="127.0.0.1", peer_port=peer_ports[code]))
    running = {code: Process(code, folders[code], ports[code]) for code in ports}
    yield running
    for one in running.values():
        one.kill()
        for desk in one.desks:  # also those of a test that failed: an open socket would fail another test
            desk.close()


def ids_of(desk):
    return {row["id"] for row in desk.get("/api/record", limit=500)}


def test_the_main_job_between_two_processes_and_a_clean_end(processes):
    now = clock.now()
    north, south = processes["north"].desk(), processes["south"].desk()
    identity = north.post("/api/enquiries", enquiry(now))["id"]
    wait(lambda: any(one["id"] == identity for one in south.desk()["exchanges"]))
    south.post(
        f"/api/exchanges/{identity}/readback", {"text": "0°29'58.0\"N 0°00'00.4\"W", "anchor": "the buoy"}
    )
    wait(lambda: south.exchange(identity)["state"] == north.exchange(identity)["state"] == "understood")
    wait(lambda: north.desk()["head"]["pending"] == 0)
    north.close()
    south.close()
    peers = read_config(processes["north"].folder).peer("south").url
    with pytest.raises(httpx.HTTPError):  # nobody without a linked party's certificate gets in
        httpx.get(peers + "/peer/v1/log/south/checkpoint", trust_env=False, verify=False)
    assert [one.end() for one in processes.values()] == [0, 0]


def test_a_node_killed_in_its_work_holds_every_acknowledged_statement(processes):
    south = processes["south"].desk()
    acknowledged: set[str] = set()
    for round_ in range(3):
        north = processes["north"].desk()
        stop = threading.Event()

        def talk(desk=north, stop=stop, round_=round_):
            number = 0
            while not stop.is_set():
                number += 1
                try:
                    acknowledged.add(
                        desk.post("/api/alarm", {"words": f"round {round_}, number {number}"})["id"]
                    )
                except CommongroundError:
                    return  # killed before it answered: not acknowledged

        talkers = [threading.Thread(target=talk) for _ in range(2)]
        for one in talkers:
            one.start()
        enough = len(acknowledged) + 10 + 7 * round_
        wait(lambda enough=enough: len(acknowledged) > enough)
        victim = processes["south" if round_ == 1 else "north"]
        victim.kill()
        stop.set()
        for one in talkers:
            one.join(PATIENCE_S)
        victim.start()
        if victim.code == "south":
            south.close()
            south = victim.desk()
        north.close()
    north = processes["north"].desk()
    assert acknowledged <= ids_of(north)
    wait(lambda: acknowledged <= ids_of(south))
    wait(lambda: north.desk()["head"]["pending"] == 0)
    north.close()
    south.close()


def test_the_main_job_by_commands_alone(processes, tmp_path, capsys):
    secrets = tmp_path / "secrets"
    secrets.write_text("".join(f"{OFFICER[code]}={given}\n" for code, given in PASSPHRASE.items()))
    secrets.chmod(0o600)
    for one in processes.values():
        one.desk().close()

    def cg(code, *arguments):
        door = ["--url", f"http://127.0.0.1:{processes[code].port}", "--officer", OFFICER[code]]
        exit_code = main([*arguments, *door, "--passphrases", str(secrets), "--json"])
        return exit_code, json.loads(capsys.readouterr().out)

    now = clock.now()
    window = ["--start", utc(now), "--end", utc(now.replace(year=now.year + 1))]
    own_place = "0°29'58.0\"N 0°00'00.4\"W"
    assert cg("south", "say", "site", "post 17", own_place, *window)[0] == 0
    asked = ["ask", "south", "31N AA 66021 55280", "--margin", "2000", "--occasion", "survey", *window]
    exit_code, said = cg("north", *asked)
    assert exit_code == 0
    identity = said["id"]

    def arrived():
        try:
            return cg("south", "readback", identity, own_place, "--anchor", "the red buoy")
        except json.JSONDecodeError:
            return None  # refused: the enquiry is not there yet

    exit_code, seen = wait(arrived)
    assert (exit_code, seen["readback"]["verdict"]) == (0, "match")

    def understood():
        exit_code, shown = cg("south", "answer", identity)
        return shown if exit_code == 3 and shown["answer"] == "something_within" else None

    assert "Not listed does not mean unprotected." in wait(understood)["text"]

    def answered():
        try:
            return cg("south", "answer", identity, "--outcome", "something_within")
        except json.JSONDecodeError:
            return None  # refused until the asker's node has confirmed the readback

    assert wait(answered)[0] == 3
    exit_code, second = cg("north", *asked, "--wait", "0.3")
    assert exit_code == 4
    assert second["answer"] is None
    assert cg("south", "alarm", "stop")[0] == 0
