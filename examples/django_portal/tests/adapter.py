"""The portal as the compliance kit drives it: through its pages and forms, as the clerks do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection
from django.test import Client

from cur_rules import Event, Problem, read
from cur_rules.testing.portal import DraftKind, Ground, PortalAdapter, Refused
from examples.django_portal import desk
from examples.django_portal.models import JournalLine, StoredCase

COORDINATOR = ("coordinator", "")


class DjangoPortal(PortalAdapter):
    """A dozen acts, each a form sent; `409` is the portal's no."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        if connection.vendor == "postgresql":
            from examples.django_portal.conftest import SCHEMA

            with connection.cursor() as cursor:
                cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        call_command("migrate", verbosity=0)
        self.clock = patch.object(desk, "now", lambda: self.now)
        self.clock.start()
        self.clients: dict[tuple[str, str], Client] = {}
        self.reset()

    def close(self) -> None:
        """Give the clock back."""
        self.clock.stop()

    def reset(self) -> None:
        """Empty the tables."""
        JournalLine.objects.all().delete()
        StoredCase.objects.all().delete()

    def set_clock(self, now: datetime) -> None:
        """Let it be `now`."""
        self.now = now

    def identify(self, case: str, *, network: str, shortened: bool = False, repeat_of: str | None = None) -> None:
        """Register a message."""
        said = {"number": case, "network": network, "topic": "дороги", "location": "Улан-Удэ", "importance": "обычная"}
        self.post(
            "/register", COORDINATOR, **said, repeat_of=repeat_of or "", **{"shortened": "on"} if shortened else {}
        )

    def route(self, case: str, bodies: Sequence[str], responsible: str | None = None) -> None:
        """Send it to bodies."""
        self.step(case, "routed", COORDINATOR, executors=", ".join(bodies), responsible=responsible or "")

    def give_back(self, case: str, body: str, reason: str) -> None:
        """Return it."""
        self.step(case, "returned", ("executor", body), reason=reason)

    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        """Submit a draft."""
        self.step(case, "draft_submitted", ("executor", body), kind=kind)

    def approve(self, case: str) -> None:
        """Approve it."""
        self.step(case, "approved", COORDINATOR)

    def send_back(self, case: str, comment: str) -> None:
        """Send it back."""
        self.step(case, "sent_back", COORDINATOR, comment=comment)

    def publish(self, case: str, body: str, network: str) -> None:
        """Publish the answer."""
        self.step(case, "published", ("executor", body), network=network, measures_reported="on")

    def exclude(self, case: str, ground: Ground) -> None:
        """Exclude the message."""
        self.step(case, "excluded", COORDINATOR, ground=ground)

    def mark_unpublishable(self, case: str, reason: str) -> None:
        """Record that no answer can be published."""
        self.step(case, "unpublishable", COORDINATOR, reason=reason)

    def reclassify(self, case: str, shortened: bool) -> None:
        """Change the class of the message."""
        self.step(case, "reclassified", COORDINATOR, **{"shortened": "on"} if shortened else {})

    def state(self, case: str) -> str:
        """Return where the case stands."""
        return str(self.get(case)["state"])

    def terms(self, case: str) -> Mapping[str, datetime]:
        """Return what is owed now; of several alike, the nearest."""
        owed = [(one["duty"], datetime.fromisoformat(one["due"])) for one in self.get(case)["due"] if one["due"]]
        return dict(reversed(owed))

    def journal(self) -> Sequence[Event]:
        """Return what the portal has recorded."""
        events = read(self.client(COORDINATOR).get("/journal.jsonl").content.splitlines())
        return [event for event in events if not isinstance(event, Problem)]

    def get(self, case: str) -> dict[str, Any]:
        """Return a case; of one that has not begun, an empty one."""
        answer = self.client(COORDINATOR).get(f"/cases/{case}/json")
        return {"state": "start", "due": []} if answer.status_code == 404 else answer.json()

    def client(self, who: tuple[str, str]) -> Client:
        """Return the browser of somebody, who has said once who they are."""
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].post("/who", {"role": who[0], "body": who[1]})
        return self.clients[who]

    def step(self, case: str, event: str, who: tuple[str, str], **said: str) -> None:
        """Send the form of a step."""
        self.post(f"/cases/{case}/{event}", who, **said)

    def post(self, path: str, who: tuple[str, str], **said: str) -> None:
        """Send a form, or raise what the page says against it."""
        answer = self.client(who).post(path, said)
        if answer.status_code == 409:
            raise Refused(str(answer.content.decode().partition('role="alert">')[2].partition("</p>")[0]))
        assert answer.status_code == 302, answer.content.decode()
