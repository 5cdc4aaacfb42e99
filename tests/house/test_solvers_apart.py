"""No process of a service loads a solver: the solver's own process does (decision 0023)."""

import subprocess
import sys

SOLVERS = {"ortools", "highspy", "sklearn"}
LOADED = "import sys, volunteers.main; print(*{name.partition('.')[0] for name in sys.modules})"


def test_the_service_that_proposes_rosters_loads_no_solver() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "volunteers" in loaded
    assert SOLVERS.isdisjoint(loaded)
