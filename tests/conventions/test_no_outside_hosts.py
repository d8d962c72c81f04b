"""Nothing of ours asks another host, and no registry or machine is named in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(rb"https?://([A-Za-z0-9.-]+)")
# Names that identify a format or a licence; nothing is ever asked of them.
NAMES = {
    b"www.w3.org", b"127.0.0.1", b"localhost", b"www.opengis.net", b"www.topografix.com",
    b"json-schema.org", b"www.apache.org", b"schemas.openxmlformats.org", b"earth.google.com",
    b"host", b"drill-north", b"drill-south",  # a hint's example; two stores in one process
}  # fmt: skip
REGISTRY = re.compile(
    rb"py" rb"pi\.org|pythonhos" rb"ted\.org|registry\.npm" rb"js\.org|deb\.deb" rb"ian\.org"
)
MACHINE_PATH = re.compile(rb"(?:^|[^A-Za-z0-9_.])/(?:work|farm|root)/[A-Za-z.]")
TEXT = {
    ".py",
    ".ts",
    ".tsx",
    ".css",
    ".html",
    ".md",
    ".toml",
    ".json",
    ".yaml",
    ".yml",
    ".sh",
    ".txt",
    ".csv",
    "",
}


def tracked(*under: str) -> list[Path]:
    out = subprocess.run(["git", "ls-files", "-z", *under], cwd=REPOSITORY, capture_output=True, check=True)
    paths = [REPOSITORY / name for name in out.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXT]


def test_product_and_page_name_no_host() -> None:
    found = {
        (path.name, host.decode())
        for path in tracked("src", "web/src", "web/index.html")
        for host in ADDRESS.findall(path.read_bytes())
        if host not in NAMES
    }
    assert found == set()


def test_no_registry_and_no_machine_is_named() -> None:
    found = [
        (str(path.relative_to(REPOSITORY)), match.group(0))
        for path in tracked()
        for pattern in (REGISTRY, MACHINE_PATH)
        if (match := pattern.search(path.read_bytes()))
    ]
    assert found == []
