"""Signed requests between nodes: Ed25519 with the node key over what is asked, of whom, and when.

The signed text binds method, path with query, the party addressed (so that the request cannot be
played on to a third node), the sender's time, a nonce, and the hash of the body. A request is taken
once, within five minutes of the receiver's clock.

The signed text of a request is also a word: whoever is shown it with its signature knows that this party's
node was there at that time, by its own clock. A neutral centre passes the last word of each side on, so that
a side that has fallen silent is not taken for one that has nothing to say.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from commonground.errors import PeerError
from commonground.position.window import read_utc, utc_text
from commonground.tlog.note import Signer

FIRST_LINE: Final = "commonground peer request v1"
WITHIN: Final = timedelta(minutes=5)
NONCE: Final = re.compile(r"[0-9a-f]{32}")
LONGEST_WORD: Final = 4096  # bytes of a word that is passed on
SIGNATURE_LINE: Final = 129
_SIGNATURE: Final = re.compile(rb"[0-9a-f]{128}\n")
MOST_NONCES: Final = 100_000  # 5 min of them, at the peers' rate limit, is far less
PARTY, TIME, MARK, SIGNATURE = "cg-party", "cg-time", "cg-nonce", "cg-signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A request that was checked: whose, when by its clock, the text that was signed, the signature."""

    party: str
    at: datetime
    text: bytes
    signature: str  # hexadecimal

    def write(self) -> bytes:
        """As it is passed on: the text, then the signature on a line of its own."""
        return self.text + self.signature.encode() + b"\n"


def read_word(data: bytes, *, party: str, key: bytes, to: str) -> Word:
    """A word of a party that was said to `to`, as `Word.write` made it. PeerError for anything else."""
    text, line = data[:-SIGNATURE_LINE], data[-SIGNATURE_LINE:]
    lines = text.decode("utf-8", "replace").split("\n")
    try:
        if len(data) > LONGEST_WORD or not _SIGNATURE.fullmatch(line):
            raise ValueError("too long, or no signature on the last line")
        if len(lines) != 8 or lines[0] != FIRST_LINE or lines[3] != to:
            raise ValueError("another form")
        VerifyKey(key).verify(text, bytes.fromhex(line.decode()))
        return Word(party=party, at=read_utc(lines[4]), text=text, signature=line.decode().strip())
    except (BadSignatureError, ValueError):
        raise PeerError(f"this is no word of {party}", where=f"passed on by {to}", evidence=data) from None


class ClockApartError(PeerError):
    """The two clocks are too far apart for a request to be taken."""


def signed_text(method: str, path: str, to: str, time: str, nonce: str, body: bytes) -> bytes:
    """The bytes that are signed."""
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join((FIRST_LINE, method, path, to, time, nonce, digest, "")).encode()


def sign_request(
    signer: Signer, *, party: str, to: str, method: str, path: str, body: bytes, now: datetime, nonce: str
) -> dict[str, str]:
    """The headers that make a request ours. `nonce` is 32 random hex digits."""
    time = utc_text(now)
    signature = signer.sign(signed_text(method, path, to, time, nonce, body)).hex()
    return {PARTY: party, TIME: time, MARK: nonce, SIGNATURE: signature}


class Once:
    """Nonces seen lately: a request is taken once."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, party: str, nonce: str, now: datetime) -> bool:
        """Whether this nonce of this party is new; it is not from now on."""
        with self._lock:
            while self._seen and (
                next(iter(self._seen.values())) < now - 2 * WITHIN or len(self._seen) >= MOST_NONCES
            ):
                self._seen.popitem(last=False)
            if (party, nonce) in self._seen:
                return False
            self._seen[party, nonce] = now
            return True


def check_request(
    headers: Mapping[str, str],
    keys: Mapping[str, bytes],
    *,
    own: str,
    method: str,
    path: str,
    body: bytes,
    now: datetime,
    once: Once,
) -> Word:
    """Whose node sent this request, and when. Raises PeerError where it is none of a peer's.

    `keys`: party code -> Ed25519 public key of its node. `own`: the code of the party addressed.
    """
    party, time, nonce = headers.get(PARTY, ""), headers.get(TIME, ""), headers.get(MARK, "")
    key = keys.get(party)
    if key is None:
        raise PeerError("no peer of ours by that code", where="peer request", given=party)
    text = signed_text(method, path, own, time, nonce, body)
    signature = headers.get(SIGNATURE, "")
    try:
        if not _SIGNATURE.fullmatch(f"{signature}\n".encode()):
            raise ValueError("a signature has 128 hexadecimal digits")
        VerifyKey(key).verify(text, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        raise PeerError(
            "the signature of this request does not hold", where=f"request of {party}", evidence=text
        ) from None
    try:
        said = read_utc(time)
    except ValueError as error:
        raise PeerError(str(error), where=f"request of {party}", evidence=text) from None
    if abs(said - now) > WITHIN:
        raise ClockApartError(
            f"our clocks are apart: yours says {time}, ours {utc_text(now)}",
            where=f"request of {party}",
            hint="set the clock that is wrong; nothing is lost meanwhile",
            evidence=text,
        )
    if not NONCE.fullmatch(nonce) or not once.take(party, nonce, now):
        raise PeerError("this request was made before", where=f"request of {party}", evidence=text)
    return Word(party=party, at=said, text=text, signature=signature)
