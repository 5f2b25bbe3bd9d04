"""How a host adds years and decrees, what is refused, and what identifies a calendar."""

from __future__ import annotations

import copy
import pickle
import re
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime
from importlib.resources import files
from tomllib import loads
from typing import Any

import pytest

from cur_rules.acts.buryatia_288.calendar import CALENDAR, SAGAALGAN, build, predicted_sagaalgan
from cur_rules.calendars import (
    DayKind,
    Holiday,
    PresidentialDays,
    ProductionCalendar,
    ReasonedCalendar,
    RegionalDayOff,
    Transfer,
    WorkingCalendar,
)
from cur_rules.errors import ActDataError, HorizonError, NotADateError
from cur_rules.texts import Text

DECREE = Text("постановление Правительства РФ № 1 от 01.09.2027", "Resolution No. 1 of 01.09.2027")
ROW = Transfer(date(2028, 1, 8), date(2028, 5, 2), DECREE)


def test_one_line_adds_a_decree() -> None:
    """A transfer added to 2028 moves the day off and makes the year's other days final, but for Sagaalgan."""
    calendar = CALENDAR.with_transfers(ROW)
    assert CALENDAR.is_working_day(date(2028, 5, 2))
    assert not calendar.is_working_day(date(2028, 5, 2))
    assert calendar.why(date(2028, 5, 2)).source == DECREE
    assert CALENDAR.is_provisional(date(2028, 6, 1))
    assert not calendar.is_provisional(date(2028, 6, 1))


def test_a_row_replaces_the_one_of_the_same_day() -> None:
    """A corrected transfer takes the place of the old one."""
    calendar = CALENDAR.with_transfers(ROW).with_transfers(replace(ROW, to=date(2028, 5, 3)))
    assert calendar.is_working_day(date(2028, 5, 2))
    assert not calendar.is_working_day(date(2028, 5, 3))


def test_the_horizon_error_shows_the_line_that_cures_it() -> None:
    """The line in the message can be pasted as it stands, and then the year is answered."""
    with pytest.raises(HorizonError) as caught:
        CALENDAR.is_working_day(date(2051, 3, 1))
    found = re.search(r"calendar\.(with_transfers\(.*?\)\));", str(caught.value))
    assert found
    scope = {"CALENDAR": CALENDAR, "Transfer": Transfer, "date": date, "Text": Text}
    calendar: ProductionCalendar = eval(f"CALENDAR.{found[1]}", scope)
    assert calendar.is_working_day(date(2051, 3, 1))
    assert not calendar.is_provisional(date(2051, 3, 1))
    assert "with_horizon(2010, 2051)" in caught.value.hint
    assert "by_statute()" in caught.value.hint


def test_other_years() -> None:
    """A wider horizon answers more years, provisionally, and changes no answer."""
    calendar = CALENDAR.with_horizon(2005, 2060)
    assert calendar.is_provisional(2060)
    assert calendar.add_working_days(date(2024, 12, 27), 7) == date(2025, 1, 16)
    with pytest.raises(ActDataError, match="widen them, or drop the row"):
        CALENDAR.with_horizon(2022, 2030)


def test_another_region_is_other_rows() -> None:
    """The class knows no region: a calendar of a made-up region has its own holiday and its own words."""
    row = RegionalDayOff(date(2026, 8, 12), Text("Праздник", "Feast"), Text("закон", "law"))
    where = Text("в области", "in the oblast")
    calendar = ProductionCalendar(CALENDAR.holidays, days_off=(row,), region=where)
    assert calendar.horizon == (2010, 2050)
    assert calendar.why(date(2026, 8, 12)).text.ru == (
        "Праздник, выходной в области (закон); предварительно: переносов на 2026 год в таблицах нет"
    )
    assert calendar.is_working_day(date(2026, 2, 18))


@pytest.mark.parametrize(
    "row",
    [
        lambda: Transfer(date(2028, 1, 10), date(2028, 5, 2), DECREE),
        lambda: Transfer(date(2028, 1, 8), date(2028, 5, 6), DECREE),
        lambda: Holiday(2, 29, DECREE),
        lambda: RegionalDayOff(date(2028, 2, 26), SAGAALGAN, DECREE, moved_to=date(2028, 2, 25)),
        lambda: RegionalDayOff(date(2028, 2, 26), SAGAALGAN, DECREE, moved_to=date(2029, 2, 28)),
        lambda: PresidentialDays(date(2028, 2, 2), date(2028, 2, 1), DECREE),
    ],
    ids=["from a weekday", "to a weekend", "not every year", "to an earlier day", "to another year", "backwards"],
)
def test_a_row_that_cannot_be_is_refused(row: Any) -> None:
    """A row that contradicts itself is refused where it is written, with the rule."""
    with pytest.raises(ActDataError, match="Mend it"):
        row()


