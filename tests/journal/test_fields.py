"""The reader, field by field: the contract's table of events, and each wrong value of each kind of field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cur_rules import Event, Problem, events, read
from cur_rules.testing.anything import EVENTS, ROLES
from tests.journal.test_lines import assert_clear

AT = "2025-06-10T12:40:00+08:00"

Line = dict[str, Any]

TEXT, OPTIONAL, INSTANT, FLAG, CHOICE, ADDRESSEES, SHARE, PERIOD, BODIES = (
    "required text", "optional text", "optional instant", "flag", "one of several", "list of addressees", "share",
    "quarter", "list of bodies",
)  # fmt: skip

TABLE: dict[str, dict[str, tuple[str, object]]] = {
    "identified": {
        "network": (TEXT, "vk"), "topic": (OPTIONAL, "дороги"), "location": (OPTIONAL, "Улан-Удэ"),
        "importance": (OPTIONAL, "обычная"), "shortened": (FLAG, True), "repeat_of": (OPTIONAL, "M-0"),
        "posted_at": (INSTANT, AT), "official_account": (FLAG, True),
    },
    "excluded": {"ground": (CHOICE, "threat")},
    "routed": {"executors": (BODIES, [{"body": "a", "stage": 2, "municipal": True}]), "responsible": (OPTIONAL, "a")},
    "executor_notified": {"body": (TEXT, "a")},
    "block_head_informed": {},
    "returned": {"body": (TEXT, "a"), "reason": (OPTIONAL, "не наш")},
    "information_provided": {"body": (TEXT, "a"), "to": (ADDRESSEES, ["responsible", "coordinator"])},
    "draft_submitted": {"body": (TEXT, "a"), "kind": (CHOICE, "interim")},
    "approved": {"comment": (OPTIONAL, "x")},
    "sent_back": {"comment": (OPTIONAL, "x")},
    "published": {
        "network": (TEXT, "ok"), "evidence_available": (FLAG, True), "evidence_attached": (FLAG, True),
        "measures_reported": (FLAG, True),
    },
    "reclassified": {"shortened": ("required flag", True)},
    "unpublishable": {"reason": (OPTIONAL, "x")},
    "answer_assessed": {"format": (SHARE, 0.5), "substance": (SHARE, 1)},
    "satisfaction_recorded": {"score": (SHARE, 0)},
    "crime_detected": {},
    "crime_reported": {"agency": (OPTIONAL, "МВД")},
    "resonance_flagged": {"kind": (CHOICE, "potential")},
    "chair_informed": {},
    "head_informed": {},
    "story_proposed": {"body": (TEXT, "a")},
    "story_approved": {"body": (OPTIONAL, "a")},
    "story_refused": {"body": (OPTIONAL, "a"), "reasons": (OPTIONAL, "x")},
    "story_published": {"body": (TEXT, "a")},
    "story_reported": {"body": (TEXT, "a"), "to": (ADDRESSEES, ["cur", "committee"])},
    "rating_compiled": {"period": (PERIOD, "2026Q1")},
    "rating_submitted": {},
    "rating_approved": {},
    "rating_returned": {},
    "rating_forwarded": {},
    "report_submitted": {"period": (PERIOD, "2026Q1")},
    "report_approved": {},
    "report_refused": {"proposals": (OPTIONAL, "x")},
    "report_presented": {"period": (PERIOD, "2026Q1")},
}  # fmt: skip
"""The contract's table: the own fields of each event, their kind, and a value that is no default."""

CHOICES = {
    "ground": ("intent_to_harm", "obscene", "insulting", "threat"),
    "resonance_flagged.kind": ("widespread", "potential"),
    "draft_submitted.kind": ("final", "interim"),
    "information_provided.to": ("responsible", "coordinator"),
    "story_reported.to": ("cur", "committee"),
}

REQUIRED = (TEXT, CHOICE, ADDRESSEES, SHARE, PERIOD, BODIES, "required flag")

NOT_TEXT: tuple[object, ...] = (1, 1.5, True, [], {}, ["a"], {"a": 1}, 0, 10**30)
BLANK: tuple[object, ...] = (None, "", " ", "\t\n")
NOT_FLAG: tuple[object, ...] = (1, 0, "true", "yes", "", [], {}, 1.0)
NOT_INSTANT: tuple[object, ...] = (5, 1.5, 1750000000, True, [], {}, "today", "2025-06-10")

