"""The vocabulary of the features, played in a portal: what a host writes to try its own."""

from __future__ import annotations

import pytest

from cur_rules.testing.portal import PortalAdapter
from cur_rules.testing.reference import ReferencePortal
from cur_rules.testing.steps import *  # noqa: F403  (steps are found by the names that they leave in a module)


@pytest.fixture  # type: ignore[no-redef]
def cur_portal() -> PortalAdapter:
    """Return the portal; a host returns its own adapter."""
    return ReferencePortal()


def pytest_bdd_apply_tag(tag: str, function: object) -> bool | None:
    """Leave the norms to the features themselves."""
    return True if tag.startswith("норма-") else None
