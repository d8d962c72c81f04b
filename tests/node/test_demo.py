"""`cg demo` as a user starts it: two desks, an enquiry waiting, and nothing left when it ends."""

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from commonground.node.client import DeskClient

RUN = "import sys; from commonground.cli.main import main; sys.exit(main())"
PATIENCE_S = 60


@pytest.fixture
def demo(tmp_path):
    arguments = [
        sys.executable,
        "-c",
        RUN,
        "demo",
        "--json",
        "--ports",
        "0",
        "0",
        "--data",
        str(tmp_path / "none"),
    ]
    environment = {"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    try:
        yield child, json.loads(child.stdout.readline())
    finally:
        child.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE_S)
        child.stdout.close()
        if child.poll() is None:
            child.kill()
            child.wait()


def children_of(number: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def test_the_demo_can_be_played_to_its_end_and_ctrl_c_leaves_nothing(demo, tmp_path):
    child, shown = demo
    by_party = {one["party"]: one for one in shown["desks"]}
    desks = {code: DeskClient.at(one["url"]) for code, one in by_party.items()}
    for code, desk in desks.items():
        desk.login(by_party[code]["officer"], by_party[code]["passphrase"])
    waiting = desks["south"].exchange(shown["enquiry"])
    assert waiting["withheld"]
    assert waiting["place"]["as_given"].startswith("42S")

    path = f"/api/exchanges/{shown['enquiry']}"
    desks["south"].post(f"{path}/readback", {"text": "683360 3833207", "anchor": "north of the valley"})
    told = desks["south"].exchange(shown["enquiry"])
    assert told["state"] == "differs"
    assert 13_900 < told["readback"]["distance_m"] < 14_200
    assert told["readback"]["direction"] == "north"
    desks["south"].post(f"{path}/readback", {"text": "683656 3819168", "anchor": "on the ridge"})
    found = desks["south"].get(f"{path}/register")
    assert found["answer"] == "something_within"
    for desk in desks.values():
        desk.close()

    grandchildren = children_of(child.pid)
    assert len(grandchildren) == 2
    child.send_signal(signal.SIGINT)
    assert child.wait(PATIENCE_S) == 0
    assert not [number for number in grandchildren if Path(f"/proc/{number}").exists()]
    for one in shown["desks"]:
        with pytest.raises(httpx.ConnectError):
            httpx.get(one["url"] + "/health", trust_env=False)
    assert not list(tmp_path.glob("commonground-demo-*"))


def test_a_terminated_demo_takes_its_nodes_with_it(demo, tmp_path):
    child, _ = demo
    grandchildren = children_of(child.pid)
    child.send_signal(signal.SIGTERM)
    assert child.wait(PATIENCE_S) == 0
    assert not [number for number in grandchildren if Path(f"/proc/{number}").exists()]
