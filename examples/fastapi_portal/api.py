"""The HTTP side: a path for each step of the procedure, its form made from the act's own event, and a few to look."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, create_model, model_validator

from cur_rules import Case
from cur_rules.errors import CurRulesError
from cur_rules.events import EVENT_TYPES, By
from cur_rules.persistence import StaleVersionError, version_of
from cur_rules.tables import Role

from .desk import Desk, NotAllowedError, UnknownCaseError

STEPS = {
    "identified": "identify", "routed": "route", "executor_notified": "notify-executor", "returned": "return",
    "block_head_informed": "inform-block-head", "information_provided": "information", "draft_submitted": "draft",
    "approved": "approve", "sent_back": "send-back", "published": "publish", "excluded": "exclude",
    "unpublishable": "unpublishable", "reclassified": "reclassify", "answer_assessed": "assess",
    "satisfaction_recorded": "satisfaction", "crime_detected": "crime", "crime_reported": "report-crime",
    "resonance_flagged": "resonance", "chair_informed": "inform-chair", "head_informed": "inform-head",
}  # fmt: skip
STATUS: dict[type[Exception], int] = {UnknownCaseError: 404, NotAllowedError: 409, StaleVersionError: 409}


def who(x_role: Annotated[Role, Header()], x_body: Annotated[str | None, Header()] = None) -> By:
    """Return who is at the keyboard; a portal in service takes it from its login, not from headers."""
    return By(role=x_role, body=x_body)


Id = Annotated[str, Path(pattern=r"^[\w.-]{1,64}$")]


def in_utf8(sent: object) -> object:
    """Refuse half of a character, which JSON can spell and no database can store."""
    json.dumps(sent, ensure_ascii=False).encode()
    return sent


def form_of(event: str) -> type[BaseModel]:
    """Return what a user sends with a step: the fields of the event that the portal does not know by itself."""
    known = {"event", "case", "at", "by", "notified_at", "id"}
    fields = vars(EVENT_TYPES[event])["__pydantic_fields__"].items()
    asked: dict[str, Any] = {name: (field.annotation, field) for name, field in fields if name not in known}
    check: Any = {"in_utf8": model_validator(mode="before")(in_utf8)}
    return create_model(event, __config__=ConfigDict(extra="forbid"), __validators__=check, **asked)


def view(desk: Desk, case: Case) -> dict[str, Any]:
    """Return a case as its page shows it: where it stands, its buttons, and what is owed now."""
    buttons = [one.as_dict() | {"href": f"/cases/{case.id}/{STEPS[one.event]}"} for one in desk.options(case)]
    shown = ("duty", "norm", "subject", "due", "left")
    owed = [{name: getattr(one, name) for name in shown} | one.owner._asdict() for one in desk.owed(case)]
    return {"case": case.id, "state": case.state, "version": version_of(case), "allowed": buttons, "due": owed}


def step_of(desk: Desk, event: str) -> Callable[..., dict[str, Any]]:
    """Return the endpoint of a step; `version` is the one that the user has seen, or none not to ask."""

    def take(case: Id, said: BaseModel, by: Annotated[By, Depends(who)], version: int | None = None) -> dict[str, Any]:
        return view(desk, desk.take(event, case, by, version, **said.model_dump(mode="json")))

    take.__annotations__["said"] = form_of(event)
    return take


def refuse(_: Request, error: Exception) -> JSONResponse:
    """Answer 409 if the act or the version does not allow a step, 422 if what was sent is no event of the act."""
    if isinstance(error, ValidationError | RequestValidationError):
        told = [{"loc": [ascii(place)[1:-1] for place in one["loc"]], "msg": one["msg"]} for one in error.errors()]
        return JSONResponse({"detail": told}, 422)
    said: dict[str, Any] = {"detail": str(error), "ru": error.text.ru if isinstance(error, CurRulesError) else ""}
    said |= {name: getattr(error, name) for name in ("norm", "duty", "expected", "now") if hasattr(error, name)}
    return JSONResponse(said, STATUS.get(type(error), 422))


def create_app(desk: Desk) -> FastAPI:
    """Return the portal over a desk."""
    app = FastAPI(title="Сообщения граждан", description=desk.act.title.ru, docs_url="/")
    for error in (CurRulesError, ValidationError, RequestValidationError):
        app.add_exception_handler(error, refuse)
    for event, path in STEPS.items():
        app.post(f"/cases/{{case}}/{path}", name=event, tags=["steps"])(step_of(desk, event))

    @app.get("/cases")
    def cases() -> list[dict[str, Any]]:
        return [{"case": row.id, "state": row.state, "version": row.version} for row in desk.cases()]

    @app.get("/cases/{case}")
    def case(case: Id) -> dict[str, Any]:
        return view(desk, desk.find(case))

    @app.get("/audit")
    def audit(as_of: AwareDatetime | None = None) -> dict[str, Any]:
        found = desk.audit(as_of)
        findings = [finding.as_dict() for finding in found.findings]
        return {"findings": findings, "counts": found.counts.as_dict(), "receipt": found.receipt.as_dict()}

    @app.get("/journal", response_class=PlainTextResponse)
    def journal() -> str:
        return "".join(f"{line}\n" for line in desk.journal())

    return app
