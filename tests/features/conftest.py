"""The vocabulary of the features."""

from cur_rules.testing.steps import *  # noqa: F403  (steps are found by the names that they leave in a module)
