"""Vectors whose expectation was worked out by hand from the act, each with its reasoning.

Nothing here was taken from what the library says; a test holds the library to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from cur_rules.testing.vectors.hand import MOSCOW, breached, by_hand, drafted, interim, met, published
from cur_rules.testing.vectors.paths import JOINT
from cur_rules.testing.vectors.vector import Vector

__all__ = ["reviewed"]


def _hours() -> Iterator[Vector]:
    day = "10.06.2025"
    yield by_hand(
        "draft-at-the-last-instant",
        day,
        drafted("14:00"),
        "14:30",
        "Clause 8: eight hours from 09:00 end at 17:00. Clause 9: three hours before that is 14:00, and "
        "bounds are inclusive.",
        met("9.draft", due="2025-06-10T14:00:00+08:00"),
        state="on_approval",
    )
    yield by_hand(
        "draft-a-second-late",
        day,
        drafted("14:00:01"),
        "14:30",
        "The term of clause 9 ended at 14:00:00; the draft came one second later. Clause 20: the Executor and"
        " the head answer.",
        breached("9.draft", late_s=1, liable=["executor", "body_head"]),
        state="on_approval",
    )
    yield by_hand(
        "draft-late-as-told-from-moscow",
        day,
        drafted("14:00:01"),
        "14:30",
        "The same instants with the offset of Moscow: an instant is the same whatever its offset.",
        breached("9.draft", late_s=1, due="2025-06-10T14:00:00+08:00"),
        zone=MOSCOW,
    )
    yield by_hand(
        "answer-at-the-last-instant",
        day,
        [
            *drafted("14:00"),
            ("15:00", "sent_back"),
            ("16:00", "draft_submitted"),
            ("17:00", "approved"),
            ("17:00", "published"),
        ],
        "18:00",
        "Draft 14:00, decision due 15:00, rework due 16:00, decision due 17:00, answer due 17:00: each at its"
        " last instant.",
        met("8.answer", due="2025-06-10T17:00:00+08:00"),
        met("9.draft"),
        met("11.rework", round=1),
        met("10.decision", round=1),
        met("10.decision", round=2),
        met("12.publication"),
        state="answered",
    )
    yield by_hand(
        "answer-a-second-late",
        day,
        [
            *drafted("14:00"),
            ("15:00", "sent_back"),
            ("16:00", "draft_submitted"),
            ("17:00", "approved"),
            ("17:00:01", "published"),
        ],
        "18:00",
        "Eight hours from 09:00 end at 17:00:00. The half hour of clause 12 from 17:00 still runs, and does not help.",
        breached("8.answer", late_s=1),
        met("12.publication"),
    )
    yield by_hand(
        "shortened-term",
        day,
        [
            ("09:00", "identified", {"shortened": True}),
            ("09:10", "routed"),
            ("11:30", "draft_submitted"),
            ("12:00", "approved"),
            ("13:00:01", "published"),
        ],
        "14:00",
        "Clause 13: four hours from 09:00 end at 13:00; 12:00 and half an hour (clause 12) end at 12:30. Both"
        " are exceeded.",
        breached("13.answer", due="2025-06-10T13:00:00+08:00", late_s=1),
        breached("12.publication", late_s=1801),
    )
    yield by_hand(
        "decision-not-made",
        day,
        drafted("10:00"),
        "11:00:01",
        "Clause 10: an hour from the draft at 10:00 ends at 11:00; a second later nothing is decided.",
        breached("10.decision", due="2025-06-10T11:00:00+08:00", late_s=1, owner={"role": "coordinator", "body": None}),
    )
    yield by_hand(
        "decision-still-due",
        day,
        drafted("10:00"),
        "11:00",
        "At the last instant of the hour the decision is not yet late.",
        {"duty": "10.decision", "verdict": "running"},
    )
    yield by_hand(
        "return-in-half-an-hour",
        day,
        [("09:00", "identified"), ("09:10", "routed"), ("09:40", "returned")],
        "10:00",
        "Clause 7: thirty minutes from 09:10 end at 09:40.",
        met("7.return", due="2025-06-10T09:40:00+08:00"),
        state="returned",
    )
    yield by_hand(
        "return-moves-no-term",
        day,
        [
            ("09:00", "identified"),
            ("09:10", "routed"),
            ("09:40", "returned"),
            ("10:00", "routed"),
            ("14:30", "draft_submitted"),
        ],
        "15:00",
        "A return does not begin the eight hours anew (question A12): the draft was due at 14:00, not at 15:00.",
        breached("9.draft", late_s=1800),
    )


def _days() -> Iterator[Vector]:
    yield by_hand(
        "final-draft-over-russia-day",
        "09.06.2025",
        interim(),
        "20.06.2025 12:00",
        "Interim answer on Mon 9 June. Counted: 10 (1), 11 (2); 12 Russia Day, 13 moved from 8 March, 14-15 weekend; "
        "16 (3), 17 (4), 18 (5), 19 (6), 20 (7). The term ends at the midnight after 20 June.",
        {"duty": "14.final_draft", "last_day": "2025-06-20", "due": "2025-06-21T00:00:00+08:00"},
    )
    yield by_hand(
        "final-draft-over-sagaalgan",
        "27.02.2025",
        interim(),
        "28.02.2025 12:00",
        "Interim answer on Thu 27 February. Counted: 28 (1); 1 March is Sagaalgan on a Saturday, so Mon 3 "
        "March is off too; "
        "4 (2), 5 (3), 6 (4), 7 (5), 8-9 weekend, 10 (6), 11 (7).",
        {"duty": "14.final_draft", "verdict": "running", "last_day": "2025-03-11", "due": "2025-03-12T00:00:00+08:00"},
    )
    yield by_hand(
        "final-draft-over-may-holidays",
        "26.04.2024",
        interim(),
        "27.04.2024 12:00",
        "Interim answer on Fri 26 April 2024. Sat 27 is worked (1); 29 and 30 April are off by transfer, 1 "
        "May is a holiday; "
        "2 (2), 3 (3), 4-5 weekend, 6 (4), 7 (5), 8 (6), 9 a holiday, 10 off by transfer, 11-12 weekend, 13 (7).",
        {"duty": "14.final_draft", "verdict": "running", "last_day": "2024-05-13", "due": "2024-05-14T00:00:00+08:00"},
    )
    yield by_hand(
        "final-draft-over-new-year",
        "27.12.2024",
        interim(),
        "28.12.2024 12:00",
        "Interim answer on Fri 27 December 2024. Sat 28 is worked (1); 29 Sunday, 30-31 off by transfer, 1-8 "
        "January holidays; "
        "9 (2), 10 (3), 11-12 weekend, 13 (4), 14 (5), 15 (6), 16 (7).",
        {"duty": "14.final_draft", "verdict": "running", "last_day": "2025-01-16", "due": "2025-01-17T00:00:00+08:00"},
    )
    yield by_hand(
        "final-draft-on-the-last-day",
        "09.06.2025",
        [*interim(), ("20.06.2025 23:59", "draft_submitted")],
        "21.06.2025 00:30",
        "The seventh working day is 20 June if the count begins on the day after the interim answer, 19 June "
        "if it begins on "
        "that day itself (question A31): in time under one reading, late under the other.",
        {"duty": "14.final_draft", "verdict": "disputed", "depends_on": ["A31"]},
    )
    yield by_hand(
        "final-draft-after-the-last-day",
        "09.06.2025",
        [*interim(), ("21.06.2025 00:00:01", "draft_submitted")],
        "21.06.2025 00:30",
        "Later than 20 June it is late under either reading of question A31; by one second under the default.",
        breached("14.final_draft", late_s=1),
    )
    yield by_hand(
        "interim-as-told-in-utc",
        "31.03.2025",
        interim(),
        "01.04.2025 12:00",
        "Given in UTC, 09:40 in Ulan-Ude is 01:40 of the same day. Counted from Tue 1 April: 1, 2, 3, 4, 7, "
        "8, 9 April.",
        {"duty": "14.final_draft", "last_day": "2025-04-09", "due": "2025-04-10T00:00:00+08:00"},
        zone=UTC,
    )
    yield by_hand(
        "story-decision-in-two-working-days",
        "11.06.2025",
        [("10:00", "story_proposed")],
        "17.06.2025 12:00",
        "Proposed on Wed 11 June. 12 Russia Day, 13 moved, 14-15 weekend; 16 (1), 17 (2): until the midnight "
        "after 17 June.",
        {"duty": "23.decision", "verdict": "running", "last_day": "2025-06-17", "due": "2025-06-18T00:00:00+08:00"},
    )
    yield by_hand(
        "report-before-the-fifteenth",
        "02.04.2025",
        [("10:00", "report_submitted"), ("11:00", "report_approved"), ("14.04.2025 23:00", "report_presented")],
        "16.04.2025 10:00",
        "The report of the first quarter is due before 15 April: 14 April, a Monday, is in time under every reading.",
        met("25.presentation"),
        met("25.approval"),
        state="presented",
    )
    yield by_hand(
        "report-on-the-fifteenth",
        "02.04.2025",
        [("10:00", "report_submitted"), ("11:00", "report_approved"), ("15.04.2025 10:00", "report_presented")],
        "16.04.2025 10:00",
        "Whether the 15th itself is in time is question A62; the 15th is a Tuesday, so A63 decides nothing.",
        {"duty": "25.presentation", "verdict": "disputed", "depends_on": ["A62"]},
    )


def _facts() -> Iterator[Vector]:
    day = "10.06.2025"
    yield by_hand(
        "published-without-approval",
        day,
        [*drafted("10:00"), ("10:20", "published")],
        "11:00",
        "Clause 5: only what is approved may be published. A portal refuses it; a journal that has it shows a breach, "
        "and the answer is out all the same.",
        breached("5.approval"),
        state="on_approval",
        refused=[3],
    )
    yield by_hand(
        "answered-although-excluded",
        day,
        [("09:00", "identified"), ("09:10", "excluded"), ("09:30", "published")],
        "10:00",
        "Clause 18: an excluded message gets no answer.",
        breached("18.processed"),
        state="excluded",
        refused=[2],
    )
    yield by_hand(
        "answered-in-another-network",
        day,
        published("10:40", network="ok"),
        "11:00",
        "Clause 12: the answer goes where the message stands, in VKontakte; it went to Odnoklassniki.",
        breached("12.network"),
        met("5.approval"),
        state="answered",
    )
    yield by_hand(
        "message-of-another-network",
        day,
        [("09:00", "identified", {"network": "tg"}), ("09:10", "routed")],
        "11.06.2025 09:00",
        "Clause 1 names two networks; a message of a third owes nothing, and that is said for information.",
        {"duty": "1.scope", "verdict": "advisory"},
    )
    yield by_hand(
        "silence-about-a-draft",
        day,
        [("09:00", "identified"), ("09:10", "routed"), ("10:00", "draft_submitted", {"notified_at": None})],
        "10:30",
        "Clause 9 wants the Coordinator told. The journal does not say: what silence means is question A70.",
        {"duty": "9.notify", "verdict": "disputed", "depends_on": ["A70"]},
    )
    yield by_hand(
        "approved-before-a-draft",
        day,
        [("09:00", "identified"), ("09:10", "routed"), ("09:20", "approved")],
        "09:30",
        "There is nothing to approve before a draft: the event is out of order, and the message stays routed.",
        breached("order"),
        state="routed",
        refused=[2],
    )
    yield by_hand(
        "information-to-one-of-two",
        day,
        [
            ("09:00", "identified"),
            ("09:10", "routed", JOINT),
            ("10:00", "information_provided", {"to": ["coordinator"]}),
        ],
        "11:00",
        "Clause 15: the part of a joint answer goes to the responsible body and to the Coordinator; one of "
        "them did not get it. "
        "Its two hours from 09:10 still run.",
        breached("15.recipients"),
        {"duty": "15.information", "verdict": "running", "due": "2025-06-10T11:10:00+08:00"},
    )
    yield by_hand(
        "repeat-without-measures",
        day,
        [("09:00", "identified", {"repeat_of": "M0"}), *published("10:40")[1:]],
        "11:00",
        "Clause 16: the answer to a repeated message tells what has been done; this one does not.",
        breached("16.content"),
    )
    yield by_hand(
        "municipal-body",
        day,
        [
            ("09:00", "identified"),
            ("09:10", "routed", {"executors": [{"body": "minzdrav", "municipal": True}]}),
            ("14:00:01", "draft_submitted"),
        ],
        "14:30",
        "The terms of a municipal body are the same, and for it they are recommended.",
        breached("9.draft", binding="recommended", late_s=1),
    )
    yield by_hand(
        "unpublishable-in-time",
        day,
        [("09:00", "identified"), ("09:10", "routed"), ("12:00", "unpublishable")],
        "11.06.2025 09:00",
        "At 12:00 neither the draft (14:00) nor the answer (17:00) was late: nothing of it is owed any more.",
        state="unpublishable",
    )


def reviewed() -> Iterator[Vector]:
    """Yield the vectors that were worked out by hand."""
    yield from _hours()
    yield from _days()
    yield from _facts()
