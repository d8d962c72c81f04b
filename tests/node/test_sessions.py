"""Sessions, attempts and rates: all by an argument of time."""

from datetime import UTC, datetime, timedelta

from nacl.signing import SigningKey

from commonground.node.auth.limits import Attempts, Rate
from commonground.node.auth.sessions import MOST, Sessions, cookie_name

T0 = datetime(2030, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEY = SigningKey(bytes(32))


def test_a_desk_left_alone_locks_even_while_it_keeps_reading():
    sessions = Sessions(idle=10 * MINUTE)
    sessions.open("token", "keita", "duty", KEY, T0)
    for minute in range(10):
        assert sessions.find("token", T0 + minute * MINUTE, acting=False) is not None
    assert sessions.find("token", T0 + 10 * MINUTE, acting=False) is None
    assert sessions.find("token", T0, acting=True) is None  # and stays locked if the clock goes back


def test_a_desk_in_use_stays_open_but_not_beyond_the_longest_watch():
    sessions = Sessions(idle=10 * MINUTE, longest=timedelta(hours=1))
    sessions.open("token", "keita", "duty", KEY, T0)
    for minute in range(0, 60, 5):
        assert sessions.find("token", T0 + minute * MINUTE, acting=True) is not None
    assert sessions.find("token", T0 + timedelta(hours=1), acting=True) is None


def test_a_closed_session_is_gone_and_another_is_untouched():
    sessions = Sessions(idle=10 * MINUTE)
    sessions.open("a", "keita", "duty", KEY, T0)
    sessions.open("b", "diallo", "duty", KEY, T0)
    sessions.close("a")
    sessions.close("never")
    assert sessions.find("a", T0, acting=True) is None
    assert sessions.find("b", T0, acting=True).officer == "diallo"


def test_sessions_do_not_grow_without_end_and_the_oldest_goes_first():
    sessions = Sessions(idle=10 * MINUTE)
    for number in range(MOST + 1):
        sessions.open(str(number), "keita", "duty", KEY, T0 + timedelta(seconds=number))
    assert sessions.find("0", T0, acting=False) is None
    assert sessions.find("1", T0, acting=False) is not None


def test_a_session_never_shows_its_key():
    session = Sessions(idle=MINUTE).open("t", "keita", "duty", KEY, T0)
    assert "key" not in repr(session).lower()


def test_two_desks_on_one_host_do_not_share_a_cookie_name():
    assert cookie_name("http://127.0.0.1:8701") != cookie_name("http://127.0.0.1:8702")
    assert cookie_name("http://127.0.0.1:8701") == cookie_name("http://127.0.0.1:8701")


def test_after_five_failed_tries_the_name_waits_and_then_may_try_again():
    attempts = Attempts(most=5, within_s=300)
    for second in range(5):
        assert attempts.wait_s("keita", float(second)) == 0
        attempts.failed("keita", float(second))
    assert attempts.wait_s("keita", 5.0) == 295
    assert attempts.wait_s("diallo", 5.0) == 0
    assert attempts.wait_s("keita", 300.0) == 0


def test_a_rate_allows_a_burst_then_a_steady_flow():
    rate = Rate(per_s=2, burst=3)
    assert [rate.take("a", 0.0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert rate.take("b", 0.0) == 0
    assert rate.take("a", 0.5) == 0
    assert rate.take("a", 0.4) > 0  # a clock that steps back gives nothing away
