"""The terms of the exchange: one text, said by every party in its own log.

They settle how the parties talk (keys, pins, quorum, budgets, grid, warning signals), never whether they
recognise each other. Terms are in force between those who have said the same text; where texts differ,
that is a finding and each party goes on by its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from commonground.errors import InputError
from commonground.finding import Finding, Kind, Level
from commonground.statements.admin import Terms
from commonground.statements.form.canonical import write_canonical
from commonground.statements.form.codec import encode
from commonground.tlog.policy import Policy, read_policy


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
    policy = read_policy(terms.policy)
    for party in terms.parties:
        if policy.log(party.origin) != party.log:
            raise InputError("the policy does not name the log of a party", where="terms", given=party.code)
    return policy


def differing_terms(said: Mapping[str, Terms], names: Mapping[str, str]) -> list[Finding]:
    """Findings about parties whose newest terms are not the same text."""
    digests = {code: terms_digest(terms) for code, terms in said.items()}
    if len(set(digests.values())) < 2:
        return []
    shown = "; ".join(f"{names.get(code, code)} has {digest[:8]}" for code, digest in sorted(digests.items()))
    text = f"The parties have not said the same terms: {shown}. Each goes on by its own until they do."
    return [Finding(kind=Kind.TERMS_DIFFER, level=Level.CAUTION, text=text, about=tuple(sorted(digests)))]
