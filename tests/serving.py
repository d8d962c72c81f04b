"""A small HTTP server on loopback, for as long as a test needs it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextlib.contextmanager
def serving(post: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """Give every POST with its body to `post`. Gives the server's address, without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            post(self, self.rfile.read(int(self.headers["content-length"])))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
