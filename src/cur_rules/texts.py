"""Texts in the two languages of the library, Russian first, and how they write times and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Lang = Literal["ru", "en"]

_WEEKDAYS = (("пн", "Mon"), ("вт", "Tue"), ("ср", "Wed"), ("чт", "Thu"), ("пт", "Fri"), ("сб", "Sat"), ("вс", "Sun"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Russian and in English.

    >>> Text("срок", "term").get("en")
    'term'
    """

    ru: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the text in `lang` ("ru" or "en")."""
        return self.ru if lang == "ru" else self.en

    def __add__(self, other: Text) -> Text:
        """Join two texts."""
        return Text(self.ru + other.ru, self.en + other.en)


def join(texts: list[Text], separator: str = " ") -> Text:
    """Join texts with a separator."""
    return Text(separator.join(t.ru for t in texts), separator.join(t.en for t in texts))


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the Russian form of a noun that goes with a number.

    >>> [plural(n, "день", "дня", "дней") for n in (1, 2, 5, 11, 21)]
    ['день', 'дня', 'дней', 'дней', 'день']
    """
    tail, hundred = number % 10, number % 100
    if tail == 1 and hundred != 11:
        return one
    return few if 2 <= tail <= 4 and not 12 <= hundred <= 14 else many


def percent(part: float, whole: float) -> Text:
    r"""Write a share of a whole with one digit after the point, or a dash where there is no whole.

    >>> percent(1, 3), percent(1, 5000).en, percent(0, 7).en, percent(0, 0).en
    (Text(ru='33,3\xa0%', en='33.3%'), '<0.1%', '0%', '\u2014')
    """
    if not whole:
        return Text("\u2014", "\u2014")
    tenths = int((2000 * part + whole) // (2 * whole))  # rounded half up, and exactly where both are whole numbers
    digits = f"{tenths // 10}.{tenths % 10}" if tenths else "<0.1" if part else "0"
    return Text(digits.replace(".", ",") + "\xa0%", digits + "%")


def duration(span: timedelta) -> Text:
    """Write a length of time in days, hours, minutes and seconds.

    >>> duration(timedelta(hours=2, minutes=20)).ru
    '2 ч 20 мин'
    """
    seconds = abs(span.total_seconds())
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    days, hours = divmod(hours, 24)
    tail = f"{rest:g}" if rest else ""
    parts = ((days, "сут", "d"), (hours, "ч", "h"), (minutes, "мин", "min"), (tail, "с", "s"))
    given = [part for part in parts if part[0]] or [(0, "с", "s")]
    return Text(" ".join(f"{n} {ru}" for n, ru, _ in given), " ".join(f"{n} {en}" for n, _, en in given))


def moment(at: datetime) -> str:
    """Write an instant as its zone's clock shows it.

    >>> moment(datetime(2025, 6, 10, 9, 5))
    '10.06.2025 09:05'
    """
    exact = f"{at:%S}" if at.second or at.microsecond else ""
    fraction = f".{at.microsecond:06d}".rstrip("0") if at.microsecond else ""
    return f"{day(at.date())} {at:%H:%M}{':' + exact + fraction if exact else ''}"


def day(value: date) -> str:
    """Write a date as dd.mm.yyyy."""
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"


def weekday(value: date) -> Text:
    """Return the short name of a day of the week."""
    return Text(*_WEEKDAYS[value.weekday()])
