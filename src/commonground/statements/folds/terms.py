"""The terms of the exchange: one text, said by every party in its own log.

They settle how the parties talk (keys, pins, quorum, budgets, grid, warning signals), never whether they
recognise each other. Terms are in force between those who have said the same text; where texts differ,
that is a finding and each party goes on by its own.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.statements.admin import Terms
from commonground.statements.form.canonical import write_canonical
from commonground.statements.form.codec import encode
from commonground.statements.roster import Roster
from commonground.tlog.policy import NONE, Group, Policy, read_policy

# What terms may set a deadline for, and the longest that it may be: a week.
DEADLINES: Final = ("urgent", "ordinary", "movement", "alarm", "recall", "delayed")
SHORTEST_S: Final = 5
LONGEST_S: Final = 7 * 86_400
MOST: Final = 200  # roles or contacts


def terms_digest(terms: Terms) -> str:
    """SHA-256 of the terms in canonical form: what officers read to each other."""
    return hashlib.sha256(write_canonical(encode(terms))).hexdigest()


def check_terms(terms: Terms) -> Policy:
    """The policy of the terms, if they hold together. InputError otherwise."""
    codes = [party.code for party in terms.parties]
    if len(set(codes)) != len(codes) or not codes:
        raise InputError("terms name each party once", where="terms")
    for pin in terms.pins:
        if pin.party not in codes:
            raise InputError("a pin of a party that the terms do not name", where="terms", given=pin.party)
    if terms.relay and terms.relay not in codes:
        raise InputError("the relay is none of the parties", where="terms", given=terms.relay)
    _check_calls(terms, codes)
    policy = read_policy(terms.policy)
    for party in terms.parties:
        if policy.log_keys(party.origin) != (party.log,):
            raise InputError("the policy does not name the log of a party", where="terms", given=party.code)
    return policy


def with_cards(policy: Policy, roster: Roster) -> Policy:
    """The policy with every key that the parties' cards have had, old and new, beside those that it names.

    A log gets a line for each of its keys. A witness that has had several becomes a group of them, of which
    any one is enough, so it still counts once. Logs, witnesses and quorum stay those of the policy.
    """
    logs = list(policy.logs)
    for party in roster.parties.values():
        if policy.log_keys(party.origin):
            logs += [key for key, _ in roster.log_keys(party.code)]
    witnesses, urls = dict(policy.witnesses), dict(policy.urls)
    groups: dict[str, Group] = {}
    taken = {*witnesses, *policy.groups, NONE}
    for name, key in policy.witnesses.items():
        keys = [key, *(one for one in roster.witness_keys() if one.name == key.name and one != key)]
        if len(keys) == 1:
            continue
        del witnesses[name]
        url = urls.pop(name, "")
        numbers = (f"{name}-{number}" for number in itertools.count(1))
        members = tuple(itertools.islice((one for one in numbers if one not in taken), len(keys)))
        taken |= {*members}
        witnesses |= dict(zip(members, keys, strict=True))
        urls |= {members[-1]: url} if url else {}
        groups[name] = Group(need=1, members=members)
    return replace(
        policy,
        logs=tuple(dict.fromkeys(logs)),
        witnesses=witnesses,
        urls=urls,
        groups={**groups, **policy.groups},
    )


def _check_calls(terms: Terms, codes: list[str]) -> None:
    """Deadlines, roles and contacts: known names, each once, figures that can be kept."""
    named = [one.name for one in terms.deadlines]
    for one in terms.deadlines:
        if one.name not in DEADLINES or named.count(one.name) > 1:
            raise InputError(
                "a deadline has one of these names, each once",
                where="terms.deadlines",
                given=one.name,
                hint=", ".join(DEADLINES),
            )
        if not SHORTEST_S <= one.within_s <= LONGEST_S:
            raise InputError(
                f"a deadline lies between {SHORTEST_S} s and a week",
                where=f"terms.deadlines.{one.name}",
                given=str(one.within_s),
            )
    if len(set(terms.roles)) != len(terms.roles) or not all(role.strip() for role in terms.roles):
        raise InputError("terms name each role once", where="terms.roles")
    if len(terms.roles) == 1:
        raise InputError("one role alone has nobody after it", where="terms.roles", hint="name two or more")
    if max(len(terms.roles), len(terms.contacts)) > MOST:
        raise InputError(f"more than {MOST} roles or contacts", where="terms")
    for contact in terms.contacts:
        if contact.party not in codes:
            raise InputError("a contact of a party that the terms do not name", given=contact.party)
        if not (contact.role.strip() and contact.way.strip() and contact.number.strip()):
            raise InputError("a contact has a role, a way and a number", where="terms.contacts")


def differing_terms(said: Mapping[str, Terms], names: Mapping[str, str]) -> list[Finding]:
    """Findings about parties whose newest terms are not the same text."""
    digests = {code: terms_digest(terms) for code, terms in said.items()}
    if len(set(digests.values())) < 2:
        return []
    shown = "; ".join(f"{names.get(code, code)} has {digest[:8]}" for code, digest in sorted(digests.items()))
    text = f"The parties have not said the same terms: {shown}. Each goes on by its own until they do."
    return [Finding(kind=Kind.TERMS_DIFFER, level=Level.CAUTION, text=text, about=tuple(sorted(digests)))]
