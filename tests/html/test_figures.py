"""The figures of the page, for any journal."""

from __future__ import annotations

import contextlib
import io
import pickle
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules.audit import Auditor, Counts
from cur_rules.events import Event
from cur_rules.extras.page.axis import Axis
from cur_rules.extras.page.figures import WORST, Durations, Figures
from cur_rules.extras.page.form import HtmlForm
from cur_rules.testing.anything import events, instants, journals, moments
from tests.html.reading import Reading


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Event], datetime]:
    """Draw a journal, or events of any year, and the instant at which it is asked."""
    anything = st.lists(events(), min_size=1, max_size=6).map(lambda some: [replace(one, case="M") for one in some])
    journal = draw(journals(apart=False) | anything)
    return journal, draw(moments(journal))


lengths = st.timedeltas(timedelta(), timedelta(days=4000))


def gathered(events: list[Event], as_of: datetime) -> tuple[HtmlForm, Auditor]:
    """Audit events for a page."""
    auditor = Auditor(as_of=as_of)
    for event in events:
        auditor.feed(event)
    form = HtmlForm("ru", auditor)
    for finding in auditor.findings(met=False, watch=form.watch):
        form.put(form.block(finding))
    return form, auditor


@settings(max_examples=40, deadline=None)
@given(questions(), st.integers(1, 3))
def test_the_parts_of_a_journal_add_up_to_the_whole(asked: tuple[list[Event], datetime], parts: int) -> None:
    """Cases dealt out to processes and sent back give the figures and the counts of one process."""
    journal, as_of = asked
    whole, auditor = gathered(journal, as_of)
    order = sorted({event.case for event in journal})
    merged, counts = Figures(), Counts()
    for part in reversed(range(parts)):
        form, one = gathered([event for event in journal if order.index(event.case) % parts == part], as_of)
        merged.merge(pickle.loads(pickle.dumps(form.figures)))
        counts.merge(one.counts)
    assert merged == whole.figures
    assert counts == auditor.counts
    assert len(merged.worst) <= WORST
    assert merged.worst == sorted(merged.worst, key=lambda one: (-one.late, one.case))
    assert merged.answers.total == sum((one.total for one in merged.stages.values()), timedelta())


@settings(max_examples=40, deadline=None)
@given(questions())
def test_every_journal_makes_a_page(asked: tuple[list[Event], datetime]) -> None:
    """Whatever happened and whenever it is asked, the page is whole and its links land."""
    form, auditor = gathered(*asked)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        form.end(auditor.counts, auditor.receipt(), [])
    found = Reading(out.getvalue())
    assert found.open == []
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)


@given(st.lists(instants, min_size=1))
def test_an_axis_keeps_the_order_of_time_and_stays_within(marks: list[datetime]) -> None:
    """Later is further right, between 1.5 and 98.5 percent; what is broken is longer than all that is not."""
    axis = Axis(marks)
    places = [axis.at(mark) for mark in sorted(set(marks))]
    assert places == sorted(places)
    assert places[0] == 1.5
    assert places[-1] <= 98.5001
    broken = sum((gap.length for gap in axis.breaks), timedelta())
    unbroken = max(marks) - min(marks) - broken
    assert all(gap.length > unbroken >= timedelta(hours=2) for gap in axis.breaks)


@given(st.lists(lengths, min_size=1), st.lists(lengths), st.integers(1, 100))
def test_a_quantile_is_one_of_the_lengths_to_the_minute(
    some: list[timedelta], more: list[timedelta], percent: int
) -> None:
    """The nearest rank: at least so many percent are no longer, and fewer are shorter; parts may be merged."""
    durations, others = Durations(), Durations()
    for length in some:
        durations.add(length)
    for length in more:
        others.add(length)
    durations.merge(others)
    found, ordered = durations.quantile(percent), sorted([*some, *more])
    expected = ordered[max(-(-len(ordered) * percent // 100), 1) - 1]
    assert timedelta() <= expected - found < timedelta(minutes=1)
    assert expected >= timedelta(hours=1) or expected - found < timedelta(seconds=1)
    assert durations.total == sum(ordered, timedelta())
    assert durations.count == len(ordered)
