"""Firefox by its own remote agent (WebDriver BiDi): a browser of another maker, with nothing to fetch for it.

A small client of two standards: WebSocket (RFC 6455) without extensions, and the few BiDi commands that the
smoke test needs. It ends the browser it started, and no other.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import re
import secrets
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("firefox-esr", "firefox")
LISTENS = re.compile(rb"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)")
# Nothing that calls home: no updates, no telemetry, no captive portal, no first-run pages.
PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "webgl.disabled": True,
}


def found() -> str | None:
    """The Firefox of this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass(slots=True)
class Firefox:
    """One page of a running Firefox. `asked` gathers the address of every request."""

    stream: socket.socket
    context: str = ""
    asked: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its result; events that come between are kept where they matter."""
        number = next(self._numbers)
        _send(self.stream, json.dumps({"id": number, "method": method, "params": params}).encode())
        while True:
            word = json.loads(_receive(self.stream))
            if word.get("type") == "event" and word["method"] == "network.beforeRequestSent":
                self.asked.append(word["params"]["request"]["url"])
            if word.get("id") == number:
                assert word["type"] == "success", f"{method}: {word.get('error')}: {word.get('message')}"
                return dict(word["result"])

    def go(self, url: str) -> None:
        """Open an address and wait until it has loaded."""
        self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """The value of an expression of JavaScript: text, number or truth."""
        got = self.command(
            "script.evaluate", expression=expression, target={"context": self.context}, awaitPromise=True
        )
        assert got["type"] == "success", got
        return got["result"].get("value")

    def wait(self, expression: str, seconds: float = 60) -> None:
        """Until it is true."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({expression})"):
            assert time.monotonic() < end, f"never: {expression}"
            time.sleep(0.1)

    def type(self, text: str) -> None:
        """Keys, one after the other, as a keyboard gives them."""
        keys = [{"type": kind, "value": one} for one in text for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keys", "actions": keys}]
        self.command("input.performActions", context=self.context, actions=actions)

    def picture(self, path: Path) -> None:
        """What is to be seen, as PNG."""
        shown = self.command("browsingContext.captureScreenshot", context=self.context)
        path.write_bytes(base64.b64decode(shown["data"]))


@contextlib.contextmanager
def firefox(program: str, folder: Path, size: tuple[int, int] = (1366, 768)) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, ended by its own process id."""
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    said = folder / "firefox.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)},
        )  # fmt: skip
    try:
        with socket.create_connection(("127.0.0.1", _port(process, said)), timeout=120) as stream:
            _shake_hands(stream)
            browser = Firefox(stream)
            browser.command("session.new", capabilities={})
            browser.command("session.subscribe", events=["network.beforeRequestSent"])
            browser.context = browser.command("browsingContext.create", type="tab")["context"]
            wide, tall = size
            viewport = {"width": wide, "height": tall}
            browser.command("browsingContext.setViewport", context=browser.context, viewport=viewport)
            yield browser
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=20)


def _port(process: subprocess.Popen[bytes], said: Path, seconds: float = 90) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, said.read_text(errors="replace")[-2000:]
        if match := LISTENS.search(said.read_bytes()):
            return int(match[1])
        time.sleep(0.1)
    raise AssertionError(f"Firefox opens no remote agent: {said.read_text(errors='replace')[-2000:]}")


def _shake_hands(stream: socket.socket) -> None:
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    host = "{}:{}".format(*stream.getpeername())
    stream.sendall(
        f"GET /session HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += _exactly(stream, 1)
    assert b" 101 " in head.splitlines()[0], head


def _send(stream: socket.socket, text: bytes) -> None:
    mask = secrets.token_bytes(4)
    length = len(text)
    size = bytes([0x80 | length]) if length < 126 else b"\xfe" + struct.pack(">H", length)
    if length > 0xFFFF:
        size = b"\xff" + struct.pack(">Q", length)
    hidden = bytes(byte ^ mask[number % 4] for number, byte in enumerate(text))
    stream.sendall(b"\x81" + size + mask + hidden)


def _receive(stream: socket.socket) -> bytes:
    """One whole message; pings are answered by the next command soon enough."""
    whole = b""
    while True:
        first, second = _exactly(stream, 2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", _exactly(stream, 2))
        elif length == 127:
            (length,) = struct.unpack(">Q", _exactly(stream, 8))
        part = _exactly(stream, length)
        assert first & 0x0F != 8, "Firefox has hung up"
        if first & 0x0F in (0, 1):
            whole += part
            if first & 0x80:
                return whole


def _exactly(stream: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = stream.recv(count - len(found))
        assert part, "Firefox has hung up"
        found += part
    return found
