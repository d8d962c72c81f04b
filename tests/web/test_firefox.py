"""Smoke: the desk in a browser of another maker. Logged in, both maps drawn, an enquiry raised, nothing from elsewhere."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from PIL import Image
from tests.web.desks import OFFICER, PASSPHRASE
from tests.web.firefox import firefox, found
from tests.web.sheets import on_sheet

pytestmark = pytest.mark.xdist_group("desk firefox")

FILL = """(() => {
  const put = (name, text) => {
    const field = [...document.querySelectorAll('label')].find((one) => one.textContent === name);
    const input = document.getElementById(field.htmlFor);
    input.value = text;
    input.dispatchEvent(new Event('input', {bubbles: true}));
  };
  for (const [name, text] of Object.entries(%s)) put(name, text);
})()"""
PAINTED = """[...document.querySelectorAll('canvas.painted')].map((one) => {
  const data = one.getContext('2d').getImageData(0, 0, one.width, one.height).data;
  return new Set(new Uint32Array(data.buffer)).size;
}).every((colours) => colours > 10)"""


def test_the_desk_works_in_firefox_too(nodes, tmp_path) -> None:
    program = found()
    assert program, "this test needs Firefox: apt-get install firefox-esr"
    north = nodes["north"]
    with firefox(program, tmp_path) as page:
        page.go(f"{north.url}/")
        page.wait("document.querySelector('form.login')")
        page.run(FILL % json.dumps({"Officer": OFFICER["north"], "Passphrase": PASSPHRASE["north"]}))
        page.run("document.querySelector('form.login button').click()")
        page.wait("document.querySelectorAll('canvas.painted').length === 2")
        page.wait(PAINTED)
        assert page.run("document.querySelector('h1').textContent").startswith("Desk of North")
        assert page.run("document.createElement('canvas').getContext('webgl2')") is None

        page.type("n")
        page.wait("document.activeElement.matches('textarea, input')")
        page.run(
            FILL
            % json.dumps({"Place as heard": on_sheet("north"), "Anchor": "red buoy", "Occasion": "patrol"})
        )
        page.wait(
            "[...document.querySelectorAll('fieldset, [role=group]')].some((one) => one.textContent.includes('±'))"
        )
        page.run("document.querySelector('form.form button[type=submit]').click()")
        page.wait("document.querySelector('article.strip')?.textContent.includes('red buoy')")
        page.wait("document.documentElement.scrollHeight <= innerHeight")

        page.picture(tmp_path / "desk.png")
        seen = np.asarray(Image.open(io.BytesIO((tmp_path / "desk.png").read_bytes())).convert("RGB"))
        assert seen.shape[:2] == (768, 1366)
        assert len(np.unique(seen.reshape(-1, 3), axis=0)) > 200, "a desk is drawn, not a blank page"
        elsewhere = [url for url in page.asked if not url.startswith((f"{north.url}/", "data:", "about:"))]
        assert elsewhere == []
