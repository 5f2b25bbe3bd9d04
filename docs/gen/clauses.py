"""The page of a clause: what it asks, its terms counted, its questions, its code and its tests."""

from __future__ import annotations

import html
from collections.abc import Iterator
from textwrap import indent

from cur_rules.counting import length_text
from cur_rules.regulation import AtOnce, Clause, Limit, Norm, Question
from cur_rules.texts import moment
from cur_rules.tracing import Place
from gen import scenarios
from gen.counting import begin, example
from gen.site import Site, clause_page
from gen.words import COMPUTABLE, KINDS, ROLES, STANDING, anchor, badge, link, plain, table

_OPEN = "open-questions"
"""The anchor of the open questions of a clause."""


def page(site: Site, clause: Clause) -> str:
    """Write the page of a clause."""
    parts = [
        f"# {heading(site, clause)}\n",
        _norms(site, clause),
        *_terms(site, clause),
        _questions(site, clause),
        *_carried_out(site, clause),
        *scenarios.section(site, clause),
    ]
    return "\n".join(part for part in parts if part)


def heading(site: Site, clause: Clause) -> str:
    """Write the title of a clause with its number."""
    word = (
        site.say("Постановление, пункт", "Resolution, point")
        if clause.part == "enacting"
        else site.say("Пункт", "Clause")
    )
    if clause.id == "E0":
        return f"{site.say('Преамбула', 'Preamble')}. {clause.title.get(site.lang)}"
    return f"{word} {clause.id.removeprefix('E')}. {clause.title.get(site.lang)}"


def _norms(site: Site, clause: Clause) -> str:
    title = site.say("Что требует пункт", "What the clause asks")
    told = site.say("своими словами, не официальный текст", "in our own words, not the official text")
    cards = "\n".join(norm_card(site, norm) for norm in clause.norms)
    ours = f'## {title}\n\n<p class="cr-note">{told}</p>\n\n{cards}'
    official = site.official.get(clause.id)
    if official is None:
        return ours
    beside = site.say("Официальный текст", "The official text (Russian)")
    # As HTML, for Markdown would number the clauses anew.
    quoted = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in official.split("\n\n"))
    return (
        f'<div class="cr-beside" markdown>\n<div markdown>\n{ours}\n</div>\n'
        f'<div class="cr-official" lang="ru" markdown>\n## {beside}\n\n<div>{quoted}</div>\n\n</div>\n</div>\n'
    )


def norm_card(site: Site, norm: Norm) -> str:
    """Write a norm: who must do what, by when, and whether the program can check it."""
    term = f" · {badge(norm.term.get(site.lang), 'term')}" if norm.term else ""
    label = COMPUTABLE[norm.computable].get(site.lang)
    who, kind = ROLES[norm.actor].get(site.lang), KINDS[norm.kind].get(site.lang)
    line = f"**{norm.id}** · {who} · {kind}{term} · {badge(label, norm.computable)}"
    reason = f"\n\n*{label[0].upper()}{label[1:]}:* {plain(norm.reason.get(site.lang))}" if norm.reason else ""
    return (
        f'<div class="cr-norm" id="{anchor(f"norm {norm.id}")}" markdown>\n{line}\n\n'
        f"{plain(norm.summary.get(site.lang))}{reason}\n</div>\n"
    )


def _terms(site: Site, clause: Clause) -> Iterator[str]:
    limits = site.limits_of(clause)
    if not limits:
        return
    yield f"## {site.say('Сроки', 'Terms')}\n"
    for limit in limits:
        yield _term(site, clause, limit)


def _term(site: Site, clause: Clause, limit: Limit) -> str:
    here = clause_page(clause)
    title = site.act.titles[limit.duty].get(site.lang)
    owner = ROLES[limit.owner].get(site.lang)
    facts = [
        (site.say("срок", "term"), f"**{length_text(limit.term).get(site.lang)}**"),
        (site.say("кто обязан", "who owes it"), owner),
        (site.say("норма", "norm"), site.norm_link(here, limit.norm)),
        (site.say("обозначение", "id"), f"`{limit.duty}`"),
    ]
    rows = "\n".join(f"- {name}: {value}" for name, value in facts)
    return f"### {title[0].upper()}{title[1:]}\n\n{rows}\n\n{counted(site, limit)}"


def counted(site: Site, limit: Limit) -> str:
    """Write the worked example of a term; a duty "at once" has none."""
    at = moment(begin(limit.duty))
    head = site.say(f"**Пример: отсчёт от {at}**\n\n", f"**Example: counted from {at}**\n\n")
    return ("" if isinstance(limit.term, AtOnce) else head) + example(site, limit.duty)


def _questions(site: Site, clause: Clause) -> str:
    found = site.questions_of(clause)
    if not found:
        none = site.say("Неясных мест в пункте не найдено.", "No unclear place was found in this clause.")
        return f"## {site.say('Неясные места', 'Open questions')} {{#{_OPEN}}}\n\n{none}\n"
    order = {"open": 0, "settled": 1, "documented": 2}
    cards = [question_card(site, one, clause_page(clause)) for one in sorted(found, key=lambda q: order[q.standing])]
    return f"## {site.say('Неясные места', 'Open questions')} {{#{_OPEN}}}\n\n" + "\n".join(cards)


