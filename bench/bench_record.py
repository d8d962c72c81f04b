"""What does a record that nobody can rewrite cost?

- a bundle of 10,000 statements checked by a stranger: every signature, the tree, the quorum (CPU);
- durable appends one by one, and by eight writers at once, against bare SQLite commits of the same bytes
  with the same settings in the same run;
- what the envelope adds to a statement, and how long a proof is at a million entries;
- how soon an append of one party is readable at the other, in one process.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.simulator import START, World, signer
from tests.statements.samples import BODIES, enquiry

from bench.bench_append_pull import appended, bare_database
from commonground.statements.form.canonical import write_canonical
from commonground.statements.form.codec import encode
from commonground.statements.form.commitment import Opening
from commonground.statements.header import Header, Seen
from commonground.statements.message import Alarm
from commonground.statements.statement import write_statement
from commonground.store.disk.database import lay_out
from commonground.store.files.bundle import make_bundle
from commonground.store.files.trusted import Keys
from commonground.store.files.verifying import verify_bundle
from commonground.tlog.merkle import Frontier, leaf_hash, parts
from commonground.tlog.proofs.proof import Proof

MANY = 10_000
MILLION = 1_000_000
ROUNDS = 5


def row(question: str, ours: str, peer: str, ratio: str, budget: str) -> None:
    """One line of the table."""
    print(f"{question:46} {ours:>12} {peer:>12} {ratio:>7}  {budget}")


def bundle_checked(folder: Path) -> None:
    """Check a bundle of many public statements."""
    world = World(folder, "north", "south")
    north = world.stores["north"]

    def work(number: int) -> None:
        for turn in range(MANY // 20):
            body = Alarm(words=f"{number} {turn} " + "x" * 100)
            north.say(body, officer=signer("north/duty"), role="duty", now=START, public=True)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    north.seal(START)
    data = make_bundle(north, "south", START)
    world.fetch("south", "north")
    cosigned = make_bundle(north, "south", START, since=0)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        done = verify_bundle(cosigned, Keys(policy=north.policy(north.origin), roster=world.roster))
        times.append(time.process_time() - start)
    if done.facts["signatures"] != MANY or done.facts["quorum"] is not True or len(data) < MANY * 100:
        raise AssertionError("the bundle was not checked")
    world.close()
    row(f"bundle of {MANY} checked (CPU)", f"{statistics.median(times):.2f} s", "-", "-", "1.5 s")


def appends(folder: Path) -> None:
    """Durable appends, one by one and by many writers, against bare commits in turn on the same disk."""
    count = 400
    rounds, many = [], []
    for number in range(7):
        world = World(folder / str(number), "north", "south")
        bare, ready = (bare_database(folder / str(number), name) for name in ("bare.db", "ready.db"))
        lay_out(ready)
        rounds.append(appended(world, (bare, ready), count, Alarm(words="x" * 400), public=True))
        for one in (bare, ready, world):
            one.close()
    for number in range(3):
        world = World(folder / f"many {number}", "north", "south")
        many.append(_together(world))
        world.close()
    ours, *theirs = (count / statistics.median(column) for column in zip(*rounds, strict=True))
    for at, (name, budget) in enumerate(
        (("one by one", ">= 0.80"), ("  bare with its log laid out", "-")), 1
    ):
        ratio = statistics.median(times[at] / times[0] for times in rounds)
        line = f"{theirs[at - 1]:.0f}", f"{ratio:.2f}", budget
        row(f"durable appends, {name} (/s)", f"{ours:.0f}", *line)
    row("durable appends, 64 writers (/s)", f"{statistics.median(many):.0f}", "-", "-", ">= 5000")


def _together(world: World, writers: int = 64, each: int = 100) -> float:
    north = world.stores["north"]
    officer = signer("north/duty")

    def work() -> None:
        for _ in range(each):
            north.say(Alarm(words="x" * 400), officer=officer, role="duty", now=START, public=True)

    before = north.heads()[north.origin].pending if north.logs() else 0
    threads = [threading.Thread(target=work) for _ in range(writers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = writers * each / (time.perf_counter() - start)
    if north.heads()[north.origin].pending != before + writers * each:
        raise AssertionError("appends are missing")
    return rate


def sizes() -> None:
    """The envelope around a body, and a proof in a log of a million."""
    body = enquiry()
    seen = (Seen(origin="commonground/south", size=123_456, root="ab" * 32),)
    header = Header(
        kind="enquiry",
        party="north",
        officer="duty",
        role="duty",
        seq=12_345,
        at=START,
        seen=seen,
        to=("south",),
        nonce="0f" * 16,
    )
    note = write_statement(header, body, signer("north/duty"))
    extra = len(note) - len(write_canonical(encode(BODIES["enquiry"])))
    text, signed = note.split(b"\n\n")
    around = len(signed) + 2 + text.index(b"\n") + 1
    row("envelope: first line and signature (bytes)", str(around), "-", "-", "<= 400")
    row("envelope and head, one log seen (bytes)", str(extra), "-", "-", "-")
    count = 1_000_000
    frontier = Frontier()
    for number in range(count):
        frontier.add(leaf_hash(number.to_bytes(4, "big")))
    hashes = (frontier.nodes[0],) * len(parts(0, 2**20 - 1))
    head = b"commonground/north\n1000000\n" + b"x" * 44 + b"\n\n" + b"x" * 330
    size = len(Proof(index=0, hashes=hashes, checkpoint=head).write())
    row("proof in a log of 1,000,000 (bytes)", str(size), "-", "-", "<= 2000")


def visible(folder: Path) -> None:
    """From the append's answer to the statement being readable at the peer: seal, pull, check, open."""
    world = World(folder, "north", "south")
    times = []
    for number in range(40):
        start = time.perf_counter()
        said = world.say("north", enquiry(str(number)), to=("south",))
        world.fetch("south", "north")
        found = world.stores["south"].find(said.id)
        times.append(time.perf_counter() - start)
        if found is None or found.statement is None:
            raise AssertionError("it did not arrive")
    world.close()
    row("append to readable at the peer, no network", f"{statistics.median(times):.3f} s", "-", "-", "0.5 s")


