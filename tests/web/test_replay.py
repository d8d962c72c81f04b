"""The line of time at the foot of the desk: an earlier moment is amber, named on both maps, and sends nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.web.sheets import PLACE, north_of, on_sheet
from tests.web.test_every_view import COLOURS, LANGUAGES, OVERFLOW

pytestmark = pytest.mark.xdist_group("desk replay")  # one pair of nodes for the whole file
MARK = re.compile(r"REPLAY (\d{4}-\d\d-\d\d )?\d\d:\d\dZ")
ANCHOR = "wreck with a mast"


@pytest.fixture
def told(seats):
    """North has asked and South has read back, some seconds apart, so that there are moments to go to."""
    if seats["north"].enquiry(ANCHOR).count() == 0:
        seats["north"].raise_enquiry(on_sheet("north"), ANCHOR, "survey")
        expect(seats["south"].enquiry(ANCHOR)).to_be_visible()
        seats["south"].page.wait_for_timeout(2500)
        seats["south"].read_back(ANCHOR, on_sheet("south", north_of(PLACE, 4.0)), "a mast")
    for seat in seats.values():
        expect(seat.enquiry(ANCHOR)).to_contain_text("Place understood")
        seat.page.wait_for_timeout(2500)  # what is of this very second is not past yet
        seat.page.mouse.move(0, 0)
    return seats


def slider(page: Page):
    return page.get_by_role("slider", name="Moment shown")


def back_to(page: Page, words: str, most: int = 12) -> None:
    """By key, event by event, to the one whose sentence has these words. In a field a key is only a letter."""
    page.evaluate("document.activeElement.blur()")
    last = page.locator(".replay .event")
    for _ in range(most):
        moment = slider(page).input_value() if last.is_visible() else None
        page.keyboard.press("[")
        expect(last).to_be_visible()
        if moment:
            expect(slider(page)).not_to_have_value(moment)
        if words in last.inner_text():
            expect(page.locator("[data-pane=own] .pane-head")).to_contain_text(MARK)
            return
    raise AssertionError(f"no event {words!r}: {last.inner_text()}")


def test_the_keys_go_event_by_event_and_one_key_comes_back(told) -> None:
    for seat in told.values():
        page = seat.page
        back_to(page, "Enquiry:")
        expect(page.locator(".desk.mode-REPLAY")).to_have_count(1)
        for pane in ("own", "other"):
            expect(page.locator(f"[data-pane={pane}] .pane-head")).to_contain_text(MARK)
        expect(seat.enquiry(ANCHOR)).not_to_contain_text("Place understood")
        assert (
            page.evaluate("() => getComputedStyle(document.querySelector('.desk')).outlineStyle") == "solid"
        )
        page.keyboard.press("]")
        expect(seat.enquiry(ANCHOR)).to_contain_text("Place understood")
        expect(page.locator(".desk.mode-REPLAY")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator(".desk.mode-REPLAY")).to_have_count(0)
        expect(page.locator(".pane-head").first).not_to_contain_text("REPLAY")
        expect(seat.enquiry(ANCHOR)).to_contain_text("Place understood")


def test_nothing_is_sent_from_an_earlier_moment_and_the_alarm_leads_back_to_live(told) -> None:
    south = told["south"]
    page = south.page
    posts: list[str] = []
    page.on("request", lambda one: posts.append(one.url) if one.method == "POST" else None)
    page.keyboard.press("n")
    page.get_by_label("Place as heard").fill("31N EC 5")
    back_to(page, "Enquiry:")
    expect(page.get_by_role("form", name="New enquiry")).to_have_count(0)
    expect(page.get_by_role("button", name="New enquiry")).to_be_disabled()
    expect(south.enquiry(ANCHOR).get_by_role("button", name="Answer")).to_have_count(0)
    expect(south.enquiry(ANCHOR).get_by_role("button", name="Read back")).to_have_count(0)
    for key in ("n", "a", "s", "u", "i", "c"):
        page.keyboard.press(key)
        expect(page.locator("form.form, dialog[open]")).to_have_count(0)
    assert [one for one in posts if not one.endswith(("/api/read", "/api/project", "/session/alive"))] == []
    page.keyboard.press("b")
    expect(page.get_by_role("form", name="Bare alarm")).to_be_visible()
    expect(page.locator(".desk.mode-REPLAY")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_label("Place as heard")).to_have_value("31N EC 5")
    page.keyboard.press("Escape")


def test_a_word_that_comes_meanwhile_does_not_change_what_is_shown_and_an_alarm_is_heard(told) -> None:
    north, south = told["north"], told["south"]
    page = north.page
    back_to(page, "Enquiry:")
    south.page.keyboard.press("b")
    south.page.get_by_role("button", name=re.compile("Send")).click()
    expect(page.get_by_role("region", name="Alarms")).to_contain_text("URGENT")
    expect(page.locator(".desk.mode-REPLAY")).to_have_count(1)
    expect(north.enquiry(ANCHOR)).not_to_contain_text("Place understood")
    page.get_by_role("button", name="Take it").first.click()
    expect(page.get_by_role("region", name="Alarms")).not_to_contain_text("URGENT")
    page.get_by_role("button", name="Back to live").click()
    expect(north.enquiry(ANCHOR)).to_contain_text("Place understood")


def test_the_slider_is_dragged_and_moved_by_its_own_keys(told) -> None:
    page = told["north"].page
    box = slider(page).bounding_box()
    page.mouse.click(box["x"] + 4, box["y"] + box["height"] / 2)
    expect(page.locator("[data-pane=own] .pane-head")).to_contain_text(MARK)
    expect(page.locator("article.strip")).to_have_count(0)
    page.keyboard.press("End")
    expect(page.locator(".desk.mode-REPLAY")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".desk.mode-REPLAY")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".desk.mode-REPLAY")).to_have_count(0)


def test_what_each_party_had_been_told_is_chosen_by_name(told) -> None:
    north = told["north"]
    page = north.page
    chooser = page.get_by_role("combobox", name="Look back at")
    names = chooser.locator("option").all_inner_texts()
    assert names == ["What was so", "What North had been told", "What South had been told"]
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    chooser.select_option(label="What South had been told")
    chooser.evaluate("one => one.blur()")
    back_to(page, "Enquiry:")
    assert any("/api/desk?at=" in one and "mode=told:south" in one for one in asked)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_of_access_is_broken_and_no_reference_reordered_while_looking_back(told, language) -> None:
    south = told["south"]
    page = south.page
    back_to(page, "Enquiry:")
    page.locator(".language select").select_option(language)
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)
    page.evaluate("document.activeElement.blur()")
    for colours in COLOURS:
        page.evaluate("name => { document.documentElement.dataset.theme = name }", colours)
        assert south.axe() == [], (language, colours)
    assert south.swapped() == []
    assert page.evaluate(OVERFLOW) == [0, 0]
    line = page.locator(".replay .line")
    assert line.evaluate("one => getComputedStyle(one).direction") == "ltr"  # time never mirrors
    earlier, later = (page.locator(".replay .row button").nth(n).bounding_box() for n in (0, 1))
    assert earlier["x"] < line.bounding_box()["x"] < later["x"]
    expect(page.locator("[data-pane=own] .pane-head")).to_contain_text(re.compile(r"\d\d:\d\dZ"))
    page.keyboard.press("Escape")
