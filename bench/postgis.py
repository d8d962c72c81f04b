"""A PostgreSQL with PostGIS of our own for a benchmark: in a temporary folder, on a socket, ended by its own pid.

Debian: apt-get install postgresql-15-postgis-3. Where it cannot be had, `server` yields None and the
benchmark says so. Asked through psql alone, so nothing has to be installed for Python.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "fsync": "off",
    "max_parallel_workers_per_gather": "2",
    "jit": "off",
}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """One running server."""

    folder: Path
    psql: str
    pid: int

    def ask(self, sql: str, timeout_s: float = 900.0) -> str:
        """What psql prints for a script; \\timing lines and all."""
        words = [
            self.psql,
            "-h",
            str(self.folder),
            "-U",
            "postgres",
            "-d",
            "postgres",
            "-qAtX",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        made = subprocess.run(
            words, input=sql, text=True, capture_output=True, timeout=timeout_s, check=False
        )
        if made.returncode:
            raise RuntimeError(made.stderr[-2000:])
        return made.stdout

    def cpu_s(self) -> float:
        """CPU seconds of every backend that has ended, once those that were asked have."""
        while any(
            self._serving(child)
            for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ):
            pass
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / TICKS

    def _serving(self, child: str) -> bool:
        try:
            words = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            return False
        return (
            not words or b"[local]" in words or b"parallel worker" in words
        )  # ended and not yet counted: no words


def times_ms(printed: str) -> list[float]:
    """Every time that psql took, in milliseconds."""
    return [float(found) for found in re.findall(r"^Time: ([0-9.]+) ms", printed, re.MULTILINE)]


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    with_postgis = [
        one
        for one in found
        if Path("/usr/share/postgresql", one.parts[4], "extension/postgis.control").exists()
    ]
    return with_postgis[0].parent if with_postgis else None


@contextlib.contextmanager
def server() -> Iterator[Server | None]:
    """A server with PostGIS, or None where none can be had."""
    programs, psql = _programs(), shutil.which("psql")
    if programs is None or psql is None:
        yield None
        return
    who = {}
    if os.geteuid() == 0:  # the server will not run as root
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            yield None
            return
        who = {"user": owner.pw_uid, "group": owner.pw_gid}
    with tempfile.TemporaryDirectory(prefix="cg-bench-") as name:
        folder = Path(name)
        if who:
            os.chown(folder, who["user"], who["group"])
        begun = [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(begun, check=True, capture_output=True, cwd="/", **who)
        words = [programs / "postgres", "-D", folder / "data", "-k", folder]
        words += [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(words, stdout=log, stderr=log, cwd="/", **who)
        try:
            ready = [programs / "pg_isready", "-h", folder, "-q", "-t", "1"]
            while subprocess.run(ready, check=False).returncode and running.poll() is None:
                pass
            one = Server(folder, psql, running.pid)
            one.ask("create extension postgis; create extension btree_gist;")
            yield one
        finally:
            running.terminate()
            running.wait(60)
