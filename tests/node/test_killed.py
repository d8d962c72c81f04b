"""kill -9 at every step of the main job, on two real processes: what was acknowledged stands, and the job ends."""

import contextlib
import threading

import pytest
from tests.node.parties import enquiry
from tests.node.test_two_processes import ids_of, processes, wait

from commonground.cli.main import main
from commonground.errors import CommongroundError, OwnError
from commonground.node import clock

__all__ = ["processes"]
pytestmark = pytest.mark.timeout(900)  # eight starts of a node, on a busy machine
ON_SOUTHS_MAP = {"text": "0°29'58.0\"N 0°00'00.4\"W", "anchor": "the buoy"}
# What each step waits for at the desk that takes it, and what it posts there.
STEPS = [
    ("south", "readback", "sent", ON_SOUTHS_MAP),
    ("south", "answer", "understood", {"outcome": "cannot_say", "words": "nothing of ours is known there"}),
    ("north", "acknowledge", "answered", {"words": "received"}),
]
DELAYS_S = (0.0, 0.004, 0.02, 0.1)  # a kill before, in the middle of, and after a request's work


class Sides:
    """Two nodes, their desks, and everything that was acknowledged at either."""

    def __init__(self, processes) -> None:
        self.processes = processes
        self.desks = {code: one.desk() for code, one in processes.items()}
        self.acknowledged = {code: set() for code in processes}

    def kill_and_start(self, code: str) -> None:
        self.processes[code].kill()
        self.processes[code].start()
        self.desks[code].close()
        self.desks[code] = self.processes[code].desk()

    def post_and_kill(self, code: str, path: str, given: dict, delay_s: float) -> str:
        """Post, and kill the node meanwhile; the statement's id where it was acknowledged, "" otherwise."""
        said = []

        def post() -> None:
            with contextlib.suppress(CommongroundError):
                said.append(self.desks[code].post(path, given)["id"])

        officer = threading.Thread(target=post)
        officer.start()
        officer.join(delay_s)
        self.kill_and_start(code)
        officer.join()
        self.acknowledged[code].update(said)
        assert self.acknowledged[code] <= ids_of(self.desks[code])
        return said[0] if said else ""

    def state(self, code: str, identity: str) -> str:
        """How far the exchange has come at this desk; "" while it is not there."""
        found = [one for one in self.desks[code].desk()["exchanges"] if one["id"] == identity]
        return found[0]["state"] if found else ""

    def close(self) -> None:
        for desk in self.desks.values():
            desk.close()


@pytest.mark.parametrize("late", [0, 2])
def test_a_kill_at_any_step_of_the_main_job_loses_nothing_and_stops_nothing(processes, late, capsys):
    sides = Sides(processes)
    other = {"north": "south", "south": "north"}
    delays = [DELAYS_S[(late + number) % len(DELAYS_S)] for number in range(len(STEPS) + 1)]
    identity = sides.post_and_kill("north", "/api/enquiries", enquiry(clock.now()), delays[0])
    if not identity:  # the officer sees that it was not taken, or that it was and he was not told
        mine = [one["id"] for one in sides.desks["north"].desk()["exchanges"]]
        identity = (
            mine[0] if mine else sides.desks["north"].post("/api/enquiries", enquiry(clock.now()))["id"]
        )
    for number, ((code, step, before, given), delay_s) in enumerate(zip(STEPS, delays[1:], strict=True)):
        if number == late:  # the one who is to hear of it, before he can
            sides.kill_and_start(other[code])
        wait(lambda code=code, before=before: sides.state(code, identity) == before)
        path = f"/api/exchanges/{identity}/{step}"
        if not sides.post_and_kill(code, path, given, delay_s) and sides.state(code, identity) == before:
            sides.desks[code].post(path, given)
    for code in processes:
        wait(lambda code=code: sides.state(code, identity) == "closed")
        wait(lambda code=code: sides.desks[code].desk()["head"]["pending"] == 0)
        assert sides.acknowledged["north"] | sides.acknowledged["south"] <= ids_of(sides.desks[code])
    talk = [
        [(line["id"], line["kind"]) for line in sides.desks[code].exchange(identity)["log"]]
        for code in processes
    ]
    assert talk[0] == talk[1]
    sides.close()
    for one in processes.values():
        assert one.end() == 0
        assert main(["fsck", str(one.folder)]) == 0, capsys.readouterr()


def test_both_killed_at_once_in_the_middle_of_talking(processes):
    sides = Sides(processes)
    stop = threading.Event()

    def talk(code: str) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                sides.acknowledged[code].add(
                    sides.desks[code].post("/api/alarm", {"words": f"{code} {number}"})["id"]
                )
            except OwnError:
                return  # killed before it answered

    talkers = [threading.Thread(target=talk, args=(code,)) for code in processes]
    for one in talkers:
        one.start()
    wait(lambda: all(len(said) > 15 for said in sides.acknowledged.values()))
    for one in processes.values():
        one.child.kill()
    stop.set()
    for one in talkers:
        one.join()
    for code in processes:
        sides.kill_and_start(code)
    for code in processes:
        assert sides.acknowledged[code] <= ids_of(sides.desks[code])
        wait(
            lambda code=code: (
                sides.acknowledged["north"] | sides.acknowledged["south"] <= ids_of(sides.desks[code])
            )
        )
    sides.close()
