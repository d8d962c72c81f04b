"""`cg node run`: one party's node, until a signal ends it."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from pathlib import Path

from commonground.errors import InputError
from commonground.node.run import run_node


def run(folder: Path, /, *, host: str = "127.0.0.1", port: int = 8700) -> int:
    """Run the node of a folder: desk, board, and the link to its peers. Ctrl-C ends it.

    On loopback by default. On any other address the desk's passphrases would travel unprotected
    unless something in front of the node speaks TLS, and it says so.

    Parameters
    ----------
    folder
        The node's folder, as `cg party init` made it.
    host
        The address to listen on.
    port
        The port to listen on.
    """
    if not 0 <= port < 65536:
        raise InputError("a port is 1 to 65535, or 0 for a free one", where="--port", given=str(port))
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        raise InputError("give an IP address", where="--host", given=host) from None
    if not loopback:
        print("commonground: not on loopback: put TLS in front of this node.", file=sys.stderr)
    run_node(folder, host=host, port=port)
    return 0
