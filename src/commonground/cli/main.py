"""The command line: one verb a file, each imported only when it is called.

Data goes to stdout, prose to stderr. Exit codes: 0 checked, nothing to report; 1 could not do it;
2 usage; 3 checked, and there are findings; 4 no answer in time; 5 refused for lack of datum or
accuracy. A command returns its exit code as an int, or None for 0.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cyclopts import App, CycloptsError, Group, Parameter

from commonground import __version__
from commonground.cli.plain import harmless, plain_terminal
from commonground.errors import CommongroundError, raised_at

# The first words of verbs that have two, with what they are about.
GROUPS: dict[str, str] = {
    "list": "Lists of sites and movements as they come.",
    "party": "Parties: keys, officers, cards",
    "officer": "Who may sign for a party",
    "key": "The machine's own keys",
    "node": "A party's node",
    "depiction": "Borders as maps draw them",
    "scenario": "What happened, played against the product",
    "exchange": "What is being asked and answered",
    "alarms": "Alarms that stand, and who has them in hand",
    "register": "What stands where, by whom, since when",
    "map": "Compare maps, ask for sides, draw bands of doubt, register sheets",
    "log": "The logs that a node holds",
    "bundle": "Logs carried by hand",
    "terms": "The terms of the exchange",
    "document": "Files handed over unchanged, with receipts",
    "disclosure": "Who was given what, and until when",
    "retention": "How long what was said is kept; holds, destruction",
    "voice": "By radio: the same record, the same place",
    "code": "Messages as coded lines",
    "drill": "Drills, with a score",
    "handover": "Passing the desk to the next officer",
}

# Where a first word stands in `cg --help`.
SHELVES: dict[str, str] = {
    "To begin": "demo party officer key node lock backup restore",
    "At the desk": "ask readback answer exchange alarm alarms say coverage register check handover testcall"
    " document receipt disclosure retention",
    "Places, lists and maps": "read write transform crs diagnose list find map depiction",
    "The record": "verify prove log fsck bundle terms",
    "By radio and in few signs; practice": "voice code drill scenario",
}

HELP = ("--help", "-h")

# verb -> module:function, in the order of `cg --help`.
COMMANDS: dict[str, str] = {
    "demo": "commonground.cli.demo:demo",
    "party init": "commonground.cli.party:init",
    "party link": "commonground.cli.party:link",
    "party show": "commonground.cli.party:show",
    "officer list": "commonground.cli.officer:list_",
    "officer add": "commonground.cli.officer:add",
    "officer revoke": "commonground.cli.officer:revoke",
    "officer passphrase": "commonground.cli.officer:change",
    "key rotate": "commonground.cli.keeping:rotate",
    "node run": "commonground.cli.node:run",
    "lock": "commonground.cli.keeping:lock",
    "backup": "commonground.cli.keeping:backup",
    "restore": "commonground.cli.keeping:restore",
    "say": "commonground.cli.say:say",
    "coverage": "commonground.cli.coverage:coverage",
    "ask": "commonground.cli.ask:ask",
    "readback": "commonground.cli.readback:readback",
    "answer": "commonground.cli.answer:answer",
    "exchange list": "commonground.cli.exchange:list_",
    "exchange show": "commonground.cli.exchange:show",
    "exchange standby": "commonground.cli.step:standby",
    "exchange confirm": "commonground.cli.step:confirm",
    "exchange source": "commonground.cli.step:source",
    "exchange correct": "commonground.cli.step:correct",
    "exchange acknowledge": "commonground.cli.step:acknowledge",
    "exchange doubt": "commonground.cli.step:doubt",
    "exchange unable": "commonground.cli.step:unable",
    "exchange withdraw": "commonground.cli.step:withdraw",
    "alarm": "commonground.cli.alarm:alarm",
    "handover show": "commonground.cli.handover:show",
    "handover give": "commonground.cli.handover:give",
    "handover take": "commonground.cli.handover:take",
    "testcall": "commonground.cli.handover:call_tested",
    "alarms list": "commonground.cli.alarms:list_",
    "alarms take": "commonground.cli.alarms:take",
    "alarms confirmed": "commonground.cli.alarms:confirmed",
    "read": "commonground.cli.read:read",
    "write": "commonground.cli.write:write",
    "transform": "commonground.cli.transform:transform",
    "crs": "commonground.cli.crs:crs",
    "diagnose": "commonground.cli.diagnose:diagnose",
    "list check": "commonground.cli.list:check",
    "find": "commonground.cli.find:find",
    "map compare": "commonground.cli.map:compare",
    "map side": "commonground.cli.map:side",
    "map band": "commonground.cli.map:band_",
    "map fit": "commonground.cli.map:fit",
    "depiction get": "commonground.cli.depiction:get",
    "depiction list": "commonground.cli.depiction:list_",
    "depiction say": "commonground.cli.depiction:say",
    "depiction show": "commonground.cli.depiction:show",
    "verify": "commonground.cli.verify:verify",
    "prove": "commonground.cli.prove:prove",
    "document add": "commonground.cli.document:add",
    "document list": "commonground.cli.document:list_",
    "document get": "commonground.cli.document:get",
    "receipt": "commonground.cli.document:receipt",
    "disclosure list": "commonground.cli.disclosure:list_",
    "disclosure add": "commonground.cli.disclosure:add",
    "disclosure relay": "commonground.cli.disclosure:relay",
    "disclosure end": "commonground.cli.disclosure:end",
    "retention set": "commonground.cli.retention:set_",
    "retention due": "commonground.cli.retention:due",
    "retention hold": "commonground.cli.retention:hold",
    "retention lift": "commonground.cli.retention:lift",
    "retention destroy": "commonground.cli.retention:destroy",
    "log show": "commonground.cli.log:show",
    "log verify": "commonground.cli.log:verify",
    "log export": "commonground.cli.log:export",
    "log evidence": "commonground.cli.log:evidence",
    "log witness": "commonground.cli.witness:witness",
    "fsck": "commonground.cli.log:verify",
    "bundle make": "commonground.cli.bundle:make",
    "bundle take": "commonground.cli.bundle:take",
    "terms draft": "commonground.cli.terms:draft",
    "terms read": "commonground.cli.terms:read",
    "terms sign": "commonground.cli.terms:sign",
    "terms show": "commonground.cli.terms:show",
    "terms policy": "commonground.cli.terms:policy",
    "register list": "commonground.cli.register:list_",
    "register show": "commonground.cli.register:show",
    "register at": "commonground.cli.register:at",
    "register loaded": "commonground.cli.register:loaded_",
    "check": "commonground.cli.check:check",
    "voice challenge": "commonground.cli.voice:challenge",
    "voice answer": "commonground.cli.voice:answer",
    "voice check": "commonground.cli.voice:check",
    "voice unlock": "commonground.cli.voice:unlock",
    "voice words": "commonground.cli.voice:words",
    "voice late": "commonground.cli.voice:late",
    "code write": "commonground.cli.code:write",
    "code say": "commonground.cli.code:say",
    "code read": "commonground.cli.code:read",
    "drill list": "commonground.cli.drill:list_",
    "drill run": "commonground.cli.drill:run",
    "scenario list": "commonground.cli.scenario:list_",
    "scenario run": "commonground.cli.scenario:run",
}


def first_line(where: str) -> str:
    """The first line of a command's docstring, read from its file without importing it."""
    module, _, function = where.partition(":")
    tree = ast.parse((Path(__file__).parent / f"{module.rpartition('.')[2]}.py").read_text(encoding="utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
    return (ast.get_docstring(found) or "").partition("\n")[0]


def default_shown(value: object) -> str | None:
    """A default as a help page shows it; nothing where the option simply stays away.

    >>> default_shown("EPSG:4326"), default_shown(False), default_shown((8701, 8702))
    ('EPSG:4326', None, '8701 8702')
    """
    if isinstance(value, tuple | list):
        return " ".join(map(str, value)) or None
    return str(value) if value not in ("", None, False, 0) else None


# No --no-x and --empty-x on help pages.
PLAIN_HELP = Parameter(negative=(), show_default=default_shown)


def build(*, with_help: bool = False) -> App:
    """The command line as one value; no command's module is imported by this.

    with_help: each command carries its first line, for a list of commands; costs 0.1 s.
    """
    app = App(
        name="cg",
        help="Coordination for parties who use different maps and do not trust each other.",
        version=__version__,
        result_action="return_value",
        default_parameter=PLAIN_HELP,
    )
    panels = {name: Group.create_ordered(name) for name in SHELVES}
    app["--help"].group = app["--version"].group = Group.create_ordered("Else")
    shelves = {word: panels[name] for name, words in SHELVES.items() for word in words.split()}
    for name, about in GROUPS.items():
        app.command(App(name=name, help=about, default_parameter=PLAIN_HELP, group=shelves[name]))
    for verb, where in COMMANDS.items():
        *groups, name = verb.split()
        group = app
        for word in groups:
            group = group[word]
        shown: dict[str, Any] = {"help": first_line(where)} if with_help else {}
        if not groups:
            shown["group"] = shelves[name]
        group.command(where, name=name, **shown)
    return app


def lists_commands(arguments: Sequence[str]) -> bool:
    """Whether a list of commands is asked for, not the help of one command."""
    words = [word for word in arguments if word not in HELP]
    return not words or (len(words) == 1 and words[0] in GROUPS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        app = build(with_help=lists_commands(given))
        if lists_commands(given) or any(word in HELP for word in given):
            return int(app(given, exit_on_error=False) or 0)
        with plain_terminal():
            result = app(given, exit_on_error=False)
    except CycloptsError:
        return 2  # cyclopts has said what and where
    except CommongroundError as error:
        return could_not(str(error), error.hint)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; nothing is left to tell it
        return 1
    except KeyboardInterrupt:
        return could_not("stopped by Ctrl-C", "what was answered before is kept")
    except OSError as error:
        return could_not(f"{error.filename or 'this machine'}: {error.strerror or error}", "")
    except Exception as error:  # whatever it is, an officer gets a sentence
        return could_not(f"a fault of commonground itself: {fault_of(error)}", "please report this line")
    return int(result or 0)


def could_not(what: str, hint: str) -> int:
    """Say on stderr what went wrong and what to do; gives the exit code.

    Both may repeat a stranger's text: what a terminal would obey is shown as an escape.
    """
    print(f"commonground: error: {harmless(what)}", file=sys.stderr)
    if hint:
        print(f"commonground: hint: {harmless(hint)}", file=sys.stderr)
    return 1


def fault_of(error: Exception) -> str:
    """What was raised, and where: one line to report instead of a page that nobody reads."""
    while isinstance(error.__cause__, Exception):
        error = error.__cause__
    return f"{raised_at(error)}: {error}"
