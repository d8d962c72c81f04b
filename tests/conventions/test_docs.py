"""The pages are complete and fresh: every command has help, every link leads somewhere."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest
from scripts.generated_docs import pages

from commonground.cli.main import COMMANDS, GROUPS, SHELVES
from commonground.finding import Kind

REPOSITORY = Path(__file__).resolve().parents[2]
GENERATED = pages()
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+?)(?:#[^)]*)?\)")
OPTION = re.compile(r"^\* `([^`]*)`:\s*(.*(?:\n  .*)*)", re.MULTILINE)
SOURCES = sorted((REPOSITORY / "src").rglob("*.py"))
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_generated_pages_are_fresh(name: str) -> None:
    assert (REPOSITORY / name).read_text(encoding="utf-8") == GENERATED[name], "run: make docs"


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_command_has_help(verb: str) -> None:
    module, _, function = COMMANDS[verb].partition(":")
    doc = getattr(importlib.import_module(module), function).__doc__
    assert doc is not None
    assert len(doc.strip().splitlines()[0]) > 10


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_option_says_what_it_is_for_and_has_one_spelling(verb: str) -> None:
    """As the page of `cg VERB --help` lists them: `* `--name TYPE`: what it is for. **[required]**`."""
    shown = section(verb)
    entries = OPTION.findall(shown)
    assert len(entries) == shown.count("\n* ")
    for names, about in entries:
        assert len(re.sub(r"\*\*?\[.*?\]\*\*?", "", about).strip()) > 3, names
        assert names.count("--") < 2, f"{names}: one spelling"
        assert "," not in names, f"{names}: an argument by its place or an option, not both"
        assert not re.search(r"--(no|empty)-", names), names
        assert not re.search(r'default: (""|\(|False|None|0)', about), about


def section(verb: str) -> str:
    """The part of docs/cli.md about one verb."""
    page = GENERATED["docs/cli.md"]
    found = re.search(rf"^#+ cg {re.escape(verb)}$(.*?)(?=^#+ cg |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"{verb} is not in docs/cli.md"
    return found[1]


def test_every_first_word_stands_on_one_shelf_of_the_help() -> None:
    words = [word for shelf in SHELVES.values() for word in shelf.split()]
    assert sorted(words) == sorted({verb.split()[0] for verb in COMMANDS})
    assert set(GROUPS) == {verb.split()[0] for verb in COMMANDS if " " in verb}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_every_module_and_everything_public_in_it_says_what_it_promises(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [one for one in tree.body if isinstance(one, kinds) and not one.name.startswith("_")]
    silent = [one.name for one in public if not ast.get_docstring(one)]
    assert silent == []
    assert ast.get_docstring(tree) or not tree.body


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
