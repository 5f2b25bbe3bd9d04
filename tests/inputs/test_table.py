"""Tables: one row a message, a column a moment; what cannot be read names its row, its column and its cure."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import IRKUTSK, Event, events
from cur_rules.events import EVENT_TYPES
from cur_rules.extras import table as table_module
from cur_rules.extras.table_map import MapError, parse_map
from cur_rules.journal import line_of
from tests.inputs.helpers import audited, items

MAP = """
case = "Номер"
zone = "Asia/Irkutsk"
delimiter = ";"
empty = ["—"]
municipal = ["adm-tunka"]
[values.network]
"ВК" = "vk"
[[event]]
event = "identified"
at = "Выявлено"
network = "Сеть"
topic = "Тема"
shortened = "Сокращён"
[[event]]
event = "routed"
at = ["Дата", "Время"]
executors = "Исполнители"
[[event]]
event = "draft_submitted"
at = "Проект"
body = "Исполнители"
fixed.kind = "final"
fixed.by.role = "executor"
"""
HEAD = "Номер;Выявлено;Сеть;Тема;Сокращён;Дата;Время;Исполнители;Проект\n"
GOOD = "1;10.06.2025 09:00;ВК;ямы;да;10.06.2025;09:10;mintrans, adm-tunka;—\n"
TABLE = parse_map(MAP)
NINE = datetime(2025, 6, 10, 9, tzinfo=IRKUTSK)
EXPECTED: list[Event] = [
    events.Identified(case="1", at=NINE, network="vk", topic="ямы", shortened=True),
    events.Routed(
        case="1",
        at=NINE.replace(minute=10),
        executors=(events.Executor(body="mintrans"), events.Executor(body="adm-tunka", municipal=True)),
    ),
]


def read(text: str, encoding: str = "utf-8") -> tuple[list[Event], list[tuple[int, str | None]]]:
    found, problems = items("t.csv", text.encode(encoding), TABLE)
    assert all(problem.message.ru and problem.hint.ru and problem.hint.en for problem in problems)
    return found, [(problem.line, problem.field) for problem in problems]


def test_a_row_is_read_as_its_events() -> None:
    """Moments in the stated zone, words of the map, yes and no, several executors, constants; `—` is no event."""
    assert read(HEAD + GOOD) == (EXPECTED, [])
    assert read("\ufeff" + HEAD + GOOD) == (EXPECTED, [])
    (draft,), _ = read(HEAD + "1;;;;;;;mintrans, mvd;2025-06-10T12:00:00+08:00\n")
    by = events.By(role="executor")
    assert draft == events.DraftSubmitted(case="1", at=NINE.replace(hour=12), body="mintrans", kind="final", by=by)


def test_an_encoding_of_the_map() -> None:
    """cp1251 is read where the map says so; where it does not, the table is a problem and nothing is guessed."""
    found, problems = items("t.csv", (HEAD + GOOD).encode("cp1251"), parse_map('encoding = "cp1251"\n' + MAP))
    assert (found, problems) == (EXPECTED, [])
    assert read(HEAD + GOOD, "cp1251")[0] == []
    assert read(HEAD + GOOD, "cp1251")[1][0][0] == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2;32.06.2025 09:00;ВК;;;;;;", "Выявлено"),
        ("2;10.06.2025;ВК;;;;;;", "Выявлено"),
        ("2;10.06.2025 09:00;Телеграм;;;;;;", "Сеть"),
        ("2;10.06.2025 09:00;;;;;;;", "Сеть"),
        ("2;10.06.2025 09:00;ВК;;может;;;;", "Сокращён"),
        ("2;;;;;10.06.2025;;x;", "Дата"),
        ("2;;;;;10.06.2025;09:00;x, x;", "Исполнители"),
        ("2;26.10.2014 01:30;ВК;;;;;;", "Выявлено"),
        ("2;27.03.2011 02:30;ВК;;;;;;", "Выявлено"),
        (";10.06.2025 09:00;ВК;;;;;;", "Номер"),
        ("2;10.06.2025 09:00;ВК;;;;;;;лишнее", None),
        ("2;10.06.2025 09:00", None),
        ('2;10.06.2025 09:00;ВК;"ямы" и;;;;;', None),
        ("2;10.06.2025 09:00\x00;ВК;;;;;;", "Выявлено"),
    ],
)
def test_a_bad_row_costs_only_itself(row: str, field: str | None) -> None:
    """A hostile or careless row between good ones is one problem with its row and column; the good ones are read."""
    found, problems = read(f"{HEAD}{GOOD}{row}\n{GOOD}")
    assert found == EXPECTED * 2
    assert problems == [(3, field)]


def test_cells_with_line_breaks_keep_the_numbers_of_the_rows() -> None:
    """A cell may hold the delimiter, quotes and line breaks; rows are numbered as a spreadsheet numbers them."""
    text = 'a;"b"\nc'
    quoted = '"' + text.replace('"', '""') + '"'
    found, problems = read(f"{HEAD}{GOOD.replace('ямы', quoted)}2;x;ВК;;;;;;\n")
    assert isinstance(found[0], events.Identified)
    assert found[0].topic == text
    assert problems == [(3, "Выявлено")]


@pytest.mark.parametrize(
    ("head", "field"),
    [(HEAD.replace("Тема", "Темы"), "Тема"), (HEAD.replace("Тема", "Сеть"), "Сеть"), ("", None), ("\n", None)],
)
def test_a_table_that_the_map_does_not_fit_is_not_read(head: str, field: str | None) -> None:
    """A missing column, one that is there twice, or no header: one problem, and no event is guessed."""
    assert read(head + GOOD.replace("ямы", "x") if head.strip() else head) == ([], [(1, field)])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('zone = "Asia/Irkutsk"\n', "", "zone"),
        ("Asia/Irkutsk", "Asia/Ulan-Ude", "zone"),
        ('case = "Номер"\n', "", "case"),
        ('"identified"', '"identify"', "identified"),
        ("topic =", "topics =", "topic"),
        ('kind = "final"', 'kind = "last"', "fixed.kind"),
        ('delimiter = ";"', 'delimiter = ";;"', "delimiter"),
        ("case =", 'dates = ["%d.%m.%Y"]\ncase =', "dates"),
        ("case =", 'encoding = "cp-1251-x"\ncase =', "encoding"),
        ("case =", "case", "TOML"),
    ],
)
def test_a_wrong_map_names_the_key(old: str, new: str, said: str) -> None:
    """Each fault of a map is an error with the key and the cure in both languages."""
    with pytest.raises(MapError) as caught:
        parse_map(MAP.replace(old, new, 1), "map.toml")
    assert said in str(caught.value)
    assert "map.toml" in caught.value.ru


def test_the_kinds_of_fields_are_those_of_the_events() -> None:
    """A cell is read by the type of its field: every flag, share and instant of every event is known as such."""
    found: dict[str, set[str]] = {"Flag": set(), "Share": set(), "Instant": set()}
    for cls in EVENT_TYPES.values():
        for one in fields(cls):
            for kind, names in found.items():
                if str(one.type).startswith(kind) or (kind == "Flag" and str(one.type) == "StrictBool"):
                    names.add(one.name)
    assert found["Flag"] == table_module.FLAGS
    assert found["Share"] == table_module.SHARES
    assert found["Instant"] == table_module.MOMENTS


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=9)
_MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001 - the zone is put on below
    lambda at: at.replace(second=0, microsecond=0, tzinfo=IRKUTSK)
)


@given(_TEXT.filter(lambda text: text != "—"), _MOMENTS, st.text(max_size=12), st.booleans())
@settings(max_examples=200, deadline=None)
def test_an_event_written_as_a_row_is_read_back(case: str, at: datetime, topic: str, shortened: bool) -> None:
    """journal -> row -> events: whatever the topic holds, the event comes back (blanks around a cell do not count)."""
    event = events.Identified(case=case, at=at, network="vk", topic=topic.strip() or None, shortened=shortened)
    if event.topic == "—":
        event = events.Identified(case=case, at=at, network="vk", shortened=shortened)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([case, f"{at:%d.%m.%Y %H:%M}", "ВК", topic, "да" if shortened else "нет", "", "", "", ""])
    assert read(HEAD + out.getvalue()) == ([event], [])
    assert event.at.tzinfo is UTC


def test_a_table_has_the_findings_and_the_receipt_of_its_journal(tmp_path: Path) -> None:
    """The audit of a table is that of the journal it stands for, also in two processes."""
    (tmp_path / "t.csv").write_text(HEAD + GOOD + GOOD.replace("1;", "2;", 1), encoding="utf-8")
    journal = [line_of(event, IRKUTSK) for event in read((tmp_path / "t.csv").read_text(encoding="utf-8"))[0]]
    (tmp_path / "j.jsonl").write_text("".join(f"{line}\n" for line in journal), encoding="utf-8")
    one, two = audited([tmp_path / "t.csv"], table=TABLE), audited([tmp_path / "j.jsonl"])
    assert json.loads(one)["findings"] == json.loads(two)["findings"]
    assert audited([tmp_path / "t.csv"], table=TABLE, jobs=2) == one


@pytest.mark.parametrize("page", ["docs/ru/table.md", "docs/en/table.md"])
def test_the_documented_map_is_a_map(page: str) -> None:
    """The example of the documents is accepted as it stands."""
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    table = parse_map(text.partition("```toml\n")[2].partition("```")[0])
    assert [event.event for event in table.events] == ["identified", "routed", "draft_submitted"]
