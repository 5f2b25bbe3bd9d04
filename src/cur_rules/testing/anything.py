"""Hypothesis strategies for journals of any kind: cases that go well, badly or nowhere, as the ones of real life.

`events` draws any event that the contract of the journal allows. `cases` draws the events of one case: a walk that
mostly does what the state allows, and now and then something else. For journals that keep the procedure, or breach
one duty of it, see `cur_rules.testing.strategies`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from cur_rules import EVENT, Event

Fields = dict[str, Any]

BODIES = ("minzdrav", "mintrans", "adm-tunka")
NETWORKS = ("vk", "ok")
ROLES = ("executor", "coordinator", "cur", "committee", "committee_chair")
MESSAGE = (
    "identified", "excluded", "routed", "executor_notified", "block_head_informed", "returned", "information_provided",
    "draft_submitted", "approved", "sent_back", "published", "reclassified", "unpublishable", "answer_assessed",
    "satisfaction_recorded", "crime_detected", "crime_reported", "resonance_flagged", "chair_informed",
    "head_informed",
)  # fmt: skip
STORY = ("story_proposed", "story_approved", "story_refused", "story_published", "story_reported")
RATING = ("rating_compiled", "rating_submitted", "rating_approved", "rating_returned", "rating_forwarded")
REPORT = ("report_submitted", "report_approved", "report_refused", "report_presented")
EVENTS = MESSAGE + STORY + RATING + REPORT
"""Every event of the contract's table, by procedure."""

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
"""Any text that is not white space alone; ids are opaque, so anything goes."""

FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
instants = st.timedeltas(timedelta(), LAST - FIRST).map(FIRST.__add__)
"""Any instant that surely has a date in the act's zone."""

_flags = st.booleans()
_shares = st.floats(0, 1) | st.sampled_from((0, 1))
_periods = st.builds("{:04d}Q{}".format, st.integers(1, 9999), st.integers(1, 4))


