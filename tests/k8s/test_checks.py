"""Each check of deploy/k8s refuses what it is there for: in a good manifest one thing breaks."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checks import alerts, charts, housekeeping, images, restricted, secrecy, selecting
from checks.manifests import Resource, read

from tests.k8s.conftest import K8S

Break = Callable[[dict[str, Any]], object]
LABELS = {"app.kubernetes.io/name": "contacts", "app.kubernetes.io/component": "api"}
PROBE = {"httpGet": {"path": "/livez", "port": "http"}}
CONTAINER: Resource = {
    "name": "service",
    "image": "sensoor-contacts:1.0",
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    },
    "startupProbe": PROBE,
    "readinessProbe": PROBE,
    "livenessProbe": {"tcpSocket": {"port": "http"}},
    "lifecycle": {"preStop": {"exec": {"command": ["/bin/sleep", "5"]}}},
    "resources": {"requests": {"cpu": "1m", "memory": "1Mi"}, "limits": {"memory": "1Mi"}},
}
POD: Resource = {
    "serviceAccountName": "contacts",
    "automountServiceAccountToken": False,
    "enableServiceLinks": False,
    "terminationGracePeriodSeconds": 75,
    "topologySpreadConstraints": [{"topologyKey": "kubernetes.io/hostname"}],
    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
    "containers": [CONTAINER],
    "volumes": [{"name": "tmp", "emptyDir": {}}],
}


def made(kind: str, spec: Resource, version: str = "v1", name: str = "contacts") -> Resource:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}


def manifests() -> dict[str, Resource]:
    """A service as it should be: deployment, account, budget, policies and service."""
    everything = {
        "deployment": made(
            "Deployment",
            {
                "selector": {"matchLabels": LABELS},
                "template": {"metadata": {"labels": LABELS}, "spec": POD},
            },
            "apps/v1",
        ),
        "account": made("ServiceAccount", {}),
        "budget": made("PodDisruptionBudget", {"selector": {"matchLabels": LABELS}}, "policy/v1"),
        "deny": made(
            "NetworkPolicy",
            {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
            "networking.k8s.io/v1",
        ),
        "policy": made(
            "NetworkPolicy",
            {
                "podSelector": {"matchLabels": LABELS},
                "policyTypes": ["Egress"],
                "egress": [{"to": [{"podSelector": {"matchLabels": LABELS}}]}],
            },
            "networking.k8s.io/v1",
        ),
        "service": made("Service", {"selector": LABELS}),
        "job": made(
            "Job",
            {
                "activeDeadlineSeconds": 60,
                "template": {"metadata": {"labels": LABELS}, "spec": POD},
            },
            "batch/v1",
        ),
        "rules": {
            **made("PrometheusRule", {"groups": []}, "monitoring.coreos.com/v1"),
            "metadata": {"name": "contacts", "labels": {"release": "prometheus"}},
        },
        "scaler": made(
            "ScaledObject", {"scaleTargetRef": {"name": "contacts"}}, "keda.sh/v1alpha1"
        ),
    }
    return deepcopy(everything)


def pod(of: dict[str, Resource]) -> Resource:
    spec: Resource = of["deployment"]["spec"]["template"]["spec"]
    return spec


def container(of: dict[str, Resource]) -> Resource:
    found: Resource = pod(of)["containers"][0]
    return found


CHECKS = (restricted.check, housekeeping.check, selecting.check, secrecy.check)


def all_said(of: dict[str, Resource]) -> list[str]:
    return [found for check in CHECKS for found in check(list(of.values()))]


def test_a_manifest_as_it_should_be_passes_every_check() -> None:
    assert all_said(manifests()) == []


BROKEN: dict[str, Break] = {
    "shares the node": lambda m: pod(m).update(hostNetwork=True),
    "is a hostPath": lambda m: pod(m)["volumes"].append({"name": "x", "hostPath": {"path": "/"}}),
    "unsafe sysctl": lambda m: pod(m)["securityContext"].update(
        sysctls=[{"name": "kernel.msgmax"}]
    ),
    "runs as root": lambda m: pod(m)["securityContext"].update(runAsUser=0),
    "may run as root": lambda m: pod(m)["securityContext"].pop("runAsNonRoot"),
    "has no seccomp profile": lambda m: pod(m)["securityContext"].pop("seccompProfile"),
    "no seccomp profile of the runtime": lambda m: container(m)["securityContext"].update(
        seccompProfile={"type": "Unconfined"}
    ),
    "sets SELinux options": lambda m: pod(m)["securityContext"].update(
        seLinuxOptions={"type": "spc_t"}
    ),
    "is privileged": lambda m: container(m)["securityContext"].update(privileged=True),
    "may escalate": lambda m: container(m)["securityContext"].pop("allowPrivilegeEscalation"),
    "keeps capabilities": lambda m: container(m)["securityContext"].pop("capabilities"),
    "adds capabilities": lambda m: container(m)["securityContext"]["capabilities"].update(
        add=["NET_ADMIN"]
    ),
    "takes a port of the node": lambda m: container(m).update(ports=[{"hostPort": 80}]),
    "names a host": lambda m: container(m).update(livenessProbe={"httpGet": {"host": "10.0.0.1"}}),
    "is a host process": lambda m: pod(m)["securityContext"].update(
        windowsOptions={"hostProcess": True}
    ),
    "a token is mounted": lambda m: pod(m).pop("automountServiceAccountToken"),
    "enableServiceLinks": lambda m: pod(m).pop("enableServiceLinks"),
    "service account is not here": lambda m: pod(m).update(serviceAccountName="default"),
    "latest names no version": lambda m: container(m).update(image="sensoor-contacts:latest"),
    "contacts names no version": lambda m: container(m).update(image="r:5000/sensoor-contacts"),
    "may write its root": lambda m: container(m)["securityContext"].pop("readOnlyRootFilesystem"),
    "requests no resources": lambda m: container(m)["resources"].pop("requests"),
    "no limit of memory": lambda m: container(m)["resources"].pop("limits"),
    "secret in the environment": lambda m: container(m).update(
        env=[{"name": "DATABASE_URL", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}}]
    ),
    "nothing spreads": lambda m: pod(m).pop("topologySpreadConstraints"),
    "no livenessProbe": lambda m: container(m).pop("livenessProbe"),
    "live looks at what is away": lambda m: container(m).update(
        livenessProbe={"httpGet": {"path": "/readyz", "port": "http"}}
    ),
    "live asks what ready asks": lambda m: container(m).update(
        livenessProbe={**PROBE, "periodSeconds": 30}
    ),
    "may hang for ever": lambda m: m["job"]["spec"].pop("activeDeadlineSeconds"),
    "no Prometheus selects it": lambda m: m["rules"]["metadata"]["labels"].clear(),
    "no preStop": lambda m: container(m).pop("lifecycle"),
    "killed before it has drained": lambda m: pod(m).update(terminationGracePeriodSeconds=40),
    "policy/v1beta1 is not stable": lambda m: m["budget"].update(apiVersion="policy/v1beta1"),
    "its selector is that of no workload": lambda m: m["budget"]["spec"].update(
        selector={"matchLabels": {"app.kubernetes.io/name": "contacts"}}
    ),
    "no disruption budget": lambda m: m.pop("budget"),
    "is for no pod": lambda m: m["policy"]["spec"].update(podSelector={"matchLabels": {"a": "b"}}),
    "a peer that is no pod here": lambda m: m["policy"]["spec"].update(
        egress=[{"to": [{"podSelector": {"matchLabels": {"a": "b"}}}]}]
    ),
    "no policy denies": lambda m: m.pop("deny"),
    "leads to no pod": lambda m: m["service"]["spec"].update(selector={"a": "b"}),
    "scales nothing": lambda m: m["scaler"]["spec"]["scaleTargetRef"].update(name="worker"),
    "says `replicas`": lambda m: m["deployment"]["spec"].update(replicas=1),
    "a Secret with content": lambda m: m.update(
        secret={"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x"},
                "stringData": {"password": "x"}}
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "spoil"), BROKEN.items(), ids=BROKEN.keys())
def test_one_thing_amiss_is_refused_by_name(said: str, spoil: Break) -> None:
    broken = manifests()
    spoil(broken)
    assert any(said in found for found in all_said(broken)), all_said(broken)


def test_production_is_refused_when_some_images_have_no_digest() -> None:
    digest = "sensoor-contacts@sha256:" + "0" * 64
    given = manifests()
    container(given)["image"] = digest
    assert images.check(list(given.values())) == []

    pod(given)["containers"].append({**CONTAINER, "image": "sensoor-billing:1.0"})
    assert images.check(list(given.values())) == [
        "sensoor-billing:1.0 has no digest: set_images.py prod"
    ]


@pytest.mark.parametrize(
    "secret",
    [
        "-----BEGIN EC " + "PRIVATE KEY-----",
        "-----BEGIN USER NKEY " + "SEED-----",
        "S" + "UA" + "A" * 55,
        "ey" + "J0eXAiOiJKV1QiLCJhbGci" + ".eyJqdGkiOiJLV0c3TUU2NlE",
        "postgresql:" + "//contacts:hunter2@postgres/contacts",
    ],
)
def test_a_file_with_a_secret_is_named(tmp_path: Path, secret: str) -> None:
    (tmp_path / "notes.md").write_text(f"well\n{secret}\n")
    assert len(secrecy.files(tmp_path)) == 1


def test_an_address_whose_password_is_a_variable_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("postgresql://$s:$p@postgres/$s")
    assert secrecy.files(tmp_path) == []


MONITORING = K8S / "components" / "monitoring"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda rule: rule["labels"].clear(), "no severity"),
        (lambda rule: rule["annotations"].update(runbook_url="x.md"), "its runbook is not"),
        (lambda rule: rule.update(alert="OutboxShrinks"), "there is no page outbox-shrinks.md"),
        (lambda rule: rule.update(alert="OutboxShrinks"), "not tried firing"),
        (lambda rule: rule.update(alert="OutboxShrinks"), "outbox-grows.md: a page of no alert"),
    ],
)
def test_an_alert_that_nobody_could_follow_is_refused(spoil: Break, said: str) -> None:
    rules = [*read(MONITORING / "rules.yaml"), *read(MONITORING / "platform.yaml")]
    tests = sorted(MONITORING.glob("*.test.yaml"))
    assert alerts.check(rules, tests, K8S / "runbooks") == []

    spoil(alerts.rules(rules)[0])

    found = alerts.check(rules, tests, K8S / "runbooks")
    assert any(said in line for line in found), found


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("      allowPrivilegeEscalation: false\n", "", "may escalate"),
        ("merge: {sync_interval: always}", "merge: {}", "sync at every write is wanted"),
        ("natsBox: {enabled: false}", "natsBox: {enabled: true}", "no shell beside it"),
        ("    replicas: 3\n", "    replicas: 1\n", "three brokers is wanted"),
        ("release: prometheus", "release: other", "by which Prometheus finds it is wanted"),
    ],
)
def test_values_that_open_the_brokers_are_refused(
    tmp_path: Path, line: str, instead: str, said: str
) -> None:
    values = (K8S / "platform" / "values" / "nats.yaml").read_text()
    assert charts.check(K8S / "platform" / "values") == []
    assert line in values

    (tmp_path / "nats.yaml").write_text(values.replace(line, instead))

    assert any(said in found for found in charts.check(tmp_path)), charts.check(tmp_path)
