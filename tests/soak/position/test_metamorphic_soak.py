"""Every variant of every vector, and of many redrawn ones: 700,000 texts."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OUTSIDE = ROOT.parent / "shared" / "vectors" / "position"
if OUTSIDE.is_dir():
    CHECK = runpy.run_path(str(ROOT / "tests" / "shared" / "position" / "test_metamorphic.py"))

    @pytest.mark.timeout(7200)
    @pytest.mark.parametrize("name", ["angle_pairs.csv", "grids.csv", "codes.csv"])
    def test_every_spelling_names_the_same_place(name: str) -> None:
        assert CHECK["faults_of_places"](name, None, draws=8) == []

    @pytest.mark.timeout(7200)
    def test_every_spelling_is_the_same_angle() -> None:
        assert CHECK["faults_of_angles"](None, draws=8) == []

    @pytest.mark.timeout(7200)
    def test_no_spelling_at_all_makes_a_suspect_text_clean() -> None:
        assert CHECK["clean_ones"](None) == []

    @pytest.mark.timeout(7200)
    def test_both_engines_say_the_same_of_every_spelling() -> None:
        found, _ = CHECK["differences"](CHECK["all_texts"](None))
        assert not found, found[:3]
