"""The synthetic journals: the same everywhere, valid, and as a region's journal might look."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tracemalloc
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, Any

import pytest

from cur_rules import BURYATIA_288, IRKUTSK, Audit, Event, JournalReader, Problem, Verdict, audit, replay
from cur_rules.errors import CurRulesError, NaiveDatetimeError, RefusedError
from cur_rules.events import EVENT_TYPES, Identified, Published, Routed
from cur_rules.journal import line_of
from cur_rules.testing.generator import LEAST_BODIES, START, generate, generate_lines, period_end

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = 5000
IRREGULAR = ("order", "5.approval", "18.processed", "23.approval", "25.approval")
NEVER_A_BREACH = ("1.scope", "19.", "24.", "6.notify", "6.inform", "7.notify", "9.notify", "10.notify", "11.notify")


def sha256_of(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@lru_cache
def journal() -> tuple[Event, ...]:
    return tuple(generate(CASES, seed=288))


@lru_cache
def judged() -> Audit:
    return audit(journal(), as_of=period_end(CASES))


def messages() -> list[Identified]:
    return [event for event in journal() if isinstance(event, Identified)]


def hours_to_first_answer() -> dict[str, float]:
    begun = {event.case: event.at for event in messages()}
    hours: dict[str, float] = {}
    for event in journal():
        if isinstance(event, Published):
            hours.setdefault(event.case, (event.at - begun[event.case]) / timedelta(hours=1))
    return hours


def share(of: Callable[[Identified], bool]) -> float:
    return mean(map(of, messages()))


def by_day(event: Identified) -> bool:
    at = event.at.astimezone(IRKUTSK)
    return BURYATIA_288.calendar.is_working_day(at.date()) and 9 <= at.hour < 17


def by_night(event: Identified) -> bool:
    return not 7 <= event.at.astimezone(IRKUTSK).hour < 22


# --- the same everywhere ------------------------------------------------------------------------


def test_same_seed_same_bytes() -> None:
    """A seed decides every byte, and another seed makes another journal."""
    first, second, other = (list(generate_lines(200, seed=seed)) for seed in (7, 7, 8))
    assert first == second
    assert first != other


def test_pinned_journal() -> None:
    """On every platform and Python the journal of seed 288 begins with these bytes; change them only on purpose."""
    assert (
        sha256_of(list(generate_lines(200, seed=288)))
        == "3c27ab663f4b9261397df8f47e33dc6799a208455bd70c041166477162fcf96f"
    )


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_hash_seed_does_not_matter(hash_seed: str) -> None:
    """Another process with another hash seed writes the same journal."""
    program = (
        "import sys; from cur_rules.testing.generator import generate_lines as lines;"
        "sys.stdout.buffer.write('\\n'.join(lines(100, seed=1)).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == list(generate_lines(100, seed=1))


def test_start_is_an_instant() -> None:
    """The same start in another zone makes the same journal."""
    assert list(generate_lines(50, seed=1, start=START.astimezone(UTC))) == list(generate_lines(50, seed=1))


# --- valid ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [START, datetime(2014, 10, 24, tzinfo=IRKUTSK)])
def test_lines_are_those_of_the_events(start: datetime) -> None:
    """The fast lines are what `line_of` writes of the events, also while the zone changes its offset."""
    lines = list(generate_lines(600, seed=3, start=start))
    assert lines == [line_of(event, IRKUTSK) for event in generate(600, seed=3, start=start)]


def test_every_line_is_read_back() -> None:
    """The reader finds no problem and no repetition, and gives the very events."""
    reader = JournalReader()
    read = list(reader.read(generate_lines(CASES, seed=288)))
    assert not [item for item in read if isinstance(item, Problem)]
    assert reader.repeated == 0
    assert tuple(read) == journal()


def test_order_of_time() -> None:
    """Events come in order of time across all cases, none of them after the end of the period."""
    assert all(before.at <= after.at for before, after in pairwise(journal()))
    assert journal()[-1].at <= period_end(CASES) <= journal()[-1].at + timedelta(hours=1)


def test_strict_machine_agrees() -> None:
    """The strict machine takes each case to its end, but for those in which the auditor saw something out of order."""
    cases: defaultdict[str, list[Event]] = defaultdict(list)
    for event in journal():
        cases[event.case].append(event)
    refused: set[str] = set()
    for case, events in cases.items():
        try:
            replay(events)
        except RefusedError:
            refused.add(case)
    assert refused == {finding.case for finding in judged().breaches if finding.duty in IRREGULAR}
    assert 10 < len(refused) < CASES / 50


def test_repeats_refer_to_earlier_messages() -> None:
    """What repeats a message names one that came before, on the same topic."""
    seen: dict[str, Identified] = {}
    for event in messages():
        if event.repeat_of is not None:
            assert event.topic in (None, seen[event.repeat_of].topic) or seen[event.repeat_of].topic is None
        seen[event.case] = event
    assert 0.02 < share(lambda event: event.repeat_of is not None) < 0.07


# --- as a region's journal might look ----------------------------------------------------------------


def test_number_of_messages() -> None:
    """There are as many messages as asked, about 250 an ordinary week, with some nine events each."""
    assert [event.case for event in messages()] == [f"M-{number:06}" for number in range(1, CASES + 1)]
    weeks = Counter((event.at.astimezone(IRKUTSK) - START).days // 7 for event in messages())
    assert 240 <= median(weeks.values()) <= 260
    assert 8 <= len(journal()) / CASES <= 10


def test_mean_first_answer() -> None:
    """The first answer comes after some six hours in the mean, and nearly every message gets one."""
    hours = hours_to_first_answer()
    assert 5 <= mean(hours.values()) <= 7
    assert 0.9 < len(hours) / CASES < 0.99


def test_share_of_clean_messages() -> None:
    """About five messages in six are dealt with without any breach."""
    breached = {finding.case for finding in judged().breaches if finding.case.startswith("M-")}
    assert 0.79 <= 1 - len(breached) / CASES <= 0.86


def test_every_event_duty_and_verdict_occurs() -> None:
    """Every event, every duty of the act and every verdict occurs, and the findings of messages in every way."""
    assert {event.event for event in journal()} == set(EVENT_TYPES)
    assert set(judged().counts.duties) == set(BURYATIA_288.titles)
    assert all(judged().counts.verdicts[verdict.value] for verdict in Verdict)


def test_messages_breach_whatever_can_be_breached() -> None:
    """Each duty of clauses 5 to 18 that can be breached under every reading is breached somewhere."""
    duties = {duty for duty in BURYATIA_288.titles if not duty.startswith(("23.", "25.", *NEVER_A_BREACH))}
    breached = {finding.duty for finding in judged().breaches}
    assert duties <= breached


def test_classes_rounds_and_joint_answers() -> None:
    """About 15 % are shortened; there are up to three rounds of rework, up to four executors, and all networks."""
    assert 0.12 <= share(lambda event: event.shortened) <= 0.18
    rounds = Counter(event.case for event in journal() if event.event == "sent_back")
    assert set(rounds.values()) >= {1, 2, 3}
    sizes = Counter(len(event.executors) for event in journal() if isinstance(event, Routed))
    assert set(sizes) == {1, 2, 3, 4}
    networks = Counter(event.network for event in messages())
    assert networks["vk"] > networks["ok"] > 50 * networks["telegram"] > 0


def test_nights_and_holidays() -> None:
    """Messages come at night and on days off too, but fewer; and what comes by day is answered sooner."""
    assert 0.03 < share(by_night) < 0.15
    days = Counter(event.at.astimezone(IRKUTSK).date() for event in messages())
    working, off = ([n for day, n in days.items() if is_working(day) is kind] for kind in (True, False))
    assert 0.2 < mean(off) / mean(working) < 0.7
    hours = hours_to_first_answer()
    day, night = ([hours[e.case] for e in messages() if when(e) and e.case in hours] for when in (by_day, by_night))
    assert median(day) < median(night)


is_working = BURYATIA_288.calendar.is_working_day


def test_bodies_of_unequal_size_and_diligence() -> None:
    """Thirty bodies, ministries and districts; the first has many times the messages of most, and some slip oftener."""
    routed = {event.case: event.executors[0] for event in journal() if isinstance(event, Routed)}
    sizes = Counter(executor.body for executor in routed.values())
    assert len(sizes) == 30
    assert {executor.municipal for executor in routed.values()} == {True, False}
    assert max(sizes.values()) > 5 * median(sizes.values()) > 5 * min(sizes.values())
    late = Counter(f.owner.body for f in judged().breaches if f.duty == "8.answer" and f.owner)
    rates = [late[body] / size for body, size in sizes.items() if size >= 100]
    assert max(rates) > 2 * min(rates)


def test_ids_and_actors_are_optional() -> None:
    """About a third of the events have an id; a few do not say who brought them about."""
    assert 0.28 < mean(event.id is not None for event in journal()) < 0.38
    assert 0.01 < mean(event.by is None for event in journal()) < 0.1


def test_short_journal_shows_the_quarter() -> None:
    """A week and a half from the default start has the report of the quarter before, and terms that still run."""
    result = audit(generate(400, seed=288), as_of=period_end(400))
    assert {"25.presentation", "25.decision", "23.decision"} <= set(result.counts.duties)
    assert result.counts.verdicts["running"] > 10


# --- its arguments ------------------------------------------------------------------------------------


def test_constant_memory() -> None:
    """A journal of a million messages begins at once, and thousands of them take no more memory than hundreds."""
    assert next(generate_lines(1_000_000, seed=1)).startswith('{"case": "M-000001"')
    tracemalloc.start()
    try:
        for _ in generate_lines(2000, seed=1):
            pass
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_more_a_week_is_a_shorter_period() -> None:
    """The period is as long as the messages take."""
    assert period_end(500, weekly=500) < period_end(500) < period_end(500, weekly=100)
    assert max(event.at for event in generate(500, seed=1, weekly=500)) <= period_end(500, weekly=500)


@pytest.mark.parametrize("bodies", [LEAST_BODIES, 60])
def test_few_and_many_bodies(bodies: int) -> None:
    """Any number of bodies from five on is used to the last."""
    routings = [event for event in generate(2500, seed=1, bodies=bodies) if isinstance(event, Routed)]
    assert len({executor.body for event in routings for executor in event.executors}) == bodies


def test_empty_journal() -> None:
    """No messages make an empty journal."""
    assert list(generate_lines(0, seed=1)) == []


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"cases": -1}, "cases"),
        ({"bodies": LEAST_BODIES - 1}, "bodies"),
        ({"weekly": 0}, "weekly"),
        ({"weekly": float("nan")}, "weekly"),
        ({"cases": 10**9}, "weekly"),
        ({"start": datetime(1969, 12, 31, tzinfo=UTC)}, "start"),
    ],
)
def test_wrong_arguments(arguments: dict[str, Any], field: str) -> None:
    """What makes no journal is refused at once, before the first event is asked for, and the error says what to do."""
    make: Any = generate
    with pytest.raises(CurRulesError) as caught:
        make(**{"cases": 1, "seed": 1, **arguments})
    assert caught.value.field == field
    assert caught.value.hint


def test_naive_start() -> None:
    """A start without an offset is refused."""
    with pytest.raises(NaiveDatetimeError):
        period_end(1, start=datetime(2026, 1, 12))  # noqa: DTZ001
