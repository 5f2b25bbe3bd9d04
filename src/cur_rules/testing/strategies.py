"""Hypothesis strategies for journals that keep the procedure, and for journals that breach one duty of it.

What they draw shrinks to short readable cases: one message, in the morning of an ordinary Monday, without a round or
a body that is not needed. `events` draws single events of any type.

>>> from hypothesis import find
>>> [event.event for event in find(journals(breaching="18.processed"), lambda journal: True)]
['identified', 'excluded', 'published']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from hypothesis import strategies as st

from cur_rules.errors import UnknownDutyError
from cur_rules.events import Event
from cur_rules.testing import courses
from cur_rules.testing.anything import events, moments
from cur_rules.testing.courses import BREACHES

__all__ = ["BREACHES", "cases", "events", "journals", "moments"]

_COURSES: Mapping[str, Callable[[st.DrawFn, str, str | None], list[Event]]] = {
    "message": courses.message,
    "story": courses.story,
    "report": courses.report,
    "rating": courses.rating,
}


def _procedure_of(breaching: str) -> str:
    for procedure, duties in BREACHES.items():
        if breaching in duties:
            return procedure
    known = ", ".join(duty for duties in BREACHES.values() for duty in duties)
    raise UnknownDutyError(
        f"No journal can be drawn that breaches {breaching!r}.",
        hint=f"One of: {known}.",
        field="breaching",
        ru=f"Журнала с нарушением «{breaching}» нет. Можно: {known}.",
    )


def cases(
    case: str = "M1", *, breaching: str | None = None, procedure: str | None = None
) -> st.SearchStrategy[list[Event]]:
    """Draw the events of one case in order of time.

    Args:
        case: The id of the case.
        breaching: The one duty that it breaches, such as "9.draft"; none if None. A notice that is left out
            (`7.notify`, `6.notify_executor`, …) is a breach under the reading A70=separate.
        procedure: "message", "story", "report" or "rating"; any if None, that of the duty where one is breached.

    Raises:
        UnknownDutyError: No case can be drawn that breaches it; the message lists those that can.

    Source: the tables of the act.
    """
    chosen = _procedure_of(breaching) if breaching else procedure
    kinds = (chosen,) if chosen else tuple(_COURSES)

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Event]:
        return _COURSES[draw(st.sampled_from(kinds))](draw, case, breaching)

    return drawn()


def journals(*, breaching: str | None = None, most: int = 3) -> st.SearchStrategy[list[Event]]:
    """Draw the events of one to `most` cases, in order of time; the first of them breaches a duty if one is given.

    Args:
        breaching: The one duty that is breached, once or in each round; none if None.
        most: The greatest number of cases.

    Raises:
        UnknownDutyError: No journal can be drawn that breaches it; the message lists those that can.

    Source: the tables of the act.
    """
    first = cases("M1", breaching=breaching)

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Event]:
        found = draw(first)
        for number in range(2, draw(st.integers(1, most)) + 1):
            found += draw(cases(f"M{number}"))
        return sorted(found, key=_at)

    return drawn()


def _at(event: Event) -> datetime:
    return event.at
