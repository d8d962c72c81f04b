"""The page as it is shipped: its size, its files, its forced colours and its print."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.web.sheets import on_sheet

pytestmark = pytest.mark.xdist_group("desk page")
STATIC = Path(__file__).resolve().parents[2] / "src" / "commonground" / "node" / "static"
MOST_BYTES = 250_000  # everything that is shipped: every language, every font, every dialog
COMPRESSED = {".woff2"}


def shipped(path: Path) -> int:
    """Bytes on the wire: what is compressed already goes as it is."""
    data = path.read_bytes()
    return len(data) if path.suffix in COMPRESSED else len(gzip.compress(data, 9))


def test_the_page_with_all_its_fonts_and_languages_is_small() -> None:
    assert sum(shipped(one) for one in STATIC.rglob("*") if one.is_file()) <= MOST_BYTES


def test_what_an_officer_loads_first_is_smaller_still() -> None:
    """The page, its code and its style, without the fonts and words of other languages."""
    first = [
        STATIC / "index.html",
        *STATIC.rglob("index-*.js"),
        *STATIC.rglob("index-*.css"),
        *STATIC.rglob("*latin*"),
    ]
    assert sum(map(shipped, first)) <= 175_000


def test_no_file_of_the_page_names_another_host_or_carries_data_in_an_address() -> None:
    page = (STATIC / "index.html").read_text()
    assert not re.search(r"(src|href)=\"(?!\./|/board)", page)
    assert "<style" not in page
    for one in STATIC.rglob("*.css"):
        assert not re.search(r"url\((?!\./)", one.read_text()), one.name


def test_forced_colours_and_print_keep_every_word(seats) -> None:
    north, page = seats["north"], seats["north"].page
    north.raise_enquiry(on_sheet("north"), "reef with a light", "survey")
    page.emulate_media(forced_colors="active")
    expect(north.enquiry("reef with a light")).to_be_visible()
    sign = page.locator("h2 .sign").first
    assert sign.evaluate("one => getComputedStyle(one).backgroundColor") not in ("rgba(0, 0, 0, 0)", "")
    page.emulate_media(forced_colors="none", media="print")
    expect(north.enquiry("reef with a light")).to_be_visible()
    expect(page.get_by_role("button", name="New enquiry")).to_be_hidden()


def test_a_language_that_does_not_come_is_said_and_asked_for_again_and_nothing_typed_is_lost(seats) -> None:
    page = seats["north"].page
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Anchor").fill("a wreck")
    page.route("**/fr-*.json", lambda route: route.abort())
    page.locator(".language select").select_option("fr")
    again = page.get_by_role("button", name="Français could not be loaded. Try again")
    expect(again).to_be_visible()
    expect(page.locator("html[lang=en]")).to_have_count(1)
    page.unroute("**/fr-*.json")
    again.click()
    expect(page.locator("html[lang=fr]")).to_have_count(1)
    expect(again).to_have_count(0)
    expect(page.get_by_role("textbox", name="Repère")).to_have_value("a wreck")
    page.locator(".language select").select_option("en")
    page.get_by_role("button", name="Throw the draft away").click()


def test_no_reference_changes_its_order_on_paper(seats) -> None:
    seats["north"].raise_enquiry(on_sheet("north"), "موقعیت at 06:40-07:15", "survey")
    page = seats["north"].page
    for language in ("ar", "prs"):
        page.locator(".language select").select_option(language)
        expect(page.locator(f"html[lang={language}]")).to_have_count(1)
        page.emulate_media(media="print")
        assert seats["north"].swapped() == []
        page.emulate_media(media="screen")
    page.locator(".language select").select_option("en")
    page.goto(f"{seats['north'].node.url}/board")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Call cards")).to_be_visible()
    assert seats["north"].swapped() == []


def test_what_is_new_is_heard_and_what_stood_there_before_is_not(seats) -> None:
    north, south = seats["north"], seats["south"]
    south.page.add_init_script(
        "window.tones = 0; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (...at) { window.tones++; return start.apply(this, at) }"
    )
    south.page.reload()
    expect(south.page.get_by_role("heading", name="Desk of South")).to_be_visible()
    expect(south.page.get_by_role("button", name="Sound on")).to_be_visible()
    assert south.page.evaluate("() => window.tones") == 0
    north.raise_enquiry(on_sheet("north"), "a lamp on a pole", "survey")
    expect(south.enquiry("a lamp on a pole")).to_be_visible()
    assert south.page.evaluate("() => window.tones") == 2
    south.page.get_by_role("button", name="Sound on").click()
    expect(south.page.get_by_role("button", name="Sound off")).to_be_visible()
