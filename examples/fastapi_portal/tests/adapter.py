"""The portal as the compliance kit drives it: over its HTTP interface, as its users do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, delete
from sqlalchemy.pool import StaticPool

from cur_rules import Event, Problem, read
from cur_rules.testing.portal import DraftKind, Ground, PortalAdapter, Refused
from examples.fastapi_portal.api import create_app
from examples.fastapi_portal.desk import Desk
from examples.fastapi_portal.store import Base, CaseRow, EventRow

COORDINATOR = {"X-Role": "coordinator"}


def executor(body: str) -> dict[str, str]:
    """Return the headers of somebody who works for a body."""
    return {"X-Role": "executor", "X-Body": body}


def memory() -> Engine:
    """Return a database in memory, one for all threads."""
    return create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)


class FastapiPortal(PortalAdapter):
    """A dozen acts, each a request; `409` is the portal's no.

    Args:
        desk: The class of the desk, so that a test may put one with a bug there.
        engine: The database.
    """

    def __init__(
        self, desk: Callable[[Engine, Callable[[], datetime]], Desk] = Desk, engine: Engine | None = None
    ) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.engine = engine or memory()
        Base.metadata.create_all(self.engine)
        self.desk = desk(self.engine, lambda: self.now)
        self.client = TestClient(create_app(self.desk))
        self.client.__enter__()  # one event loop for all requests
        self.pages: dict[str, dict[str, Any]] = {}
        self.events: list[Event] | None = None

    def close(self) -> None:
        """Stop the loop and close the database."""
        self.client.__exit__()
        self.engine.dispose()

    def reset(self) -> None:
        """Empty the tables."""
        with self.engine.begin() as connection:
            connection.execute(delete(EventRow))
            connection.execute(delete(CaseRow))
        self.forget()

    def set_clock(self, now: datetime) -> None:
        """Let it be `now`."""
        self.now, self.pages = now, {}

    def identify(self, case: str, *, network: str, shortened: bool = False, repeat_of: str | None = None) -> None:
        """Register a message."""
        said = {"topic": "дороги", "location": "Улан-Удэ", "importance": "обычная", "network": network}
        self.post(case, "identify", COORDINATOR, **said, shortened=shortened, repeat_of=repeat_of)

    def route(self, case: str, bodies: Sequence[str], responsible: str | None = None) -> None:
        """Send it to bodies."""
        self.post(case, "route", COORDINATOR, executors=[{"body": body} for body in bodies], responsible=responsible)

    def give_back(self, case: str, body: str, reason: str) -> None:
        """Return it."""
        self.post(case, "return", executor(body), body=body, reason=reason)

    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        """Submit a draft."""
        self.post(case, "draft", executor(body), body=body, kind=kind)

    def approve(self, case: str) -> None:
        """Approve it."""
        self.post(case, "approve", COORDINATOR)

    def send_back(self, case: str, comment: str) -> None:
        """Send it back."""
        self.post(case, "send-back", COORDINATOR, comment=comment)

    def publish(self, case: str, body: str, network: str) -> None:
        """Publish the answer."""
        self.post(case, "publish", executor(body), network=network, measures_reported=True)

    def exclude(self, case: str, ground: Ground) -> None:
        """Exclude the message."""
        self.post(case, "exclude", COORDINATOR, ground=ground)

    def mark_unpublishable(self, case: str, reason: str) -> None:
        """Record that no answer can be published."""
        self.post(case, "unpublishable", COORDINATOR, reason=reason)

    def reclassify(self, case: str, shortened: bool) -> None:
        """Change the class of the message."""
        self.post(case, "reclassify", COORDINATOR, shortened=shortened)

    def state(self, case: str) -> str:
        """Return where the case stands."""
        return str(self.get(case)["state"])

    def terms(self, case: str) -> Mapping[str, datetime]:
        """Return what is owed now; of several alike, the nearest."""
        owed = [(one["duty"], datetime.fromisoformat(one["due"])) for one in self.get(case)["due"] if one["due"]]
        return dict(reversed(owed))

    def journal(self) -> Sequence[Event]:
        """Return what the portal has recorded."""
        if self.events is None:
            lines = read(self.client.get("/journal").text.splitlines())
            self.events = [event for event in lines if not isinstance(event, Problem)]
        return self.events

    def get(self, case: str) -> dict[str, Any]:
        """Return the page of a case; of one that has not begun, an empty one."""
        if case not in self.pages:
            answer = self.client.get(f"/cases/{case}")
            unknown = answer.status_code == 404
            self.pages[case] = {"state": "start", "due": []} if unknown else answer.raise_for_status().json()
        return self.pages[case]

    def post(self, case: str, step: str, who: dict[str, str], **said: object) -> None:
        """Take a step, or raise what the portal says against it."""
        self.forget()
        answer = self.client.post(f"/cases/{case}/{step}", json=said, headers=who)
        if answer.status_code in (404, 409):
            raise Refused(answer.json()["ru"])
        self.pages[case] = answer.raise_for_status().json()

    def forget(self) -> None:
        """Forget the answers of the portal: something has happened."""
        self.pages, self.events = {}, None
