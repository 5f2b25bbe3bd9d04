"""The pages that show the whole act at once: questions, terms, timetable, actors, the matrix."""

from __future__ import annotations

from collections.abc import Iterator

from cur_rules.counting import length_text
from cur_rules.diagrams import diagram
from cur_rules.feasibility import schedule
from cur_rules.labels import condition_title, event_title
from cur_rules.regulation import SAME, Limit, Procedure, Transition, cells, settle
from cur_rules.texts import Text, moment
from gen.clauses import question_card
from gen.counting import begin
from gen.site import Site
from gen.words import COMPUTABLE, KINDS, OCCURRED, ROLES, badge, plain, stacked, table

_ANCHORS = {
    "identified": Text("выявление сообщения", "identification of the message"),
    "rerouted": Text("новое направление после возврата", "the routing after a return"),
    "event": Text("", ""),
    "notice": Text("извещение об этом", "the notice of it"),
    "receipt_by_notice": Text("получение: извещение Исполнителя", "receipt: the notice to the Executor"),
    "receipt_by_routing": Text("получение: направление", "receipt: the routing"),
    "quarter_end": Text("конец квартала", "the end of the quarter"),
}
_ABOUT = {
    "coordinator": Text(
        "Уполномоченное лицо ЦУР: выявляет сообщения, направляет их органам, согласует ответы.",
        "An authorised officer of the regional control centre: finds messages, routes them, approves answers.",
    ),
    "executor": Text(
        "Орган, который отвечает по существу: исполнительный орган Республики или, по рекомендации, муниципальный.",
        "The body that answers on the substance: an executive body of the Republic or, as advised, a municipal one.",
    ),
    "cur": Text(
        "Центр управления регионом: анализ, рейтинг Исполнителей, ежеквартальный доклад, сообщения о резонансе.",
        "The regional control centre: analysis, the rating of Executors, the quarterly report, word of resonance.",
    ),
    "committee": Text(
        "Комитет по информационной политике: согласует кейсы, рейтинг и тексты докладов.",
        "The Committee for information policy: approves success stories, the rating and the texts of reports.",
    ),
    "committee_chair": Text(
        "Докладывает Главе Республики о сообщениях, которые вызвали резонанс.",
        "Reports to the Head of the Republic on messages that have caused resonance.",
    ),
    "body_head": Text(
        "Отвечает наравне с Исполнителем; главам администраций постановление даёт рекомендации.",
        "Answers equally with the Executor; heads of municipal administrations are given recommendations.",
    ),
}  # fmt: skip
_OWNERS = {"executor": ("executor", "answering", "body", "reporter"), "coordinator": ("coordinator",)}


def questions(site: Site) -> str:
    """Write the register of open questions."""
    lead = site.say(
        "Места, где текст молчит, двусмыслен или противоречит себе. Первое прочтение каждого вопроса — по умолчанию. "
        "Это инженерное чтение текста, а не юридическое заключение.",
        "Places where the text is silent, ambiguous or at odds with itself. The first reading of each is the default. "
        "This is an engineer's reading of the text, not a lawyer's opinion.",
    )
    titles = {
        "open": site.say("Открытые: от них зависит вывод", "Open: verdicts turn on them"),
        "settled": site.say("Решённые текстом: можно выбрать иное", "Settled by the text: a host may choose otherwise"),
        "documented": site.say("Описанные: переключателя нет", "Documented: there is no switch"),
    }
    parts = [f"# {site.say('Реестр неясных мест', 'Register of open questions')}\n", lead + "\n"]
    for standing, title in titles.items():
        found = [q for q in site.act.questions if q.standing == standing]
        parts.append(f"## {title} ({len(found)})\n")
        parts += [question_card(site, question, "questions.md") for question in found]
    return "\n".join(parts)


