"""What stands on the page, and that it is whole, safe and asks for nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.html.reading import Reading, page, run, written

EVIL = (
    "</script><script>alert(1)</script>",
    "<img src=http://evil.example/x onerror=alert(1)>",
    "\u202egnp.exe\u202c\u2066\u200b\u200d\ufeff",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}&lt;b&gt;&#60;",
    "Ю" * 5000,
    "a" + "\u0301" * 200,
    "\x1f\x1f\x1f0\x1f9.1\x1f<b>",
)


def event(case: str, name: str, clock: str, /, **fields: Any) -> str:
    return json.dumps({"case": case, "event": name, "at": f"2025-06-{clock}:00+08:00", **fields}, ensure_ascii=False)


def answered(case: str, published: str, body: str = "minzdrav", **fields: Any) -> list[str]:
    """A message identified on 10 June at 9:00, routed at 9:10, drafted at 12:00, approved at 12:40."""
    told = {"topic": "дороги", "location": "Улан-Удэ", "importance": "обычная", **fields}
    return [
        event(case, "identified", "10T09:00", network="vk", **told),
        event(case, "routed", "10T09:10", executors=[{"body": body}]),
        event(case, "executor_notified", "10T09:10", body=body),
        event(case, "block_head_informed", "10T09:10"),
        event(case, "draft_submitted", "10T12:00", notified_at="2025-06-10T12:00:00+08:00", body=body, kind="final"),
        event(case, "approved", "10T12:40", notified_at="2025-06-10T12:40:00+08:00"),
        event(case, "published", published, network="vk"),
    ]


AT = "2025-06-11T09:00:00+08:00"


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_page_is_whole_and_every_link_lands(generated: Path, lang: str) -> None:
    """Every tag is closed, every id is there once, every link lands on the page; nothing runs, nothing is loaded."""
    found = Reading(page(generated, f"--lang={lang}"))
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert found.links
    assert {link.partition("#")[0] for link in found.links} == {""}
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert not {"script", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in found.tags}
    assert [given["href"] for tag, given in found.tags if tag == "link"] == ["data:,"]
    policy = next(given["content"] for _, given in found.tags if given.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert not [name for _, given in found.tags for name in given if name.startswith("on")]


def test_the_english_page_has_no_russian_of_ours(generated: Path, tmp_path: Path) -> None:
    """Russian letters stand only where the journal has them: in topics and places."""
    lines = [re.sub("[а-яёА-ЯЁ]", "x", line) for line in generated.read_text(encoding="utf-8").splitlines()]
    assert re.findall("[а-яёА-ЯЁ]+", page(written(tmp_path / "j.jsonl", lines), "--lang=en")) == []


@pytest.mark.norm("8.1", "12.1")
def test_verdicts_stages_and_delays_are_those_counted_by_hand(tmp_path: Path) -> None:
    """One message answered at 13:00, one at 17:30: half an hour late, of which routing took the Coordinator's 10 min.

    Stages: routing 10 min twice; drafting 2 h 50 min twice; decision 40 min twice; publication 20 min and 4 h 50 min.
    """
    path = written(tmp_path / "j.jsonl", [*answered("K", "10T13:00"), *answered("L", "10T17:30")])
    found = Reading(page(path, "--lang=en", as_of=AT))
    stages = {row[0]: row[2:7] for row in found.rows["stages"][1:]}
    plain = {name: [cell.replace("\u00a0", " ") for cell in cells] for name, cells in stages.items()}
    assert plain == {
        "routing to a body": ["2", "20 min", "2.7%", "10 min", "10 min"],
        "drafting": ["2", "5 h 40 min", "45.3%", "2 h 50 min", "2 h 50 min"],
        "decision within its hour": ["2", "1 h 20 min", "10.7%", "40 min", "40 min"],
        "publication": ["2", "5 h 10 min", "41.3%", "20 min", "4 h 50 min"],
        "all the way to the answer": ["2", "12 h 30 min", "100.0%", "4 h", "8 h 30 min"],
    }
    assert [row[:2] for row in found.rows["delays"][1:]] == [
        ["minzdrav", "20\u00a0min"],
        ["Coordinator", "10\u00a0min"],
    ]
    owners = {row[0]: row[1:6] for row in found.rows["owners"][1:]}
    assert owners == {"minzdrav": ["12", "2", "·", "·", "10"], "Coordinator": ["10", "·", "·", "·", "10"]}
    duties = {row[1]: row[2:7] for row in found.rows["duties"][1:]}
    assert duties["publish the answer to a standard message"] == ["1", "·", "·", "·", "1"]
    assert [row[1:3] for row in found.rows["findings"][1:]] == [["L", "12.1"], ["L", "8.1"]]
    assert "M-" not in found.text
    assert found.text.count("answer published") == 1  # K kept every term and is no worst case


def test_a_message_that_waits_is_counted_where_it_stands(tmp_path: Path) -> None:
    """Routed and not drafted: it waits at drafting, its terms are hatched to the instant asked about."""
    found = Reading(page(written(tmp_path / "j.jsonl", answered("K", "10T13:00")[:4]), "--lang=en", as_of=AT))
    assert "Without an answer: 1. They stand at: drafting — 1." in found.text
    assert "stages" not in found.rows
    hatched = [given for tag, given in found.tags if tag == "rect" and given.get("class") == "over"]
    assert len(hatched) == 3  # the legend, the draft and the answer
    assert all(given["width"] != "0.00%" for given in hatched)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_hostile_text_stays_text(tmp_path: Path, lang: str) -> None:
    """Whatever a case, a body, a topic, a place or a broken line holds, there is no tag or attribute of theirs."""
    lines = ["nonsense <script>alert(2)</script>"]
    for number, evil in enumerate(EVIL):
        lines += answered(f"{evil}{number}", "10T19:30", body=evil, topic=evil, location=evil)
        lines.append(event(f"e{number}", evil, "10T09:00"))
    out = page(written(tmp_path / "j.jsonl", lines), f"--lang={lang}", as_of=AT)
    found = Reading(out)
    assert found.open == []
    assert not {"script", "img"} & {tag for tag, _ in found.tags}
    assert not [name for _, given in found.tags for name in given if name.startswith("on")]
    assert "</script>" in found.text
    assert not set("\u202e\u202c\u2066\u200b\u200d\ufeff\x1f") & set(out)
    assert "Ю" * 81 not in out
    assert "\u0301" * 4 not in out
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)


def test_the_same_bytes_whatever_the_jobs_and_the_order_of_lines(generated: Path, tmp_path: Path) -> None:
    """Three processes, and the cases shuffled: the page is the same to the byte."""
    one = page(generated)
    assert page(generated, "--jobs=3") == one
    lines = generated.read_text(encoding="utf-8").splitlines()
    cases: dict[str, list[str]] = {}
    for line in lines:
        cases.setdefault(json.loads(line)["case"], []).append(line)
    order = list(cases)
    Random(1).shuffle(order)
    shuffled = written(tmp_path / "shuffled.jsonl", [line for case in order for line in cases[case]])
    assert page(shuffled, "--jobs=2") == one


def test_a_big_journal_gives_a_page_of_the_same_size(tmp_path: Path) -> None:
    """Of 600 breaches by 300 bodies 200 are listed, 60 bodies and 10 cases; a sentence tells of the rest."""
    lines: list[str] = []
    for number in range(300):
        hour, minute = divmod(18 * 60 + number, 60)
        late = f"{10 + hour // 24}T{hour % 24:02d}:{minute:02d}"
        lines += answered(f"M{number:03d}", late, body=f"body{number:03d}")
    found = Reading(page(written(tmp_path / "j.jsonl", lines), "--lang=en", as_of=AT))
    assert "The gravest 200 of 600; all of them by cur-rules audit with --format csv or json." in found.text
    assert len(found.rows["findings"]) == 1 + 200
    assert found.rows["findings"][1][1] == "M299"
    assert len(found.rows["owners"]) == len(found.rows["delays"]) == 1 + 60 + 1
    assert "241 more; all by --format json" in found.rows["owners"][-1][0]
    assert sum(given.get("class", "").startswith("case") for tag, given in found.tags if tag == "section") == 10
    named = [text for text in found.texts if re.fullmatch(r"M\d+", text)]
    assert named[:3] == ["M299", "M298", "M297"]


def test_links_can_lead_to_the_documents(generated: Path) -> None:
    """With --docs a norm links to its clause's page there; what is no address is refused with the cure."""
    found = Reading(page(generated, "--lang=en", "--docs=https://example.org/docs/"))
    assert "https://example.org/docs/en/clauses/14.html#norm-14-1" in found.links
    assert all(link.startswith("https://example.org/docs/en/clauses/") for link in found.links)
    assert "norm-14-1" in found.ids  # on paper the text is there all the same
    for wrong in ("javascript:alert(1)", "data:text/html,x", " ", "JaVaScRiPt:x"):
        status, _, err = run("audit", str(generated), f"--as-of={AT}", "--format=html", f"--docs={wrong}", "--lang=en")
        assert status == 2
        assert "https://example.org" in err


def test_an_empty_journal_gives_a_page(tmp_path: Path) -> None:
    """Nothing to show is shown as nothing, without an empty table."""
    found = Reading(page(written(tmp_path / "j.jsonl", []), "--lang=en"))
    assert found.open == []
    assert "Cases: 0" in found.text
    assert all(len(rows) > 1 for name, rows in found.rows.items() if name != "duties")
