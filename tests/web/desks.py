"""Two invented parties in the open sea, each with a node of its own: real processes on loopback.

North writes MGRS on WGS 84. South writes the grid of another datum (Minna, UTM zone 31N) that is in use
there. The two lines between them are invented; they differ by up to 8 km.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonground.node.config import read_config, write_config

CG = Path(sys.executable).with_name("cg")
SEA = (2.7, 2.0, 4.3, 3.4)  # west, south, east, north
OFFICER = {"north": "keita", "south": "diallo"}
RELIEF = {"north": "luo", "south": "sow"}  # who comes for the next shift
PASSPHRASE = {"north": "salt wind paper lamp", "south": "river glass copper bell"}
CRS = {"north": "EPSG:32631", "south": "EPSG:26331"}
NOTATION = {"north": "mgrs", "south": "EPSG:26331"}
ORDER = {"north": "unsaid", "south": "lon_lat"}
OTHER = {"north": "south", "south": "north"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One party's node that answers at `url`."""

    code: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run(*words: object) -> None:
    """One call of `cg`; its words are shown where it fails."""
    done = subprocess.run(
        [str(CG), *map(str, words)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"cg {' '.join(map(str, words))}: {done.stderr}"


def make_party(base: Path, code: str, late_s: int = 60) -> Path:
    """A party's folder, as `cg party init` makes it, with two depictions and land."""
    secrets = base / f"{code}.passphrases"
    secrets.touch(mode=0o600)
    named = [OFFICER[code], RELIEF[code]]
    secrets.write_text(
        "".join(f"{one}={PASSPHRASE[code]}\n" for one in named) + "root=deep root under stone\n"
    )
    folder = base / code
    west, south, east, north = SEA
    run(
        "party",
        "init",
        folder,
        "--code",
        code,
        "--name",
        code.title(),
        *(word for one in named for word in ("--officer", f"{one}:{one.title()}:watch")),
        "--crs",
        CRS[code],
        "--notation",
        NOTATION[code],
        "--order",
        ORDER[code],
        "--report-ce95-m",
        20,
        "--theatre",
        west,
        south,
        east,
        north,
        "--passphrases",
        secrets,
    )
    write_maps(folder / "maps")
    drawn = {"north": "sea/first-sheet", "south": "sea/second-sheet"}
    write_config(dataclasses.replace(read_config(folder), pull_every_s=0.5, late_s=late_s, depictions=drawn))
    return folder


def write_maps(maps: Path) -> None:
    """One invented border as two sheets draw it, and an island."""
    for name, bulge in (("first-sheet", 0.0), ("second-sheet", 0.07)):
        line = [[2.8 + 0.02 * n, 2.6 + (bulge if 20 <= n <= 45 else 0.0)] for n in range(70)]
        above = [*line, [4.18, 3.3], [2.8, 3.3], line[0]]
        below = [*line, [4.18, 2.1], [2.8, 2.1], line[0]]
        write(
            maps / "depictions" / "sea" / f"{name}.geojson",
            [
                feature(
                    {"type": "LineString", "coordinates": line}, kind="border", parties=["north", "south"]
                ),
                feature({"type": "Polygon", "coordinates": [above]}, kind="area", party="north"),
                feature({"type": "Polygon", "coordinates": [below]}, kind="area", party="south"),
            ],
            border="sea",
            title=name.replace("-", " "),
            lineage=name,
            date="2020-01-01",
            licence="invented",
            sigma_m=50,
        )
    island = [[3.9, 2.9], [4.1, 2.9], [4.1, 3.1], [3.9, 3.1], [3.9, 2.9]]
    write(maps / "land" / "land-50m.geojson", [feature({"type": "Polygon", "coordinates": [island]})])


def feature(geometry: dict[str, object], **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path: Path, features: list[dict[str, object]], **about: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "commonground": about, "features": features}))


@contextlib.contextmanager
def two_nodes(base: Path, late_s: int = 60) -> Iterator[dict[str, Node]]:
    """North and South, linked and running; both are ended by their own process ids."""
    folders = {code: make_party(base, code, late_s) for code in CRS}
    ports = {code: free_port() for code in CRS}
    for code, other in OTHER.items():
        run(
            "party",
            "link",
            folders[code],
            folders[other] / "own.roster",
            "--url",
            f"http://127.0.0.1:{ports[other]}",
        )
    nodes: dict[str, Node] = {}
    try:
        for code, folder in folders.items():
            nodes[code] = start(code, folder, ports[code])
        for node in nodes.values():
            wait_for(node)
        yield nodes
    finally:
        for node in nodes.values():
            end(node)


def start(code: str, folder: Path, port: int) -> Node:
    """A node as a process of its own group; its words go to `node.log`."""
    with (folder / "node.log").open("ab") as log:
        process = subprocess.Popen(
            [str(CG), "node", "run", str(folder), "--port", str(port)],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Node(code=code, folder=folder, port=port, process=process)


def wait_for(node: Node, seconds: float = 40) -> None:
    """Until the node answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert node.process.poll() is None, (node.folder / "node.log").read_text()[-3000:]
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"{node.url}/health", timeout=2),
        ):
            return
        time.sleep(0.1)
    raise AssertionError(f"{node.code} does not answer: {(node.folder / 'node.log').read_text()[-3000:]}")


def end(node: Node) -> None:
    """End one node, and nothing else."""
    if node.process.poll() is None:
        os.kill(node.process.pid, signal.SIGTERM)
        try:
            node.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            node.process.kill()
            node.process.wait(timeout=15)
