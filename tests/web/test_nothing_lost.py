"""A desk that works for days: reloads, nodes that stop and start, sessions that end; nothing typed is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.web import desks
from tests.web.desks import OFFICER, PASSPHRASE

pytestmark = pytest.mark.xdist_group("desk nothing_lost")  # one pair of nodes for the whole file

TYPED = {
    "Place as heard": "31N EC 57844 70944",
    "Anchor": "wreck, mast standing",
    "Occasion": "boats at night",
}


def fill(page) -> None:
    page.keyboard.press("n")
    for label, text in TYPED.items():
        page.get_by_role("textbox", name=label).fill(text)


def assert_kept(page) -> None:
    for label, text in TYPED.items():
        expect(page.get_by_role("textbox", name=label)).to_have_value(text)


def test_a_reload_keeps_what_was_typed(seats) -> None:
    page = seats["north"].page
    fill(page)
    page.reload()
    page.get_by_role("heading", name="Desk of North").wait_for()
    page.keyboard.press("n")
    assert_kept(page)
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.get_by_role("textbox", name="Place as heard")).to_have_value("")


def test_an_error_in_any_field_is_said_and_keeps_the_rest(seats) -> None:
    page = seats["north"].page
    fill(page)
    page.get_by_role("textbox", name="Margin (m)").fill("far")
    page.get_by_role("button", name="Send the enquiry").click()
    expect(page.get_by_role("alert")).to_contain_text("Margin")
    assert_kept(page)
    page.get_by_role("textbox", name="Margin (m)").fill("۲۰۰۰")
    page.get_by_role("textbox", name="Place as heard").fill("31N IA 66 00")
    page.get_by_role("button", name="Send the enquiry").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Place as heard")).to_have_value("31N IA 66 00")
    expect(page.get_by_role("textbox", name="Occasion")).to_have_value("boats at night")
    page.get_by_role("button", name="Throw the draft away").click()


def test_a_text_with_two_meanings_is_a_question_to_the_officer(seats) -> None:
    page = seats["north"].page
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Place as heard").fill("2.9 3.1")
    choices = page.get_by_role("group", name="Read as").get_by_role("radio")
    expect(choices.nth(1)).to_be_visible()
    page.get_by_role("textbox", name="Anchor").fill("reef")
    page.get_by_role("textbox", name="Occasion").fill("survey")
    page.get_by_role("button", name="Send the enquiry").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose which reading was meant")
    choices.first.check()
    page.get_by_role("button", name="Send the enquiry").click()
    expect(seats["north"].enquiry("reef")).to_contain_text("2.9 3.1")


def test_a_node_that_stops_and_comes_back_loses_nothing(seats, nodes) -> None:
    north, page = nodes["north"], seats["north"].page
    fill(page)
    desks.end(north)
    page.get_by_role("button", name="Send the enquiry").click()
    # The strip of time may say the same of itself.
    said = page.get_by_role("form", name="New enquiry").get_by_role("alert")
    expect(said).to_contain_text("no answer from your own node")
    assert_kept(page)
    # The page says that it is old, in words, with the moment of what it shows.
    delayed = page.get_by_text("DELAYED: no word from your own node")
    expect(delayed).to_be_visible(timeout=40_000)

    nodes["north"] = desks.start("north", north.folder, north.port)
    desks.wait_for(nodes["north"])
    page.get_by_label("Passphrase").fill(PASSPHRASE["north"], timeout=40_000)
    page.get_by_label("Officer").fill(OFFICER["north"])
    expect(page.get_by_text("Drafts are kept")).to_be_visible()
    page.get_by_role("button", name="Take the desk").click()
    page.get_by_role("heading", name="Desk of North").wait_for()
    expect(delayed).to_have_count(0)
    if page.get_by_role("form", name="New enquiry").count() == 0:
        page.keyboard.press("n")
    assert_kept(page)
    page.get_by_role("button", name="Send the enquiry").click()
    expect(seats["north"].enquiry("wreck, mast standing")).to_contain_text(TYPED["Place as heard"])
    expect(seats["south"].enquiry("wreck, mast standing")).to_contain_text("North asks South", timeout=30_000)


def test_two_desks_in_one_browser_do_not_share_a_session(seats, nodes) -> None:
    seats["south"].page.get_by_role("button", name="End duty").click()
    expect(seats["south"].page.get_by_role("heading", name="Take the desk")).to_be_visible()
    seats["north"].page.reload()
    expect(seats["north"].page.get_by_role("heading", name="Desk of North")).to_be_visible()
