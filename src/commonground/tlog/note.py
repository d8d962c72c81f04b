"""Signed notes: a text with signature lines under it (C2SP signed-note v1).

    text, ending in a newline
    (empty line)
    — key name base64(key id || signature)

Verify before parse: `open_note` gives the text only after a known key has signed it, and a known key
with a signature that does not hold refuses the whole note. Lines of unknown keys are kept and count
for nothing. Signatures follow libsodium's rule for Ed25519 everywhere: stricter than OpenSSL's and
Go's, so no party can hold a note that is good here and bad there.

Algorithms: Ed25519 (0x01) and two cosignatures of witnesses, Ed25519 (0x04) and ML-DSA-44 (0x06). The
last is checked and never made here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import SigningKey, VerifyKey

from commonground.errors import InputError, PeerError
from commonground.tlog import mldsa

ED25519 = 0x01
COSIGNATURE = 0x04  # Ed25519 over a checkpoint and a time
ML_DSA_44 = 0x06
KEY_SIZES = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1312}

MAX_NOTE = 1_000_000  # bytes, as Go's sumdb has it
MAX_SIGNATURES = 100
MAX_TIME_S = 2**63 - 1  # of a cosignature
DASH = "— "
_CONTROL = bytes(code for code in range(0x20) if code != 0x0A)
_NAME = re.compile(r"[^\s+\x00-\x1f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key with its name and algorithm; written as a vkey: name+id+base64."""

    name: str
    algorithm: int
    public: bytes
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        if KEY_SIZES.get(self.algorithm) != len(self.public):
            raise InputError("unknown key algorithm or wrong key length", where=f"key {self.name}")
        if self.algorithm != ML_DSA_44 and not _is_sound(self.public):
            raise InputError("this is no Ed25519 key of full order", where=f"key {self.name}")
        digest = hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public)
        object.__setattr__(self, "key_id", digest.digest()[:4])

    @classmethod
    def read(cls, text: str) -> VerifierKey:
        """Read a vkey. One spelling: the id must be that of the key. InputError otherwise."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            data = decode64(encoded)
        except ValueError:
            raise InputError("a key is written name+id+base64", given=text) from None
        if not data:
            raise InputError("a key is written name+id+base64", given=text)
        key = cls(name=name, algorithm=data[0], public=data[1:])
        if key.key_id.hex() != key_id:
            raise InputError("the id is not that of the key", given=text)
        return key

    @property
    def text(self) -> str:
        """The vkey."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


KeyRing: TypeAlias = Mapping[tuple[str, bytes], VerifierKey]  # by name and key id


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A secret key with the public one. It is never shown: not by repr, not in an error."""

    verifier: VerifierKey
    secret: SigningKey = field(repr=False)

    @classmethod
    def from_seed(cls, name: str, seed: bytes, algorithm: int = ED25519) -> Signer:
        """The key made from 32 bytes of good randomness."""
        secret = SigningKey(seed)
        public = bytes(secret.verify_key)
        return cls(verifier=VerifierKey(name=name, algorithm=algorithm, public=public), secret=secret)

    def sign(self, message: bytes) -> bytes:
        """The bare Ed25519 signature, 64 bytes."""
        return self.secret.sign(message).signature


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line: the key's name, its id, and the signature without the id."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line with its newline."""
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An opened note: its text, and the signatures that hold, one a key."""

    text: bytes
    signed: tuple[tuple[VerifierKey, NoteSignature], ...]
    ignored: tuple[NoteSignature, ...] = ()

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether this key signed it."""
        return any(one == key for one, _ in self.signed)


def sign_note(text: bytes, signers: Iterable[Signer]) -> bytes:
    """The note over a text that ends in a newline, signed with plain Ed25519 keys."""
    _check_text(text)
    lines = []
    for signer in signers:
        key = signer.verifier
        if key.algorithm != ED25519:
            raise ValueError("a note is signed with a plain key; a cosignature has its own form")
        lines.append(NoteSignature(name=key.name, key_id=key.key_id, signature=signer.sign(text)).line)
    return text + b"\n" + "".join(lines).encode()


def key_ring(keys: Iterable[VerifierKey]) -> KeyRing:
    """The known keys by name and id. InputError when two of them could be taken for each other."""
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) is not key:
            raise InputError("two known keys have one name and id", where=f"key {key.name}")
    return known


