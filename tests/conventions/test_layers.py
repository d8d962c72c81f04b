"""The house: imports run downward, clock and disk are met where the plan says."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.api import read_configuration  # type: ignore[import-untyped]

SOURCE = Path(__file__).resolve().parents[2] / "src" / "commonground"
CLOCK_ROOMS = {"store", "node", "cli"}


def test_imports_run_downward_only() -> None:
    """In a process of its own: the linter silences every logger that it finds, and other tests listen to ours."""
    run = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    lint = subprocess.run([sys.executable, "-c", run], cwd=SOURCE.parents[1], capture_output=True, text=True)
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_every_room_stands_in_the_layers_contract() -> None:
    contracts = read_configuration(str(SOURCE.parents[1] / "pyproject.toml"))["contracts_options"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    named = {room.strip() for layer in layers for room in layer.split("|")}
    rooms = {path.stem for path in SOURCE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert rooms - {"__init__", "__pycache__", "py"} == named


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_room_below_the_store_reads_the_clock(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] in CLOCK_ROOMS:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert (
                node.attr not in {"now", "utcnow", "today"}
                or not isinstance(node.ctx, ast.Load)
                or (not isinstance(node.value, ast.Name) or node.value.id not in {"datetime", "date"})
            ), f"{path.name} line {node.lineno} reads the clock"
