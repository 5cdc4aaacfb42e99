"""The checks that need no rendering: alerts, values of charts, and no secret in any file."""

import json
import sys
from pathlib import Path

from checks import alerts, charts, secrecy
from checks.manifests import read


def main(k8s: Path, to: Path) -> int:
    """Check the sources; write the alert rules for promtool. 1 when something is wrong."""
    monitoring = k8s / "components" / "monitoring"
    tests = sorted(monitoring.glob("*.test.yaml"))
    sources = sorted(set(monitoring.glob("*.yaml")) - set(tests))
    rules = [found for file in sources for found in read(file)]
    wrong = [
        *alerts.check(rules, tests, k8s / "runbooks"),
        *charts.check(k8s / "platform" / "values"),
        *secrecy.files(k8s),
    ]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    to.mkdir(parents=True, exist_ok=True)
    (to / "rules.json").write_text(json.dumps(alerts.as_rules_file(rules)), encoding="utf-8")
    for file in tests:
        (to / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
