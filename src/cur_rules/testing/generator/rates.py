"""How often things happen and how long they take: every number of the generator's world in one place.

A share is of the cases (or rounds, or events) that its comment names. A span is a distribution in minutes by its
quantiles in equal steps, so (3, 10, 25) has the median 10; `LATE_` spans are those of a missed term. What a body misses
is multiplied by its `slips`. The terms of the act stand in its tables; here is only what people make of them.
"""

from __future__ import annotations

from cur_rules.testing.generator.dice import Quantiles, weighted

# Messages
SHORTENED = 0.15
REPEAT = 0.045
OFFICIAL = 0.12
POSTED = 0.7  # of messages: the journal says when they were posted
POSTED_BEFORE: Quantiles = (2, 15, 40, 90, 240, 900)
FIELD_MISSING = 0.008
ATTRIBUTED = 0.96  # of cases: the events say who brought them about
NUMBERED = 0.33  # of cases: the events have an id
LEFT_ALONE = 0.5  # of messages of another network: nothing more is done

# Ends before an answer
EXCLUDED = 0.022
EXCLUDED_ROUTED = 0.3  # of the excluded: they had been routed
EXCLUDED_ANSWERED = 0.09  # of the excluded: answered all the same
EXCLUDED_AFTER: Quantiles = (3, 8, 15, 40)
VANISHED = 0.012
VANISHED_AFTER: Quantiles = (30, 120, 240, 600)
FORGOTTEN = 0.004  # never answered
RECLASSIFIED = 0.012
RECLASSIFIED_AFTER: Quantiles = (20, 50, 90, 150)

# Routing
ROUTED_AFTER: Quantiles = (2, 6, 10, 15, 25)
NOTICE: Quantiles = (0, 1, 3, 6)
NOTICE_MISSING = 0.01
NOTICE_LATE = 0.008
LATE_NOTICE: Quantiles = (35, 60, 120)
HEAD_INFORMED_AFTER: Quantiles = (5, 15, 30, 60)
HEAD_NOT_INFORMED = 0.012
HEAD_INFORMED_BY_CUR = 0.6
TOLD: Quantiles = (0, 0.2, 1, 4)  # the act's «извещает»
NOT_TOLD = 0.012
RETURNED = 0.05
RETURNED_PARTNER = 0.03  # of co-executors
RETURN: Quantiles = (4, 12, 20, 29)
RETURN_LATE = 0.1
LATE_RETURN: Quantiles = (32, 50, 120)
REROUTED_AFTER: Quantiles = (3, 10, 25)

# Joint answers
JOINT = 0.08
PARTNERS = weighted((1, 70), (2, 22), (3, 8))
RESPONSIBLE_MISSING = 0.03
SECOND_STAGE = 0.12
INFORMATION: Quantiles = (20, 45, 70, 95, 114)
INFORMATION_LATE = 0.04
LATE_INFORMATION: Quantiles = (122, 150, 240)
INFORMATION_NEVER = 0.015
ONE_RECIPIENT = 0.02
ONE_RECIPIENT_FIRST = 0.03  # to one now, to the other a little later
SECOND_RECIPIENT_AFTER: Quantiles = (2, 8, 20)

# Drafts and answers: from the identification to the first draft, then from step to step
INTERIM = 0.06
DRAFT: Quantiles = (110, 190, 235, 258, 270, 279, 286, 291, 297)
LATE_DRAFT: Quantiles = (303, 340, 520, 1300, 5200)
DRAFT_LATE = 0.045
DRAFT_LIMIT = 299
SHORTENED_DRAFT: Quantiles = (40, 80, 105, 122, 140)
LATE_SHORTENED_DRAFT: Quantiles = (200, 240, 400, 1200)
SHORTENED_DRAFT_LIMIT = 160
DECISION: Quantiles = (15, 30, 40, 49, 58)
LATE_DECISION: Quantiles = (62, 75, 110, 300)
DECISION_LATE = 0.014
SENT_BACK = (0.26, 0.22, 0.25)  # of first, second and third drafts
REWORK: Quantiles = (10, 25, 38, 50, 59)
LATE_REWORK: Quantiles = (62, 80, 120, 240)
REWORK_LATE = 0.035
PUBLICATION: Quantiles = (4, 12, 17, 22, 29)
LATE_PUBLICATION: Quantiles = (31, 40, 70, 200)
PUBLICATION_LATE = 0.018
SHORTENED_HASTE = 0.7  # everything goes faster with a shortened term
UNAPPROVED = 0.004
OTHER_NETWORK = 0.002
EVIDENCE = 0.25
EVIDENCE_FORGOTTEN = 0.018
MEASURES = 0.25
MEASURES_IN_REPEAT = 0.92
# From an interim answer to the draft of the final one, in working days; 0: never
FINAL_AFTER = weighted((1, 8), (2, 12), (3, 16), (4, 18), (5, 18), (6, 14), (7, 6), (8, 3), (10, 3), (0, 2))

# What follows, and what is out of the ordinary
ASSESSED = 0.7
SATISFIED = 0.3
MARKS = weighted((1.0, 45), (0.9, 20), (0.75, 18), (0.5, 12), (0.25, 5))
CRIME = 0.006
CRIME_REPORTED = 0.9
CRIME_REPORTED_AFTER: Quantiles = (5, 30, 120, 600)
CRIME_BY_COORDINATOR = 0.3
RESONANCE = 0.012
CHAIR_INFORMED = 0.9
HEAD_OF_REPUBLIC_INFORMED = 0.7
RESONANCE_STEP: Quantiles = (5, 20, 60, 240)
WRONG_ACTOR = 0.005
OUT_OF_ORDER = 0.004
ECHO: Quantiles = (1, 4, 15)

# Success stories (one for so many messages), ratings, quarterly reports; spans in working days
STORY_EVERY = 60
STORY_UNAPPROVED = 0.05
STORY_REFUSED = 0.22
REASONS_MISSING = 0.15
PROPOSED_AGAIN = 0.5
COMMITTEE_DAYS = weighted((1, 55), (2, 36), (3, 6), (5, 3))
STORY_REPORTED_AFTER = weighted((1, 30), (2, 25), (3, 18), (4, 12), (5, 8), (6, 3), (8, 2), (0, 2))
STORY_ONE_RECIPIENT = 0.05
STORY_IN_TWO_PARTS = 0.1
RATING_RETURNED = 0.25
PROPOSALS_MISSING = 0.3
REPORT_UNAPPROVED = 0.06
REPORT_LATE = 0.1
REPORT_EXTRA_DAYS = weighted((3, 2), (5, 1))
