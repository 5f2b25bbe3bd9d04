"""The receipt: the same receipt, the same bytes, whatever the order of lines across cases and the number of jobs."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cur_rules import Event
from cur_rules.extras.digest import Lot, OwnLines, case_of
from cur_rules.journal import line_of
from cur_rules.testing.anything import journals
from cur_rules.testing.generator import generate_lines, period_end
from tests.inputs.helpers import audited, audited_text

ROUTED = '{"case": "%s", "event": "routed", "at": "2025-06-10T09:00:00+08:00", "executors": [{"body": "%s"}]}\n'


@st.composite
def mixtures(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """Draw a journal, and the same with its cases mixed otherwise; each case keeps its own order."""
    journal = draw(journals(apart=False))
    waiting: dict[str, list[Event]] = {}
    for event in journal:
        waiting.setdefault(event.case, []).append(event)
    order = draw(st.permutations([event.case for event in journal]))
    return journal, [waiting[case].pop(0) for case in order]


def written(events: list[Event], end: bytes = b"\n") -> bytes:
    return b"\n".join(line_of(event).encode() for event in events) + end


@given(mixtures(), st.sampled_from((b"\n", b"", b"\n\n  \n")))
@settings(max_examples=150, deadline=None)
def test_the_order_of_lines_across_cases_changes_no_byte(mixture: tuple[list[Event], list[Event]], end: bytes) -> None:
    """However the lines of the cases are mixed, the output is the same, receipt included; so with blank lines."""
    first, second = mixture
    assert audited_text(written(first)) == audited_text(written(second, end))


def test_the_order_within_a_case_is_in_the_receipt() -> None:
    """Two routings at one instant keep the order of their lines: the findings differ, and so do the receipts."""
    one, two = (ROUTED % ("M", body) for body in ("a", "b"))
    begin = '{"case": "M", "event": "identified", "at": "2025-06-10T09:00:00+08:00", "network": "vk"}\n'
    first, second = (audited_text((begin + order).encode()) for order in (one + two, two + one))
    assert first["findings"] != second["findings"]
    assert first["receipt"]["input_sha256"] != second["receipt"]["input_sha256"]


def test_the_digest_is_what_the_documents_say() -> None:
    """The sorted SHA-256 of each case's lines and the sum of those of other lines; written out for two cases."""
    a, b, bad, cut = ROUTED % ("A", "x"), ROUTED % ("B", "x"), "nonsense\n", '{"case": "A", "x": 1}\n'
    each = sorted(hashlib.sha256(part.encode()).digest() for part in (a + a, b))
    others = sum(int.from_bytes(hashlib.sha256(part.encode()).digest()) for part in (bad, cut, bad)) % 2**256
    expected = hashlib.sha256(b"".join(each) + others.to_bytes(32)).hexdigest()
    assert audited_text(f"{a}{b}{bad}{a}{bad}{cut}".encode())["receipt"]["input_sha256"] == expected
    assert (
        audited_text(f"\ufeff{bad}{a}{cut}\n{a}{b}  \n{bad}".encode().rstrip())["receipt"]["input_sha256"] == expected
    )
    assert audited_text(b"")["receipt"]["input_sha256"] == hashlib.sha256(bytes(32)).hexdigest()


def test_an_event_delivered_again_changes_nothing() -> None:
    """A line with the id and content of an earlier one is dropped, and the receipt does not know it."""
    one = (ROUTED % ("A", "x")).replace('"event"', '"id": "1", "event"')
    assert audited_text((one + one).encode()) == audited_text(one.encode())


def test_a_case_is_told_however_it_is_spelt() -> None:
    """A raw line tells its case by its text or, where that is escaped, once parsed; what is no event has some case."""
    spelt = (
        ('{"case": "Б-1", "event": "approved"}', "Б-1"),
        ('{"event" : "approved", "case" :\t"x"}', "x"),
        ('{"comment": "\\"case\\": \\"y\\"", "case": "x"}', "x"),
        ('{"c\\u0061se": "x"}', "x"),
        ('{"case": "\\u0041\\"\\\\"}', 'A"\\'),
        ('{"case": "x"}', "x"),
        ('{"case":"x", "event": "approved"}', "x"),
        ('{"id": "case", "case": "x"}', "x"),
        ("nonsense", ""),
        ('["case"]', ""),
        ('{"case": 1}', ""),
    )
    for line, case in spelt:
        assert case_of(line.encode()) == case.encode()
    # Whichever comes first says how long a beginning is looked at; lines that begin otherwise tell their case as well.
    for first in range(len(spelt)):
        together = [*spelt[first:], *spelt[:first]] * 2
        for lot in (Lot(index, 3) for index in range(3)):
            taken = OwnLines(lot)([line.encode() for line, _ in together])
            assert taken == [lot.takes(case.encode()) for _, case in together]


@given(st.binary(max_size=20), st.integers(1, 5))
def test_every_case_falls_to_one_process(case: bytes, jobs: int) -> None:
    """Of several processes exactly one takes a case, and the first takes what has none."""
    assert sum(Lot(index, jobs).takes(case) for index in range(jobs)) == 1
    assert Lot(0, jobs).takes(b"")


def test_several_processes_digest_their_own_cases_alone(tmp_path: Path) -> None:
    """Two and three processes print the bytes of one: findings, problems in order, counts and receipt."""
    lines = [line + "\n" for line in generate_lines(60, seed=9)]
    bad = ["nonsense\n", '{"case": "Q", "event": "x"}\n', '{"case": "Q", "event": "approved", "a": 1, "b": 2}\n']
    mixed = [line for n, good in enumerate(lines) for line in (good, *bad[: n % 4])]
    (tmp_path / "2.jsonl").write_text("".join(mixed), encoding="utf-8")
    (tmp_path / "3.jsonl.gz").write_bytes(gzip.compress("".join(mixed).encode())[:-9])
    (tmp_path / "4.jsonl").write_text('nonsense\n{"case": "A"}\n{"case": "B"}', encoding="utf-8")
    paths: list[Path | str] = [tmp_path / "none.jsonl", tmp_path, tmp_path / "2.jsonl"]
    one = audited(paths, as_of=period_end(60))
    assert audited(paths, as_of=period_end(60), jobs=2) == one
    assert audited(paths, as_of=period_end(60), jobs=3) == one
    found = json.loads(one)
    assert found["problems"][0]["message"] == "There is no such file."
    assert len(found["problems"]) > 100
