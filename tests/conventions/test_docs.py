"""The pages are complete and fresh: every command has help, every link leads somewhere."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from scripts.generated_docs import pages

from commonground.cli.main import COMMANDS
from commonground.finding import Kind

REPOSITORY = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+?)(?:#[^)]*)?\)")
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_are_fresh(name: str) -> None:
    assert (REPOSITORY / name).read_text(encoding="utf-8") == pages()[name], "run: make docs"


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_command_has_help(verb: str) -> None:
    module, _, function = COMMANDS[verb].partition(":")
    doc = getattr(importlib.import_module(module), function).__doc__
    assert doc is not None
    assert len(doc.strip().splitlines()[0]) > 10


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", link):
            assert (page.parent / link).exists(), f"{link} is not there"


def test_every_finding_kind_is_in_use() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (REPOSITORY / "src").rglob("*.py"))
    assert [kind.name for kind in Kind if f"Kind.{kind.name}" not in source] == []


def test_decisions_are_numbered_without_gaps_or_doubles() -> None:
    found = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    for page in found:
        assert page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]} "), page.name


def test_the_architecture_names_every_room_inside_a_room() -> None:
    said = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = (REPOSITORY / "src" / "commonground").glob("*/*/__init__.py")
    assert sorted(str(room.parent) for room in rooms if f"`{room.parent.name}`" not in said) == []