WRONG: dict[str, tuple[object, ...]] = {
    TEXT: (*NOT_TEXT, *BLANK),
    OPTIONAL: NOT_TEXT,
    INSTANT: NOT_INSTANT,
    FLAG: NOT_FLAG,
    "required flag": (*NOT_FLAG, None),
    CHOICE: (*NOT_TEXT, *BLANK, "other", "Final", "threat "),
    ADDRESSEES: ("responsible", "cur", [], {}, None, 1, True, ["boss"], [1], [None], [""], [["cur"]], {"cur": True}),
    SHARE: ("0.5", True, False, None, [], {}, 1.000001, -0.000001, 2, -1, 10**400),
    PERIOD: (
        *NOT_TEXT, *BLANK, "2026", "2026Q0", "2026Q5", "2026q1", "2026-Q1", "Q1 2026", "26Q1", "2026Q1 ", " 2026Q1",
        "0000Q1", "20266Q1", "2026Q11", "٢٠٢٦Q1", "2026Q1\n", "-026Q1",
    ),
    BODIES: (
        [], {}, None, "a", 1, True, ["a"], [1], [None], [[]], {"body": "a"}, [{}], [{"body": None}], [{"body": " "}],
        [{"body": 1}], [{"body": "a"}, {"body": "a"}], [{"body": "a"}, {"body": "b"}, {"body": "a", "stage": 2}],
        [{"body": "a", "stage": 0}], [{"body": "a", "stage": -1}], [{"body": "a", "stage": 1.5}],
        [{"body": "a", "stage": "1"}], [{"body": "a", "stage": True}], [{"body": "a", "municipal": "yes"}],
        [{"body": "a", "municipal": 1}], [{"body": "a", "name": "x"}], [{"body": "a"}, 5],
    ),
}  # fmt: skip
"""Values that a field of each kind refuses."""

ALL_FIELDS = [(event, field, *spec) for event, own in TABLE.items() for field, spec in own.items()]


def line(event: str, **changes: object) -> Line:
    """Return a line with all its own fields given."""
    return {
        "case": "M",
        "event": event,
        "at": AT,
        **{name: value for name, (_, value) in TABLE[event].items()},
        **changes,
    }


def take(record: Line) -> list[Event | Problem]:
    return list(read([json.dumps(record)]))


def event_of(record: Line) -> Event:
    (event,) = take(record)
    assert not isinstance(event, Problem)
    return event


def problems_of(record: Line) -> list[Problem]:
    """Return the problems of a bad line: at least one, no event beside them, each of them clear."""
    found = take(record)
    problems = [item for item in found if isinstance(item, Problem)]
    assert problems and len(problems) == len(found)
    for problem in problems:
        assert problem.line == 1
        assert_clear(problem)
    return problems


def test_the_table_is_complete() -> None:
    """The contract's table has 34 events of four procedures, and the library knows these and no other."""
    assert len(TABLE) == 34
    assert set(TABLE) == set(EVENTS) == set(events.EVENT_TYPES)


@pytest.mark.parametrize("event", TABLE)
def test_a_full_line_is_read(event: str) -> None:
    """A line with every field of the table gives an event of that type that holds every value."""
    found = event_of({**line(event), "id": "e", "notified_at": AT, "by": {"role": "cur", "body": "b", "person": "p"}})
    assert found.event == event
    assert (found.case, found.id, found.notified_at) == ("M", "e", found.at)
    assert found.by == events.By(role="cur", body="b", person="p")
    for field, (kind, value) in TABLE[event].items():
        got = getattr(found, field)
        if kind == INSTANT:
            assert got == found.at
        elif kind == BODIES:
            assert got == (events.Executor(body="a", stage=2, municipal=True),)
        else:
            assert (list(got) if kind == ADDRESSEES else got) == value


@pytest.mark.parametrize("event", TABLE)
def test_a_bare_line_is_read(event: str) -> None:
    """The required fields alone make an event; flags are false and the rest is absent."""
    optional = [name for name, (kind, _) in TABLE[event].items() if kind not in REQUIRED]
    bare = {name: value for name, value in line(event).items() if name not in optional}
    found = event_of(bare)
    assert [getattr(found, name) for name in optional] == [
        False if TABLE[event][name][0] == FLAG else None for name in optional
    ]
    assert (found.by, found.notified_at, found.id) == (None, None, None)


