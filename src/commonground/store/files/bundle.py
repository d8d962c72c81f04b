"""Bundles (`.cgb`): what a pull would fetch, in one file for a memory stick or a mail.

    commonground bundle v1 <length of the manifest>
    <manifest: a note signed by the sender's node key>
    <the parts, one behind the other, as the manifest lists them>

A part has a kind, a log, a range and a length and SHA-256; no file names, so no paths to play with. All
lengths are known, and checked against the file's, before anything is read. Taking a bundle twice is as
taking it once. A bundle out of turn is taken for what it holds, and said as late or as a gap. Nothing in a
bundle is trusted: its parts go the way of a pull.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from commonground.errors import InputError, PeerError
from commonground.finding import Finding, Kind, Level
from commonground.statements.roster import NODE, Party
from commonground.store.disk.logs import LogRow, leaves
from commonground.store.disk.trees import frontier_at
from commonground.store.files.packing import FileParts, pack_parts, take_parts
from commonground.store.heads import best_note, open_head
from commonground.store.peers.mirror import Tail, roster_after
from commonground.store.peers.pull import Pulled, pull
from commonground.store.peers.serve import Served
from commonground.store.peers.source import Bodies
from commonground.store.store import Store
from commonground.tlog.checkpoint import Checkpoint, read_number
from commonground.tlog.merkle import HASH_SIZE
from commonground.tlog.note import open_note, sign_note, split_note
from commonground.tlog.tile import MAX_ENTRY, TilePath, write_bundle

FIRST_WORDS = b"commonground bundle v1 "
MANIFEST_LINE = "commonground bundle manifest v1"
MAX_BUNDLE = 512 * 1024 * 1024
MAX_PARTS = 10_000
MAX_MANIFEST = 2_000_000
NO_LOG = "-"
NEWEST = 64  # so many of a log's last entries are looked at for the time of its last word
PART_KINDS = ("checkpoint", "edge", "entries", "bodies", "heads", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its kind, its log, entries start..end where it has a range, and its bytes."""

    kind: str
    origin: str
    start: int
    end: int
    data: bytes = field(repr=False)

    @property
    def line(self) -> str:
        """The line of the manifest."""
        digest = hashlib.sha256(self.data).hexdigest()
        return f"part {self.kind} {self.origin} {self.start} {self.end} {len(self.data)} {digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle that was read and whose manifest and parts fit each other; see `read_bundle`."""

    sender: str
    recipient: str
    number: int
    previous: str  # SHA-256 of the manifest before this one, "" for the first
    manifest: bytes
    parts: tuple[Part, ...]


def make_bundle(
    store: Store, to: str, now: datetime, *, since: int | None = None, documents: tuple[FileParts, ...] = ()
) -> bytes:
    """Pack what `to` has not cosigned yet of our log, its bodies, and every head we know.

    since: begin with this entry of our log instead. documents: files to carry along, or parts of them,
    sealed to `to`; each must be named in a statement of ours by which `to` may have it now. InputError
    before our first head.
    """
    if store.keys is None:
        raise InputError("this record was opened for reading only")
    served = Served(store, to=to)
    with store.reading() as connection:
        log = next((one for one in store.logs() if one.origin == store.origin), None)
        note = best_note(connection, log) if log else None
        if log is None or note is None:
            raise InputError("our log has no head yet")
        start = _seen_by(store, to, log) if since is None else min(since, log.sealed)
        parts = [Part(kind="checkpoint", origin=log.origin, start=0, end=log.sealed, data=note)]
        entries = leaves(connection, log.log, start, log.sealed)
        edge = b"".join(frontier_at(connection, log.log, start).nodes)
        parts.append(Part(kind="edge", origin=log.origin, start=0, end=start, data=edge))
        data = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
        parts.append(Part(kind="entries", origin=log.origin, start=start, end=log.sealed, data=data))
    at = start
    while at < log.sealed:
        answer = served.bodies(at, log.sealed)
        after = Bodies.read(answer).next
        parts.append(Part(kind="bodies", origin=log.origin, start=at, end=after, data=answer))
        at = after
    parts.append(Part(kind="heads", origin=NO_LOG, start=0, end=0, data=served.heads()))
    for wanted in documents:
        for number, count, sealed in pack_parts(store, wanted, to, now):
            parts.append(Part(kind="document", origin=wanted.sha256, start=number, end=count, data=sealed))
    if sum(len(part.data) for part in parts) > MAX_BUNDLE - MAX_MANIFEST:
        raise InputError(
            f"a bundle has at most {MAX_BUNDLE} bytes", hint="carry the documents in several bundles"
        )
    return _write(store, to, parts)


def _seen_by(store: Store, party: str, log: LogRow) -> int:
    """How much of our log a party has cosigned."""
    witness = store.roster.party(party).witness
    row = store.database.one(
        "SELECT max(size) FROM cosignature WHERE log = ? AND name = ? AND key_id = ?",
        (log.log, witness.name, witness.key_id),
    )
    return int(row[0] or 0)


