"""Terms in words: what the options of `cg terms draft` mean, and terms line by line for people."""

from __future__ import annotations

import base64
import hashlib

from commonground.errors import InputError
from commonground.node.config import NodeConfig
from commonground.node.folder import fingerprint
from commonground.statements.admin import Budget, Contact, Deadline, Pin, Signal, Terms
from commonground.statements.folds.terms import terms_digest, with_cards
from commonground.statements.roster import Roster
from commonground.tlog.policy import read_policy


def drafted(roster: Roster, *, title: str, quorum: int) -> Terms:
    """Terms of all parties of a roster, under which so many others have to have seen a head."""
    parties = tuple(roster.parties[code] for code in sorted(roster.parties))
    lines = [f"log {party.log.text}" for party in parties]
    lines += [f"witness {party.code} {party.witness.text}" for party in parties]
    if quorum:
        lines.append(f"group others {quorum} {' '.join(party.code for party in parties)}")
    lines += [f"quorum {'others' if quorum else 'none'}", ""]
    return Terms(title=title, parties=parties, policy="\n".join(lines))


def policy_text(terms: Terms, roster: Roster, *, said: bool) -> str:
    """The policy of terms with the keys of all cards; comments say how far an earlier log key counts.

    said: whether these terms are ours, or stand in for terms that nobody has said.
    """
    whose = (
        f"The policy of the terms {terms_digest(terms)}" if said else "No terms were said: the usual policy"
    )
    told = [f"# {whose}, with the keys of the cards held."]
    for code in sorted(roster.parties):
        newest, *earlier = roster.log_keys(code)
        for key, until in dict(reversed(earlier)).items():
            if key != newest[0]:
                told.append(f"# An earlier key, for heads of at most {until} entries: {key.text}")
    return "\n".join([*told, with_cards(read_policy(terms.policy), roster).write()])


def pins_of(config: NodeConfig, roster: Roster) -> tuple[Pin, ...]:
    """The certificate of each party's node, as its card has it, and where it answers as far as we know."""
    addresses = {peer.code: peer.url for peer in config.peers}
    found = []
    for code, card in sorted(roster.parties.items()):
        if card.certificate:
            digest = hashlib.sha256(base64.b64decode(card.certificate)).hexdigest()
            found.append(Pin(party=code, certificate=digest, address=addresses.get(code, "")))
    return tuple(found)


def read_deadline(text: str) -> Deadline:
    """NAME=SECONDS."""
    name, equals, seconds = text.partition("=")
    if not equals or not _is_whole(seconds):
        raise InputError("not a deadline", where="--deadline", given=text, hint="urgent=120")
    return Deadline(name=name.strip(), within_s=int(seconds))


def read_contact(text: str) -> Contact:
    """PARTY:ROLE:WAY:NUMBER[:HOURS]."""
    parts = [part.strip() for part in text.split(":", 4)]
    if len(parts) < 4 or not all(parts[:4]):
        hint = "south:watch officer:telephone:+00 1234:0600-1800Z"
        raise InputError("not a contact", where="--contact", given=text, hint=hint)
    return Contact(
        party=parts[0], role=parts[1], way=parts[2], number=parts[3], hours=parts[4] if len(parts) > 4 else ""
    )


def read_signal(text: str) -> Signal:
    """NAME:FORM:MEANING."""
    parts = [part.strip() for part in text.split(":", 2)]
    if len(parts) < 3 or not all(parts):
        hint = "red over red:two red flares within 5 s:stop, you may be hitting ours"
        raise InputError("not a warning signal", where="--signal", given=text, hint=hint)
    return Signal(name=parts[0], form=parts[1], meaning=parts[2])


def read_budget(text: str) -> Budget:
    """NAME=LIMIT/SECONDS."""
    name, equals, rest = text.partition("=")
    limit, slash, seconds = rest.partition("/")
    if not (name.strip() and equals and slash and _is_whole(limit) and _is_whole(seconds)):
        raise InputError("not a budget", where="--budget", given=text, hint="coarse=1024/86400")
    return Budget(name=name.strip(), limit=int(limit), per_s=int(seconds))


def in_words(terms: Terms) -> list[str]:
    """What terms say, a line for each thing, to be read aloud and compared."""
    lines = [f"title: {terms.title}"]
    for party in terms.parties:
        lines.append(f"party {party.code}: {party.name}; root key {fingerprint(party)}")
    lines += [f"pin {one.party}: {one.certificate} {one.address}".rstrip() for one in terms.pins]
    lines += [f"policy: {line}" for line in terms.policy.splitlines()]
    if terms.relay:
        how = "says everything itself" if terms.relay_signs else "passes on the signed originals"
        lines.append(f"relay: {terms.relay} {how}")
    lines += [f"grid: {terms.grid}"] if terms.grid else []
    lines += [f"deadline {one.name}: {one.within_s} s" for one in terms.deadlines]
    lines += [f"role {number}: {role}" for number, role in enumerate(terms.roles, start=1)]
    for one in terms.contacts:
        hours = f" ({one.hours})" if one.hours else ""
        lines.append(f"contact {one.party}, {one.role}: {one.way} {one.number}{hours}")
    lines += [f"signal {one.name}: {one.form}: {one.meaning}" for one in terms.signals]
    lines += [f"budget {one.name}: {one.limit} in {one.per_s} s" for one in terms.budgets]
    if terms.retention_days:
        lines.append(f"kept for {terms.retention_days} days")
    return [*lines, *([f"words: {terms.words}"] if terms.words else [])]


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
