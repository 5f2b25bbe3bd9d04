"""The fields of events: instants, texts, flags, shares and quarters, each checked as the contract says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Annotated, LiteralString, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from cur_rules.tables import Role

Item = TypeVar("Item")

_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
).fullmatch
_NO_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII).fullmatch
_QUARTER = re.compile(r"(?!0000)\d{4}Q[1-4]", re.ASCII).fullmatch
FIRST_INSTANT = datetime(1, 1, 2, tzinfo=UTC)
LAST_INSTANT = datetime(9999, 12, 31, 15, 59, 59, 999999, tzinfo=UTC)
"""Between these two an instant has a date in the act's zone, eight hours ahead of UTC."""


_WRONG_INSTANT: dict[str, tuple[LiteralString, LiteralString]] = {
    "naive": ("naive", "The time has no offset from UTC. Attach one, for instance +08:00 or tzinfo=IRKUTSK."),
    "instant": ("instant", "This is not an RFC 3339 instant. For example 2025-06-10T09:00:00+08:00."),
    "instant_range": ("instant_range", "The calendar does not reach this date. Years run from 1 to 9999."),
}


def to_instant(value: object) -> datetime | str:
    """Return an aware datetime, or an RFC 3339 text with an offset, as an instant in UTC.

    What is no instant gives the kind of its fault: "naive", "instant" or "instant_range".

    >>> to_instant("2025-06-10T09:00:00")
    'naive'
    """
    if isinstance(value, str):
        return _parse(value)
    return _in_utc(value) if isinstance(value, datetime) else "instant"


@lru_cache(maxsize=1 << 16)  # a journal names an instant many times: the event, its notice, the next event
def _parse(text: str) -> datetime | str:
    if not _RFC3339(text):
        return "naive" if _NO_OFFSET(text) else "instant"
    try:
        return _in_utc(datetime.fromisoformat(text.upper()))
    except ValueError:
        return "instant"


def _in_utc(value: datetime) -> datetime | str:
    if value.tzinfo is None or value.utcoffset() is None:
        return "naive"
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        return "instant_range"
    return moment if FIRST_INSTANT <= moment <= LAST_INSTANT else "instant_range"


def in_zone(at: datetime, zone: tzinfo) -> datetime:
    """Return an instant as its zone's clock shows it, in UTC where the offset has seconds.

    Local mean time, as before 1920, is no offset that RFC 3339 can write.
    """
    local = at.astimezone(zone)
    offset = local.utcoffset()
    return local if offset is None or offset.total_seconds() % 60 == 0 else at.astimezone(UTC)


def _instant(value: object) -> datetime:
    moment = to_instant(value)
    if isinstance(moment, str):
        raise PydanticCustomError(*_WRONG_INSTANT[moment])
    return moment


def _absent_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _present(value: object) -> object:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise PydanticCustomError("missing", "A value is required.")
    return value


def _false_if_null(value: object) -> object:
    return False if value is None else value


def not_empty(value: tuple[Item, ...]) -> tuple[Item, ...]:
    """Refuse an empty list."""
    if not value:
        raise PydanticCustomError("too_short", "The list is empty. Name at least one.")
    return value


def _quarter(value: str) -> str:
    if not _QUARTER(value):
        raise PydanticCustomError("period", "This is not a quarter. Write 2026Q1.")
    return value


def first_if_null(value: object) -> object:
    """Take a stage that is null as the first."""
    return 1 if value is None else value


Instant = Annotated[datetime, BeforeValidator(_instant)]
Required = Annotated[str, Field(min_length=1), BeforeValidator(_present)]
Optional = Annotated[str | None, BeforeValidator(_absent_if_blank)]
Flag = Annotated[StrictBool, BeforeValidator(_false_if_null)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Period = Annotated[str, AfterValidator(_quarter)]
OptionalRole = Annotated[Role | None, BeforeValidator(_absent_if_blank)]

CONFIG = ConfigDict(extra="forbid")
