"""TLS between nodes: each party's own certificate, pinned by its card, asked for on both ends.

There is no authority: a card carries the one certificate of its party's node, signed with the card by
the root key. Names and dates in it mean nothing; being exactly that certificate means everything. Who
the requests are from is settled by their signatures (signing.py); TLS keeps line tappers from reading
sizes and paths, and strangers from asking at all.
"""

from __future__ import annotations

import base64
import binascii
import os
import ssl
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from commonground.errors import InputError, OwnError
from commonground.node.disk import read_small

KEY_FILE: Final = "tls.key"
CERTIFICATE_FILE: Final = "tls.pem"
LARGEST_KEY: Final = 4096  # bytes of PEM; a pipe takes so many without a reader
YEARS: Final = 20  # the card ends a certificate, not a date: a node may be offline for long


def make_certificate(code: str, seed: bytes, now: datetime) -> tuple[bytes, bytes]:
    """A self-signed certificate over an Ed25519 key made from 32 random bytes: key and certificate, PEM."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{code}/tls")])
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=365))  # the other side's clock may be far behind
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, None)
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret, made.public_bytes(Encoding.PEM)


def on_card(pem: bytes) -> str:
    """A certificate as a card carries it."""
    return base64.b64encode(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)).decode()


def from_card(certificate: str, *, where: str) -> str:
    """The certificate of a card as PEM. Raises InputError where it is none."""
    try:
        der = base64.b64decode(certificate, validate=True)
        x509.load_der_x509_certificate(der)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"the card holds no certificate that can be read: {error}", where=where) from None
    return ssl.DER_cert_to_PEM_cert(der)


def server_context(keys: Path, secret: bytes, peers: Iterable[str]) -> ssl.SSLContext:
    """For our side of the link: we show our certificate, and take only the peers' own (PEM).

    keys: the folder in which our certificate lies. secret: its key, PEM.
    """
    return _context(ssl.PROTOCOL_TLS_SERVER, keys, secret, peers)


def client_context(keys: Path, secret: bytes, peer: Iterable[str]) -> ssl.SSLContext:
    """For a request to one peer: nothing but its own certificate (PEM) will do."""
    return _context(ssl.PROTOCOL_TLS_CLIENT, keys, secret, peer)


def _context(side: int, keys: Path, secret: bytes, trusted: Iterable[str]) -> ssl.SSLContext:
    context = ssl.SSLContext(side)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # the certificate is pinned whole; its name means nothing
    context.verify_mode = ssl.CERT_REQUIRED
    _show(context, keys / CERTIFICATE_FILE, secret)
    pinned = "".join(trusted)
    if pinned:
        context.load_verify_locations(cadata=pinned)
    return context


def _show(context: ssl.SSLContext, certificate: Path, secret: bytes) -> None:
    """Let a context show our certificate. OpenSSL takes a key from a file alone, so it is given a pipe."""
    try:
        if len(secret) > LARGEST_KEY:
            raise ValueError
        key = load_pem_private_key(secret, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InputError("not a key without a passphrase, as PEM", where=KEY_FILE) from None
    try:
        shown = x509.load_pem_x509_certificate(read_small(certificate)).public_key()
    except ValueError:
        raise InputError("not a certificate as PEM", where=str(certificate)) from None
    if shown != key.public_key():
        raise OwnError(
            "the TLS key is not that of our certificate",
            where=str(certificate),
            hint="was it rotated, and the new key not handed over?",
        )
    reading, writing = os.pipe()
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(secret)
        context.load_cert_chain(certificate, f"/dev/fd/{reading}")
    finally:
        os.close(reading)
