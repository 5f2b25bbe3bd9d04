"""Resolution No. 288 of the Government of Buryatia (24.05.2022) as data."""

from __future__ import annotations

from cur_rules.acts.buryatia_288.act import BURYATIA_288, IRKUTSK

__all__ = ["BURYATIA_288", "IRKUTSK"]
