"""NOTICE names everything that is installed, built in or converted."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NOTICE = (REPOSITORY / "NOTICE").read_text(encoding="utf-8")


def named(name: str) -> bool:
    return re.search(rf"(?<![\w@/-]){re.escape(name)}(?![\w-])", NOTICE) is not None


def test_every_library_of_the_wheel_and_of_its_data_is_named() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["demo"]]
    names = [re.split(r"[<>=\[; ]", line, maxsplit=1)[0] for line in needed]
    assert [name for name in names if not named(name)] == []


def test_every_library_and_font_of_the_page_is_named() -> None:
    package = json.loads((REPOSITORY / "web" / "package.json").read_text(encoding="utf-8"))
    assert [name for name in package["dependencies"] if not named(name)] == []


def test_every_package_that_data_is_made_from_is_named() -> None:
    package = json.loads((REPOSITORY / "scripts" / "mapdata" / "package.json").read_text(encoding="utf-8"))
    assert [name for name in package["dependencies"] if not named(name)] == []


def test_every_dependency_has_a_lower_and_a_tested_upper_bound() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [line for line in project["dependencies"] if not re.search(r">=.+,<", line)] == []
