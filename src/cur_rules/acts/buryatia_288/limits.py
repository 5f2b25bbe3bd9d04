"""What each duty is, in rows: when it begins, how long it runs, what does it, who owes it, under which norm.

A cell that a question of the register decides is written as a choice; the first option is the default.
"""

from __future__ import annotations

from datetime import timedelta

from cur_rules.regulation import (
    AtOnce,
    Before,
    Check,
    DayOfMonth,
    Delivery,
    Elapsed,
    Informing,
    Limit,
    Notice,
    On,
    Scope,
    WorkingDays,
    choice,
)

# What the questions decide.
_HOURS = choice("A01", continuous="continuous", working_hours="office")
_DAY_END = choice("A72", midnight="midnight", office_hours="office")
_RECEIPT = choice("A09", notice="receipt_by_notice", routing="receipt_by_routing")
_ANSWER_START = choice("A12", no_restart="identified", restart="rerouted")
_SINCE_CHANGE = choice("A29", from_identification="", from_change="made_shortened")
_SHORTENED_DRAFT = choice("A15", none="standard", three_hours_before="")
_ALSO_RESPONSIBLE = choice("A25", no="never", yes="")
_REWORK_START = choice("A20", sending="event", notice="notice")
_FINAL_DONE = choice(
    "A33", to_draft=(On("draft_submitted", "final_draft"),), to_publication=(On("published", "final_answer"),)
)
_AFTER_INTERIM = choice("A36", no_extension="not_repeat", seven_days="")
_INTERIM_FIRST_DAY = choice("A31", next_working_day="next", same_day="same")
_STORY_FIRST_DAY = choice("A60", next_working_day="next", same_day="same")
_FIFTEENTH = choice("A62", exclusive=14, inclusive=15)
_FIFTEENTH_OFF = choice("A63", backward="backward", none="none", forward="forward")
_SILENCE = choice("A70", separate="breached", automatic="met")

_LIABLE = ("executor", "body_head")  # norm 20.2: both, each in full, for terms towards the Coordinator
_GONE = ("unpublishable",)
_GONE_OR_OUT = ("unpublishable", "irregular")


def _for(*, hours: int = 0, minutes: int = 0) -> Elapsed:
    return Elapsed(timedelta(hours=hours, minutes=minutes), _HOURS)


SCOPE = Scope("1.scope", "1.2", ("ok", "vk"), choice("A48", closed_list="advisory", extended="everything"))

