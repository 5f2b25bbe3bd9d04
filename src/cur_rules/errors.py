"""The errors of the library: each has fields, and its message names the cure.

A broken law is a value (a finding, a refusal); a broken call is one of these exceptions.
"""

from __future__ import annotations

from cur_rules.texts import Text


class CurRulesError(Exception):
    """Base of every error that the library raises.

    Args:
        message: What is wrong, in one sentence.
        hint: What to do about it.
        norm: The norm id that the error rests on, if there is one.
        field: The argument or field at fault, if there is one.
        ru: The message and the hint in Russian, where a clerk may meet the error.
    """

    def __init__(
        self, message: str, *, hint: str = "", norm: str | None = None, field: str | None = None, ru: str = ""
    ) -> None:
        super().__init__(message)
        self.ru = ru
        self.message = message
        self.hint = hint
        self.norm = norm
        self.field = field

    @property
    def text(self) -> Text:
        """The error in both languages; English alone where no clerk meets it."""
        return Text(self.ru or str(self), str(self))

    def __str__(self) -> str:
        norm = f" [norm {self.norm}]" if self.norm else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.message}{norm}{hint}"


class NaiveDatetimeError(CurRulesError, ValueError):
    """A datetime has no offset from UTC, so it names no instant."""


class NotADateError(CurRulesError, TypeError):
    """A datetime was given where a calendar day is meant."""


class HorizonError(CurRulesError, ValueError):
    """A day lies outside the years for which the calendar has been built."""


class UnknownReadingError(CurRulesError, ValueError):
    """A reading fixes a question or an option that the register does not have."""


class UnknownNormError(CurRulesError, LookupError):
    """An id names no norm of the act."""


class UnknownDutyError(CurRulesError, LookupError):
    """An id names no duty of the act."""


class ActDataError(CurRulesError, ValueError):
    """The tables of an act contradict themselves or lack something."""


class RefusedError(CurRulesError):
    """The state of a case does not allow an event."""
