"""A file that passes 400 lines has a second idea in it, or says in its head why not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CODE = {".py", ".ts", ".tsx", ".css", ".c", ".h", ".sh"}
LIMIT_LINES = 400
LIMIT_BYTES = 2 * 1024 * 1024


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True
    ).stdout.decode()
    return [path for name in names.split("\0") if name and (path := REPOSITORY / name).is_file()]


@pytest.mark.parametrize(
    "path", [p for p in tracked() if p.suffix in CODE], ids=lambda p: str(p.relative_to(REPOSITORY))
)
def test_no_long_file_without_a_reason_in_its_head(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > LIMIT_LINES:
        assert "Over 400 lines because" in "\n".join(lines[:30]), f"{len(lines)} lines and no reason"


def test_no_tracked_file_is_over_two_mebibytes() -> None:
    assert [p.name for p in tracked() if p.stat().st_size > LIMIT_BYTES] == []