# fmt: off
LIMITS = (
    Limit("7.return", "7.1", (On("returned"),), _for(minutes=30), (On("returned"),), "body",
          starts=_RECEIPT, repeats="each"),
    Limit("8.answer", "8.1", (On("identified"),), _for(hours=8), (On("published"),), "answering",
          starts=_ANSWER_START, owed="standard", lapses=_GONE),
    Limit("13.answer", "13.1", (On("identified"),), _for(hours=4), (On("published"),), "answering",
          starts=_ANSWER_START, not_before=_SINCE_CHANGE, owed="shortened", lapses=_GONE),
    Limit("9.draft", "9.3", (On("identified"),), Before(("8.answer", "13.answer"), timedelta(hours=3), _HOURS),
          (On("draft_submitted"),), "answering", owed=_SHORTENED_DRAFT, lapses=_GONE_OR_OUT, liable=_LIABLE),
    Limit("10.decision", "10.1", (On("draft_submitted"),), _for(hours=1), (On("approved"), On("sent_back")), "coordinator",
          repeats="rounds", lapses=_GONE_OR_OUT),
    Limit("11.rework", "11.1", (On("sent_back"),), _for(hours=1), (On("draft_submitted"),), "answering",
          starts=_REWORK_START, repeats="rounds", lapses=_GONE_OR_OUT, liable=_LIABLE),
    Limit("12.publication", "12.1", (On("approved"),), _for(minutes=30), (On("published"),), "answering",
          repeats="rounds", lapses=_GONE),
    Limit("14.final_draft", "14.1", (On("published", "interim_answer"),), WorkingDays(7, _INTERIM_FIRST_DAY, _DAY_END),
          _FINAL_DONE, "answering", owed=_AFTER_INTERIM, lapses=_GONE, liable=_LIABLE),
    Limit("15.information", "15.3", (On("routed", "joint"),), _for(hours=2), (On("information_provided"),), "body",
          starts=_RECEIPT, per="co_executor", void_on=(On("returned"),), deliver_to=("responsible", "coordinator"),
          lapses=_GONE, liable=_LIABLE),
    Limit("15.information", "15.3", (On("routed", "joint"),), _for(hours=2), (On("draft_submitted"),), "body",
          starts=_RECEIPT, per="responsible", owed=_ALSO_RESPONSIBLE, void_on=(On("returned"),),
          lapses=_GONE, liable=_LIABLE),
    Limit("19.crime_report", "19.1", (On("crime_detected"),), AtOnce(), (On("crime_reported"),), "reporter",
          repeats="each", survives=True),
    Limit("24.inform_chair", "24.1", (On("resonance_flagged"),), AtOnce(), (On("chair_informed"),), "cur",
          repeats="each", survives=True),
    Limit("24.inform_head", "24.2", (On("chair_informed"),), AtOnce(), (On("head_informed"),), "committee_chair",
          repeats="each", survives=True),
    Limit("23.decision", "23.3", (On("story_proposed"),), WorkingDays(2, "next", _DAY_END),
          (On("story_approved"), On("story_refused")), "committee", repeats="rounds"),
    Limit("23.report", "23.5", (On("story_published"),), WorkingDays(5, _STORY_FIRST_DAY, _DAY_END), (On("story_reported"),),
          "body", deliver_to=("cur", "committee")),
    Limit("25.decision", "25.3", (On("report_submitted"),), WorkingDays(2, "next", _DAY_END),
          (On("report_approved"), On("report_refused")), "committee", repeats="rounds"),
    Limit("25.presentation", "25.1", (On("report_submitted"), On("report_presented")),
          DayOfMonth(_FIFTEENTH, _FIFTEENTH_OFF, _DAY_END), (On("report_presented"),), "cur", starts="quarter_end"),
)

INFORMINGS = (
    Informing("6.notify_executor", "6.2a", On("routed"), On("executor_notified"), "coordinator", _SILENCE, per="executor"),
    Informing("6.inform_block_head", "6.2c", On("identified"), On("block_head_informed"), "coordinator", _SILENCE),
)

NOTICES = (
    Notice("7.notify",  "7.2",  On("returned"),                      "body",        _SILENCE),
    Notice("9.notify",  "9.4",  On("draft_submitted", "not_rework"), "body",        _SILENCE),
    Notice("10.notify", "10.2", On("approved"),                      "coordinator", _SILENCE),
    Notice("10.notify", "10.2", On("sent_back"),                     "coordinator", _SILENCE),
    Notice("11.notify", "11.3", On("draft_submitted", "rework"),     "body",        _SILENCE),
)

CHECKS = (
    #     duty             norm     at                                      holds               owner
    Check("5.approval",    "5.3",   On("published"),                        "was_approved",      "answering"),
    Check("6.fields",      "6.1a",  On("identified"),                       "fields_given",      "coordinator", survives=True),
    Check("12.network",    "12.2",  On("published"),                        "same_network",      "answering"),
    Check("15.responsible", "15.1a", On("routed", "joint"),                 "responsible_named", "coordinator", latest=True),
    Check("16.content",    "16.2",  On("published", "repeat"),              "measures_reported", "answering"),
    Check("17.evidence",   "17.3",  On("published", "evidence_available"),  "evidence_attached", "answering"),
    Check("18.processed",  "18.1",  On("published", "was_excluded"),        "never",             "answering",   survives=True),
    Check("23.approval",   "23.2",  On("story_published"),                  "was_approved",      "body"),
    Check("23.reasons",    "23.4",  On("story_refused"),                    "reasons_given",     "committee"),
    Check("25.approval",   "25.2",  On("report_presented"),                 "was_approved",      "cur"),
    Check("25.proposals",  "25.4",  On("report_refused"),                   "proposals_given",   "committee"),
)

DELIVERIES = (
    Delivery("15.recipients", "15.2", of="15.information"),
    Delivery("23.recipients", "23.5", of="23.report"),
)
# fmt: on
