"""Playing a drill: look at both desks, do what is due, print cards for people, and stop for a real alarm."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from commonground.errors import InputError
from commonground.node.drill.acts import WORD, act
from commonground.node.drill.ground import Ground
from commonground.node.drill.score import Score, score
from commonground.node.drill.script import SIDES, Expect, Script, Step
from commonground.node.drill.watch import Watch

LOOK_EVERY_S: Final = 10.0
AGAIN_FOR: Final = timedelta(seconds=30)


class Player:
    """One run of one drill.

    played: the sides whose officers are played by the machine; people sit at the others. With both
    people, the script's counterpart is a person too, who gets cards. real_alarm: whether an alarm
    stands at the real node; the drill ends in that moment.
    """

    def __init__(
        self,
        script: Script,
        ground: Ground,
        *,
        played: Collection[str] = SIDES,
        say: Callable[[str], None],
        real_alarm: Callable[[], bool] = lambda: False,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._script, self._ground = script, ground
        self._played, self._say, self._real_alarm = played, say, real_alarm
        self._every_s = look_every_s
        self._watch = Watch(script, ground.now())
        self._waiting = list(script.steps)
        self.refused: list[str] = []

    def run(self) -> Score:
        """Play to the end; gives the score."""
        begins = self._ground.now()
        ends = begins + timedelta(seconds=self._script.limit_s)
        interrupted = False
        self._say(f"{WORD} {WORD} {WORD}. {self._script.title}. Begins {begins:%H:%M:%S}Z.")
        while True:
            now = self._ground.now()
            if self._real_alarm():
                self._say(f"REAL ALARM at the real desk. The {WORD} is over. Go there now.")
                interrupted = True
                break
            self._look(now)
            self._do_due(now)
            if now >= ends or (not self._waiting and all(map(self._settled, self._script.expects))):
                break
            self._ground.wait(self._pause_s(now, ends))
        self._look(self._ground.now())
        return score(self._script, self._watch.facts, self._ground.now(), interrupted=interrupted)

    def _look(self, now: datetime) -> None:
        for side in SIDES:
            self._watch.look(side, self._ground.desk(side).desk(), now)

    def _due(self, step: Step) -> datetime | None:
        facts = [self._watch.facts[name] for name in step.after if name in self._watch.facts]
        return min(facts) + timedelta(seconds=step.delay_s) if facts else None

    def _do_due(self, now: datetime) -> None:
        for step in list(self._waiting):
            due = self._due(step)
            if due is not None and due <= now:
                self._waiting.remove(step)
                self._do(step, now, last=now >= due + AGAIN_FOR)

    def _do(self, step: Step, now: datetime, *, last: bool) -> None:
        """Do a step; one that its desk refuses is tried again until `last`: the word may not be there yet."""
        if step.do == "cut":
            self._ground.cut()
        elif step.do == "join":
            self._ground.join()
        elif step.party not in self._played:
            self._say(f"{now:%H:%M:%S}Z {WORD} card for {step.party.title()}: {step.card}")
            return
        else:
            try:
                act(step, self._ground.desk(step.party), self._watch.ids, now)
            except InputError as error:
                if not last:
                    self._waiting.append(step)
                    return
                self.refused.append(f"{step.name}: {error.what}")
                self._say(f"{now:%H:%M:%S}Z {WORD} {step.party.title()}, refused: {error.what}")
                return
        who = step.party.title() or "Control"
        self._say(f"{now:%H:%M:%S}Z {WORD} {who}: {step.card or step.do}")
        self._watch.did(f"did.{step.name}", now)

    def _settled(self, expect: Expect) -> bool:
        facts = self._watch.facts
        if expect.never:
            return True  # judged when all else is settled
        return any(name in facts for name in expect.facts) or (
            expect.after in facts
            and self._ground.now() > facts[expect.after] + timedelta(seconds=expect.within_s)
        )

    def _pause_s(self, now: datetime, ends: datetime) -> float:
        """Until the next step is due, but never longer than a look."""
        due = [one for step in self._waiting if (one := self._due(step)) is not None]
        left = min((*due, ends), default=ends) - now
        return max(0.2, min(self._every_s, left.total_seconds()))
