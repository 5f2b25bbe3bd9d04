"""Does the pytest plugin slow down a run that has nothing to do with it? Run: python benchmarks/bench_plugin.py

Two runs of the same tests alternate, one with the plugin and one without it; what counts is the ratio of their
times. A third column, the plugin-free run against itself, shows how far the machine's noise alone moves a ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 15
SUITES = {"one test": 1, "2000 tests": 2000}
WITH = ("-p", "cur_rules_pytest")
WITHOUT = ("-p", "no:cur_rules_pytest")


def seconds(suite: Path, plugin: tuple[str, str]) -> float:
    """Run a suite once and return the processor time that it took, in seconds: other programs do not count."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, str(suite)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    before = os.times()
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=suite.parent)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def ratios(suite: Path) -> tuple[float, float, float]:
    """Return the median time without the plugin, and the median ratios with it and of noise alone."""
    rounds = [(seconds(suite, WITHOUT), seconds(suite, WITH), seconds(suite, WITHOUT)) for _ in range(ROUNDS)]
    plain = statistics.median(first for first, _, _ in rounds)
    plugged = statistics.median(2 * middle / (first + last) for first, middle, last in rounds)
    noise = statistics.median(last / first for first, _, last in rounds)
    return plain, plugged, noise


def main() -> None:
    """Print the table."""
    print(f"{'suite':<12} {'without':>9} {'with / without':>15} {'noise alone':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for name, number in SUITES.items():
            suite = Path(folder) / f"test_{number}.py"
            suite.write_text("".join(f"def test_{n}(): pass\n" for n in range(number)), encoding="utf-8")
            seconds(suite, WITHOUT)  # warm the caches of bytecode
            seconds(suite, WITH)
            plain, plugged, noise = ratios(suite)
            print(f"{name:<12} {plain:>8.2f}s {plugged:>15.3f} {noise:>12.3f}")


if __name__ == "__main__":
    main()
