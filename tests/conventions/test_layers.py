"""The house: imports run downward, clock and disk are met where the plan says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.api import read_configuration  # type: ignore[import-untyped]
from importlinter.cli import lint_imports  # type: ignore[import-untyped]

SOURCE = Path(__file__).resolve().parents[2] / "src" / "commonground"
CLOCK_ROOMS = {"store", "node", "cli"}


def test_imports_run_downward_only(capsys: pytest.CaptureFixture[str]) -> None:
    config = SOURCE.parents[1] / "pyproject.toml"
    failed = lint_imports(config_filename=str(config), no_cache=True)
    assert not failed, capsys.readouterr().out


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
