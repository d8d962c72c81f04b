"""What an officer does at a desk, in the words of the page, and what must hold whenever he looks."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect
from tests.web.desks import OFFICER, PASSPHRASE, Node

HERE = Path(__file__).resolve().parent
AXE = HERE.parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SWAPPED = (HERE / "swapped.js").read_text()


@dataclass(kw_only=True)
class Seat:
    """One officer at one desk. `wrong` gathers requests to elsewhere and errors of the page."""

    page: Page
    node: Node
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def take(cls, context: BrowserContext, node: Node, officer: str = "") -> Seat:
        """Open the page and log in, as the first officer of the party unless another is named."""
        seat = cls(page=context.new_page(), node=node)
        seat.page.on("request", lambda request: seat.request(request.url))
        seat.page.on("pageerror", lambda error: seat.wrong.append(f"page error: {error}"))
        seat.page.on("console", lambda said: seat.console(said.type, said.text))
        seat.page.goto(f"{node.url}/")
        seat.page.get_by_label("Officer").fill(officer or OFFICER[node.code])
        seat.page.get_by_label("Passphrase").fill(PASSPHRASE[node.code])
        seat.page.get_by_role("button", name="Take the desk").click()
        expect(seat.page.get_by_role("heading", name=f"Desk of {node.code.title()}")).to_be_visible()
        # The heading comes with the session, the maps with the first word of the node.
        expect(seat.page.locator("canvas.painted")).to_have_count(2)
        return seat

    def request(self, url: str) -> None:
        if not url.startswith((f"{self.node.url}/", "blob:", "data:")):
            self.wrong.append(f"request to elsewhere: {url}")

    def console(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "Refused to" in text:
            self.wrong.append(f"{kind}: {text}")

    def leave(self) -> None:
        """End duty: a session that is left behind would count as an officer at the desk."""
        with contextlib.suppress(Error):
            self.page.evaluate(
                "() => fetch('api/logout', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})"
                ".catch(() => 0).then(() => 0)"
            )

    def nothing_went_elsewhere(self) -> None:
        assert self.wrong == [], self.wrong

    def enquiry(self, anchor: str) -> Locator:
        """The enquiry whose place has this anchor."""
        return self.page.locator("article.strip", has_text=anchor)

    def raise_enquiry(self, text: str, anchor: str, occasion: str) -> None:
        """By mouse: a new enquiry about one place."""
        page = self.page
        page.get_by_role("button", name="New enquiry").click()
        page.get_by_label("Place as heard").fill(text)
        expect(page.get_by_role("group", name="Read as")).to_contain_text("±")
        page.get_by_role("textbox", name="Anchor").fill(anchor)
        page.get_by_label("Occasion").fill(occasion)
        page.get_by_role("button", name="Send the enquiry").click()
        expect(self.enquiry(anchor)).to_contain_text(text)

    def read_back(self, anchor: str, text: str, seen: str) -> None:
        """By mouse: where this officer finds the place on his own map."""
        page = self.page
        self.enquiry(anchor).get_by_role("button", name="Read back").click()
        page.get_by_label("Place in your grid").fill(text)
        expect(page.get_by_role("group", name="Read as")).to_contain_text("±")
        page.get_by_label("What is there on your map").fill(seen)
        page.get_by_role("button", name="Send the readback").click()

    def axe(self) -> list[str]:
        """What the accessibility rules say against the page as it stands."""
        self.page.evaluate(f"{AXE.read_text()};0")
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]

    def swapped(self) -> list[str]:
        """References whose digits are not drawn in the order in which they were written."""
        return list(self.page.evaluate(SWAPPED))


def settled(page: Page) -> None:
    """Until the page has painted twice and done every task that stood in line before that."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Look again and again until it holds; a busy machine only takes longer."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "never came about"
        time.sleep(0.05)