def _write(store: Store, to: str, parts: list[Part]) -> bytes:
    keys = store.keys
    assert keys is not None
    number, previous = store.last_bundle("made", to)
    lines = [
        MANIFEST_LINE,
        f"from {store.party}",
        f"to {to}",
        f"number {number + 1}",
        f"previous {previous or NO_LOG}",
        *(part.line for part in parts),
    ]
    manifest = sign_note(("\n".join(lines) + "\n").encode(), (keys.node,))
    store.keep_last_bundle("made", to, number + 1, hashlib.sha256(manifest).hexdigest())
    head = FIRST_WORDS + str(len(manifest)).encode() + b"\n"
    return b"".join([head, manifest, *(part.data for part in parts)])


def read_bundle(data: bytes) -> Bundle:
    """Take a bundle apart and check its parts against its manifest. PeerError where they do not fit.

    Who signed the manifest is for the caller to ask.
    """
    line, found, rest = data.partition(b"\n")
    try:
        if not data.startswith(FIRST_WORDS) or not found or len(data) > MAX_BUNDLE:
            raise ValueError("its first line, or too long")
        length = read_number(line[len(FIRST_WORDS) :].decode())
        if length > min(MAX_MANIFEST, len(rest)):
            raise ValueError("a manifest longer than the file")
        manifest = rest[:length]
        text, _ = split_note(manifest)
        bundle = _read_manifest(text.decode(), manifest, memoryview(rest)[length:])
    except ValueError as error:
        raise PeerError(f"not a bundle: {error}", evidence=data[:2000]) from None
    return bundle


def _read_manifest(text: str, manifest: bytes, rest: memoryview) -> Bundle:
    first, sender, recipient, number, previous, *listed = text.split("\n")[:-1]
    if first != MANIFEST_LINE or len(listed) > MAX_PARTS:
        raise ValueError("its manifest")
    lengths = [read_number(line.split(" ")[5]) for line in listed if line.count(" ") == 6]
    if len(lengths) != len(listed) or sum(lengths) != len(rest):
        raise ValueError("the parts have other lengths than the manifest says")
    return Bundle(
        sender=_field(sender, "from"),
        recipient=_field(recipient, "to"),
        number=read_number(_field(number, "number")),
        previous=_field(previous, "previous").replace(NO_LOG, ""),
        manifest=manifest,
        parts=tuple(_parts(listed, lengths, rest)),
    )


def _parts(listed: list[str], lengths: list[int], rest: memoryview) -> Iterator[Part]:
    at = 0
    for line, length in zip(listed, lengths, strict=True):
        _, kind, origin, start, end, _, _ = line.split(" ")
        part = Part(
            kind=kind,
            origin=origin,
            start=read_number(start),
            end=read_number(end),
            data=bytes(rest[at : at + length]),
        )
        if part.line != line or kind not in PART_KINDS:
            raise ValueError(f"a part is not what the manifest says: {line[:60]}")
        at += length
        yield part


def _field(line: str, name: str) -> str:
    if not line.startswith(f"{name} "):
        raise ValueError(f"its manifest has no line {name}")
    return line.removeprefix(f"{name} ")


class Carried:
    """A bundle as a `Source`: answers from its parts what a node would have answered."""

    def __init__(self, bundle: Bundle) -> None:
        self._parts = bundle.parts

    def _of(self, kind: str) -> list[Part]:
        return [part for part in self._parts if part.kind == kind]

    def checkpoint(self) -> bytes:
        """The head that it carries."""
        return self._of("checkpoint")[0].data

    def tile(self, path: str) -> bytes:
        """A bundle of entries, where all of it is carried."""
        asked = TilePath.read(path)
        (part,) = self._of("entries")
        first = asked.index * 256
        if asked.level is not None or first + asked.width > part.end:
            raise PeerError("the bundle does not carry this", given=path)
        wanted = list(_entries(part.data))[max(0, first - part.start) : first + asked.width - part.start]
        missing = [b""] * max(0, part.start - first)  # before its range: the puller holds and drops these
        return write_bundle(missing + wanted)

    def bodies(self, start: int, end: int) -> bytes:
        """The bodies that it carries, all at once."""
        found = [one for part in self._of("bodies") for one in Bodies.read(part.data).sealed]
        return Bodies(next=max(start, end), sealed=tuple(found)).write()

    def heads(self) -> bytes:
        """The heads that the sender knew."""
        return b"".join(part.data for part in self._of("heads"))

    def cosign(self, note: bytes) -> None:
        """Nothing: our cosignature travels with the heads of the bundle that goes back."""


def _entries(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + length]
        if len(entry) != length or length > MAX_ENTRY:
            raise PeerError("the entries of a bundle are cut short")
        yield entry
        at += 2 + length


