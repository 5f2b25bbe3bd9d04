"""A journal put together: messages as they come, what else happens, everything in order of time."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from cur_rules.testing.generator import rates
from cur_rules.testing.generator.days import HOUR, Flow
from cur_rules.testing.generator.dice import Dice
from cur_rules.testing.generator.message import Message
from cur_rules.testing.generator.rounds import Quarter, ended_before, write_rating, write_report, write_story
from cur_rules.testing.generator.script import Row, Script
from cur_rules.testing.generator.world import World, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator

AFTERWARDS = 2 * HOUR
"""How long after the last message the period ends."""

_BATCH = 250


class Journal:
    """The rows of a journal in order of time.

    It remembers the events that are still to come and the latest message to each body, nothing else.

    Args:
        cases: How many messages.
        seed: The same seed, the same journal.
        start: When the period begins, in seconds since 1970.
        bodies: How many bodies answer.
        weekly: How many messages an ordinary week brings.
    """

    def __init__(self, cases: int, seed: int, start: int, bodies: int, weekly: float) -> None:
        self.cases, self.seed, self.start = cases, seed, start
        self._dice = Dice(seed)
        self._world: World = make_world(self._dice, bodies)
        self._flow = Flow(start, weekly)
        self._ahead: list[tuple[int, int, Row]] = []
        self._pushed = 0
        self._stories = 0
        self._quarter = ended_before(start)

    def rows(self) -> Iterator[Row]:
        """Yield the rows; those after the end of the period are not known in it."""
        for number, at in enumerate(self._moments(), 1):
            self._close_quarters(at)
            yield from self._until(at)
            self._message(number, at)
            if self._dice.chance(1 / rates.STORY_EVERY):
                self._story(at)
        end = self._flow.moment(self.cases) + AFTERWARDS
        self._close_quarters(end)
        yield from self._until(end + 1)

    def _moments(self) -> Iterator[int]:
        """Yield when the messages come: by chance, but so many in so long."""
        for done in range(0, self.cases, _BATCH):
            count = min(_BATCH, self.cases - done)
            for place in sorted(self._dice.random() for _ in range(count)):
                yield self._flow.moment(done + count * place)

    def _until(self, at: int) -> Iterator[Row]:
        while self._ahead and self._ahead[0][0] < at:
            yield heappop(self._ahead)[2]

    def _script(self, case: str) -> Script:
        dice = self._dice
        return Script(case, numbered=dice.chance(rates.NUMBERED), attributed=dice.chance(rates.ATTRIBUTED))

    def _push(self, script: Script) -> None:
        # The running number keeps the order in which rows of one instant were written.
        for row in script.rows:
            self._pushed += 1
            heappush(self._ahead, (row["at"], self._pushed, row))

    def _message(self, number: int, at: int) -> None:
        script = self._script(f"M-{number:06}")
        Message(script, self._world, self._dice, at).write()
        self._push(script)

    def _story(self, at: int) -> None:
        self._stories += 1
        script = self._script(f"S-{self._stories:06}")
        write_story(script, self._dice, self._dice.pick(self._world.bodies), at)
        self._push(script)

    def _close_quarters(self, at: int) -> None:
        """Let the rounds of the quarters begin that have ended by then."""
        while self._quarter.ends <= at:
            self._close(self._quarter)
            self._quarter = Quarter(self._quarter.number + 1)

    def _close(self, quarter: Quarter) -> None:
        rating, report = self._script(f"R-{quarter.period}"), self._script(f"D-{quarter.period}")
        write_rating(rating, self._dice, quarter)
        # Every other report is refused at first, so that a short journal shows a refusal too.
        write_report(report, self._dice, quarter, refused=(quarter.number + self.seed) % 2 == 1)
        for script in (rating, report):
            if script.rows[0]["at"] >= self.start:
                self._push(script)
