"""The act's timetable against figures worked out by hand outside the library, from the identification on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cur_rules.feasibility import findings_of_the_act
from cur_rules.scenarios import Scenario, assess, report_schedule


def clock(text: str) -> timedelta:
    hours, minutes = map(int, text.split(":"))
    return timedelta(hours=hours, minutes=minutes)


# Rounds of rework, time of each re-approval, when the answer is out.
SINGLE = [
    (0, "1:00", "6:30"), (0, "0:30", "6:30"), (0, "0:00", "6:30"),
    (1, "1:00", "8:30"), (1, "0:30", "8:00"), (1, "0:00", "7:30"),
    (2, "1:00", "10:30"), (2, "0:30", "9:30"), (2, "0:00", "8:30"),
    (3, "1:00", "12:30"),
]  # fmt: skip


@pytest.mark.norm("8.1", "9.3", "10.1", "11.1", "12.1")
@pytest.mark.parametrize(("rounds", "reapproval", "out"), SINGLE)
def test_one_executor_in_eight_hours(rounds: int, reapproval: str, out: str) -> None:
    """A draft at the last minute, an hour for approval, an hour for each rework, half an hour to publish."""
    found = assess(Scenario(rework_rounds=rounds, reapproval=clock(reapproval)))
    assert found.answer.end == clock(out)
    assert found.slack == clock("8:00") - clock(out)
    assert found.feasible == (clock(out) <= clock("8:00"))


@pytest.mark.norm("13.1")
@pytest.mark.parametrize(
    ("draft", "rounds", "out"),
    [("2:30", 0, "4:00"), ("1:00", 0, "2:30"), ("1:00", 1, "4:30"), ("0:30", 1, "4:00"), ("0:00", 1, "3:30")],
)
def test_one_executor_in_four_hours(draft: str, rounds: int, out: str) -> None:
    """A shortened draft at 2:30 leaves no slack; a round of rework fits only after a draft within half an hour."""
    found = assess(Scenario(shortened=True, preparation=clock(draft), rework_rounds=rounds))
    assert found.answer.end == clock(out)
    assert found.feasible == (clock(out) <= clock("4:00"))


# Rounds, and the latest draft in 8 h with re-approval of 60, 30, 0 min, then in 4 h; "" where none fits.
LATEST = [
    (0, ["6:30", "6:30", "6:30"], ["2:30", "2:30", "2:30"]),
    (1, ["4:30", "5:00", "5:30"], ["0:30", "1:00", "1:30"]),
    (2, ["2:30", "3:30", "4:30"], ["", "", "0:30"]),
    (3, ["0:30", "2:00", "3:30"], ["", "", ""]),
]


@pytest.mark.norm("8.1", "13.1", "11.1")
@pytest.mark.parametrize(("rounds", "eight", "four"), LATEST)
def test_the_latest_draft_that_leaves_room_for_rework(rounds: int, eight: list[str], four: list[str]) -> None:
    """A draft at that moment is answered at the very end of the term; a minute later it is late."""
    for shortened, row in ((False, eight), (True, four)):
        for reapproval, latest in zip(("1:00", "0:30", "0:00"), row, strict=True):

            def slack(draft: timedelta, shortened: bool = shortened, reapproval: str = reapproval) -> timedelta:
                scenario = Scenario(
                    shortened=shortened, preparation=draft, rework_rounds=rounds, reapproval=clock(reapproval)
                )
                return assess(scenario).slack

            if latest:
                assert slack(clock(latest)) == timedelta()
                assert slack(clock(latest) + timedelta(minutes=1)) == -timedelta(minutes=1)
            else:
                assert slack(timedelta()) < timedelta()


@pytest.mark.norm("8.1", "13.1")
def test_the_most_rounds_that_fit() -> None:
    """A draft at once leaves room for three rounds in eight hours and one in four; at 5:00 for none."""
    assert assess(Scenario(preparation=timedelta())).rounds == 3
    assert assess(Scenario(preparation=timedelta(), shortened=True)).rounds == 1
    assert assess(Scenario()).rounds == 0


@pytest.mark.norm("7.1", "8.1", "13.1")
@pytest.mark.parametrize("returns", range(6))
def test_returns_eat_the_time_of_the_draft(returns: int) -> None:
    """Each return at its last minute takes half an hour of the draft; the answer is still out at 6:30 or 4:00."""
    found = assess(Scenario(returns=returns))
    assert found.draft.end == clock("5:00")
    assert found.answer.end == clock("6:30")
    left = clock("2:30") - returns * clock("0:30")
    short = assess(Scenario(shortened=True, returns=returns, preparation=left))
    assert short.answer.end == clock("4:00")


# Parallel or in sequence, shortened, preparation, and for 1, 2, 3, 4 co-executors: the draft and the publication.
JOINT = [
    (False, False, "2:00", ["4:00 5:30", "4:00 5:30", "4:00 5:30", "4:00 5:30"]),
    (False, False, "0:30", ["2:30 4:00", "2:30 4:00", "2:30 4:00", "2:30 4:00"]),
    (True, False, "2:00", ["4:00 5:30", "6:00 7:30", "8:00 9:30", "10:00 11:30"]),
    (True, False, "1:00", ["3:00 4:30", "5:00 6:30", "7:00 8:30", "9:00 10:30"]),
    (True, False, "0:00", ["2:00 3:30", "4:00 5:30", "6:00 7:30", "8:00 9:30"]),
    (False, True, "2:00", ["4:00 5:30", "4:00 5:30", "4:00 5:30", "4:00 5:30"]),
    (False, True, "0:30", ["2:30 4:00", "2:30 4:00", "2:30 4:00", "2:30 4:00"]),
    (True, True, "0:30", ["2:30 4:00", "4:30 6:00", "6:30 8:00", "8:30 10:00"]),
]


@pytest.mark.norm("15.1b", "15.3", "15.4")
@pytest.mark.parametrize(("sequence", "shortened", "preparation", "row"), JOINT)
def test_joint_answers(sequence: bool, shortened: bool, preparation: str, row: list[str]) -> None:
    """Two hours for each co-executor, at once or one after another, then the common draft and an hour and a half."""
    for helpers, figures in enumerate(row, 1):
        draft, out = figures.split()
        scenario = Scenario(
            shortened=shortened, executors=helpers + 1, in_sequence=sequence, preparation=clock(preparation)
        )
        found = assess(scenario)
        assert (found.draft.end, found.answer.end) == (clock(draft), clock(out))
        late = {breach.duty for breach in found.breaches}
        assert ("13.answer" if shortened else "8.answer") in late or clock(out) <= clock(
            "4:00" if shortened else "8:00"
        )
        assert ("9.draft" in late) == (not shortened and clock(draft) > clock("5:00"))


@pytest.mark.norm("15.3")
@pytest.mark.parametrize(("number", "out"), [(1, "3:30"), (2, "5:30"), (3, "7:30"), (4, "9:30")])
def test_executors_in_a_sequence_of_two_hours_each(number: int, out: str) -> None:
    """Counting the responsible body as one of N in a row, in four hours only N = 1 fits, in eight N up to 3."""
    scenario = Scenario(executors=number, in_sequence=True, preparation=clock("2:00"))
    assert assess(scenario).answer.end == clock(out)


@pytest.mark.norm("25.1", "25.3")
def test_the_report_of_the_fourth_quarter() -> None:
    """The first working day of 2026 is 12 January: the text fits without a refusal and not with one."""
    found = report_schedule("2025Q4")
    assert found.rounds == ((date(2026, 1, 12), date(2026, 1, 14)),)
    assert found.feasible
    assert not report_schedule("2025Q4", refusals=1).feasible
    assert report_schedule("2025Q4", readings={"A62": "inclusive"}).latest_text == date(2026, 1, 13)


def test_what_follows_from_the_tables_alone() -> None:
    """Four places where the act asks what its own terms do not allow, in both languages."""
    found = {finding.id: finding for finding in findings_of_the_act()}
    assert set(found) == {
        "no_round_after_the_last_minute",
        "sequence_breaks_the_draft",
        "shortened_must_be_parallel",
        "refused_report",
    }
    assert all(finding.text.ru and finding.text.en and finding.norms for finding in found.values())
