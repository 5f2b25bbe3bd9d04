"""The round of clause 21: a rating is compiled, goes to the Committee, is approved or returned, and is forwarded.

A `RatingRound` ties a computed rating to the machine of the `rating` procedure. Each step gives a new round; one that
the state does not allow is refused by the machine, so that only an approved rating can be forwarded, and one that
was returned must be compiled again. The Committee has no term and may give the rating back (question A56).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from cur_rules.acts.buryatia_288 import BURYATIA_288
from cur_rules.acts.buryatia_288.states import RatingState
from cur_rules.errors import CurRulesError
from cur_rules.events import By, RatingApproved, RatingCompiled, RatingForwarded, RatingReturned, RatingSubmitted
from cur_rules.rating import Rating
from cur_rules.regulation import Regulation, implements
from cur_rules.state import Case, RatingEvent, apply

_CUR, _COMMITTEE = By(role="cur"), By(role="committee")


@dataclass(frozen=True)
class RatingRound:
    """The round of one rating, as far as it has come.

    Attributes:
        rating: The rating that was compiled last.
        case: The case of the rating procedure, with its events; they can be written into a journal.
        regulation: The act to apply.

    >>> from cur_rules import IRKUTSK, rate
    >>> at = lambda day: datetime(2026, 4, day, 10, tzinfo=IRKUTSK)
    >>> rating = rate([], period="2026Q1", as_of=at(1))
    >>> done = RatingRound.compiled(rating, at=at(2)).submitted(at=at(3)).approved(at=at(6)).forwarded(at=at(7))
    >>> done.case.state.value, done.approved_rating is rating
    ('forwarded', True)
    """

    rating: Rating
    case: Case[RatingState]
    regulation: Regulation = field(default=BURYATIA_288, repr=False)

    @classmethod
    @implements("21.1")
    def compiled(
        cls, rating: Rating, *, at: datetime, case: str = "", regulation: Regulation = BURYATIA_288
    ) -> RatingRound:
        """Begin the round of a rating that the regional control centre has compiled.

        Args:
            rating: The rating.
            at: When it was compiled (aware).
            case: The id of its case in the journal; "rating-2026Q1" and the like if none is given.
            regulation: The act to apply.

        Source: norm 21.1.
        """
        begun: Case[RatingState] = Case(case or f"rating-{rating.period}")
        return cls(rating, begun, regulation)._step(_compiled(rating), at)

    @implements("21.2")
    def submitted(self, *, at: datetime) -> RatingRound:
        """Send the rating to the Committee.

        Raises:
            RefusedError: It is not freshly compiled.

        Source: norm 21.2.
        """
        return self._step(lambda case, at: RatingSubmitted(case=case, at=at, by=_CUR), at)

    @implements("21.3")
    def approved(self, *, at: datetime) -> RatingRound:
        """Record that the Committee approved the rating.

        Raises:
            RefusedError: It is not with the Committee.

        Source: norm 21.3.
        """
        return self._step(lambda case, at: RatingApproved(case=case, at=at, by=_COMMITTEE), at)

    def returned(self, *, at: datetime) -> RatingRound:
        """Record that the Committee gave the rating back (question A56).

        Raises:
            RefusedError: It is not with the Committee.
        """
        return self._step(lambda case, at: RatingReturned(case=case, at=at, by=_COMMITTEE), at)

    def compiled_again(self, rating: Rating, *, at: datetime) -> RatingRound:
        """Put a rating of the same quarter in the place of one that was returned.

        Raises:
            RefusedError: The rating was not returned.
            CurRulesError: The new one is of another quarter.
        """
        if rating.period != self.rating.period:
            raise CurRulesError(
                f"This round is of {self.rating.period}, the rating of {rating.period}.",
                hint="Begin a round of its own.",
                field="rating",
                ru=f"Это рассмотрение рейтинга за {self.rating.period}, а рейтинг за {rating.period}.",
            )
        return replace(self._step(_compiled(rating), at), rating=rating)

    @implements("21.3")
    def forwarded(self, *, at: datetime) -> RatingRound:
        """Record that the Committee passed the approved rating on.

        Raises:
            RefusedError: The rating is not approved.

        Source: norm 21.3.
        """
        return self._step(lambda case, at: RatingForwarded(case=case, at=at, by=_COMMITTEE), at)

    @property
    def approved_rating(self) -> Rating | None:
        """The rating once it is approved; None before, however finished it looks."""
        return self.rating if self.case.state in (RatingState.APPROVED, RatingState.FORWARDED) else None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rating's JSON form: what was approved can be told from what is forwarded."""
        return hashlib.sha256(json.dumps(self.rating.as_dict(), sort_keys=True).encode()).hexdigest()

    def _step(self, make: Callable[[str, datetime], RatingEvent], at: datetime) -> RatingRound:
        moved = apply(self.case, make(self.case.id, at), regulation=self.regulation)
        return replace(self, case=moved)


def _compiled(rating: Rating) -> Callable[[str, datetime], RatingEvent]:
    return lambda case, at: RatingCompiled(case=case, at=at, by=_CUR, period=rating.period)
