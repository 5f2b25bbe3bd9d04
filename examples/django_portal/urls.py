"""Where each page is."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

CASE = rf"^cases/(?P<case_id>{views.NUMBER})"

urlpatterns = [
    path("", views.cases, name="cases"),
    path("register", views.register, name="register"),
    path("who", views.sit_down, name="who"),
    path("audit", views.findings, name="audit"),
    path("journal.jsonl", views.journal, name="journal"),
    re_path(rf"{CASE}/$", views.show, name="case"),
    re_path(rf"{CASE}/json$", views.as_json, name="json"),
    re_path(rf"{CASE}/(?P<event>\w+)$", views.take, name="step"),
]
