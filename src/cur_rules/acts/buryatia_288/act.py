"""The act put together from its tables."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from cur_rules.acts.buryatia_288.calendar import CALENDAR
from cur_rules.acts.buryatia_288.limits import CHECKS, DELIVERIES, INFORMINGS, LIMITS, NOTICES, SCOPE
from cur_rules.acts.buryatia_288.transitions import ACTORS, PROCEDURES
from cur_rules.acts.buryatia_288.wording import TITLES
from cur_rules.acts.loading import clauses, questions, read, text
from cur_rules.regulation import OfficeHours, Regulation, validate

_FOLDER = "cur_rules.acts.buryatia_288"
_CLAUSES = read(_FOLDER, "clauses.toml")
_ACT = _CLAUSES["act"]

IRKUTSK = ZoneInfo(_ACT["zone"])
"""The zone in which the act's days are counted."""

BURYATIA_288 = Regulation(
    id=_ACT["id"],
    number=_ACT["number"],
    edition=_ACT["edition"],
    title=text(_ACT, "title"),
    zone=IRKUTSK,
    calendar=CALENDAR,
    office=OfficeHours(opens=8 * 60 + 30, closes=17 * 60 + 30, closes_shortened=16 * 60 + 30),
    clauses=clauses(_CLAUSES["clause"]),
    questions=questions(read(_FOLDER, "questions.toml")["question"]),
    procedures=PROCEDURES,
    actors=ACTORS,
    scope=SCOPE,
    limits=LIMITS,
    informings=INFORMINGS,
    notices=NOTICES,
    checks=CHECKS,
    deliveries=DELIVERIES,
    actor_duty="5.actor",
    order_duty="order",
    titles=TITLES,
    adopted=_ACT["date"],
    repeals=tuple(text(one, "act") for one in _ACT["repeals"]),
)
"""Resolution No. 288, the default of every function that takes `regulation=`."""

validate(BURYATIA_288)
