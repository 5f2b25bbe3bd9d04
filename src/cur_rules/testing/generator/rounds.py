"""What happens besides the messages: success stories, and after each quarter its rating and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.terms import quarter_end
from cur_rules.testing.generator import rates
from cur_rules.testing.generator import world as things
from cur_rules.testing.generator.days import HOUR, local, office_time
from cur_rules.testing.generator.script import COMMITTEE, CUR, Fields, Script

if TYPE_CHECKING:
    from cur_rules.testing.generator.dice import Dice
    from cur_rules.testing.generator.world import Body


class Quarter(NamedTuple):
    """A calendar quarter, by the number of quarters since the year 0."""

    number: int

    @property
    def period(self) -> str:
        """How the journal names it.

        >>> Quarter(2026 * 4).period
        '2026Q1'
        """
        year, quarter = divmod(self.number, 4)
        return f"{year:04}Q{quarter + 1}"

    @property
    def ends(self) -> int:
        """The midnight that ends it, in seconds since 1970."""
        return int(quarter_end(self.period, IRKUTSK).timestamp())


def ended_before(at: int) -> Quarter:
    """Return the last quarter that has ended at an instant, given in seconds since 1970."""
    moment = local(at)
    return Quarter(moment.year * 4 + (moment.month - 1) // 3 - 1)


def write_story(script: Script, dice: Dice, body: Body, at: int) -> None:
    """Write a success story that a body proposes soon after an instant."""
    published: int | None = office_time(at, 1, dice.random())
    if not dice.chance(rates.STORY_UNAPPROVED):
        published = _story_agreed(script, dice, body, at)
    if published is not None:
        script.write("story_published", published, body.by, body=body.id)
        _report_story(script, dice, body, published)


def _story_agreed(script: Script, dice: Dice, body: Body, at: int) -> int | None:
    """Write the proposals and decisions; return when the story is published, or None if it never is."""
    while True:
        proposed = office_time(at, 1, dice.random())
        script.write("story_proposed", proposed, body.by, body=body.id)
        at = office_time(proposed, dice.pick(rates.COMMITTEE_DAYS), dice.random())
        if not dice.chance(rates.STORY_REFUSED):
            script.write("story_approved", at, COMMITTEE, body=body.id)
            return office_time(at, 1 + dice.below(3), dice.random())
        own: Fields = {} if dice.chance(rates.REASONS_MISSING) else {"reasons": dice.one(things.REFUSAL_REASONS)}
        script.write("story_refused", at, COMMITTEE, body=body.id, **own)
        if not dice.chance(rates.PROPOSED_AGAIN):
            return None


def _report_story(script: Script, dice: Dice, body: Body, published: int) -> None:
    days = dice.pick(rates.STORY_REPORTED_AFTER)
    if not days:
        return
    at, to = office_time(published, days, dice.random()), ["cur", "committee"]
    if dice.chance(rates.STORY_IN_TWO_PARTS):
        script.write("story_reported", at, body.by, body=body.id, to=to[:1])
        at, to = at + dice.seconds(rates.RESONANCE_STEP), to[1:]
    elif dice.chance(rates.STORY_ONE_RECIPIENT):
        to = to[:1]
    script.write("story_reported", at, body.by, body=body.id, to=to)


def write_rating(script: Script, dice: Dice, quarter: Quarter) -> None:
    """Write the rating of a quarter, compiled again where the Committee gives it back."""
    at, returned = quarter.ends, dice.chance(rates.RATING_RETURNED)
    for event in ("rating_returned", "rating_approved") if returned else ("rating_approved",):
        at = office_time(at, 3 + dice.below(3), dice.random())
        script.write("rating_compiled", at, CUR, period=quarter.period)
        at = office_time(at, 1, dice.random())
        script.write("rating_submitted", at, CUR)
        at = office_time(at, 1 + dice.below(3), dice.random())
        script.write(event, at, COMMITTEE)
    script.write("rating_forwarded", office_time(at, 1, dice.random()), COMMITTEE)


def write_report(script: Script, dice: Dice, quarter: Quarter, *, refused: bool) -> None:
    """Write the report of a quarter, refused first or not."""
    at = office_time(quarter.ends, 1 + dice.below(2), dice.random())
    script.write("report_submitted", at, CUR, period=quarter.period)
    unapproved = dice.chance(rates.REPORT_UNAPPROVED)
    if refused:
        at = _refuse_report(script, dice, at)
        if not unapproved:
            script.write("report_submitted", at, CUR, period=quarter.period)
    if not unapproved:
        at = office_time(at, dice.pick(rates.COMMITTEE_DAYS), dice.random())
        script.write("report_approved", at, COMMITTEE)
    late = dice.pick(rates.REPORT_EXTRA_DAYS) if dice.chance(rates.REPORT_LATE) else 0
    presented = office_time(at, late, dice.random()) if late else at + int(HOUR * (1 + dice.random()))
    script.write("report_presented", presented, CUR, period=quarter.period)


def _refuse_report(script: Script, dice: Dice, at: int) -> int:
    """Write a refusal; return when the next text is ready."""
    own: Fields = {} if dice.chance(rates.PROPOSALS_MISSING) else {"proposals": dice.one(things.PROPOSALS)}
    at = office_time(at, dice.pick(rates.COMMITTEE_DAYS), dice.random())
    script.write("report_refused", at, COMMITTEE, **own)
    return at + int(HOUR * (1 + dice.random()))
