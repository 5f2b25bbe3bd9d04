"""The vocabulary of the features."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cur_rules.testing.steps import *  # noqa: F403  (steps are found by the names that they leave in a module)


def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool | None:
    """Take a tag such as @норма-9.3 for the mark of that norm."""
    prefix, found, norm = tag.partition("-")
    if not found or prefix != "норма":
        return None
    pytest.mark.norm(norm)(function)
    return True
