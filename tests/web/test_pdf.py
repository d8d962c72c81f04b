"""The desk and the board as PDF: what was written left to right stands left to right, whatever the language.

Judged by where each glyph lies on the sheet, not by the order in which a reader of PDF hands the text out.
"""

from __future__ import annotations

import re
from itertools import groupby

import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, expect
from tests.web.sheets import PLACE, north_of, on_sheet
from tests.web.test_every_view import LANGUAGES

pytestmark = pytest.mark.xdist_group("desk pdf")
ANCHOR = "موقعیت at 06:40-07:15"
SAME_LINE = 3.0  # points
REFERENCES = """() => [...document.querySelectorAll('bdi[dir=ltr]:not(.long)')]
  .filter(one => one.checkVisibility()).map(one => one.textContent)"""


def lines_on_paper(pdf: bytes) -> list[str]:
    """Every line of the sheets as the eye reads it from the left, without blanks."""
    lines = []
    document = pypdfium2.PdfDocument(pdf)
    for sheet in document:
        text = sheet.get_textpage()
        glyphs = []
        for number in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(number, loose=True)
            letter = text.get_text_range(number, 1)
            if letter.strip() and right > left:
                glyphs.append(((bottom + top) / 2, left, letter))
        row, rows = 0, []
        glyphs.sort()
        for before, here in zip([None, *glyphs], glyphs, strict=False):
            row += before is not None and here[0] - before[0] > SAME_LINE
            rows.append((row, here[1], here[2]))
        for _, line in groupby(sorted(rows), key=lambda one: one[0]):
            lines.append("".join(letter for _, _, letter in line))
        text.close()
        sheet.close()
    document.close()
    return lines


def references(page: Page) -> set[str]:
    """What is written left to right and has more than one group of digits, so that an order can be lost."""
    found = {re.sub(r"\s", "", one) for one in page.evaluate(REFERENCES)}
    return {one for one in found if len(re.findall(r"\d+", one)) > 1 and len(one) < 26}


def test_a_line_whose_groups_are_exchanged_would_be_seen(browser) -> None:
    page = browser.new_page()
    page.set_content("<p dir=rtl>من 57844 70944 الى</p><p dir=rtl><bdi dir=ltr>57844 70944</bdi></p>")
    lines = lines_on_paper(page.pdf())
    page.close()
    assert any("5784470944" in one for one in lines)
    assert any("7094457844" in one for one in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reference_is_reordered_in_the_pdf_of_the_desk(seats, language) -> None:
    north, south = seats["north"], seats["south"]
    if north.enquiry(ANCHOR).count() == 0:
        north.raise_enquiry(on_sheet("north"), ANCHOR, "survey")
        expect(south.enquiry(ANCHOR)).to_be_visible()
        south.read_back(ANCHOR, on_sheet("south", north_of(PLACE, 4.0)), "a mast")
    page = north.page
    expect(north.enquiry(ANCHOR)).to_be_visible()
    page.locator(".language select").select_option(language)
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)
    page.emulate_media(media="print")
    written = references(page)
    assert any("57844" in one for one in written)
    lines = lines_on_paper(page.pdf(prefer_css_page_size=True))
    page.emulate_media(media="screen")
    page.locator(".language select").select_option("en")
    assert [one for one in written if not any(one in line for line in lines)] == []


def test_no_reference_is_reordered_in_the_pdf_of_the_board(seats) -> None:
    north = seats["north"]
    expect(north.enquiry(ANCHOR)).to_be_visible()
    north.page.goto(f"{north.node.url}/board")
    written = references(north.page)
    assert any("57844" in one for one in written)
    lines = lines_on_paper(north.page.pdf())
    assert [one for one in written if not any(one in line for line in lines)] == []
