"""Times adding and counting working days against what else a Python developer would use, in one run.

    python benchmarks/bench_calendar.py [calls]

Every contestant gets the same random days of 2021-2026. The best of several rounds counts. "differs" is the share of
answers that are not ours: numpy and pandas are given our days off, the others know only what they know.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from cur_rules.acts.buryatia_288.calendar import CALENDAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 7
FIRST, LAST = date(2021, 1, 15), date(2026, 11, 1)
SLOW = 20
"""How many times fewer calls the slow contestants get."""


class Result(NamedTuple):
    """What a contestant took, in microseconds a call, and the share of its answers that differ from ours."""

    name: str
    adding: float
    counting: float
    differs: float


class Calls(NamedTuple):
    """The questions: from each start, add a number of working days, and count those up to the end."""

    starts: list[date]
    deltas: list[int]
    ends: list[date]

    def fewer(self, times: int) -> Calls:
        """Return one in `times` of the questions."""
        return Calls(self.starts[::times], self.deltas[::times], self.ends[::times])


def questions(number: int) -> Calls:
    """Return the same random questions in every run."""
    chance = random.Random(288)
    starts = [date.fromordinal(chance.randrange(FIRST.toordinal(), LAST.toordinal())) for _ in range(number)]
    ends = [start + timedelta(days=chance.randrange(1, 60)) for start in starts]
    return Calls(starts, [chance.randrange(1, 31) for _ in starts], ends)


def days_off() -> list[date]:
    """Return all our days off of 2020-2027, weekends too, so that worked Saturdays can be told apart."""
    days = map(date.fromordinal, range(date(2020, 1, 1).toordinal(), date(2028, 1, 1).toordinal()))
    return [day for day in days if not CALENDAR.is_working_day(day)]


def best(work: Callable[[], object], calls: int) -> float:
    """Return the microseconds a call of the fastest round."""
    times: list[float] = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times) / calls * 1e6


def measure(
    name: str,
    calls: Calls,
    add: Callable[[Any, int], Any],
    count: Callable[[Any, Any], Any],
    own_type: Callable[[date], Any] = lambda day: day,
) -> Result:
    """Time a contestant that answers one call at a time; its days are made before the clock starts."""
    starts, ends = [list(map(own_type, days)) for days in (calls.starts, calls.ends)]

    def adding() -> list[Any]:
        return [add(start, delta) for start, delta in zip(starts, calls.deltas, strict=True)]

    def counting() -> list[Any]:
        return [count(start, end) for start, end in zip(starts, ends, strict=True)]

    return Result(name, best(adding, len(starts)), best(counting, len(starts)), differing(calls, adding(), counting()))


def differing(calls: Calls, added: list[Any], counted: list[Any]) -> float:
    """Return the share of the questions whose two answers are not both ours."""
    days = map(CALENDAR.add_working_days, calls.starts, calls.deltas)
    numbers = map(CALENDAR.working_days_between, calls.starts, calls.ends)
    pairs = zip(added, days, counted, numbers, strict=True)
    wrong = [pair for pair in pairs if str(pair[0])[:10] != str(pair[1]) or pair[2] != pair[3]]
    return len(wrong) / len(added)


def cur_rules(calls: Calls) -> Iterator[Result]:
    """Our calendar."""
    yield measure("cur-rules", calls, CALENDAR.add_working_days, CALENDAR.working_days_between)


def workalendar(calls: Calls) -> Iterator[Result]:
    """workalendar's Russia."""
    russia = import_module("workalendar.europe").Russia()
    yield measure("workalendar Russia", calls.fewer(SLOW), russia.add_working_days, russia.get_working_days_delta)


def holidays(calls: Calls) -> Iterator[Result]:
    """The holidays package, which counts both ends in."""
    russia = import_module("holidays").country_holidays("RU", years=range(2020, 2028))

    def count(start: date, end: date) -> Any:
        return russia.get_working_days_count(start, end) - russia.is_working_day(start)

    yield measure("holidays RU", calls.fewer(SLOW), russia.get_nth_working_day, count)


def numpy(calls: Calls) -> Iterator[Result]:
    """numpy with our days off, one call at a time and all at once."""
    np = import_module("numpy")
    calendar = np.busdaycalendar(weekmask="1111111", holidays=np.array(days_off(), dtype="datetime64[D]"))

    def add(start: Any, delta: Any) -> Any:
        return np.busday_offset(start, delta, roll="backward", busdaycal=calendar)

    def count(start: Any, end: Any) -> Any:
        return np.busday_count(start + 1, end + 1, busdaycal=calendar)

    yield measure("numpy, one call", calls, add, count, own_type=np.datetime64)
    starts, ends = (np.array(days, dtype="datetime64[D]") for days in (calls.starts, calls.ends))
    deltas = np.array(calls.deltas)
    times = best(lambda: add(starts, deltas), len(starts)), best(lambda: count(starts, ends), len(starts))
    yield Result("numpy, all at once", *times, differing(calls, list(add(starts, deltas)), list(count(starts, ends))))


def pandas(calls: Calls) -> Iterator[Result]:
    """pandas' CustomBusinessDay with our days off."""
    pd = import_module("pandas")
    day = pd.offsets.CustomBusinessDay(weekmask="Mon Tue Wed Thu Fri Sat Sun", holidays=days_off())

    def add(start: Any, delta: int) -> Any:
        return start + delta * day

    def count(start: Any, end: Any) -> int:
        return len(pd.date_range(start + pd.Timedelta(days=1), end, freq=day))

    yield measure("pandas CustomBusinessDay", calls.fewer(SLOW), add, count, own_type=pd.Timestamp)


def main(number: int) -> None:
    """Run every contestant that is installed and print the table."""
    calls = questions(number)
    begun = perf_counter()
    CALENDAR.add_working_days(FIRST, 1)
    first = (perf_counter() - begun) * 1e3
    python = sys.version.split()[0]
    print(f"{number} random questions of {FIRST.year}-{LAST.year}, Python {python}, best of {ROUNDS} rounds")
    print(f"The first question, which computes every day of {CALENDAR.horizon}, took {first:.1f} ms.\n")
    print(f"{'':26}{'add, us':>10}{'ratio':>9}{'count, us':>12}{'ratio':>9}{'differs':>10}")
    ours: Result | None = None
    for contestant in (cur_rules, workalendar, holidays, numpy, pandas):
        try:
            for result in contestant(calls):
                ours = ours or result
                print(
                    f"{result.name:26}{result.adding:>10.3f}{result.adding / ours.adding:>8.1f}x"
                    f"{result.counting:>12.3f}{result.counting / ours.counting:>8.1f}x{result.differs:>10.1%}"
                )
        except ModuleNotFoundError as missing:
            print(f"{contestant.__name__}: skipped, {missing.name} is not installed")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
