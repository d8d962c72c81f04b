"""Files are handed over at the desk, saved, receipted and taken back; nothing of a file or its name becomes a page."""

from __future__ import annotations

import contextlib
import json

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.web.desks import OFFICER, PASSPHRASE
from tests.web.officer import Seat

from commonground.node.client import DeskClient

pytestmark = pytest.mark.xdist_group("desk documents")
HOSTILE = "<img src=x onerror=document.title=1>\u202efdp.html"
PAGE = b"<script>document.title = 'caught'</script>" * 9000  # two parts
MOST = 64 << 20


def open_book(seat: Seat) -> Locator:
    seat.page.keyboard.press("m")
    book = seat.page.get_by_role("dialog", name="Documents")
    expect(book).to_be_visible()
    return book


def choose(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/html", "buffer": data})


def test_a_file_is_handed_over_saved_as_it_came_receipted_and_taken_back(seats) -> None:
    north, south = seats["north"], seats["south"]
    page, book, far = north.page, open_book(north), open_book(south)
    expect(book).to_contain_text("No file has been handed over")
    assert north.axe() == []
    page.keyboard.press("Tab")  # from the button that closes the book to its body, then into it
    page.keyboard.press("Tab")
    expect(book.get_by_role("button", name="Hand over a file")).to_be_focused()
    page.keyboard.press("Enter")
    form = book.get_by_role("form", name="Hand over a file")
    expect(form.get_by_label("File")).to_be_focused()
    send = form.get_by_role("button", name="Hand it over")
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("Choose a file")
    choose(page, HOSTILE.replace("/", ""), PAGE)
    expect(form.get_by_label("Title")).to_have_value("<img src=x onerror=document.title=1>\\u202efdp.html")
    form.get_by_label("Title").fill(HOSTILE)
    form.get_by_label("Edition or date").fill("<b>3</b>")
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("Choose who is given it")
    assert north.axe() == []
    form.get_by_label("South").check()
    send.click()
    expect(form).to_have_count(0)
    expect(book.get_by_role("button", name="Hand over a file")).to_be_focused()

    row, there = (one.get_by_role("row", name="Save") for one in (book, far))
    expect(row).to_contain_text("<img src=x onerror=document.title=1>\\u202efdp.html <b>3</b>")
    expect(there).to_contain_text("whole")
    expect(there).to_contain_text(f"{len(PAGE) / 1024:.1f} KiB")
    expect(row).to_contain_text("South: came whole")
    with south.page.expect_download() as download:
        there.get_by_role("link", name="Save").click()
    assert download.value.path().read_bytes() == PAGE
    assert "\u202e" not in download.value.suggested_filename
    assert not set(download.value.suggested_filename) & set("<>/\\:")
    expect(row).to_contain_text("South: taken by an officer")

    there.get_by_role("button", name="Say: loaded").click()
    there.get_by_role("button", name="Give the receipt").click()
    expect(there.get_by_role("alert")).to_contain_text("Name the terminal")
    assert south.axe() == []
    there.get_by_label("Into which terminal").fill("bridge plotter")
    there.get_by_label("As which version").fill("7")
    there.get_by_label("As which version").press("Enter")
    expect(row).to_contain_text("South: loaded (bridge plotter, 7)")
    there.get_by_role("button", name="Say: file understood").click()
    there.get_by_label("Words").fill("read by the watch")
    there.get_by_role("button", name="Give the receipt").click()
    expect(row).to_contain_text("South: file understood")
    expect(row).to_contain_text("read by the watch")
    for seat in seats.values():
        assert seat.axe() == []
        assert seat.swapped() == []
        assert seat.page.locator("dialog img, dialog iframe, dialog script, dialog embed").count() == 0
        assert "Desk of" in seat.page.title()

    row.get_by_role("button", name="Take back").click()
    row.get_by_label("Why it no longer stands").fill("the wrong file")
    row.get_by_label("Why it no longer stands").press("Enter")
    expect(there).to_contain_text("taken back")
    expect(row.get_by_role("button", name="Take back")).to_have_count(0)


def test_a_file_that_is_too_large_is_refused_before_a_byte_of_it_is_sent(seats, tmp_path) -> None:
    north, page = seats["north"], seats["north"].page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    book = open_book(north)
    book.get_by_role("button", name="Hand over a file").click()
    form = book.get_by_role("form", name="Hand over a file")
    large = tmp_path / "scan.tif"
    with large.open("wb") as file:
        file.truncate(MOST + 1)
    form.get_by_label("File").set_input_files(large)
    expect(form.get_by_role("alert")).to_contain_text(f"64 MiB ({MOST + 1} B)")
    form.get_by_label("South").check()
    form.get_by_role("button", name="Hand it over").click()
    expect(form.get_by_role("alert")).to_contain_text("cut it into several files")
    assert not [one for one in asked if one.endswith("/bytes")]
    # What was typed is kept over a reload; the file has to be chosen again.
    form.get_by_label("Edition or date").fill("spring")
    page.reload()
    page.get_by_role("heading", name="Desk of North").wait_for()
    open_book(north).get_by_role("button", name="Hand over a file").click()
    expect(form.get_by_label("Edition or date")).to_have_value("spring")
    expect(form.get_by_label("South")).to_be_checked()
    form.get_by_role("button", name="Throw the draft away").click()
    expect(form.get_by_label("South")).not_to_be_checked()


def test_what_has_not_come_is_said_in_parts_and_cannot_be_saved(seats) -> None:
    north, south = seats["north"], seats["south"]
    with contextlib.closing(DeskClient.at(north.node.url)) as desk:
        desk.login(OFFICER["north"], PASSPHRASE["north"])
        kept = desk.send_bytes("/api/documents/bytes", b"x")
        desk.post("/api/documents", {"sha256": kept["sha256"], "title": "long scan", "to": ["south"]})
    states = iter([{"state": "named", "here": 0}, {"state": "coming", "here": 3}])
    last: dict[str, object] = {}

    def partly(route) -> None:
        answer = route.fetch()
        rows = json.loads(answer.body())
        last.update(next(states, {}))
        for one in rows:
            one.update(last | {"parts": 9} if one["title"] == "long scan" else {})
        route.fulfill(response=answer, body=json.dumps(rows))

    south.page.route("**/api/documents", partly)
    row = open_book(south).get_by_role("row", name="long scan")
    expect(row).to_contain_text("3 of 9 parts")
    expect(row.get_by_role("link", name="Save")).to_have_count(0)
    expect(row.get_by_role("button", name="Say: loaded")).to_have_count(0)
    assert south.axe() == []
    south.page.unroute("**/api/documents")
    expect(row).to_contain_text("whole")  # it looks again by itself while parts are missing
    expect(row.get_by_role("link", name="Save")).to_be_visible()


def test_a_desk_that_looks_back_lists_and_gives_no_file(seats) -> None:
    page = seats["south"].page
    page.keyboard.press("[")
    expect(page.get_by_role("button", name="Back to live")).to_be_visible()
    expect(page.locator("header .REPLAY")).to_be_visible()
    book = open_book(seats["south"])
    expect(book).to_contain_text("Files are listed as they are now")
    expect(book.get_by_role("table")).to_have_count(0)
    expect(book.get_by_role("button", name="Hand over a file")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