@pytest.mark.parametrize("event", TABLE)
def test_null_is_as_absent(event: str) -> None:
    """null in every optional field gives the same event as a line without them."""
    optional = [name for name, (kind, _) in TABLE[event].items() if kind not in REQUIRED]
    bare = {name: value for name, value in line(event).items() if name not in optional}
    nulls = {**bare, **dict.fromkeys([*optional, "by", "notified_at", "id"])}
    assert take(nulls) == take(bare)


@pytest.mark.parametrize("blank", ["", " ", "\t \n", "\u00a0", "\u2003"])
@pytest.mark.parametrize(("event", "field"), [(e, f) for e, f, kind, _ in ALL_FIELDS if kind == OPTIONAL])
def test_white_space_in_an_optional_text_is_as_absent(event: str, field: str, blank: str) -> None:
    """White space alone in a text is as absent."""
    assert getattr(event_of(line(event, **{field: blank})), field) is None


@pytest.mark.parametrize(("event", "field"), [(e, f) for e, f, kind, _ in ALL_FIELDS if kind in REQUIRED])
def test_a_required_field_must_be_there(event: str, field: str) -> None:
    """Without a required field a line is a problem of that field, and the hint says to add it."""
    record = line(event)
    del record[field]
    (problem,) = problems_of(record)
    assert problem.field == field
    assert "required" in problem.message.en and "Add" in problem.hint.en


@pytest.mark.parametrize("field", ["case", "at"])
def test_the_common_fields_must_be_there(field: str) -> None:
    """`case` and `at` are required of every event."""
    record = line("approved")
    del record[field]
    assert [problem.field for problem in problems_of(record)] == [field]


@pytest.mark.parametrize(
    ("event", "field", "value"), [(e, f, wrong) for e, f, kind, _ in ALL_FIELDS for wrong in WRONG[kind]]
)
def test_a_wrong_value_is_a_problem_of_its_field(event: str, field: str, value: object) -> None:
    """Each kind of field refuses each wrong value, and the problem names the field (nested ones by dots)."""
    for problem in problems_of(line(event, **{field: value})):
        assert problem.field is not None
        # With its executors refused, `responsible` may be found to be none of them.
        assert problem.field.partition(".")[0] in ({field, "responsible"} if field == "executors" else {field})


@pytest.mark.parametrize("value", [*NOT_TEXT, *BLANK])
def test_a_case_must_be_a_text(value: object) -> None:
    """An empty `case`, or one that is no text, is a problem."""
    assert [problem.field for problem in problems_of(line("approved", case=value))] == ["case"]


@pytest.mark.parametrize("value", NOT_TEXT)
def test_an_id_must_be_a_text(value: object) -> None:
    """An `id` that is no text is a problem."""
    assert [problem.field for problem in problems_of(line("approved", id=value))] == ["id"]


@pytest.mark.parametrize("field", ["at", "notified_at"])
@pytest.mark.parametrize("value", NOT_INSTANT)
def test_an_instant_must_be_one(field: str, value: object) -> None:
    """`at` and `notified_at` refuse all but an RFC 3339 text; numbers are not guessed to be Unix time."""
    (problem,) = problems_of(line("approved", **{field: value}))
    assert problem.field == field


def test_at_must_not_be_null() -> None:
    """`at` is required: null is no instant."""
    assert [problem.field for problem in problems_of(line("approved", at=None))] == ["at"]


@pytest.mark.parametrize("value", [5, "cur", [], True, [{"role": "cur"}], ""])
def test_by_must_be_an_object(value: object) -> None:
    """`by` is an object of role, body and person."""
    (problem,) = problems_of(line("approved", by=value))
    assert problem.field == "by"


@pytest.mark.parametrize(
    ("by", "field"),
    [
        ({"role": "boss"}, "by.role"),
        ({"role": "Coordinator"}, "by.role"),
        ({"role": 1}, "by.role"),
        ({"role": ["cur"]}, "by.role"),
        ({"body": 1}, "by.body"),
        ({"person": {}}, "by.person"),
        ({"name": "x"}, "by.name"),
        ({"role": "cur", "email": None}, "by.email"),
    ],
)
def test_a_wrong_by_is_a_problem_of_its_field(by: Line, field: str) -> None:
    """`by.role` is one of the five roles, body and person are texts, and there is nothing else in it."""
    (problem,) = problems_of(line("approved", by=by))
    assert problem.field == field