def terms(site: Site) -> str:
    """Write the table of terms."""
    head = site.say(
        "обязанность|срок|отсчёт|кто обязан|норма|вопросы", "duty|term|counted from|who owes it|norm|questions"
    )
    rows = [_term_row(site, limit) for limit in site.act.limits if limit.per != "responsible"]
    lead = site.say(
        "Все сроки акта. Часы и минуты идут непрерывно, рабочие дни — по календарю Бурятии; граница входит в срок. "
        "Как считать — на странице [«Как считается срок»](counting.md).",
        "All terms of the act. Hours and minutes run without a break, working days by the calendar of Buryatia; the "
        "limit belongs to the term. How to count: [How a term is counted](counting.md).",
    )
    return f"# {site.say('Таблица сроков', 'Table of terms')}\n\n{lead}\n\n{stacked(head.split('|'), rows)}"


def _term_row(site: Site, limit: Limit) -> list[str]:
    title = site.act.titles[limit.duty].get(site.lang)
    asked = dict.fromkeys(cell.question for cell in cells(limit))
    questions_ = ", ".join(site.question_link("terms.md", question) for question in asked)
    return [
        f"{title[0].upper()}{title[1:]}<br>`{limit.duty}`",
        f"**{length_text(limit.term).get(site.lang)}**",
        _start(site, limit),
        ROLES[limit.owner].get(site.lang),
        site.norm_link("terms.md", limit.norm),
        questions_ or "—",
    ]


def _start(site: Site, limit: Limit) -> str:
    """Say what a term is counted from, under the default readings."""
    name = settle(limit.starts, site.act.defaults)
    said = _ANCHORS[name].get(site.lang)
    return said or ", ".join(OCCURRED[on.event].get(site.lang) for on in limit.opens)


def timetable(site: Site) -> str:
    """Write the timetable of a message, and every procedure with its picture."""
    parts = [f"# {site.say('Порядок и расписание', 'Procedures and timetable')}\n", *_hours(site)]
    for procedure in site.act.procedures:
        parts.append(_procedure(site, procedure))
    return "\n".join(parts)


def _hours(site: Site) -> Iterator[str]:
    at = begin("")
    yield f"## {site.say('Расписание одного сообщения', 'The timetable of one message')}\n"
    yield site.say(
        f"Сообщение выявлено {moment(at)}; каждый берёт весь свой срок.",
        f"The message is identified on {moment(at)}; everybody takes the whole of his own term.",
    )
    if site.has("feasibility.md"):
        yield site.say(
            "Можно ли вообще уложиться — на странице [«Выполнимость сроков»](feasibility.md).",
            "Whether it can be kept at all: [Feasibility of the terms](feasibility.md).",
        )
    yield "\n"
    advised = site.say("ориентир: срока акт не даёт", "advice: the act sets no term")
    for shortened, title in (
        (False, site.say("Стандартное", "Standard")), (True, site.say("Сокращённый срок", "Shortened term"))
    ):  # fmt: skip
        found = schedule(at, shortened=shortened)
        rows = [
            [f"**{step.end:%H:%M}**", ROLES[step.who.role].get(site.lang), event_title(step.event).get(site.lang),
             advised if step.advisory else site.norm_link("timetable.md", step.norm)]
            for step in found.steps
        ]  # fmt: skip
        rows.append(
            [
                f"**{found.answer_due:%H:%M}**",
                "—",
                site.say("последний миг для ответа", "last instant for the answer"),
                "",
            ]
        )
        head = [site.say("к", "by"), site.say("кто", "who"), site.say("что", "what"), site.say("норма", "norm")]
        yield f"### {title}\n\n{table(head, rows)}"


def picture(procedure: Procedure) -> str:
    """Return where the picture of a procedure lies."""
    return f"images/{procedure.id}.svg"


def drawing(site: Site, procedure: Procedure) -> str:
    """Draw a procedure."""
    return diagram(procedure.id, "svg", lang=site.lang, regulation=site.act)


def _procedure(site: Site, procedure: Procedure) -> str:
    title = procedure.title.get(site.lang)
    image = f"[![{title}]({picture(procedure)}){{ .cr-diagram }}]({picture(procedure)})"
    large = site.say("Открыть картинку отдельно", "Open the picture by itself")
    states = ", ".join(f"«{text.ru}»" if site.lang == "ru" else f"“{text.en}”" for _, text in procedure.states)
    head = site.say("событие|из|в|норма|кто вправе", "event|from|to|norm|who may").split("|")
    rows = [_transition_row(site, procedure, row) for row in procedure.transitions]
    return (
        f"## {title}\n\n{image}\n\n[{large}]({picture(procedure)})\n\n{site.say('Состояния', 'States')}: {states}.\n\n"
        f"{stacked(head, rows)}"
    )


