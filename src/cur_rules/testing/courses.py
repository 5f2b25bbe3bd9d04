"""How a case goes that keeps the procedure, or breaches one duty of it: what the strategies for journals draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from cur_rules.acts.buryatia_288 import IRKUTSK
from cur_rules.deadline import term
from cur_rules.events import EVENT, Event
from cur_rules.terms import quarter_end

__all__ = ["BREACHES", "message", "rating", "report", "story"]

MINUTE = timedelta(minutes=1)

BREACHES: Mapping[str, tuple[str, ...]] = {
    "message": (
        "5.approval", "5.actor", "6.fields", "6.notify_executor", "6.inform_block_head", "7.return", "7.notify",
        "8.answer", "9.draft", "9.notify", "10.decision", "10.notify", "11.rework", "11.notify", "12.publication",
        "12.network", "13.answer", "14.final_draft", "15.information", "15.recipients", "15.responsible",
        "16.content", "17.evidence", "18.processed", "order",
    ),
    "story": ("23.decision", "23.report", "23.approval", "23.reasons", "23.recipients"),
    "report": ("25.presentation", "25.decision", "25.approval", "25.proposals"),
}  # fmt: skip
"""The duties that a journal can be asked to breach, by procedure.

A breach of `15.recipients` or `23.recipients` leaves the information undone: past its term, that is breached as well.
"""

_DAYS = st.sampled_from(
    [datetime(2025, 6, 9, tzinfo=IRKUTSK), datetime(2025, 2, 26, tzinfo=IRKUTSK), datetime(2024, 4, 26, tzinfo=IRKUTSK)]
)
_BOTH = ["responsible", "coordinator"]


class _Pen:
    """Writes the events of a case, one after another, with the time that passes between them."""

    def __init__(self, draw: st.DrawFn, case: str, at: datetime, breaching: str | None) -> None:
        self.draw = draw
        self.case = case
        self.at = at
        self.breaching = breaching
        self.events: list[Event] = []

    def write(self, event: str, role: str, doer: str | None = None, *, notice: str = "", **fields: Any) -> datetime:
        """Enter an event; `notice` is the duty to tell of it, where there is one."""
        given: dict[str, Any] = {"case": self.case, "event": event, "at": self.at, "by": {"role": role}, **fields}
        if doer is not None:
            given["by"]["body"] = doer
        if notice and notice != self.breaching:
            given["notified_at"] = self.at
        self.events.append(EVENT.validate_python(given))
        return self.at

    def wait(self, duty: str, started_at: datetime, *, until: datetime | None = None) -> None:
        """Let time pass: past the term of a duty if that is to be breached, else some of what is left of it."""
        ends = _ends(duty, started_at)
        if duty == self.breaching:
            self.at = max(ends) + MINUTE * self.draw(st.integers(1, 20))
            return
        left = (min([*ends, until] if until else ends) - self.at) // MINUTE
        self.at += MINUTE * self.draw(st.integers(0, max(0, left)))

    def wrong(self, duty: str) -> bool:
        """Tell whether a duty is the one to breach."""
        return duty == self.breaching

    def maybe(self, *duties: str) -> bool:
        """Draw whether something happens that nobody owes; it must, where one of these duties is to be breached."""
        return self.breaching in duties or self.draw(st.booleans())


def _ends(duty: str, started_at: datetime) -> list[datetime]:
    """Return when a term ends under each of its open readings, the default first."""
    found = term(duty, started_at)
    open_ones = [at for key, at in found.alternatives.items() if key.split("=")[0] in ("A31", "A60", "A62", "A63")]
    return [at for at in (found.due, *open_ones) if at is not None]


# --- a message ----------------------------------------------------------------------------------------


def message(draw: st.DrawFn, case: str, breaching: str | None) -> list[Event]:
    """Draw the events of a message."""
    day = draw(_DAYS)
    pen = _Pen(draw, case, day + timedelta(hours=9), breaching)
    shortened = breaching == "13.answer" or (breaching is None and draw(st.booleans()))
    found = _identify(pen, shortened)
    if breaching == "18.processed" or (breaching is None and draw(st.integers(0, 5)) == 5):
        _exclude(pen)
        return pen.events
    bodies = _route(pen)
    _prepare(pen, found, bodies, shortened)
    _publish(pen, bodies[0])
    if pen.events[-1].event == "published" and _kind(pen) == "interim":
        _finish(pen, bodies[0])
    return pen.events


def _kind(pen: _Pen) -> str:
    return next(event.kind for event in reversed(pen.events) if event.event == "draft_submitted")


def _identify(pen: _Pen, shortened: bool) -> datetime:
    fields: dict[str, Any] = {"topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}
    if pen.wrong("6.fields"):
        del fields["location"]
    if shortened:
        fields["shortened"] = True
    if pen.wrong("16.content"):
        fields["repeat_of"] = "M-0"
    return pen.write("identified", "coordinator", network=pen.draw(st.sampled_from(("vk", "ok"))), **fields)


def _exclude(pen: _Pen) -> None:
    pen.write("excluded", "coordinator", ground="threat")
    if pen.wrong("18.processed"):
        network = pen.events[0].network  # type: ignore[union-attr]
        pen.write("published", "executor", "minzdrav", network=network)


def _route(pen: _Pen) -> list[str]:
    """Route the message; now and then the first body returns it, or a second one is to help."""
    if pen.maybe("7.return", "7.notify"):
        at = _send(pen, ["minstroy"])
        pen.wait("7.return", at, until=at + 30 * MINUTE)
        pen.write("returned", "executor", "minstroy", notice="7.notify", body="minstroy")
    bodies = ["minzdrav"]
    if pen.maybe("15.information", "15.recipients", "15.responsible"):
        bodies.append("mintrans")
    at = _send(pen, bodies)
    if len(bodies) > 1:
        pen.wait("15.information", at, until=at + 20 * MINUTE)
        to = _BOTH[:1] if pen.wrong("15.recipients") else _BOTH
        pen.write("information_provided", "executor", "mintrans", body="mintrans", to=to)
    return bodies


def _send(pen: _Pen, bodies: list[str]) -> datetime:
    fields: dict[str, Any] = {"executors": [{"body": body} for body in bodies]}
    if len(bodies) > 1 and not pen.wrong("15.responsible"):
        fields["responsible"] = bodies[0]
    first = all(event.event != "routed" for event in pen.events)
    at = pen.write("routed", "cur" if first and pen.wrong("5.actor") else "coordinator", **fields)
    for body in () if pen.wrong("6.notify_executor") else bodies:
        pen.write("executor_notified", "coordinator", body=body)
    if first and not pen.wrong("6.inform_block_head"):
        pen.write("block_head_informed", "cur")
    return at


def _prepare(pen: _Pen, found: datetime, bodies: list[str], shortened: bool) -> None:
    """Draft, decide and rework until the draft is approved."""
    interim = pen.wrong("14.final_draft") or (not pen.wrong("16.content") and pen.draw(st.booleans()))
    kind = "interim" if interim else "final"
    answer = _ends("13.answer" if shortened else "8.answer", found)[0]
    if pen.wrong("order"):
        pen.write("approved", "coordinator", notice="10.notify")
    if shortened:
        pen.at += MINUTE * pen.draw(st.integers(0, 60))
    elif pen.wrong("8.answer"):
        pen.at = answer - timedelta(hours=3)
    else:
        pen.wait("9.draft", found, until=found + timedelta(hours=4))
    at = _submit(pen, bodies[0], kind, "9.notify")
    if pen.maybe("8.answer", "11.rework", "11.notify"):
        pen.wait("10.decision", at, until=at + 30 * MINUTE)
        at = pen.write("sent_back", "coordinator", notice="10.notify", comment="уточнить срок")
        pen.wait("11.rework", at, until=at + 30 * MINUTE)
        at = _submit(pen, bodies[0], kind, "11.notify")
    if pen.wrong("5.approval"):
        return
    if _late_answer(pen):
        at = _drag(pen, at, answer, bodies[0], kind)
    else:
        pen.wait("10.decision", at, until=at + 30 * MINUTE)
    pen.write("approved", "coordinator", notice="10.notify")


def _late_answer(pen: _Pen) -> bool:
    """Tell whether the answer itself is to be late, everything before it being in time."""
    return pen.wrong("8.answer") or pen.wrong("13.answer")


def _drag(pen: _Pen, at: datetime, answer: datetime, body: str, kind: str) -> datetime:
    """Let round follow round, each in time, until the answer is nearly due."""
    while answer - at > timedelta(hours=1):
        pen.at = min(at + timedelta(hours=1), answer - 2 * MINUTE)
        pen.at = pen.write("sent_back", "coordinator", notice="10.notify", comment="уточнить срок")
        at = _submit(pen, body, kind, "11.notify")
    pen.at = answer - MINUTE
    return at


def _submit(pen: _Pen, body: str, kind: str, notice: str) -> datetime:
    return pen.write("draft_submitted", "executor", body, notice=notice, body=body, kind=kind)


def _publish(pen: _Pen, body: str) -> None:
    approved_at = pen.at
    if _late_answer(pen):
        pen.at += MINUTE * pen.draw(st.integers(2, 20))
    elif not pen.wrong("5.approval"):
        pen.wait("12.publication", approved_at, until=approved_at + 20 * MINUTE)
    first: Any = pen.events[0]
    network = {"vk": "ok", "ok": "vk"}[first.network] if pen.wrong("12.network") else first.network
    fields: dict[str, Any] = {"network": network}
    if pen.wrong("17.evidence"):
        fields["evidence_available"] = True
    pen.write("published", "executor", body, **fields)


def _finish(pen: _Pen, body: str) -> None:
    """Give the final answer within seven working days of the interim one."""
    breaching, interim_at = pen.breaching, pen.at
    pen.breaching = breaching if breaching == "14.final_draft" else None
    pen.wait("14.final_draft", interim_at)
    at = _submit(pen, body, "final", "9.notify")
    pen.breaching = None
    pen.wait("10.decision", at, until=at + 30 * MINUTE)
    at = pen.write("approved", "coordinator", notice="10.notify")
    pen.wait("12.publication", at)
    network = pen.events[0].network  # type: ignore[union-attr]
    pen.write("published", "executor", body, network=network)
    pen.breaching = breaching


# --- the other procedures -------------------------------------------------------------------------------


def story(draw: st.DrawFn, case: str, breaching: str | None) -> list[Event]:
    """Draw the events of a success story."""
    pen = _Pen(draw, case, draw(_DAYS) + timedelta(hours=9), breaching)
    if not pen.wrong("23.approval"):
        _agree_on_story(pen)
    at = pen.write("story_published", "executor", "minzdrav", body="minzdrav")
    pen.wait("23.report", at)
    to = ["cur"] if pen.wrong("23.recipients") else ["cur", "committee"]
    pen.write("story_reported", "executor", "minzdrav", body="minzdrav", to=to)
    return pen.events


def _agree_on_story(pen: _Pen) -> None:
    at = pen.write("story_proposed", "executor", "minzdrav", body="minzdrav")
    if pen.maybe("23.reasons"):
        pen.write("story_refused", "committee", **({} if pen.wrong("23.reasons") else {"reasons": "нет итогов"}))
        at = pen.write("story_proposed", "executor", "minzdrav", body="minzdrav")
    pen.wait("23.decision", at)
    pen.write("story_approved", "committee")


def report(draw: st.DrawFn, case: str, breaching: str | None) -> list[Event]:
    """Draw the events of a quarterly report."""
    year, quarter = draw(st.sampled_from(((2025, 1), (2025, 2), (2024, 3))))
    period = f"{year}Q{quarter}"
    end = quarter_end(period, IRKUTSK)
    pen = _Pen(draw, case, end.astimezone(IRKUTSK) + timedelta(hours=9), breaching)
    if not pen.wrong("25.approval"):
        _agree_on_report(pen, period)
    pen.wait("25.presentation", end)
    pen.write("report_presented", "cur", period=period)
    return pen.events


def _agree_on_report(pen: _Pen, period: str) -> None:
    at = pen.write("report_submitted", "cur", period=period)
    if pen.maybe("25.proposals"):
        fields = {} if pen.wrong("25.proposals") else {"proposals": "добавить каналы"}
        pen.write("report_refused", "committee", **fields)
        at = pen.write("report_submitted", "cur", period=period)
    pen.wait("25.decision", at)
    pen.write("report_approved", "committee")


def rating(draw: st.DrawFn, case: str, breaching: str | None) -> list[Event]:
    """Draw the events of a rating; it has no term and no duty but its order."""
    pen = _Pen(draw, case, draw(_DAYS) + timedelta(hours=9), breaching)
    pen.write("rating_compiled", "cur", period="2025Q1")
    pen.write("rating_submitted", "cur")
    if pen.draw(st.booleans()):
        pen.write("rating_returned", "committee")
        pen.write("rating_compiled", "cur", period="2025Q1")
        pen.write("rating_submitted", "cur")
    pen.write("rating_approved", "committee")
    pen.write("rating_forwarded", "committee")
    return pen.events
