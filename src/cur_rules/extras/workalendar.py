"""Buryatia as a calendar of workalendar, in its registry as RU-BU; importing this module registers it.

The core does not import workalendar: its own Russia knows no Government transfers after 2021, no region and one worked
Saturday, each answer walks day by day, and it requires a GPL-licensed package. Here it is the other way round: our
calendar answers through workalendar's interface, for hosts that already speak it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from workalendar.core import SAT, SUN, Calendar, cleaned_date
from workalendar.registry import registry
from workalendar.registry_tools import iso_register

from cur_rules.acts.buryatia_288.calendar import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cur_rules.calendars import ProductionCalendar, StatuteCalendar

ISO_CODE = "RU-BU"
"""The code of Buryatia in ISO 3166-2."""


@iso_register(ISO_CODE)
class Buryatia(Calendar):
    """Republic of Buryatia

    A host with decrees of its own names its calendar in a subclass: `calendar = CALENDAR.with_transfers(...)`. Years
    outside that calendar are answered by statute alone, for workalendar knows no years without an answer.

    >>> from datetime import date
    >>> Buryatia().add_working_days(date(2024, 12, 27), 7)
    datetime.date(2025, 1, 16)
    >>> Buryatia().get_holiday_label(date(2026, 2, 18))
    'Sagaalgan'
    """

    WEEKEND_DAYS = (SAT, SUN)
    calendar: ClassVar[ProductionCalendar] = CALENDAR

    def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
        """Return the days off of a year that are not mere weekends, with their English labels."""
        days = self._covering(year).exceptions(year)
        return [(reason.day, _label(reason.title.en)) for reason in days if not reason.working]

    def is_working_day(
        self,
        day: date,
        extra_working_days: Iterable[date] | None = None,
        extra_holidays: Iterable[date] | None = None,
    ) -> bool:
        """Tell whether `day` is worked; extra working days win over extra holidays, and both over the calendar."""
        cleaned: date = cleaned_date(day)
        if cleaned in map(cleaned_date, extra_working_days or ()):
            return True
        if cleaned in map(cleaned_date, extra_holidays or ()):
            return False
        return self._covering(cleaned.year).is_working_day(cleaned)

    def _covering(self, year: int) -> ProductionCalendar | StatuteCalendar:
        first, last = self.calendar.horizon
        return self.calendar if first <= year <= last else self.calendar.by_statute()


def _label(title: str) -> str:
    return title[0].upper() + title[1:]


registry.register(ISO_CODE, Buryatia)
