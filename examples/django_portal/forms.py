"""What a clerk fills in for each step; a step that is not named here has nothing to fill in."""

from __future__ import annotations

from typing import Any

from django import forms

from cur_rules.events import EVENT_TYPES, By

NETWORKS = [("vk", "ВКонтакте"), ("ok", "Одноклассники")]
GROUNDS = [
    ("intent_to_harm", "намерение причинить вред"), ("obscene", "нецензурные выражения"),
    ("insulting", "оскорбления"), ("threat", "угроза"),
]  # fmt: skip
KINDS = [("final", "окончательный"), ("interim", "промежуточный")]
RESONANCE = [("widespread", "широкий резонанс"), ("potential", "может вызвать резонанс")]


def words(label: str, **more: Any) -> forms.Field:
    """Return a field for a text."""
    return forms.CharField(label=label, max_length=4000, **more)


def flag(label: str) -> forms.Field:
    """Return a box to tick."""
    return forms.BooleanField(label=label, required=False)


def one_of(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    """Return a choice of one."""
    return forms.ChoiceField(label=label, choices=choices)


def share(label: str) -> forms.Field:
    """Return a mark from 0 to 1."""
    return forms.FloatField(label=label, min_value=0, max_value=1)


FIELDS: dict[str, dict[str, forms.Field]] = {
    "identified": {
        "network": one_of("Социальная сеть", NETWORKS), "topic": words("Тема"), "location": words("Локация"),
        "importance": words("Важность"), "shortened": flag("Сокращённый срок"),
        "repeat_of": words("Повтор сообщения №", required=False),
    },
    "routed": {
        "executors": words("Исполнители, через запятую"), "responsible": words("Ответственный", required=False),
    },
    "executor_notified": {"body": words("Исполнитель")},
    "returned": {"reason": words("Почему вне компетенции")},
    "draft_submitted": {"kind": one_of("Проект", KINDS)},
    "sent_back": {"comment": words("Замечания")},
    "published": {
        "network": one_of("Где размещён", NETWORKS), "evidence_available": flag("Есть фото или видео"),
        "evidence_attached": flag("Фото или видео приложены"), "measures_reported": flag("Сказано о принятых мерах"),
    },
    "excluded": {"ground": one_of("Основание", GROUNDS)},
    "unpublishable": {"reason": words("Причина")},
    "reclassified": {"shortened": flag("Сокращённый срок")},
    "answer_assessed": {"format": share("Формат, от 0 до 1"), "substance": share("Содержание, от 0 до 1")},
    "satisfaction_recorded": {"score": share("Оценка автора, от 0 до 1")},
    "crime_reported": {"agency": words("Куда сообщено")},
    "resonance_flagged": {"kind": one_of("Резонанс", RESONANCE)},
}  # fmt: skip


def form_of(event: str, data: Any = None) -> forms.Form:
    """Return the form of a step, empty or filled in."""
    return type("StepForm", (forms.Form,), dict(FIELDS.get(event, {})))(data, auto_id=f"{event}-%s", label_suffix="")


def said(event: str, form: forms.Form, by: By) -> dict[str, Any]:
    """Return a form that is right as the fields of its event; the body that acts is the one at the keyboard."""
    given = {name: value for name, value in form.cleaned_data.items() if value != ""}
    if "executors" in given:
        bodies = [body.strip() for body in given["executors"].split(",")]
        given["executors"] = [{"body": body} for body in bodies]
    if "to" in vars(EVENT_TYPES[event])["__pydantic_fields__"]:
        given["to"] = ["responsible", "coordinator"]
    if by.body and "body" in vars(EVENT_TYPES[event])["__pydantic_fields__"]:
        given.setdefault("body", by.body)
    return given
