"""Two clocks, and an answer against the answerer's own notices."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.said import NOON, minutes, place, said, site
from tests.exchange.talk import COVERAGE, Talk

from commonground.exchange.answers.audit import contradiction
from commonground.exchange.calls.clocks import behind
from commonground.exchange.fold import fold
from commonground.exchange.table import State
from commonground.finding import Kind, Level
from commonground.register.fold import Register
from commonground.statements.message import Acknowledgement, Answer, Outcome, Readback

HERE = place(20, 10, text="0 30 00.6 N 0 30 00.3 E")


@settings(max_examples=40, deadline=None)
@given(offset=st.integers(-3600, 3600), drift=st.floats(-0.05, 0.05))
def test_row_20_the_order_is_right_whatever_two_clocks_say_and_the_difference_is_measured(
    offset, drift
) -> None:
    """South's clock is off by half an hour or more, and drifts; what answers what is known all the same."""

    def south(seconds: float):
        return NOON + minutes((seconds * (1 + drift) + offset) / 60)

    talk = Talk()
    readback = talk.say("south", Readback(place=HERE, independent=True), at=south(60))
    talk.confirm(readback)
    body = Answer(outcome=Outcome.NONE_BY_REGISTER, as_of=south(120), coverage=(COVERAGE,))
    answer = talk.say("south", body, at=south(120))
    talk.say("north", Acknowledgement(answer=answer.id))
    kinds = [line.statement.header.kind for line in talk.exchange.log]
    assert kinds == ["enquiry", "readback", "confirmation", "answer", "acknowledgement"]
    assert talk.exchange.state is State.CLOSED
    for (late, ahead), (apart, _, _) in behind(talk.said).items():
        truly_behind = (NOON - south(0)).total_seconds() * (1 if late == "south" else -1)
        assert {late, ahead} == {"north", "south"}
        assert apart.total_seconds() <= truly_behind + 0.05 * 240 + 121
    if offset <= -1200:
        (finding,) = fold(talk.said).findings
        assert finding.kind is Kind.CLOCKS_DIFFER
        assert "clock of south runs at least" in finding.text


def test_clocks_that_agree_make_no_finding() -> None:
    talk = Talk()
    talk.confirm(talk.readback(HERE))
    assert fold(talk.said).findings == ()


def test_none_is_contradicted_by_the_answerers_own_notice_within_the_margin() -> None:
    talk = Talk()
    talk.confirm(talk.readback(HERE))
    talk.answer(Outcome.NONE_BY_REGISTER)
    near, far, ours = (
        said("south", site(north_m=300)),
        said("south", site(north_m=9000)),
        said("north", site(north_m=10)),
    )
    finding = contradiction(talk.exchange, Register.of([near, far]), talk.now)
    assert finding is not None
    assert finding.level is Level.URGENT
    assert near.id in finding.about
    assert far.id not in finding.about
    assert contradiction(talk.exchange, Register.of([far, ours]), talk.now) is None


def test_only_none_can_be_contradicted_so() -> None:
    talk = Talk()
    talk.confirm(talk.readback(HERE))
    register = Register.of([said("south", site(north_m=300))])
    assert contradiction(talk.exchange, register, talk.now) is None
    talk.answer(Outcome.SOMETHING_WITHIN)
    assert contradiction(talk.exchange, register, talk.now) is None
