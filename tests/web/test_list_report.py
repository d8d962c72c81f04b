"""The report of a list opens from disk with no network, works by keyboard, and has no axe fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.web.officer import AXE, RULES

from commonground.interop.lists.doctor import check_list
from commonground.interop.lists.report.page import page
from commonground.interop.tables import open_table

LIST = "id,name,lat,lon\n" + "\n".join(
    f"s{n},{'<b>site</b>' if n == 3 else f'site {n}'},{n * 0.0237:.5f},{n * 0.0391:.5f}" for n in range(30)
)
LAND = [[(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)]]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_report_opens_from_disk_alone(browser: Browser, tmp_path: Path, colours: str) -> None:
    report = check_list(open_table((LIST + "\nx,lost,,\ny,odd,91,200\n").encode(), "sites.csv"))
    file = tmp_path / "report.html"
    file.write_text(page(report, when="2026-03-01", land=LAND), encoding="utf-8")
    context = browser.new_context(offline=True, color_scheme=colours)  # type: ignore[arg-type]
    shown = context.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert errors == []
    assert shown.locator("tbody tr").count() == 32
    assert shown.locator("b").count() == 0
    shown.keyboard.press("Tab")
    focused = shown.evaluate("document.activeElement.getAttribute('href')")
    assert str(focused).startswith("#row")
    shown.keyboard.press("Enter")
    assert "#row" in shown.url
    shown.add_script_tag(path=str(AXE))
    found = shown.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [fault["id"] for fault in found["violations"]] == []
    context.close()
