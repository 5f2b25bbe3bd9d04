"""The scenarios of the act stand on the pages of its clauses, as they are run."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd.feature import get_features

from tests.docs.pages import page

FEATURES = Path(__file__).parent.parent / "features"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("clause", range(5, 21))
def test_every_scenario_of_a_clause_is_on_its_page(built: Path, clause: int, lang: str) -> None:
    """Each scenario of the clause's feature stands on its page with the last of its steps."""
    said = " ".join(page(built / lang / "clauses" / f"{clause}.html").text.split())
    (feature,) = get_features([str(path) for path in FEATURES.glob(f"{clause:02d}_*.feature")])
    for scenario in feature.scenarios.values():
        assert scenario.name in said
        assert " ".join(scenario.steps[-1].name.split()) in said