def _transition_row(site: Site, procedure: Procedure, row: Transition) -> list[str]:
    guard = f" ({condition_title(row.guard).get(site.lang)})" if row.guard else ""
    breach = f"<br>{badge(site.say('нарушение', 'breach') + ' ' + row.irregular, 'breach')}" if row.irregular else ""
    actor = next((one for one in site.act.actors if one.event == row.event), None)
    roles = ", ".join(ROLES[role].get(site.lang) for role in actor.roles) if actor else "—"
    sources = ", ".join(procedure.title_of(source).get(site.lang) for source in row.sources)
    if len(row.sources) > 5:
        sources = site.say(f"{len(row.sources)} состояний", f"{len(row.sources)} states")
    target = site.say("то же", "the same") if row.target == SAME else procedure.title_of(row.target).get(site.lang)
    return [
        f"{event_title(row.event).get(site.lang)}{guard}{breach}", sources, target,
        site.norm_link("timetable.md", row.norm), roles,
    ]  # fmt: skip


def actors(site: Site) -> str:
    """Write what each participant must do, may do and answers for."""
    parts = [f"# {site.say('Участники', 'The actors')}\n"]
    parts += [_actor(site, role) for role in _ABOUT]
    return "\n".join(parts)


def _actor(site: Site, role: str) -> str:
    name = ROLES[role].get(site.lang)
    parts = [f"## {name[0].upper()}{name[1:]}\n", _ABOUT[role].get(site.lang) + "\n"]
    norms = [norm for norm in site.act.norms.values() if norm.actor in (role, f"responsible_{role}")]
    head = site.say("норма|характер|что", "norm|kind|what").split("|")
    rows = [
        [site.norm_link("actors.md", norm.id), KINDS[norm.kind].get(site.lang), plain(norm.summary.get(site.lang))]
        for norm in norms
    ]
    if rows:
        parts.append(table(head, rows))
    events = [event_title(actor.event).get(site.lang) for actor in site.act.actors if role in actor.roles]
    if events:
        parts.append(f"**{site.say('Вправе', 'May')}:** {', '.join(events)}.\n")
    owned = [
        limit for limit in site.act.limits if limit.owner in _OWNERS.get(role, (role,)) and limit.per != "responsible"
    ]
    if owned:
        said = "; ".join(
            f"{site.act.titles[one.duty].get(site.lang)} — {length_text(one.term).get(site.lang)}" for one in owned
        )
        parts.append(f"**{site.say('Сроки', 'Terms')}:** {said}.\n")
    return "\n".join(parts)


def matrix(site: Site) -> str:
    """Write the traceability matrix."""
    head = site.say(
        "норма|что требует|вычислимость|код|таблицы|проверки|страницы",
        "norm|what it asks|computable|code|tables|tests|pages",
    )
    rows = [
        [site.norm_link("matrix.md", row.norm.id), plain(row.norm.summary.get(site.lang)),
         badge(COMPUTABLE[row.norm.computable].get(site.lang), row.norm.computable),
         *(str(len(places)) if places else "—" for places in (row.code, row.tables, row.tests, row.pages))]
        for row in site.matrix.rows
    ]  # fmt: skip
    lead = site.say(
        "Каждая норма связана с кодом, строками таблиц, проверками и страницами; сборка не проходит, если "
        "вычислимая норма осталась без кода или без проверки или если отметка не называет ни одной нормы. То же "
        "печатает `cur-rules trace`.",
        "Each norm is tied to code, table rows, tests and pages; the build fails if a computable norm has no code or "
        "no test, or a mark names nothing. `cur-rules trace` prints the same.",
    )
    title = site.say("Прослеживаемость норм", "Traceability of the norms")
    return f"# {title}\n\n{lead}\n\n{stacked(head.split('|'), rows)}"