@pytest.mark.parametrize(
    "change",
    [
        lambda: CALENDAR.with_transfers(Transfer(date(2028, 1, 8), date(2028, 5, 1), DECREE)),
        lambda: CALENDAR.with_transfers(ROW, replace(ROW, from_=date(2028, 1, 9))),
        lambda: CALENDAR.with_transfers(ROW, replace(ROW, to=date(2028, 5, 3))),
        lambda: CALENDAR.with_days_off(RegionalDayOff(date(2029, 2, 14), SAGAALGAN, DECREE, date(2029, 2, 15))),
        lambda: CALENDAR.with_days_off(RegionalDayOff(date(2028, 2, 26), SAGAALGAN, DECREE, date(2028, 2, 27))),
        lambda: CALENDAR.with_days_off(RegionalDayOff(date(2026, 2, 18), DECREE, DECREE)),
        lambda: replace(CALENDAR, horizon=(2050, 2010)),
        lambda: CALENDAR.with_horizon(0, 2050),
        lambda: CALENDAR.with_horizon(2010, 10000),
        lambda: CALENDAR.with_days_off(RegionalDayOff(date(2028, 12, 30), DECREE, DECREE)).with_days_off(
            RegionalDayOff(date(2028, 12, 31), SAGAALGAN, DECREE)
        ),
    ],
    ids=[
        "to a holiday", "twice to", "twice from", "worked day", "to a Sunday", "two on a day", "backwards", "year 0",
        "year 10000", "into the next year",
    ],
)  # fmt: skip
def test_rows_that_contradict_the_calendar_are_refused(change: Any) -> None:
    """A row that does not fit the others is refused at once, not when somebody asks for its day."""
    with pytest.raises(ActDataError):
        change()


def test_a_row_takes_no_datetime() -> None:
    """A moment in a row is refused like a moment in a question."""
    with pytest.raises(NotADateError):
        Transfer(datetime(2028, 1, 8), date(2028, 5, 2), DECREE)  # noqa: DTZ001


def test_a_worked_sunday_is_called_one() -> None:
    """A Sunday whose day off moved is worked and named as a Sunday."""
    reason = CALENDAR.with_transfers(replace(ROW, from_=date(2028, 5, 7))).why(date(2028, 5, 7))
    assert (reason.kind, reason.title.ru) == (DayKind.WORKED_WEEKEND, "рабочее воскресенье")


def test_calendars_are_frozen_and_told_apart_by_identity() -> None:
    """A calendar cannot be changed in place, is a key of a dict, and equals only itself."""
    with pytest.raises(FrozenInstanceError):
        CALENDAR.presidential = True  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    twin = replace(CALENDAR)
    assert twin != CALENDAR
    assert len({CALENDAR, twin, CALENDAR.by_statute()}) == 3
    assert CALENDAR.by_statute() is CALENDAR.by_statute()


@pytest.mark.parametrize("calendar", [CALENDAR, CALENDAR.by_statute()], ids=["production", "statute"])
def test_a_calendar_goes_to_another_process_and_back(calendar: Any) -> None:
    """Pickled or copied after use, a calendar answers as before; only its rows travel."""
    calendar.add_working_days(date(2024, 12, 27), 7)
    data = pickle.dumps(calendar)
    assert len(data) < 20_000
    for twin in (pickle.loads(data), copy.deepcopy(calendar)):
        assert twin.fingerprint == calendar.fingerprint
        assert twin.why(date(2024, 12, 28)) == calendar.why(date(2024, 12, 28))


def test_equal_data_have_an_equal_fingerprint() -> None:
    """The fingerprint is that of the rows, whatever their order and whenever it is taken."""
    shuffled = replace(CALENDAR, transfers=CALENDAR.transfers[::-1], days_off=CALENDAR.days_off[::-1])
    again = build(loads((files("cur_rules.acts.buryatia_288") / "calendar.toml").read_text(encoding="utf-8")))
    assert re.fullmatch("[0-9a-f]{64}", CALENDAR.fingerprint)
    assert shuffled.fingerprint == again.fingerprint == CALENDAR.fingerprint
    assert repr(shuffled) == repr(CALENDAR) == f"<ProductionCalendar 2010-2050, {CALENDAR.fingerprint[:12]}>"


@pytest.mark.parametrize("rows", ["holidays", "transfers", "days_off", "presidential_days"])
def test_any_lost_row_changes_the_fingerprint(rows: str) -> None:
    """Every single row counts: with any one left out the fingerprint differs from all others."""
    table: tuple[Any, ...] = getattr(CALENDAR, rows)
    changes: list[Any] = [{rows: table[:n] + table[n + 1 :]} for n in range(len(table))]
    fewer = {replace(CALENDAR, **change).fingerprint for change in changes}
    assert len(fewer) == len(table)
    assert CALENDAR.fingerprint not in fewer


