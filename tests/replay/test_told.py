"""What a party had been told: proved by its own signed word, and never more than it could know."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, minutes, site
from tests.replay.placed import having_seen, placed, word

from commonground.replay.knowing import told_since
from commonground.replay.moment import Moment
from commonground.replay.selection import select
from commonground.statements.admin import Disclosure, Receipt, ReceiptStage
from commonground.statements.message import Alarm, DoubtRaised
from commonground.statements.statement import Statement


def receipt(of: Statement, at: datetime, party: str = "south") -> Statement:
    return word(party, Receipt(stage=ReceiptStage.RECEIVED, of=(of.id,)), at, to=(of.header.party,))


def test_what_is_named_in_no_receipt_was_not_told() -> None:
    alarm = word("north", Alarm(words="stop"), to=("south",))
    assert told_since(placed([alarm]), "south") == {}
    assert told_since(placed([alarm]), "north") == {alarm.id: NOON}


def test_a_receipt_proves_it_from_its_own_moment_on() -> None:
    alarm = word("north", Alarm(words="stop"), to=("south",))
    late, early = receipt(alarm, NOON + minutes(9)), receipt(alarm, NOON + minutes(4))
    logs = placed([alarm, late, early])
    assert told_since(logs, "south")[alarm.id] == NOON + minutes(4)
    before = select(logs, Moment(at=NOON + minutes(3), party="south"))
    after = select(logs, Moment(at=NOON + minutes(4), party="south"))
    assert before.statements == ()
    assert after.statements == (alarm, early)


def test_the_receipt_of_another_party_proves_nothing() -> None:
    alarm = word("north", Alarm(words="stop"), to=("south", "west"))
    logs = placed([alarm, receipt(alarm, NOON + minutes(1), party="west")])
    assert alarm.id not in told_since(logs, "south")
    assert alarm.id in told_since(logs, "west")


def test_naming_a_statement_proves_it_where_the_party_may_read_it() -> None:
    alarm = word("north", Alarm(words="stop"), to=("south",))
    private = word("north", site(), to=("west",))
    doubt = word(
        "south",
        DoubtRaised(doubts="x", words="?"),
        NOON + minutes(2),
        re=(alarm.id, private.id),
        to=("north",),
    )
    known = told_since(placed([alarm, private, doubt]), "south")
    assert known == {alarm.id: NOON + minutes(2), doubt.id: NOON + minutes(2)}


def test_a_head_that_was_seen_proves_what_stood_in_the_open_and_no_commitment() -> None:
    private = word("north", site("post 1"), to=("south",))
    public = word("north", site("post 2"))
    behind = word("north", site("post 3"))
    seer = having_seen(word("south", site("post 4"), NOON + minutes(5)), north=2)
    logs = placed([private, public, behind, seer], public=frozenset({public.id, behind.id}))
    assert told_since(logs, "south") == {public.id: NOON + minutes(5), seer.id: NOON + minutes(5)}


def test_a_receipt_that_was_given_to_the_party_counts_from_the_head_that_holds_it() -> None:
    asked = word("south", site(), to=("north",))
    taken, other = receipt(asked, NOON, party="north"), receipt(word("west", site()), NOON, party="north")
    seer = having_seen(word("south", site("post 4"), NOON + minutes(5)), north=2)
    known = told_since(placed([asked, taken, other, seer]), "south")
    assert known[taken.id] == NOON + minutes(5)
    assert other.id not in known


def test_an_entry_kept_to_oneself_was_told_to_nobody() -> None:
    kept = word("north", site())
    seer = having_seen(word("south", site("x"), NOON + minutes(5), re=(kept.id,)), north=1)
    assert kept.id not in told_since(placed([kept, seer]), "south")


def test_a_later_disclosure_tells_from_the_moment_at_which_it_was_had() -> None:
    kept = word("north", site())
    hand = word("north", Disclosure(discloses=kept.id, parties=("south",)), NOON + minutes(5), to=("south",))
    logs = placed([kept, hand, receipt(hand, NOON + minutes(7))])
    assert told_since(logs, "south")[kept.id] == NOON + minutes(7)
    assert kept.id not in told_since(logs, "west")


STEP = timedelta(minutes=1)
_turns = st.lists(
    st.tuples(
        st.sampled_from(["north", "south"]), st.sampled_from(["private", "public", "kept", "pull", "receipt"])
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(_turns)
def test_whatever_happens_nobody_is_shown_what_he_could_not_know(turns: list[tuple[str, str]]) -> None:
    """Two nodes that say, fetch and give receipts at random; the model keeps what each really held."""
    log: dict[str, list[Statement]] = {"north": [], "south": []}
    held: dict[str, dict[str, datetime]] = {"north": {}, "south": {}}
    fetched = {"north": 0, "south": 0}
    public: set[str] = set()
    now = NOON
    for number, (me, act) in enumerate(turns):
        now += STEP
        other = "south" if me == "north" else "north"
        if act == "pull":
            for one in log[other][fetched[me] :]:
                if one.id in public or me in one.header.to:
                    held[me].setdefault(one.id, now)
            fetched[me] = len(log[other])
            continue
        if act == "receipt":
            ids = tuple(name for name in held[me] if name not in {one.id for one in log[me]})
            body = Receipt(stage=ReceiptStage.RECEIVED, of=ids)
            one = word(me, body, now, to=(other,))
        else:
            one = word(me, site(f"post {number}"), now, to=(other,) if act == "private" else ())
            if act == "public":
                public.add(one.id)
        one = having_seen(one, **({other: fetched[me]} if fetched[me] else {}))
        log[me].append(one)
        held[me][one.id] = now
    entries = placed([*log["north"], *log["south"]], public=frozenset(public))
    for me in ("north", "south"):
        shown = told_since(entries, me)
        assert all(name in held[me] and held[me][name] <= at for name, at in shown.items())
        assert {one.id for one in log[me]} <= set(shown)
        for moment in (NOON + n * STEP for n in range(0, len(turns) + 1, 3)):
            by_then = {one.id for one in select(entries, Moment(at=moment, party=me)).entries}
            assert by_then <= {name for name, at in held[me].items() if at <= moment}