def _fields(given: Mapping[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(dict(given), optional=optional)


def _some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=len(values), unique=True)


@st.composite
def _routings(draw: st.DrawFn, body: st.SearchStrategy[str]) -> Fields:
    bodies = draw(st.lists(body, min_size=1, max_size=3, unique=True))
    one = _fields({}, stage=st.integers(1, 3), municipal=_flags)
    routing: Fields = {"executors": [{"body": name, **draw(one)} for name in bodies]}
    if draw(_flags):
        routing["responsible"] = draw(st.sampled_from(bodies))
    return routing


def fields_of(
    body: st.SearchStrategy[str],
    text: st.SearchStrategy[str],
    network: st.SearchStrategy[str],
    instant: st.SearchStrategy[Any],
    period: st.SearchStrategy[str],
) -> Mapping[str, st.SearchStrategy[Any]]:
    """Return a strategy for the own fields of each event of the contract's table.

    Args:
        body: Draws bodies.
        text: Draws other texts.
        network: Draws social networks.
        instant: Draws instants.
        period: Draws quarters.
    """
    drafts = st.sampled_from(("final", "interim"))
    return {
        "identified": _fields({"network": network}, topic=text, location=text, importance=text, shortened=_flags,
                              repeat_of=text, posted_at=instant, official_account=_flags),
        "excluded": _fields({"ground": st.sampled_from(("intent_to_harm", "obscene", "insulting", "threat"))}),
        "routed": _routings(body),
        "executor_notified": _fields({"body": body}),
        "block_head_informed": _fields({}),
        "returned": _fields({"body": body}, reason=text),
        "information_provided": _fields({"body": body, "to": _some(("responsible", "coordinator"))}),
        "draft_submitted": _fields({"body": body, "kind": drafts}),
        "approved": _fields({}, comment=text),
        "sent_back": _fields({}, comment=text),
        "published": _fields({"network": network}, evidence_available=_flags, evidence_attached=_flags,
                             measures_reported=_flags),
        "reclassified": _fields({"shortened": _flags}),
        "unpublishable": _fields({}, reason=text),
        "answer_assessed": _fields({"format": _shares, "substance": _shares}),
        "satisfaction_recorded": _fields({"score": _shares}),
        "crime_detected": _fields({}),
        "crime_reported": _fields({}, agency=text),
        "resonance_flagged": _fields({"kind": st.sampled_from(("widespread", "potential"))}),
        "chair_informed": _fields({}),
        "head_informed": _fields({}),
        "story_proposed": _fields({"body": body}),
        "story_approved": _fields({}, body=body),
        "story_refused": _fields({}, body=body, reasons=text),
        "story_published": _fields({"body": body}),
        "story_reported": _fields({"body": body, "to": _some(("cur", "committee"))}),
        "rating_compiled": _fields({"period": period}),
        "rating_submitted": _fields({}),
        "rating_approved": _fields({}),
        "rating_returned": _fields({}),
        "rating_forwarded": _fields({}),
        "report_submitted": _fields({"period": period}),
        "report_approved": _fields({}),
        "report_refused": _fields({}, proposals=text),
        "report_presented": _fields({"period": period}),
    }  # fmt: skip


_ANY = fields_of(texts, texts, texts, instants, _periods)


def make(case: str, name: str, at: datetime, own: Fields) -> Event:
    """Return an event of a type, given by name."""
    return EVENT.validate_python({"case": case, "event": name, "at": at, **own})


@st.composite
def events(draw: st.DrawFn, names: tuple[str, ...] = EVENTS) -> Event:
    """Draw any event of the given types that the contract allows."""
    name, at = draw(st.sampled_from(names)), draw(instants)
    common = _fields({}, id=texts, by=_fields({}, role=st.sampled_from(ROLES), body=texts, person=texts))
    own: Fields = {**draw(_ANY[name]), **draw(common)}
    if draw(_flags):
        own["notified_at"] = at + draw(st.timedeltas(timedelta(), LAST - at))
    return make(draw(texts), name, at, own)


START = datetime(2025, 6, 9, 1, tzinfo=UTC)
"""A Monday, 09:00 in Ulan-Ude; a holiday and a day off by transfer follow on Thursday and Friday."""

_BODY = st.sampled_from(BODIES)
_LIKELY = fields_of(
    _BODY,
    st.sampled_from(("дороги", "Улан-Удэ", "  ")),
    st.sampled_from(("vk", "vk", "vk", "ok")),
    st.just(START),
    st.sampled_from(("2025Q1", "2025Q2", "2023Q3")),
)
_LIKELY_BY = st.one_of(st.none(), st.none(), _fields({}, role=st.sampled_from(ROLES), body=_BODY))
_LIKELY_NOTICE = st.sampled_from((None, 0, 0, 0, 20, 90, 60 * 24 * 3))
_DAY = 86400
_GAPS = st.sampled_from(
    (1, 59, 60, 600, 600, 1799, 1800, 1801, 3599, 3600, 3601, 3900, 7200, 10801, 18000, 28800, _DAY, 2 * _DAY,
     4 * _DAY, 9 * _DAY, 10 * _DAY, 11 * _DAY)
)  # fmt: skip
_QUARTERS_END = st.sampled_from(
    (datetime(2023, 10, 6, 2, tzinfo=UTC), datetime(2025, 4, 10, 2, tzinfo=UTC), datetime(2025, 7, 11, 2, tzinfo=UTC))
)

_LIKELY_NEXT: Mapping[str, tuple[str, ...]] = {
    "": ("identified",),
    "identified": ("routed",),
    "routed": ("draft_submitted",) * 3 + ("executor_notified", "information_provided", "reclassified", "returned"),
    "returned": ("routed", "draft_submitted"),
    "draft_submitted": ("approved", "sent_back"),
    "approved": ("published",),
    "sent_back": ("draft_submitted",),
    "published": ("draft_submitted", "draft_submitted", "answer_assessed"),
    "story": ("story_proposed",),
    "story_proposed": ("story_approved", "story_refused"),
    "story_refused": ("story_proposed",),
    "story_approved": ("story_published",),
    "story_published": ("story_reported",),
    "rating": ("rating_compiled",),
    "rating_compiled": ("rating_submitted",),
    "rating_submitted": ("rating_approved", "rating_returned"),
    "rating_returned": ("rating_compiled",),
    "rating_approved": ("rating_forwarded",),
    "report": ("report_submitted",),
    "report_submitted": ("report_approved", "report_refused"),
    "report_refused": ("report_submitted",),
    "report_approved": ("report_presented",),
}
"""What likely comes after an event, or at the start of a procedure; the message's start is the empty name."""


_FOLLOWED = {
    "crime_detected": "crime_reported",
    "resonance_flagged": "chair_informed",
    "chair_informed": "head_informed",
    "routed": "executor_notified",
}
"""What is often followed by something that leads the case nowhere."""


@st.composite
def likely(draw: st.DrawFn, case: str, name: str, at: datetime) -> Event:
    """Draw an event of a type as a plausible journal has it."""
    own: Fields = dict(draw(_LIKELY[name]))
    by, minutes = draw(_LIKELY_BY), draw(_LIKELY_NOTICE)
    if by is not None:
        own["by"] = by
    if minutes is not None:
        own["notified_at"] = at + timedelta(minutes=minutes)
    return make(case, name, at, own)


@st.composite
def cases(
    draw: st.DrawFn, case: str = "A", *, begin: str | None = None, apart: bool = True, most: int = 14
) -> list[Event]:
    """Draw the events of one case in order of time.

    Args:
        draw: Hypothesis's own.
        case: The id of the case.
        begin: The procedure, "" for the message; any if None.
        apart: Whether no two events share an instant.
        most: At most so many events.
    """
    last = draw(st.sampled_from(("", "", "", "", "story", "rating", "report"))) if begin is None else begin
    procedure = {"": MESSAGE, "story": STORY, "rating": RATING, "report": REPORT}[last]
    at = (draw(_QUARTERS_END) if last == "report" else START) + timedelta(seconds=draw(_GAPS))
    found: list[Event] = []
    for _ in range(draw(st.integers(1, most))):
        luck, common = draw(st.integers(0, 19)), _LIKELY_NEXT.get(last, procedure)
        name = draw(st.sampled_from(common if luck < 16 else procedure if luck < 19 else EVENTS))
        found.append(draw(likely(case, name, at)))
        last = name if name in _LIKELY_NEXT and name in common else last
        at += timedelta(seconds=draw(_GAPS) * (1 if apart else draw(st.integers(0, 1))))
        if name in _FOLLOWED and luck % 2:
            found.append(draw(likely(case, _FOLLOWED[name], at)))
            at += timedelta(seconds=draw(_GAPS))
    return found


@st.composite
def journals(draw: st.DrawFn, *, apart: bool = True, begin: str | None = None) -> list[Event]:
    """Draw the events of up to three cases, one case after another."""
    names = ("A", "B", "Б")[: draw(st.integers(1, 3))]
    return [event for name in names for event in draw(cases(name, begin=begin, apart=apart))]


@st.composite
def moments(draw: st.DrawFn, journal: list[Event]) -> datetime:
    """Draw an instant at which a journal may be asked: around its events and the terms that follow them."""
    hours = draw(st.sampled_from((0, 0.5, 1, 2, 3, 4, 5, 8, 24, 24 * 9, 24 * 40, 24 * 400)))
    event = journal[draw(st.integers(0, len(journal) - 1))]
    return event.at + timedelta(hours=hours, seconds=draw(st.integers(-1, 1)))
