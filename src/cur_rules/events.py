"""The events of every procedure, typed and checked on construction; a journal line is one of them.

Instants are kept in UTC whatever offset they were given with: two events compare as instants.

>>> from datetime import datetime, timezone, timedelta
>>> Approved(case="M-1", at=datetime(2025, 6, 10, 12, tzinfo=timezone(timedelta(hours=8)))).at.isoformat()
'2025-06-10T04:00:00+00:00'
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, TypeAdapter, ValidationInfo, field_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from cur_rules.fields import (
    CONFIG,
    Flag,
    Instant,
    Optional,
    OptionalRole,
    Period,
    Required,
    Share,
    first_if_null,
    not_empty,
)


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class By:
    """Who brought an event about; ids are opaque, no personal data is needed."""

    role: OptionalRole = None
    body: Optional = None
    person: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Executor:
    """A body to which a message is routed; bodies of the same `stage` work in parallel."""

    body: Required
    stage: Annotated[int, Field(strict=True, ge=1), BeforeValidator(first_if_null)] = 1
    municipal: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class _Common:
    case: Required
    at: Instant
    by: By | None = None
    notified_at: Instant | None = None
    id: Optional = None

    @field_validator("notified_at", mode="after")
    @classmethod
    def _not_before_its_event(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        at = info.data.get("at")
        if value is not None and at is not None and value < at:
            raise PydanticCustomError("notice_before", "The notice is earlier than its event. Correct notified_at.")
        return value


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Identified(_Common):
    """The Coordinator identified a message: t0 of the terms (norms 5.1, 6.1)."""

    event: Literal["identified"] = "identified"
    network: Required
    topic: Optional = None
    location: Optional = None
    importance: Optional = None
    shortened: Flag = False
    repeat_of: Optional = None
    posted_at: Instant | None = None
    official_account: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Excluded(_Common):
    """The message may not be processed or answered (norms 18.1-18.3)."""

    event: Literal["excluded"] = "excluded"
    ground: Literal["intent_to_harm", "obscene", "insulting", "threat"]


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Routed(_Common):
    """The Coordinator sent the message to the competent bodies (norms 5.2, 6.1c, 15.1a, 16.1)."""

    event: Literal["routed"] = "routed"
    executors: Annotated[tuple[Executor, ...], AfterValidator(not_empty)]
    responsible: Optional = None

    @field_validator("executors", mode="after")
    @classmethod
    def _each_body_once(cls, value: tuple[Executor, ...]) -> tuple[Executor, ...]:
        if len({executor.body for executor in value}) < len(value):
            raise PydanticCustomError("body_twice", "The same body is named twice. Name each body once.")
        return value

    @field_validator("responsible", mode="after")
    @classmethod
    def _one_of_them(cls, value: str | None, info: ValidationInfo) -> str | None:
        executors: tuple[Executor, ...] | None = info.data.get("executors")
        if value is not None and executors is not None and all(value != e.body for e in executors):
            raise PydanticCustomError(
                "responsible", "The responsible body is not among the executors. Add it or correct it."
            )
        return value

    @property
    def answering(self) -> str:
        """The body that answers: the responsible one, else the first."""
        return self.responsible or self.executors[0].body


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ExecutorNotified(_Common):
    """The Executor was told that a draft is needed (norm 6.2a)."""

    event: Literal["executor_notified"] = "executor_notified"
    body: Required


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class BlockHeadInformed(_Common):
    """The head of the sector block of the regional control centre was informed (norm 6.2c)."""

    event: Literal["block_head_informed"] = "block_head_informed"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Returned(_Common):
    """A body returned the message as outside its competence (norm 7.1)."""

    event: Literal["returned"] = "returned"
    body: Required
    reason: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class InformationProvided(_Common):
    """A co-executor sent its part of a joint answer (norm 15.2)."""

    event: Literal["information_provided"] = "information_provided"
    body: Required
    to: Annotated[tuple[Literal["responsible", "coordinator"], ...], AfterValidator(not_empty)]


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class DraftSubmitted(_Common):
    """A draft answer reached the Coordinator (norms 9.1, 9.3, 11.2, 14.1, 15.4)."""

    event: Literal["draft_submitted"] = "draft_submitted"
    body: Required
    kind: Literal["final", "interim"]


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Approved(_Common):
    """The Coordinator approved the draft (norm 10.1)."""

    event: Literal["approved"] = "approved"
    comment: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class SentBack(_Common):
    """The Coordinator sent the draft back for rework (norm 10.1)."""

    event: Literal["sent_back"] = "sent_back"
    comment: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Published(_Common):
    """An answer was published (norms 8.1, 12.1, 13.1)."""

    event: Literal["published"] = "published"
    network: Required
    evidence_available: Flag = False
    evidence_attached: Flag = False
    measures_reported: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Reclassified(_Common):
    """The Coordinator changed the class of the message (norm 6.1b)."""

    event: Literal["reclassified"] = "reclassified"
    shortened: StrictBool


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Unpublishable(_Common):
    """No answer can be published any more: the message is gone or comments are closed (question A47)."""

    event: Literal["unpublishable"] = "unpublishable"
    reason: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class AnswerAssessed(_Common):
    """The regional control centre assessed an answer's format and substance (norms 17.1, 17.2, 21.1a)."""

    event: Literal["answer_assessed"] = "answer_assessed"
    format: Share
    substance: Share


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class SatisfactionRecorded(_Common):
    """The author's satisfaction was recorded (norm 3.3)."""

    event: Literal["satisfaction_recorded"] = "satisfaction_recorded"
    score: Share


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class CrimeDetected(_Common):
    """Information on a crime or another unlawful act was detected (norm 19.1)."""

    event: Literal["crime_detected"] = "crime_detected"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class CrimeReported(_Common):
    """That information went to a law-enforcement body (norm 19.1)."""

    event: Literal["crime_reported"] = "crime_reported"
    agency: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ResonanceFlagged(_Common):
    """The message has, or may get, wide public resonance (norm 24.1)."""

    event: Literal["resonance_flagged"] = "resonance_flagged"
    kind: Literal["widespread", "potential"]


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ChairInformed(_Common):
    """The chair of the Committee was informed (norm 24.1)."""

    event: Literal["chair_informed"] = "chair_informed"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class HeadInformed(_Common):
    """The Head of the Republic was informed (norm 24.2)."""

    event: Literal["head_informed"] = "head_informed"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class StoryProposed(_Common):
    """A body proposed to publish a success story (norm 23.2)."""

    event: Literal["story_proposed"] = "story_proposed"
    body: Required


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class StoryApproved(_Common):
    """The Committee approved the proposal (norm 23.3)."""

    event: Literal["story_approved"] = "story_approved"
    body: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class StoryRefused(_Common):
    """The Committee refused the proposal (norms 23.3, 23.4)."""

    event: Literal["story_refused"] = "story_refused"
    body: Optional = None
    reasons: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class StoryPublished(_Common):
    """A body published the success story (norm 23.1)."""

    event: Literal["story_published"] = "story_published"
    body: Required


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class StoryReported(_Common):
    """A body told of the publication (norm 23.5)."""

    event: Literal["story_reported"] = "story_reported"
    body: Required
    to: Annotated[tuple[Literal["cur", "committee"], ...], AfterValidator(not_empty)]


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class RatingCompiled(_Common):
    """The regional control centre compiled the rating of a period (norm 21.1)."""

    event: Literal["rating_compiled"] = "rating_compiled"
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class RatingSubmitted(_Common):
    """The rating went to the Committee (norm 21.2)."""

    event: Literal["rating_submitted"] = "rating_submitted"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class RatingApproved(_Common):
    """The Committee approved the rating (norm 21.3)."""

    event: Literal["rating_approved"] = "rating_approved"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class RatingReturned(_Common):
    """The Committee gave the rating back (question A56)."""

    event: Literal["rating_returned"] = "rating_returned"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class RatingForwarded(_Common):
    """The Committee sent the approved rating on (norm 21.3)."""

    event: Literal["rating_forwarded"] = "rating_forwarded"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ReportSubmitted(_Common):
    """The text of a quarterly report reached the Committee (norm 25.2)."""

    event: Literal["report_submitted"] = "report_submitted"
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ReportApproved(_Common):
    """The Committee approved the text of the report (norm 25.3)."""

    event: Literal["report_approved"] = "report_approved"


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ReportRefused(_Common):
    """The Committee refused the text of the report (norms 25.3, 25.4)."""

    event: Literal["report_refused"] = "report_refused"
    proposals: Optional = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class ReportPresented(_Common):
    """The quarterly report was presented (norm 25.1)."""

    event: Literal["report_presented"] = "report_presented"
    period: Period


Event = Annotated[
    Identified | Excluded | Routed | ExecutorNotified | BlockHeadInformed | Returned | InformationProvided
    | DraftSubmitted | Approved | SentBack | Published | Reclassified | Unpublishable | AnswerAssessed
    | SatisfactionRecorded | CrimeDetected | CrimeReported | ResonanceFlagged | ChairInformed | HeadInformed
    | StoryProposed | StoryApproved | StoryRefused | StoryPublished | StoryReported
    | RatingCompiled | RatingSubmitted | RatingApproved | RatingReturned | RatingForwarded
    | ReportSubmitted | ReportApproved | ReportRefused | ReportPresented,
    Field(discriminator="event"),
]  # fmt: skip

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Checks, reads and writes any event."""

EVENT_TYPES: dict[str, type[Event]] = {
    cls.__dataclass_fields__["event"].default: cls for cls in get_args(get_args(Event)[0])
}
"""The class of each event by its name in a journal."""

DATED = tuple(name for name, cls in EVENT_TYPES.items() if "period" in cls.__dataclass_fields__)
"""The events that name a quarter."""