def take_bundle(store: Store, data: bytes, now: datetime) -> Pulled:
    """Take a bundle that was carried to us. PeerError where it is not what it says, and nothing is taken.

    Head and manifest must bear the keys that were in force at that size of the sender's log; a card that made
    them so may stand in the bundle itself. A gap (its entries begin beyond what we hold) is a finding, and
    the bundle can be taken again later.
    """
    bundle = read_bundle(data)
    sender = store.roster.party(bundle.sender)
    if bundle.recipient != store.party:
        raise InputError(f"this bundle is for {bundle.recipient}", where=f"{sender.code}/{NODE}")
    (checkpoint,) = [part for part in bundle.parts if part.kind == "checkpoint"]
    (entries,) = [part for part in bundle.parts if part.kind == "entries"]
    held = next((log.size for log in store.logs() if log.origin == sender.origin), 0)
    if entries.start > held:
        text = (
            f"The bundle from {sender.name} begins with entry {entries.start}, and we hold {held}."
            " An earlier bundle is missing; this one can be taken again after it."
        )
        if not _is_signed(bundle, sender):
            text += f" Whether it is from {sender.name} shows only then."
        gap = Finding(kind=Kind.BUNDLE_GAP, level=Level.CAUTION, text=text, about=(sender.origin,))
        return Pulled(origin=sender.origin, size=held, entries=0, bodies=0, cosigned=False, findings=(gap,))
    tail = tail_of(bundle)
    head = _check(store, bundle, sender, checkpoint.data, tail)
    split = store.take_split(sender.origin, checkpoint.data, tail, now) if head.size >= held else []
    if split:
        return Pulled(
            origin=sender.origin, size=held, entries=0, bodies=0, cosigned=False, findings=tuple(split)
        )
    pulled = pull(Carried(bundle), store, now, origin=sender.origin, through=True)
    _hear(store, sender.origin, now)
    carried = [(part.origin, part.start, part.data) for part in bundle.parts if part.kind == "document"]
    fits = not any(one.kind == Kind.SPLIT_VIEW for one in pulled.findings)
    findings = _out_of_turn(store, bundle, sender.name) if fits else []
    findings += take_parts(store, carried, sender, now)
    number, _ = store.last_bundle("taken", sender.code)
    if bundle.number > number and _is_signed(bundle, store.roster.party(sender.code)):
        digest = hashlib.sha256(bundle.manifest).hexdigest()
        store.keep_last_bundle("taken", sender.code, bundle.number, digest)
    return Pulled(
        origin=pulled.origin,
        size=pulled.size,
        entries=pulled.entries,
        bodies=pulled.bodies,
        cosigned=pulled.cosigned,
        findings=(*findings, *pulled.findings),
    )


def _hear(store: Store, origin: str, now: datetime) -> None:
    """Note when a party that reaches us by bundle last spoke: by the clock of its newest readable word."""
    size = next((log.size for log in store.logs() if log.origin == origin), 0)
    for index in range(size - 1, max(-1, size - 1 - NEWEST), -1):
        newest = store.entry(origin, index)
        if newest is not None and newest.statement is not None:
            store.heard_from(origin, min(now, newest.statement.header.at), keep=True)
            return


def tail_of(bundle: Bundle) -> Tail:
    """The entries that a bundle carries, with the edge of the tree before them."""
    (edge,) = [part.data for part in bundle.parts if part.kind == "edge"]
    (entries,) = [part for part in bundle.parts if part.kind == "entries"]
    hashes = tuple(edge[at : at + HASH_SIZE] for at in range(0, len(edge), HASH_SIZE))
    if len(hashes) != entries.start.bit_count() or len(edge) % HASH_SIZE:
        raise PeerError("the edge of the tree in the bundle has another length")
    return Tail(start=entries.start, edge=hashes, entries=list(_entries(entries.data)))


def _check(store: Store, bundle: Bundle, sender: Party, note: bytes, tail: Tail) -> Checkpoint:
    """Check head, entries and manifest by the keys in force at the head's size; gives the head."""
    roster = roster_after(store.roster, sender, tail)
    head, _, _ = open_head(note, roster, sender)
    if tail.start + len(tail.entries) != head.size or tail.root() != head.root:
        raise PeerError("the entries of the bundle do not have the root of its head", evidence=note)
    open_note(bundle.manifest, (roster.party(sender.code, head.size).node,))
    return head


def _is_signed(bundle: Bundle, sender: Party) -> bool:
    """Whether the node key on this card signed the manifest."""
    try:
        open_note(bundle.manifest, (sender.node,))
    except PeerError:
        return False
    return True


def _out_of_turn(store: Store, bundle: Bundle, name: str) -> list[Finding]:
    """A note about a bundle that did not come in turn, and fits what we hold all the same."""
    number, digest = store.last_bundle("taken", bundle.sender)
    if bundle.number == number + 1 and bundle.previous in ("", digest):
        return []
    if bundle.number == number and hashlib.sha256(bundle.manifest).hexdigest() == digest:
        return []  # the same once more
    came = f"Bundle {bundle.number} from {name}"
    if bundle.number > number:
        text = f"{came} came, and the one before it did not. Its entries go on from what we hold."
    elif bundle.number < number:
        text = f"{came} comes late or again, after bundle {number}. It fits what we hold."
    else:
        text = f"{came} is another than the one of that number before. It fits what we hold."
    return [Finding(kind=Kind.BUNDLE_GAP, level=Level.NOTE, text=text, about=(bundle.sender,))]
