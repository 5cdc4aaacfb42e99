"""No process of a service loads a solver: the solver's own process does (decision 0023)."""

import subprocess
import sys

import pytest

SOLVERS = {"ortools", "highspy", "sklearn"}
LOADED = "import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"


@pytest.mark.parametrize(
    "module", ["volunteers.main", "reporting.main", "reporting.disclosure.deciding"]
)
def test_a_service_that_has_work_for_a_solver_loads_none(module: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module)],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert module.partition(".")[0] in loaded
    assert SOLVERS.isdisjoint(loaded)
