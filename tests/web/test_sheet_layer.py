"""A scanned sheet under the own map: drawn where its control points put it, its CE95 shown at the pointer."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.web.officer import Seat, settled, until

from commonground.maps.registration.points import write_qgis

pytestmark = pytest.mark.xdist_group("desk sheet layer")
WIDTH, HEIGHT = 1200, 1000
WEST, NORTH, STEP = 2.9, 3.2, 0.001  # degrees; one pixel is 111 m
MARK = (900, 300)  # the middle of a red square on the sheet
MARK_DEG = (NORTH - MARK[1] * STEP, WEST + MARK[0] * STEP)


def put_sheet(folder: Path) -> None:
    """A grey sheet with a red square, and control points good to 40 m."""
    random = np.random.default_rng(5)
    picture = Image.new("RGB", (WIDTH, HEIGHT), (190, 190, 190))
    picture.paste((255, 0, 0), (MARK[0] - 60, MARK[1] - 60, MARK[0] + 60, MARK[1] + 60))
    (folder / "sheets").mkdir()
    picture.save(folder / "sheets" / "old-survey.png")
    rows = []
    for number in range(24):
        x, y = random.uniform(0, WIDTH), random.uniform(0, HEIGHT)
        lon, lat = WEST + x * STEP + random.normal(0, 4e-4), NORTH - y * STEP + random.normal(0, 4e-4)
        rows.append((float(lon), float(lat), float(x), float(-y), number >= 4))
    (folder / "sheets" / "old-survey.points").write_text(write_qgis(rows, "EPSG:4326"))
    (folder / "sheets" / "bare.png").write_bytes((folder / "sheets" / "old-survey.png").read_bytes())


def red_middle(seat: Seat, pane: str) -> tuple[float, float] | None:
    """Where on the page the red of the sheet has its middle, None where there is none."""
    box = seat.page.locator(f"[data-pane={pane}] .map").bounding_box()
    assert box
    seen = np.asarray(Image.open(io.BytesIO(seat.page.screenshot(clip=box))).convert("RGB")).astype(int)
    red = (seen[..., 0] > 150) & (seen[..., 1] < 80) & (seen[..., 2] < 80)
    if red.sum() < 50:
        return None
    rows, columns = np.nonzero(red)
    return box["x"] + float(np.median(columns)), box["y"] + float(np.median(rows))


@pytest.mark.parametrize("code", ["north", "south"])
def test_a_sheet_lies_where_its_points_put_it_in_either_plane_and_tells_its_doubt(
    browser, nodes, code
) -> None:
    if not (nodes[code].folder / "sheets").exists():
        put_sheet(nodes[code].folder)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(60_000)
    seat = Seat.take(context, nodes[code])
    page = seat.page
    pick = page.get_by_label("Scanned sheet under your map")
    expect(pick.locator("option", has_text="bare: ")).to_be_disabled()
    assert red_middle(seat, "own") is None
    with page.expect_response("**/image"):
        pick.select_option("old-survey")
    until(lambda: red_middle(seat, "own") is not None)
    settled(page)
    middle = red_middle(seat, "own")
    assert middle is not None
    assert red_middle(seat, "other") is None

    with page.expect_request("**/at?*") as asked:
        page.mouse.move(*middle)
    query = parse_qs(urlparse(asked.value.url).query)
    lat, lon = float(query["lat"][0]), float(query["lon"][0])
    metres_a_pixel = page.evaluate(
        "code => JSON.parse(localStorage.getItem(`cg.look.${code}`) ?? '{}').metresPerPixel ?? 400", code
    )
    away = np.hypot(lat - MARK_DEG[0], lon - MARK_DEG[1]) * 111_195
    assert away < 4 * metres_a_pixel + 100
    expect(page.locator("[data-sheet-doubt]")).to_contain_text("(95 %)")
    assert seat.axe() == []

    pick.select_option("")
    expect(page.locator("[data-sheet-doubt]")).to_have_count(0)
    until(lambda: red_middle(seat, "own") is None)
    seat.nothing_went_elsewhere()
    context.close()


def test_a_sheet_is_registered_by_clicks_with_arrows_and_written_only_when_kept(browser, nodes) -> None:
    folder = nodes["north"].folder / "sheets"
    folder.mkdir(exist_ok=True)
    Image.new("RGB", (WIDTH, HEIGHT), (190, 190, 190)).save(folder / "by-hand.png")
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(60_000)
    seat = Seat.take(context, nodes["north"])
    page = seat.page
    page.get_by_role("button", name="Register a sheet").click()
    book = page.get_by_role("dialog")
    book.get_by_role("combobox", name="Sheet").select_option("by-hand")
    picture = book.get_by_role("img", name="by-hand")
    pixels = [(100, 100), (800, 120), (780, 600), (120, 620), (450, 330), (300, 500), (650, 200), (200, 300)]
    for number, (x, y) in enumerate(pixels):
        picture.click(position={"x": x / 2, "y": y / 2})
        expect(book.get_by_label("Column (px)")).to_have_value(str(x))
        off = 0.05 if number == 5 else 0.0  # a gross error, 50 pixels east
        place = f"{NORTH - y * STEP:.6f} N {WEST + x * STEP + off:.6f} E"
        book.get_by_label("Its place in your grid").fill(place)
        book.get_by_role("button", name="Add the pair").click()
    book.get_by_role("button", name="Fit", exact=True).click()
    expect(book.locator("ol li").nth(5)).to_contain_text("does not fit the others")
    expect(book.get_by_role("status")).to_contain_text("Not usable for messages.")
    assert book.locator("svg line.outlier").count() == 3
    arrow = book.locator("svg line.outlier").first
    right = float(arrow.get_attribute("x2") or 0) - float(arrow.get_attribute("x1") or 0)
    assert right == pytest.approx(50 * 0.5, rel=0.1)
    assert seat.axe() == []
    assert not (folder / "by-hand.points").exists()
    book.get_by_role("button", name="Keep this registration").click()
    expect(book.get_by_role("status")).to_contain_text("Kept on your own node.")
    assert (folder / "by-hand.points").read_text().count("\n") == 10
    page.keyboard.press("Escape")
    page.get_by_label("Scanned sheet under your map").select_option("by-hand")
    seat.nothing_went_elsewhere()
    context.close()