@pytest.mark.parametrize(
    "changed",
    [
        CALENDAR.with_transfers(ROW),
        CALENDAR.with_transfers(replace(ROW, decree=Text("иное", "other"))),
        CALENDAR.with_presidential_days(),
        CALENDAR.with_horizon(2010, 2051),
        replace(CALENDAR, predict=None),
        replace(CALENDAR, region=Text("там", "there")),
    ],
    ids=["transfer", "decree", "presidential", "horizon", "prediction", "region"],
)
def test_any_change_changes_the_fingerprint(changed: ProductionCalendar) -> None:
    """Rows, sources, options, predictions: whatever an answer shows is in the fingerprint."""
    assert changed.fingerprint != CALENDAR.fingerprint
    assert changed.by_statute().fingerprint == CALENDAR.by_statute().fingerprint


@pytest.mark.parametrize("year", [2010, 2050])
def test_a_prediction_of_any_year_changes_the_fingerprint(year: int) -> None:
    """The predictions of the first and the last year of the horizon are in the fingerprint like all others."""

    def another(asked: int) -> RegionalDayOff:
        row = predicted_sagaalgan(asked)
        return replace(row, day=date(year, 3, 2)) if asked == year else row

    undecreed = replace(CALENDAR, days_off=())
    assert replace(undecreed, predict=another).fingerprint != undecreed.fingerprint


