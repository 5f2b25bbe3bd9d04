"""The portal as the compliance kit drives it: over its pages, as a clerk does."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.test import Client

from cur_rules import Event, Problem, read
from cur_rules.testing.portal import DraftKind, Ground, PortalAdapter, Refused
from examples.django_portal import desk
from examples.django_portal.models import JournalLine, StoredCase

_FAULT = re.compile(r'<p class="fault"[^>]*>(.*?)</p>', re.DOTALL)


class DjangoPortal(PortalAdapter):
    """A dozen acts, each a form that is sent; `409` is the portal's no."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        call_command("migrate", verbosity=0)
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.sitting: dict[str, str] = {}
        self.clock = patch.object(desk, "now", lambda: self.now)
        self.clock.start()

    def close(self) -> None:
        """Give the clock back."""
        self.clock.stop()
        self.reset()

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
        self.post("/register", None, **said, **_ticked(shortened=shortened), repeat_of=repeat_of or "")

    def route(self, case: str, bodies: Sequence[str], responsible: str | None = None) -> None:
        """Send it to bodies."""
        self.step(case, "routed", None, executors=", ".join(bodies), responsible=responsible or "")

    def give_back(self, case: str, body: str, reason: str) -> None:
        """Return it."""
        self.step(case, "returned", body, reason=reason)

    def draft(self, case: str, body: str, kind: DraftKind) -> None:
        """Submit a draft."""
        self.step(case, "draft_submitted", body, kind=kind)

    def approve(self, case: str) -> None:
        """Approve it."""
        self.step(case, "approved", None)

    def send_back(self, case: str, comment: str) -> None:
        """Send it back."""
        self.step(case, "sent_back", None, comment=comment)

    def publish(self, case: str, body: str, network: str) -> None:
        """Publish the answer."""
        self.step(case, "published", body, network=network, measures_reported="on")

    def exclude(self, case: str, ground: Ground) -> None:
        """Exclude the message."""
        self.step(case, "excluded", None, ground=ground)

    def mark_unpublishable(self, case: str, reason: str) -> None:
        """Record that no answer can be published."""
        self.step(case, "unpublishable", None, reason=reason)

    def reclassify(self, case: str, shortened: bool) -> None:
        """Change the class of the message."""
        self.step(case, "reclassified", None, **_ticked(shortened=shortened))

    def state(self, case: str) -> str:
        """Return where the case stands."""
        return str(self.page(case)["state"])

    def terms(self, case: str) -> Mapping[str, datetime]:
        """Return what is owed now; of several alike, the nearest."""
        owed = [(one["duty"], datetime.fromisoformat(one["due"])) for one in self.page(case)["due"] if one["due"]]
        return dict(reversed(owed))

    def journal(self) -> Sequence[Event]:
        """Return what the portal has recorded."""
        lines = self.client.get("/journal.jsonl").content.decode().splitlines()
        return [event for event in read(lines) if not isinstance(event, Problem)]

    def page(self, case: str) -> Any:
        """Return a case as the portal tells it to another program."""
        answer = self.client.get(f"/cases/{case}/json")
        return {"state": "start", "due": []} if answer.status_code == 404 else answer.json()

    def step(self, case: str, event: str, body: str | None, **said: str) -> None:
        """Send the form of a step."""
        self.post(f"/cases/{case}/{event}", body, **said)

    def post(self, where: str, body: str | None, **said: str) -> None:
        """Send a form as the Coordinator or as a body, or raise what the portal says against it."""
        who = {"role": "executor", "body": body} if body else {"role": "coordinator", "body": ""}
        if who != self.sitting:
            self.client.post("/who", who)
            self.sitting = who
        answer = self.client.post(where, said)
        if answer.status_code in (404, 409):
            said_no = _FAULT.search(answer.content.decode())
            raise Refused(html.unescape(said_no[1]) if said_no else str(answer.status_code))
        assert answer.status_code == 302, (where, answer.status_code, answer.content.decode()[:2000])


def _ticked(**flags: bool) -> dict[str, str]:
    """Return the boxes that are ticked: a browser does not send the others."""
    return {name: "on" for name, ticked in flags.items() if ticked}
