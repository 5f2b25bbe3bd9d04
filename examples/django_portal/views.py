"""The pages of the portal: the cases with their next terms, a case with its buttons, the audit, the journal."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from cur_rules import BURYATIA_288, IRKUTSK, Case, Owed, audit, due
from cur_rules.errors import CurRulesError
from cur_rules.events import By
from cur_rules.labels import ROLES, event_title
from cur_rules.options import Option, allowed
from cur_rules.persistence import version_of
from cur_rules.texts import duration, moment

from . import desk
from .forms import form_of, said
from .models import StoredCase

MESSAGE = BURYATIA_288.procedure_of["identified"]
STATES = {str(state): title.ru for state, title in MESSAGE.states}
STEPS = {row.event for row in MESSAGE.transitions}
NUMBER = r"[\w.-]{1,64}"
SHOWN = 100
NOTHING, MINUTE = timedelta(), timedelta(minutes=1)


def keyboard(request: HttpRequest) -> By:
    """Return who works here; a portal in service takes it from its login."""
    return By(**request.session.get("by", {"role": "coordinator"}))


def page(request: HttpRequest, name: str, status: int = 200, **shown: Any) -> HttpResponse:
    """Return a page, which shows who works here."""
    shown |= {"by": keyboard(request), "roles": {role: title.ru for role, title in ROLES.items()}}
    return render(request, f"portal/{name}.html", shown, status=status)


def term(owed: Owed) -> dict[str, Any]:
    """Return a term in words."""
    late = owed.left is not None and owed.left.total_seconds() < 0
    whole = abs(owed.left or NOTHING) // MINUTE * MINUTE
    left = f"{'просрочено на' if late else 'осталось'} {duration(whole).ru}" if owed.left is not None else ""
    owner = " ".join(filter(None, (ROLES[owed.owner.role].ru, owed.owner.body)))
    ends = moment(owed.due) if owed.due else "незамедлительно"
    title = BURYATIA_288.titles[owed.duty].ru
    return {"title": title, "norm": owed.norm, "owner": owner, "due": ends, "left": left, "late": late}


def button(option: Option, by: By, bound: dict[str, Any]) -> dict[str, Any]:
    """Return a step that is open to a case, with its form if it is for the one who works here."""
    mine = by.role in option.roles and option.body in (None, by.body)
    whose = ", ".join(ROLES[role].ru for role in option.roles) + (f" ({option.body})" if option.body else "")
    form = bound.get(option.event) or form_of(option.event)
    until = moment(option.due) if option.due else ""
    return {"event": option.event, "title": option.title.ru, "norm": option.norm, "due": until, "whose": whose} | (
        {"form": form} if mine else {}
    )


def cases(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    """Show the cases, the one whose term ends first at the top, and the form of a new one."""
    rows = [
        {"id": row.id, "state": STATES[row.state], "next": next(map(term, due(row.case, as_of=desk.now())), None)}
        for row in StoredCase.objects.order_by(F("next_due").asc(nulls_last=True), "id")[:SHOWN]
    ]
    shown = {"form": form_of("identified"), "number": f"М-{StoredCase.objects.count() + 1}"} | shown
    return page(request, "cases", status, cases=rows, **shown)


@require_GET
def show(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show a case."""
    return one(request, get_object_or_404(StoredCase, pk=case_id).case)


def one(request: HttpRequest, case: Case, status: int = 200, fault: str = "", **bound: Any) -> HttpResponse:
    """Show a case: where it stands, what is owed, the buttons, what was breached, what has happened."""
    now = desk.now()
    first = sorted(allowed(case, as_of=now), key=lambda option: option.due is None)  # what has a term comes first
    options = [button(option, keyboard(request), bound) for option in first]
    shown: dict[str, Any] = {
        "case": case, "state": STATES[case.state], "version": version_of(case), "fault": fault,
        "terms": [term(owed) for owed in due(case, as_of=now)], "breaches": audit(case.events, as_of=now).breaches,
        "mine": [option for option in options if "form" in option],
        "others": [option for option in options if "form" not in option],
        "history": [(moment(e.at.astimezone(IRKUTSK)), event_title(e.event).ru, e.by) for e in case.events],
    }  # fmt: skip
    return page(request, "case", status, **shown)


@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Begin a case."""
    number = request.POST.get("number", "").strip()
    if not re.fullmatch(NUMBER, number):
        fault = "Номер дела: до 64 букв, цифр, точек и дефисов."
        return cases(request, 422, form=form_of("identified", request.POST), number=number, fault=fault)
    return take(request, number, "identified")


@require_POST
def take(request: HttpRequest, case_id: str, event: str) -> HttpResponse:
    """Take a step: to the case if it was taken, else the page again with the reason (409) or the mistake (422)."""
    if event not in STEPS:
        raise Http404
    by, form, version = keyboard(request), form_of(event, request.POST), request.POST.get("version", "")
    fault, status = "Проверьте, что заполнено.", 422
    if form.is_valid():
        try:
            desk.take(event, case_id, by, said(event, form, by), int(version) if version.isdecimal() else None)
            return redirect("case", case_id)
        except CurRulesError as refused:
            fault, status = refused.text.ru, 409
        except ValidationError as wrong:
            wrongly = {
                form.fields[str(place)].label for one in wrong.errors() for place in one["loc"] if place in form.fields
            }
            fault = f"Проверьте, что заполнено: {', '.join(sorted(wrongly))}."
    stored = StoredCase.objects.filter(pk=case_id).first()
    if stored is None or event == "identified":
        return cases(request, status, form=form, number=case_id, fault=fault)
    return one(request, stored.case, status, fault, **{event: form})


@require_POST
def sit_down(request: HttpRequest) -> HttpResponse:
    """Note who works here."""
    if request.POST.get("role") in ROLES:
        request.session["by"] = {"role": request.POST["role"], "body": request.POST.get("body", "").strip() or None}
    return redirect("cases")


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """Show what was breached in all cases."""
    found = desk.audited()
    return page(request, "audit", breaches=found.breaches, counts=found.counts, receipt=found.receipt.as_dict())


@require_GET
def journal(_: HttpRequest) -> HttpResponse:
    """Give the journal to whoever wants to audit it."""
    return HttpResponse(
        "".join(f"{line}\n" for line in desk.journal()), content_type="application/jsonl; charset=utf-8"
    )


@require_GET
def as_json(_: HttpRequest, case_id: str) -> JsonResponse:
    """Give a case to another program: where it stands, what may happen, what is owed."""
    case, now = get_object_or_404(StoredCase, pk=case_id).case, desk.now()
    owed = [{"duty": one.duty, "norm": one.norm, "due": one.due, **one.owner._asdict()} for one in due(case, as_of=now)]
    options = [option.as_dict() for option in allowed(case, as_of=now)]
    said = {"case": case_id, "state": case.state, "version": version_of(case), "allowed": options, "due": owed}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
