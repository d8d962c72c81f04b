"""Nothing is signed that hides or forges what is read, wherever the text came from."""

from dataclasses import replace

import pytest
from tests.statements.samples import BODIES, site
from tests.statements.test_statements import header, signer

from commonground.errors import InputError
from commonground.statements.form.codec import encode
from commonground.statements.form.shows import check_shows, hidden_in
from commonground.statements.message import Alarm, Answer, Outcome
from commonground.statements.statement import write_statement

HIDDEN = ["\x00", "\x07", "\x1b[2J", "\x7f", "\x85", "\x9b31m", "\ud800"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_text_of_a_body_is_signed_that_does_not_show(hidden):
    answer = BODIES["answer"]
    assert isinstance(answer, Answer)
    bodies = {
        "alarm": (Alarm(words=f"stop{hidden}"), "alarm.words"),
        "answer": (
            replace(answer, outcome=Outcome.CANNOT_SAY, coverage=(), reasons=("a", f"b{hidden}")),
            "answer.reasons 2",
        ),
        "site": (replace(site(), label=f"post{hidden}"), "site.label"),
    }
    for kind, (body, where) in bodies.items():
        with pytest.raises(InputError, match="does not show") as refused:
            write_statement(header(kind), body, signer("north/duty"))
        assert refused.value.where == where


def test_line_ends_tabs_and_every_script_are_signed_as_they_are():
    text = "two\tlines\nپاسگاه ۱۷ \u200f \u2066x\u2069 é 中 🚑"
    assert hidden_in(text) == ""
    assert write_statement(header("alarm"), Alarm(words=text), signer("north/duty"))


def test_every_kind_of_statement_has_only_texts_that_show():
    for kind, body in BODIES.items():
        check_shows(encode(body), kind)