def test_no_rows_change_nothing() -> None:
    """Adding nothing gives a calendar of the same fingerprint."""
    assert CALENDAR.with_transfers().fingerprint == CALENDAR.with_days_off().fingerprint == CALENDAR.fingerprint


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Two regional days off, one of which falls on the day the other moves to, give one calendar in either order."""
    title = Text("Праздник", "Feast")
    rows = RegionalDayOff(date(2026, 8, 15), title, DECREE), RegionalDayOff(date(2026, 8, 17), DECREE, DECREE)
    there, back = CALENDAR.with_days_off(*rows), CALENDAR.with_days_off(*rows[::-1])
    assert there.fingerprint == back.fingerprint
    assert there.exceptions(2026) == back.exceptions(2026)


def test_both_calendars_fit_the_protocols() -> None:
    """The two calendars are working calendars, and can give reasons."""
    calendars: tuple[WorkingCalendar, ReasonedCalendar] = (CALENDAR, CALENDAR.by_statute())
    assert all(isinstance(calendar, WorkingCalendar | ReasonedCalendar) for calendar in calendars)
    assert repr(CALENDAR.by_statute()) == "<StatuteCalendar, 14 holidays>"
    assert CALENDAR.by_statute().horizon == (1, 9999)


def tables() -> dict[str, Any]:
    return loads((files("cur_rules.acts.buryatia_288") / "calendar.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("table", "field", "value", "message"),
    [
        ("holiday", "days", [[2, 30]], "a day that comes every year"),
        ("holiday", "days", [[2]], "pairs of type int"),
        ("holiday", "days", 5, "days is 5"),
        ("holiday", "carries", "yes", "carries is 'yes'"),
        ("holiday", "title_en", " ", "title is empty"),
        ("transfers", "moves", [["2020-01-04", "2020-05-04"]], "pairs of type date"),
        ("transfers", "moves", [[date(2020, 1, 6), date(2020, 5, 4)]], "is a Saturday or a Sunday"),
        ("transfers", "decree_ru", None, "decree_ru is None"),
        ("transfers", "confidence", "sure", "Choose one of high"),
        ("day_off", "day", datetime(2010, 2, 14), "day is datetime"),  # noqa: DTZ001
        ("day_off", "moved_to", date(2010, 2, 13), "moves to a later day"),
        ("day_off", "source_en", "", "source is empty"),
        ("day_off", "movedto", date(2010, 2, 15), "unknown fields"),
        ("presidential", "first", date(2020, 4, 4), "the first day comes first"),
    ],
)
def test_a_wrong_table_is_refused(table: str, field: str, value: object, message: str) -> None:
    """What cannot be read from the file is refused with the row and the cure."""
    wrong = tables()
    wrong[table][0][field] = value
    with pytest.raises(ActDataError, match=message):
        build(wrong)


def test_a_table_that_is_no_list_is_refused() -> None:
    """`[holiday]` instead of `[[holiday]]` is a common slip, and the message shows the way."""
    with pytest.raises(ActDataError, match=re.escape("[[holiday]]")):
        build(tables() | {"holiday": tables()["holiday"][0]})


DECREES = {
    "transfers": {
        2020: "№ 875 от 10.07.2019",
        2021: "№ 1648 от 10.10.2020",
        2022: "№ 1564 от 16.09.2021",
        2023: "№ 1505 от 29.08.2022",
        2024: "№ 1314 от 10.08.2023",
        2025: "№ 1335 от 04.10.2024",
        2026: "№ 1466 от 24.09.2025",
        2027: "№ 1187 от 17.09.2026",
    },
    "days_off": {
        2012: "№ 11 от 01.02.2012",
        2015: "№ 216 от 19.12.2014",
        2016: "№ 236 от 25.12.2015",
        2017: "№ 2 от 13.01.2017",
        2018: "№ 260 от 11.12.2017",
        2019: "№ 219 от 28.11.2018",
        2020: "№ 242 от 06.12.2019",
        2021: "№ 263 от 21.12.2020",
        2022: "№ 341 от 15.12.2021",
        2023: "№ 255 от 05.12.2022",
        2024: "№ 231 от 25.12.2023",
        2025: "№ 1 от 09.01.2025",
        2026: "№ 320 от 05.12.2025",
    },
}


def english(number: str) -> str:
    return number.replace("№", "No.").replace("от", "of")


MOVES = """
2020-01-04 2020-05-04  2020-01-05 2020-05-05
2021-01-02 2021-11-05  2021-01-03 2021-12-31  2021-02-20 2021-02-22
2022-01-01 2022-05-03  2022-01-02 2022-05-10  2022-03-05 2022-03-07
2023-01-01 2023-02-24  2023-01-08 2023-05-08
2024-01-06 2024-05-10  2024-01-07 2024-12-31  2024-04-27 2024-04-29  2024-11-02 2024-04-30  2024-12-28 2024-12-30
2025-01-04 2025-05-02  2025-01-05 2025-12-31  2025-02-23 2025-05-08  2025-03-08 2025-06-13  2025-11-01 2025-11-03
2026-01-03 2026-01-09  2026-01-04 2026-12-31
2027-01-02 2027-11-05  2027-01-03 2027-12-31  2027-02-20 2027-02-22
"""


def test_every_transfer_is_the_decreed_one() -> None:
    """The table moves the days that the resolutions move, and no others."""
    days = iter(map(date.fromisoformat, MOVES.split()))
    assert {(row.from_, row.to) for row in CALENDAR.transfers} == set(zip(days, days, strict=True))
    assert len(CALENDAR.transfers) == 25


def test_every_transfer_names_its_resolution() -> None:
    """Each transfer names the resolution of its year, in both languages."""
    assert {row.from_.year for row in CALENDAR.transfers} == set(DECREES["transfers"])
    for row in CALENDAR.transfers:
        number = DECREES["transfers"][row.from_.year]
        assert row.decree.ru == f"постановление Правительства РФ {number}"
        assert row.decree.en == f"Resolution of the Government of Russia {english(number)}"


def test_every_sagaalgan_names_its_source() -> None:
    """Each Sagaalgan names its decree or, in three years, a publication; none of the table is a prediction."""
    for row in CALENDAR.days_off:
        number = DECREES["days_off"].get(row.day.year, "")
        assert row.source.ru.endswith(number)
        assert row.source.en.endswith(english(number))
        assert ("сообщени" in row.source.ru) is not bool(number)
        assert not row.predicted


def test_presidential_decrees() -> None:
    """Each period of paid non-working days names the President's decree."""
    periods = [(f"{row.first:%m-%d}", f"{row.last:%m-%d}", row.decree.ru) for row in CALENDAR.presidential_days]
    assert periods == [
        ("03-30", "04-03", "указ Президента РФ № 206 от 25.03.2020"),
        ("04-04", "04-30", "указ Президента РФ № 239 от 02.04.2020"),
        ("05-06", "05-08", "указ Президента РФ № 294 от 28.04.2020"),
        ("06-24", "06-24", "указ Президента РФ № 345 от 29.05.2020"),
        ("07-01", "07-01", "указ Президента РФ № 354 от 01.06.2020"),
        ("05-04", "05-07", "указ Президента РФ № 242 от 23.04.2021"),
        ("10-30", "11-03", "указ Президента РФ № 595 от 20.10.2021"),
    ]


def test_how_sure_each_row_is() -> None:
    """Where the decree itself was not read, the row says how sure it is."""
    sure = {row.day.year: row.confidence for row in CALENDAR.days_off if row.confidence != "high"}
    assert sure == {
        2011: "medium", 2012: "medium", 2014: "medium", 2017: "medium", 2019: "medium-high", 2022: "medium-high",
    }  # fmt: skip
    assert {row.from_.year for row in CALENDAR.transfers if row.confidence != "high"} == {2027}
