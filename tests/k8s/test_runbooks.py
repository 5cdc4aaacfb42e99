"""What people copy from the pages works whichever pod leads, and alerts name what is there."""

import re
from pathlib import Path

import pytest
from checks import alerts
from checks.manifests import read

from tests.house.test_house_rules import ROOT
from tests.k8s.conftest import K8S

OPERATIONS = ROOT / "docs" / "operations.md"
PAGES = [OPERATIONS, K8S / "README.md", *sorted((K8S / "runbooks").glob("*.md"))]
COMPONENTS = K8S / "components"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_command_writes_to_an_instance_that_may_be_a_standby(page: Path) -> None:
    commands = re.findall(r"kubectl (?:exec|logs|port-forward)[^`\n]*", page.read_text("utf-8"))
    assert not [said for said in commands if re.search(r"\bpostgres(-restored)?-(\d|rw)", said)]


def test_each_certificate_has_an_alert_before_it_ends() -> None:
    given = {
        found["metadata"]["name"]
        for found in read(COMPONENTS / "nats" / "certificates.yaml")
        if found["kind"] == "Certificate"
    }
    ingresses = read(COMPONENTS / "ingress" / "ingress.yaml")
    # cert-manager names them so
    given |= {tls["secretName"] for ingress in ingresses for tls in ingress["spec"]["tls"]}

    rules = alerts.rules(read(COMPONENTS / "monitoring" / "platform.yaml"))
    (expression,) = [rule["expr"] for rule in rules if rule["alert"] == "CertificateExpires"]
    watched = re.search(r'name=~"([^"]+)"', expression)

    assert watched
    assert set(watched[1].split("|")) == given


def test_every_database_url_leads_to_the_primary_of_the_cluster_that_serves() -> None:
    places = [
        COMPONENTS / "external-secrets" / "databases.yaml",
        K8S / "overlays" / "dev" / "kustomization.yaml",
        OPERATIONS,
    ]
    for place in places:
        hosts = re.findall(r"@([\w.-]+):5432/", place.read_text("utf-8"))
        assert set(hosts) == {"database.sensoor.svc"}, place
