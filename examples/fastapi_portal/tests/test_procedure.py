"""The kit finds nothing in the portal, and finds each of the planted bugs, naming the clause."""

from __future__ import annotations

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from cur_rules.testing.differences import PortalDiffersError
from cur_rules.testing.stateful import SETTINGS, check_portal
from examples.fastapi_portal.tests.adapter import FastapiPortal
from examples.fastapi_portal.tests.bugs import BUGS, Bug

SAME_EVERY_TIME = settings(SETTINGS, derandomize=True)


def test_the_portal_keeps_the_procedure(engine: Engine) -> None:
    """Beside the act, over HTTP and a real database, it does nothing else in any story."""
    check_portal(lambda: FastapiPortal(engine=engine), settings=settings(SAME_EVERY_TIME, max_examples=20))


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.desk.__name__)
def test_a_planted_bug_is_found(bug: Bug) -> None:
    """The kit tells a short story that ends with the clause in question."""
    with pytest.raises(PortalDiffersError) as found:
        check_portal(lambda: FastapiPortal(bug.desk), settings=SAME_EVERY_TIME)
    difference, story = found.value.difference, str(found.value)
    assert difference.norm in bug.norms
    assert f"пункт {difference.clause} (норма {difference.norm})" in story.partition("\n")[0]
    assert len(found.value.story) <= 8, story
