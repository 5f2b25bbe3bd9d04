"""Resolution No. 288 of the Government of Buryatia as a typed library.

>>> from datetime import datetime
>>> from cur_rules import IRKUTSK, draft_due
>>> draft_due(datetime(2026, 3, 2, 10, tzinfo=IRKUTSK)).due.isoformat()
'2026-03-02T15:00:00+08:00'
"""

from __future__ import annotations

from cur_rules._version import __version__
from cur_rules.acts.buryatia_288 import BURYATIA_288, IRKUTSK
from cur_rules.attribution import Attribution, Attributor, attribute
from cur_rules.audit import Audit, Auditor, Finding, Receipt, Verdict, audit
from cur_rules.deadline import Deadline, term
from cur_rules.deadlines import answer_due, draft_due, final_draft_due
from cur_rules.events import EVENT, Event
from cur_rules.journal import JournalReader, Problem, read
from cur_rules.method import RatingMethod
from cur_rules.owed import Owed, due
from cur_rules.rating import Rating, rate
from cur_rules.rating_round import RatingRound
from cur_rules.reports import QuarterlyReport, quarterly
from cur_rules.state import Case, Refusal, apply, replay, step

__all__ = [
    "BURYATIA_288",
    "EVENT",
    "IRKUTSK",
    "Attribution",
    "Attributor",
    "Audit",
    "Auditor",
    "Case",
    "Deadline",
    "Event",
    "Finding",
    "JournalReader",
    "Owed",
    "Problem",
    "QuarterlyReport",
    "Rating",
    "RatingMethod",
    "RatingRound",
    "Receipt",
    "Refusal",
    "Verdict",
    "__version__",
    "answer_due",
    "apply",
    "attribute",
    "audit",
    "draft_due",
    "due",
    "final_draft_due",
    "quarterly",
    "rate",
    "read",
    "replay",
    "step",
    "term",
]