def open_note(note: bytes, keys: Iterable[VerifierKey] | KeyRing) -> Note:
    """Check a note against the known keys and give its text.

    Raises PeerError when no known key signed it, when a known key's signature does not hold, or
    when the note is spelled in any other way than the one.
    """
    known = keys if isinstance(keys, Mapping) else key_ring(keys)
    return open_split(note, *split_note(note), known)


def open_split(note: bytes, text: bytes, lines: list[NoteSignature], known: KeyRing) -> Note:
    """`open_note` for a note that `split_note` has taken apart already."""
    signed, ignored, seen = [], [], set()
    for line in lines:
        found = known.get((line.name, line.key_id))
        if found is None:
            ignored.append(line)
            continue
        if found.key_id + found.name.encode() in seen:
            continue  # a second line of one key adds nothing
        seen.add(found.key_id + found.name.encode())
        if not holds(found, text, line.signature):
            raise PeerError("a signature does not hold", where=f"key {line.name}", evidence=note)
        signed.append((found, line))
    if not signed:
        raise PeerError("no known key has signed this note", evidence=note)
    return Note(text=text, signed=tuple(signed), ignored=tuple(ignored))


def holds(key: VerifierKey, text: bytes, signature: bytes) -> bool:
    """Whether one signature over the text of a note holds, by the key's algorithm."""
    if key.algorithm == ED25519:
        return verify(key.public, text, signature)
    time_s, bare = int.from_bytes(signature[:8], "big"), signature[8:]
    if time_s > MAX_TIME_S:
        return False
    if key.algorithm == COSIGNATURE:
        return verify(key.public, cosigned_message(time_s, text), bare)
    try:
        origin, size, root, *_ = text.decode().split("\n")
        message = mldsa.subtree_message(key.name, time_s, origin, int(size), decode64(root))
    except (ValueError, struct.error):
        return False  # no checkpoint, and such keys sign nothing else
    return mldsa.verify(key.public, message, bare)


def cosigned_message(time_s: int, text: bytes) -> bytes:
    """What a witness signs (C2SP tlog-cosignature, cosignature/v1)."""
    return b"cosignature/v1\ntime %d\n" % time_s + text


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature holds by libsodium's rule."""
    if len(signature) != 64:
        return False
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, CryptoError, ValueError):
        return False
    return True


def split_note(note: bytes) -> tuple[bytes, list[NoteSignature]]:
    """Take a note apart without believing any of it: the text, and the signature lines."""
    if len(note) > MAX_NOTE:
        raise PeerError(f"a note has at most {MAX_NOTE} bytes", evidence=note[:1000])
    at = note.rfind(b"\n\n")
    if at < 0 or not note.endswith(b"\n"):
        raise PeerError("a note is a text, an empty line and signature lines", evidence=note)
    text, below = note[: at + 1], note[at + 2 :]
    try:
        _check_text(text)
        _check_control(below)
        lines = below.decode().split("\n")[:-1]
    except ValueError as error:
        raise PeerError(f"not the text of a note: {error}", evidence=note) from None
    if not 0 < len(lines) <= MAX_SIGNATURES:
        raise PeerError(f"a note has 1 to {MAX_SIGNATURES} signature lines", evidence=note)
    return text, [_read_line(line, note) for line in lines]


def _read_line(line: str, note: bytes) -> NoteSignature:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    try:
        data = decode64(encoded)
    except ValueError:
        data = b""
    if not line.startswith(DASH) or not _NAME.fullmatch(name) or len(data) < 5:
        raise PeerError("a signature line is: — name base64", given=line, evidence=note)
    return NoteSignature(name=name, key_id=data[:4], signature=data[4:])


def decode64(text: str) -> bytes:
    """Read standard base64 in its one spelling (padding there, spare bits zero). ValueError otherwise."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 in a second spelling")
    return data


def _check_text(text: bytes) -> None:
    if not text.endswith(b"\n"):
        raise ValueError("the text of a note ends in a newline")
    text.decode()  # UnicodeDecodeError is a ValueError
    _check_control(text)


def _check_control(text: bytes) -> None:
    if len(text.translate(None, _CONTROL)) != len(text):  # an eighth of the time of a regular expression
        raise ValueError("control characters other than newline")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InputError("a key name has no spaces and no plus", given=name)


def _is_sound(public: bytes) -> bool:
    """Whether libsodium takes the point as a curve point of full order (no small-order keys)."""
    try:
        VerifyKey(public).to_curve25519_public_key()
    except (CryptoError, RuntimeError):
        return False
    return True
