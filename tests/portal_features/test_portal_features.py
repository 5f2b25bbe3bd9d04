"""The act's own scenarios, played in a portal through its adapter."""

from __future__ import annotations

from pytest_bdd import scenarios

scenarios("../features")
