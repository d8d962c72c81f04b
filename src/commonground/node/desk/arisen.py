"""What arises from the register at this desk: overdue, crossings, and who moves near what somebody plans.

What waits for our own readback is no plan to be warned of yet: a warning would give its place away.
"""

from __future__ import annotations

from datetime import datetime

from commonground.check.arising import arising
from commonground.check.heads import behind
from commonground.check.warned import Plan, meetings
from commonground.exchange.answers.audit import asked_extent
from commonground.exchange.exchange import Exchange
from commonground.finding import Finding
from commonground.node.desk.picture import Picture
from commonground.register.fold import Standing


def arisen(picture: Picture, standing: Standing, now: datetime) -> tuple[Finding, ...]:
    """Every finding of the register as it stands, and of what is planned in it."""
    withheld = {one.id for one in picture.withheld}
    plans = {
        one.enquiry_id: Plan(
            id=one.enquiry_id, party=one.asker, extent=asked_extent(one), margin_m=one.enquiry.margin_m
        )
        for one in picture.exchanges.exchanges
        if one.open and one.id not in withheld and now < one.enquiry.window.end
    }
    met = meetings(plans.values(), standing) if plans else ()
    return (*met, *arising(picture.register, standing))


def asked_on_older_head(picture: Picture, exchange: Exchange) -> tuple[Finding, ...]:
    """That an enquiry was made without newer words of ours on our register."""
    enquiry = picture.by_id.get(exchange.enquiry_id)
    if enquiry is None:
        return ()
    rows = ((one.origin, one.index, one.statement) for one in picture.entries)
    own = ((origin, index, one) for origin, index, one in rows if one and one.header.party == picture.party)
    return behind(enquiry, own)
