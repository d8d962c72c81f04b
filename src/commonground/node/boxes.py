"""The party's box keys: the one in force, which opens what is sealed to us, and those before it.

Every officer's sealed file holds the box key of the day he was enrolled. A later one is handed to him in a
file beside it, sealed to his own key, so that nobody's passphrase is needed to change the box: the root key
says the new card, and who is no officer any more is handed nothing. Old ones are kept, because what was
sealed to them stays sealed to them.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

from commonground.errors import InputError, OwnError
from commonground.node.auth.sealed import SEED, Opened
from commonground.node.config import NodeConfig
from commonground.node.disk import read_secret, write_secret
from commonground.node.folder import key_of
from commonground.statements.roster import BOX, ROOT
from commonground.store.sealing import Box
from commonground.tlog.note import VerifierKey

SUFFIX: Final = ".boxes"
ROOT_BOXES: Final = f"root{SUFFIX}"


def boxes_path(folder: Path, who: str) -> Path:
    """Where the later box keys of an officer, or of the root key, lie."""
    return folder / ROOT_BOXES if who == ROOT else folder / "officers" / f"{who}{SUFFIX}"


def hand_box(folder: Path, who: str, owner: VerifierKey, seed: bytes) -> None:
    """Hand a box key to an officer, or to the root key: sealed to his own key, one line each."""
    path = boxes_path(folder, who)
    before = read_secret(path) if path.exists() else b""
    sealed = SealedBox(VerifyKey(owner.public).to_curve25519_public_key()).encrypt(seed)
    write_secret(path, before + base64.b64encode(sealed) + b"\n")


def seeds_of(folder: Path, who: str, opened: Opened) -> list[bytes]:
    """Every box key that somebody was handed, the newest first."""
    path = boxes_path(folder, who)
    found = [opened.box]
    if path.exists():
        box = SealedBox(SigningKey(opened.seed).to_curve25519_private_key())
        try:
            found += [
                box.decrypt(base64.b64decode(line, validate=True)) for line in read_secret(path).split()
            ]
        except (CryptoError, binascii.Error, ValueError):
            raise OwnError("not the box keys of this officer", where=str(path)) from None
    if any(len(seed) != SEED for seed in found):
        raise OwnError("a box key is 32 bytes", where=str(path))
    return list(dict.fromkeys(reversed(found)))


def party_box(config: NodeConfig, who: str, opened: Opened, named: VerifierKey) -> Box:
    """The box key that our card names, with those before it. InputError where this officer has not got it."""
    keys = [key_of(config.code, BOX, seed) for seed in seeds_of(config.folder, who, opened)]
    now = next((key for key in keys if key.verifier == named), None)
    if now is None:
        raise InputError(
            "this officer was not handed the box key that our card names",
            given=who,
            hint="was it changed on another copy of this folder?",
        )
    return Box(verifier=now.verifier, secret=now.secret, old=tuple(key for key in keys if key is not now))