def large(folder: Path) -> None:
    """Open a record of a million entries of our own, in a process of its own: time and memory."""
    world = World(folder, "north", "south")
    north = world.stores["north"]
    world.say("north", Alarm(words="first"), public=True)
    (row_number,) = [log.log for log in north.logs()]
    with north.database.write() as connection:
        connection.executemany(
            "INSERT INTO entry (arrival, log, idx, leaf) VALUES (?, ?, ?, ?)",
            (
                (number + 1, row_number, number, Opening(salt=bytes(32), note=b"%d" % number).entry())
                for number in range(1, MILLION)
            ),
        )
    north.seal(START)
    said = next(iter(north.recorded()))
    world.close()
    assert said.statement is not None
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(folder / "north"), said.statement.id],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes, size = done.stdout.split()
    if int(size) != MILLION:
        raise AssertionError("not everything is there")
    row(f"open a record of {MILLION}, prove one", f"{float(seconds):.2f} s", "-", "-", "3 s")
    row("  memory of that process", f"{megabytes} MB", "-", "-", "300 MB")


OPEN = """
import sys, time
from pathlib import Path
from tests.simulator import keys_of, roster_of
from commonground.store.store import Store
start = time.perf_counter()
store = Store.open(Path(sys.argv[1]), party="north", roster=roster_of("north", "south"), keys=keys_of("north"))
head = store.heads()[store.origin]
store.prove(sys.argv[2])
took = time.perf_counter() - start
(most,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(took, int(most.split()[1]) // 1024, head.size)
"""


def main() -> None:
    """Print the table."""
    row("question", "ours", "peer", "ratio", "budget")
    with tempfile.TemporaryDirectory() as folder:
        bundle_checked(Path(folder) / "bundle")
        appends(Path(folder) / "appends")
        visible(Path(folder) / "visible")
        large(Path(folder) / "large")
    sizes()


if __name__ == "__main__":
    main()
