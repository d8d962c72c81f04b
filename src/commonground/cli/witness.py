"""`cg log witness`: ask the witnesses of our policy to cosign our newest head (C2SP tlog-witness)."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import httpx

from commonground.cli.options import Json
from commonground.cli.record import record
from commonground.errors import CommongroundError, InputError, PeerError
from commonground.node.peers.outside import post
from commonground.store.peers.witnessing import ask


def witness(
    folder: Path,
    /,
    *,
    name: tuple[str, ...] = (),
    as_json: Json = False,
) -> int:
    """Ask outside witnesses for their cosignature under our newest head, and keep it.

    Those are asked for which the policy of our terms gives an address (witness NAME VKEY URL). They see the
    head: origin, size and root, and no entry. Exit 3 when one did not cosign; nothing waits for it. A running
    node asks them by itself; this asks at once, and says what each answered.

    Parameters
    ----------
    folder:
        The node's folder.
    name:
        Only the witness of this name in the policy; may be given more than once.
    as_json:
        Print one JSON object.
    """
    with record(folder, with_keys=True) as store:
        policy = store.policy(store.origin)
        asked = name or tuple(policy.urls)
        for one in asked:
            if one not in policy.urls:
                raise InputError(
                    "the policy gives no address for this witness",
                    given=one,
                    hint="witness NAME VKEY URL, in the policy of the terms",
                )
        said = {}
        for one in asked:
            try:
                seen = ask(store, partial(post, policy.urls[one]), policy.witnesses[one])
                said[one] = "" if seen else "it remembers another head of our log"
            except (InputError, PeerError, httpx.HTTPError) as error:
                said[one] = error.what if isinstance(error, CommongroundError) else f"no answer: {error}"
    if as_json:
        print(json.dumps({"asked": {one: {"cosigned": not why, "why": why} for one, why in said.items()}}))
    else:
        for one, why in said.items():
            print(f"{one}: {why or 'has seen our newest head'}")
        if not said:
            print("the policy names no outside witness")
    return 3 if any(said.values()) else 0
