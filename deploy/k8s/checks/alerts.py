"""That every alert is told: how urgent, on which page, and tried both ways."""

import re
from pathlib import Path
from typing import Any

from checks.manifests import Resource, read

SEVERITIES = ("critical", "warning")


def rules(resources: list[Resource]) -> list[dict[str, Any]]:
    """Return the alerts of all PrometheusRules."""
    return [
        rule
        for found in resources
        if found["kind"] == "PrometheusRule"
        for group in found["spec"]["groups"]
        for rule in group["rules"]
    ]


def check(resources: list[Resource], tests: list[Path], runbooks: Path) -> list[str]:
    """Return what an alert lacks, and the pages that belong to no alert."""
    found, pages = [], set()
    given = [
        (case["alertname"], bool(case.get("exp_alerts")))
        for file in tests
        for document in read(file)
        for group in document["tests"]
        for case in group.get("alert_rule_test") or []
    ]
    for rule in rules(resources):
        name = rule["alert"]
        page = re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() + ".md"
        pages.add(page)
        if (rule.get("labels") or {}).get("severity") not in SEVERITIES:
            found.append(f"{name}: no severity")
        if not rule["annotations"].get("runbook_url", "").endswith("/" + page):
            found.append(f"{name}: its runbook is not {page}")
        if not (runbooks / page).exists():
            found.append(f"{name}: there is no page {page}")
        for fires, way in ((True, "firing"), (False, "not firing")):
            if (name, fires) not in given:
                found.append(f"{name}: not tried {way}")
    there = {path.name for path in runbooks.glob("*.md")} - {"README.md"}
    return found + [f"{page}: a page of no alert" for page in sorted(there - pages)]


def as_rules_file(resources: list[Resource]) -> dict[str, Any]:
    """Return the rules as promtool and a plain Prometheus read them."""
    documents = [found for found in resources if found["kind"] == "PrometheusRule"]
    return {"groups": [group for found in documents for group in found["spec"]["groups"]]}