def question_card(site: Site, question: Question, page: str) -> str:
    """Write a question with all its readings, the default marked, and why."""
    norms = ", ".join(site.norm_link(page, norm) for norm in question.norms)
    standing = badge(STANDING[question.standing].get(site.lang), question.standing)
    default = " · " + badge(site.say("по умолчанию", "default"), "default")
    readings = "\n".join(
        f"- `{one.id}`{default if one.id == question.default else ''} — {plain(one.text.get(site.lang))}"
        for one in question.readings
    )
    why = site.say("Почему", "Why")
    switch = _switch(site, question)
    return (
        f'<div class="cr-question" markdown>\n### {question.id}. {plain(question.question.get(site.lang))} '
        f"{{#{anchor(question.id)}}}\n\n{standing} · {site.say('нормы', 'norms')} {norms}\n\n{readings}\n\n"
        f"*{why}:* {plain(question.why.get(site.lang))}\n\n{switch}</div>\n"
    )


def _switch(site: Site, question: Question) -> str:
    if question.standing == "documented":
        said = site.say("Переключателя в программе нет.", "The program has no switch for it.")
        return f'<p class="cr-note">{said}</p>\n\n'
    said = site.say("Выбрать прочтение", "Choose a reading")
    return f"{said}: `--reading {question.id}={question.options[-1]}`\n\n"


def _carried_out(site: Site, clause: Clause) -> Iterator[str]:
    rows = site.matrix.clause(clause.id)
    here = clause_page(clause)
    code = dict.fromkeys(place for row in rows for place in row.code)
    tables = dict.fromkeys(place for row in rows for place in row.tables)
    tests = dict.fromkeys(place for row in rows for place in row.tests)
    yield f"## {site.say('Как это исполнено', 'How it is carried out')}\n"
    if not code and not tables:
        yield site.say("Ни кода, ни строк таблиц у пункта нет.\n", "The clause has neither code nor table rows.\n")
    if code:
        yield _places(site, here, site.say("Функции", "Functions"), [site.api_link(here, p) for p in code], list(code))
    if tables:
        yield _places(
            site, here, site.say("Строки таблиц", "Table rows"), [f"`{p.name}`" for p in tables], list(tables)
        )
    yield f"## {site.say('Чем проверено', 'How it is tested')}\n"
    if not tests:
        yield site.say("Проверок с отметкой этого пункта нет.\n", "No test is marked with this clause.\n")
    else:
        yield from _tested(site, here, list(tests))


def _tested(site: Site, page: str, tests: list[Place]) -> Iterator[str]:
    """Fold the tests of developers, which are many and in English; the scenarios follow in words of their own."""
    scenarios_ = [place for place in tests if place.where.rpartition(":")[0].endswith(".feature")]
    others = [place for place in tests if place not in scenarios_]
    yield site.say(
        f"Сценариев на русском языке — {len(scenarios_)}, проверок на языке программы — {len(others)}.\n",
        f"Scenarios in Russian: {len(scenarios_)}; tests in the language of the program: {len(others)}.\n",
    )
    for places, title in (
        (scenarios_, site.say("Сценарии с отметкой пункта", "Scenarios marked with the clause")),
        (others, site.say("Проверки на языке программы: утверждения по-английски", "Tests in Python: what they claim")),
    ):
        if places:
            names = [plain(site.claim(place)) for place in places]
            said = _places(site, page, site.say("Что утверждает проверка", "What the test claims"), names, places)
            yield f'??? note "{title}"\n\n{indent(said, "    ")}\n'


def _places(site: Site, page: str, title: str, names: list[str], places: list[Place]) -> str:
    head = [title, site.say("норма", "norm"), site.say("где", "where")]
    rows = [
        [name, site.norm_links(page, place.norms), site.source_link(page, place.where)]
        for name, place in zip(names, places, strict=True)
    ]  # fmt: skip
    return table(head, rows)


def index(site: Site) -> str:
    """Write the list of all clauses."""
    parts = [f"# {site.say('Пункты постановления', 'The clauses of the Resolution')}\n"]
    titles = {
        "enacting": site.say("Само постановление", "The Resolution itself"),
        "regulation": site.say("Положение", "The Regulation"),
    }
    for part, title in titles.items():
        rows = [_index_row(site, clause) for clause in site.act.clauses if clause.part == part]
        head = [site.say("пункт", "clause"), site.say("сроки", "terms"), site.say("вопросы", "questions")]
        parts.append(f"## {title}\n\n{table(head, rows)}")
    parts.insert(1, _index_lead(site))
    return "\n".join(parts)


def _index_lead(site: Site) -> str:
    return site.say(
        "Номер с буквой E — преамбула и пункты самого постановления, номер без буквы — пункты Положения. Из неясных "
        "мест названы те, где прочтение можно выбрать; «ещё» — остальные, с принятым решением.\n",
        "A number with an E is the preamble or a point of the Resolution itself, one without it a clause of the "
        "Regulation. Of the open questions those are named that have a switch; “more” are settled and explained.\n",
    )


def _index_row(site: Site, clause: Clause) -> list[str]:
    here = "clauses/index.md"
    terms = ", ".join(dict.fromkeys(length_text(limit.term).get(site.lang) for limit in site.limits_of(clause)))
    found = site.questions_of(clause)
    with_switch = [q.id for q in found if q.standing != "documented"]
    questions = ", ".join(site.question_link(here, question) for question in with_switch)
    if others := len(found) - len(with_switch):
        more = site.say(f"ещё {others}", f"{others} more") if with_switch else str(others)
        questions += ", " * bool(with_switch) + link(here, f"{clause_page(clause)}#{_OPEN}", more)
    label = f"{clause.id}. {clause.title.get(site.lang)}"
    return [link(here, clause_page(clause), label), terms or "—", questions or "—"]