def test_the_roles_are_listed() -> None:
    """Who writes a role that does not exist is told the five that do."""
    (problem,) = problems_of(line("approved", by={"role": "boss"}))
    assert all(role in problem.hint.en and role in problem.hint.ru for role in ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_known(role: str) -> None:
    """The five roles of the contract are read."""
    by = event_of(line("approved", by={"role": role})).by
    assert by is not None and by.role == role


@pytest.mark.parametrize("by", [{}, {"role": None}, {"body": " ", "person": None}, {"role": ""}])
def test_an_empty_by_names_nobody(by: Line) -> None:
    """`by` without a role is read; null and white space in it are as absent."""
    assert event_of(line("approved", by=by)).by == events.By()


@pytest.mark.parametrize("name", CHOICES)
def test_each_choice_is_known_and_listed(name: str) -> None:
    """Each value of the contract is read; for another one the problem lists them all, in both languages."""
    event, _, field = name.rpartition(".")
    event, options = event or "excluded", CHOICES[name]
    several = TABLE[event][field][0] == ADDRESSEES
    for option in options:
        assert event_of(line(event, **{field: [option] if several else option}))
    (problem,) = problems_of(line(event, **{field: ["other"] if several else "other"}))
    assert all(option in problem.hint.en and option in problem.hint.ru for option in options)


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 0.5, 1e-300])
def test_a_share_runs_from_zero_to_one(value: float) -> None:
    """Both ends belong to the range, whole numbers too."""
    assert getattr(event_of(line("satisfaction_recorded", score=value)), "score") == value  # noqa: B009


@pytest.mark.parametrize("value", [1.1, -0.1, 10**400, "0.5"])
def test_a_share_out_of_range_is_told_its_range(value: object) -> None:
    """The hint of a refused share says from 0 to 1."""
    (problem,) = problems_of(line("satisfaction_recorded", score=value))
    assert problem.field == "score"
    assert "0" in problem.hint.en and "1" in problem.hint.en


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "nan", "inf", "9" * 5_000])
@pytest.mark.parametrize("event", ["satisfaction_recorded", "routed", "approved"])
def test_no_number_is_too_strange(event: str, number: str) -> None:
    """NaN, infinities and numbers of thousands of digits are a problem in any field, and raise nothing."""
    field = {"satisfaction_recorded": "score", "routed": "executors", "approved": "comment"}[event]
    record = json.dumps(line(event, **{field: "@"}))
    for text in (number, f'[{{"body": "a", "stage": {number}}}]'):
        found = list(read([record.replace('"@"', text)]))
        assert found and all(isinstance(item, Problem) for item in found)
        for item in found:
            assert isinstance(item, Problem)
            assert_clear(item)


@pytest.mark.parametrize("stage", [1, 2, 10**9, None])
def test_a_stage_counts_from_one(stage: int | None) -> None:
    """A stage is a whole number from 1; null is as absent, which is 1."""
    event = event_of(line("routed", executors=[{"body": "a", "stage": stage, "municipal": None}]))
    assert isinstance(event, events.Routed)
    assert event.executors == (events.Executor(body="a", stage=stage or 1),)


@pytest.mark.parametrize("period", ["2026Q1", "2026Q4", "0001Q1", "9999Q4"])
def test_a_quarter_is_a_year_and_a_quarter(period: str) -> None:
    """A period is four digits, Q and 1 to 4, of any year."""
    assert getattr(event_of(line("report_submitted", period=period)), "period") == period  # noqa: B009


@pytest.mark.parametrize("event", ["rating_compiled", "report_submitted", "report_presented"])
def test_a_wrong_quarter_is_shown_a_right_one(event: str) -> None:
    """The hint of a refused period shows how to write one."""
    (problem,) = problems_of(line(event, period="Q1/2026"))
    assert problem.field == "period"
    assert "2026Q1" in problem.hint.en and "2026Q1" in problem.hint.ru


