"""Mutants that no journal can tell from the act, each with the reason; whoever doubts one, writes the journal."""

from __future__ import annotations

from collections.abc import Mapping

_ONCE = "the event that opens it comes once in a case"
_SAME_START = "the other anchor is never later than the term's own start"
_UNREAD = "a duty of each body of a routing has that body for owner, and is opened anew by each routing"
_NEVER_UNDONE = "it is opened by the very event that does it, or done before it could lapse"
_NOT_THERE = "its procedure has no such ending: only a message is excluded or cannot be answered"
_NO_TERM = "without a measurable term nothing is ever overdue: it is told as it stands, ended or not"
_NO_CONDITION = "rows of this kind have no condition"

SAME: Mapping[tuple[str, str], str] = {
    **{("7.return", f"lapses also {end}"): _NEVER_UNDONE for end in ("unpublishable", "irregular")},
    **{
        (duty, "not_before another"): _SAME_START
        for duty in (
            "8.answer", "10.decision", "11.rework", "12.publication", "14.final_draft", "15.information",
            "19.crime_report", "24.inform_chair", "24.inform_head", "23.decision", "23.report", "25.decision",
        )
    },
    **{(duty, "repeats each"): _ONCE for duty in ("8.answer", "13.answer", "9.draft", "23.report")},
    **{(duty, "lapses also irregular"): _NEVER_UNDONE for duty in ("8.answer", "13.answer", "25.presentation")},
    **{(duty, "lapses also irregular"): _NO_TERM for duty in ("19.crime_report", "24.inform_chair", "24.inform_head")},
    ("24.inform_head", "lapses also unpublishable"): _NO_TERM,
    ("12.publication", "lapses also irregular"): "once a draft is approved, an answer is regular",
    ("9.draft", "starts another"): "a term before another term has the start of that",
    ("9.draft", "not_before another"): "a term before another term has the start of that",
    ("15.information", "opens routed whenever"): "a single executor has nobody beside it",
    ("15.information", "owner another"): _UNREAD,
    ("15.information", "repeats each"): _UNREAD,
    ("15.information", "repeats rounds"): _UNREAD,
    ("15.information", "void_on returned never"): _NO_CONDITION,
    **{
        (duty, f"{field}"): _NOT_THERE
        for duty in ("23.decision", "23.report", "25.decision", "25.presentation")
        for field in ("lapses also unpublishable", "survives is True")
    },
    **{
        (duty, "survives is True"): _NOT_THERE
        for duty in ("23.approval", "23.reasons", "25.approval", "25.proposals")
    },
    **{(duty, "latest is True"): _ONCE for duty in ("6.fields", "23.approval", "25.approval")},
    **{
        (duty, f"{side} never"): _NO_CONDITION
        for duty in ("6.notify_executor", "6.inform_block_head")
        for side in ("opens", "closes")
    },
}  # fmt: skip
"""Why a mutant is the act itself: by its duty and what was changed."""
