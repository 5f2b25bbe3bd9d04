"""The states of each procedure, in the act's words."""

from __future__ import annotations

from enum import StrEnum


class MessageState(StrEnum):
    """Where a citizen's message stands (clauses 5-18)."""

    START = "start"
    IDENTIFIED = "identified"
    ROUTED = "routed"
    RETURNED = "returned"
    ON_APPROVAL = "on_approval"
    REWORK = "rework"
    APPROVED = "approved"
    INTERIM_PUBLISHED = "interim_published"
    ANSWERED = "answered"
    EXCLUDED = "excluded"
    UNPUBLISHABLE = "unpublishable"


class StoryState(StrEnum):
    """Where the proposal of a success story stands (clause 23)."""

    START = "start"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    PUBLISHED = "published"


class RatingState(StrEnum):
    """Where the rating of a period stands (clause 21)."""

    START = "start"
    COMPILED = "compiled"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    FORWARDED = "forwarded"


class ReportState(StrEnum):
    """Where a quarterly report stands (clause 25)."""

    START = "start"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    PRESENTED = "presented"


State = MessageState | StoryState | RatingState | ReportState