def test_the_same_body_twice_is_a_problem() -> None:
    """The same body twice in `executors` is a problem of `executors`."""
    (problem,) = problems_of(line("routed", executors=[{"body": "a"}, {"body": "b"}, {"body": "a"}]))
    assert problem.field == "executors"
    assert "once" in problem.hint.en


@pytest.mark.parametrize("responsible", ["c", "A", "a ", "а"])
def test_a_responsible_must_be_among_the_executors(responsible: str) -> None:
    """A `responsible` that is not among `executors` is a problem; ids are compared letter by letter."""
    (problem,) = problems_of(line("routed", executors=[{"body": "a"}, {"body": "b"}], responsible=responsible))
    assert problem.field == "responsible"
    assert "executors" in problem.hint.en and "executors" in problem.hint.ru


@pytest.mark.parametrize("event", TABLE)
def test_an_unknown_field_is_a_problem_with_the_known_ones(event: str) -> None:
    """An unknown field is a problem that names it; the hint lists the fields that the event has."""
    (problem,) = problems_of(line(event, colour="red"))
    assert problem.field == "colour"
    assert "colour" in problem.message.en and "colour" in problem.message.ru
    for known in ("case", "at", "by", "notified_at", "id", *TABLE[event]):
        assert known in problem.hint.en and known in problem.hint.ru


def test_a_field_of_another_event_is_unknown() -> None:
    """A field that another event has is unknown here."""
    assert [problem.field for problem in problems_of(line("approved", network="vk"))] == ["network"]


@pytest.mark.parametrize("name", ["", " ", "a.b", "ключ", "\u0000", "x" * 10_000, "case "])
def test_any_unknown_key_is_named(name: str) -> None:
    """Whatever the key, the problem is clear and short."""
    (problem,) = problems_of({**line("approved"), name: 1})
    assert len(problem.message.en) < 300


@pytest.mark.parametrize("event", ["approve", "Approved", "published ", "опубликован", "x" * 10_000, "unknown", "None"])
def test_an_unknown_event_is_a_problem(event: str) -> None:
    """An unknown event is a problem of `event`; the hint gives the nearest name, or all of them."""
    (problem,) = problems_of({"case": "M", "event": event, "at": AT})
    assert problem.field == "event"
    assert any(known in problem.hint.en and known in problem.hint.ru for known in EVENTS)
    assert len(problem.message.en) < 300


def test_a_near_miss_is_put_right() -> None:
    """Who writes `draft_submited` is asked whether `draft_submitted` is meant."""
    (problem,) = problems_of({"case": "M", "event": "draft_submited", "at": AT})
    assert "draft_submitted" in problem.hint.en and "draft_submitted" in problem.hint.ru


@pytest.mark.parametrize("event", [None, 5, 1.5, True, [], {}, ["approved"], {"approved": 1}, "", " "])
def test_an_event_must_be_a_name(event: object) -> None:
    """An `event` that is no text, or an empty one, is a problem of `event`."""
    assert [problem.field for problem in problems_of({"case": "M", "event": event, "at": AT})] == ["event"]


def test_a_line_must_say_which_event_it_is() -> None:
    """Without `event` nothing is guessed, however clear the other fields are."""
    for record in ({}, {"case": "M", "at": AT}, {"case": "M", "at": AT, "network": "vk"}):
        (problem,) = problems_of(record)
        assert problem.field == "event"
        assert "event" in problem.hint.en


def test_every_fault_of_a_line_is_told() -> None:
    """A line with three faults is dropped whole and all three are named."""
    problems = problems_of(
        {"case": "", "event": "draft_submitted", "at": "2025-06-10T12:40:00", "kind": "draft", "body": "a"}
    )
    assert sorted(problem.field or "" for problem in problems) == ["at", "case", "kind"]


def test_a_problem_is_a_json_object() -> None:
    """A problem as JSON has file, line, field, message and hint in this order, in the language asked for."""
    (problem,) = problems_of({"case": "M", "event": "approved", "at": "2025-06-10T12:40:00"})
    assert list(problem.as_dict()) == ["file", "line", "field", "message", "hint"]
    assert (problem.as_dict()["file"], problem.as_dict()["line"]) == ("-", 1)
    assert problem.as_dict("ru")["message"] == problem.message.ru
    assert problem.as_dict("en")["message"] == problem.message.en
