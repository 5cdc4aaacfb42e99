"""Connections that suffice, a restored cluster that lacks nothing, and ways that are open."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from checks import connections, databases, reaching
from checks.manifests import Resource, read

from tests.k8s.conftest import K8S

Break = Callable[[dict[str, Any]], object]
API = {"app.kubernetes.io/component": "api", "app.kubernetes.io/part-of": "sensoor"}
EACH = 8


def named(kind: str, name: str, spec: Resource) -> Resource:
    return {"kind": kind, "metadata": {"name": name}, "spec": spec}


def workload(kind: str, name: str, **spec: Any) -> Resource:
    database = {"secretName": "x", "items": [{"key": "database_url", "path": "database_url"}]}
    pod = {
        "containers": [{"name": "service", "envFrom": [{"configMapRef": {"name": "settings"}}]}],
        "volumes": [{"name": "database", "secret": database}],
    }
    return named(kind, name, {**spec, "template": {"metadata": {"labels": API}, "spec": pod}})


def cluster(name: str, **more: Any) -> Resource:
    spec = {
        "managed": {"roles": [{"name": "contacts"}]},
        "backup": {"volumeSnapshot": {"online": False}},
        "postgresql": {"parameters": {"max_connections": "100"}},
    }
    return named("Cluster", name, {**spec, **more})


def of_cluster(name: str) -> dict[str, Resource]:
    of_it: Resource = {"cluster": {"name": name}}
    return {
        f"database of {name}": named("Database", name, {**of_it, "owner": "contacts"}),
        f"backup of {name}": named("ScheduledBackup", name, {**of_it, "method": "volumeSnapshot"}),
    }


def manifests() -> dict[str, Resource]:
    """A service beside the cluster that serves and one that was restored."""
    policies = [
        *read(K8S / "base/networkpolicies/default-deny.yaml"),
        *read(K8S / "base/networkpolicies/database.yaml"),
        *read(K8S / "components/cnpg/networkpolicy.yaml"),
        *read(K8S / "components/ingress/networkpolicy.yaml"),
    ]
    everything = {
        "settings": {
            "kind": "ConfigMap",
            "metadata": {"name": "settings"},
            "data": {"DATABASE_CONNECTIONS": str(EACH)},
        },
        "api": workload("Deployment", "contacts-api", replicas=2),
        "worker": workload("Deployment", "contacts-worker"),
        "scaler": named(
            "ScaledObject",
            "contacts-worker",
            {"scaleTargetRef": {"name": "contacts-worker"}, "maxReplicaCount": 2},
        ),
        "migrate": workload("Job", "contacts-migrate"),
        "address": named(
            "Service",
            "database",
            {"selector": {"cnpg.io/cluster": "postgres", "cnpg.io/instanceRole": "primary"}},
        ),
        "cluster": cluster("postgres"),
        "restored": cluster("restored", bootstrap={"recovery": {"backup": {"name": "x"}}}),
        "ingress": named("Ingress", "sensoor", {}),
        **of_cluster("postgres"),
        **of_cluster("restored"),
        **{policy["metadata"]["name"]: policy for policy in policies},
    }
    return deepcopy(everything)


def all_said(of: dict[str, Resource]) -> list[str]:
    checks = (connections.check, databases.check, reaching.check)
    return [found for check in checks for found in check(list(of.values()))]


def selector(of: dict[str, Resource]) -> Resource:
    found: Resource = of["address"]["spec"]["selector"]
    return found


def only_the_first(policy: Resource) -> None:
    """Name one cluster, as the policies did before a restore was thought of."""
    spec = policy["spec"]
    peers = [p for rule in spec.get("egress", []) for p in rule.get("to", [])]
    for chosen in (spec["podSelector"], *(p["podSelector"] for p in peers)):
        if chosen.pop("matchExpressions", [{}])[0].get("key") == "cnpg.io/cluster":
            chosen["matchLabels"] = {"cnpg.io/cluster": "postgres"}


def test_a_platform_with_a_restored_cluster_passes() -> None:
    assert all_said(manifests()) == []


BROKEN: dict[str, Break] = {
    "contacts has no database": lambda m: m.pop("database of restored"),
    "Cluster/restored: nothing backs it up": lambda m: m.pop("backup of restored"),
    "its backups fail": lambda m: m["cluster"]["spec"].pop("backup"),
    "Cluster/restored: affinity is not that of": lambda m: m["cluster"]["spec"].update(affinity={}),
    "Cluster/restored: managed is not that of": lambda m: m["restored"]["spec"].pop("managed"),
    "leads to others than the primary": lambda m: selector(m).pop("cnpg.io/instanceRole"),
    "leads to no cluster that is here": lambda m: selector(m).update({"cnpg.io/cluster": "gone"}),
    "Service/database is missing": lambda m: m.pop("address"),
    "contacts-api does not reach Cluster/restored on 5432": lambda m: only_the_first(m["database"]),
    "CloudNativePG does not reach Cluster/restored on 8000": lambda m: only_the_first(
        m["postgres"]
    ),
    "Prometheus does not reach Cluster/restored on 9187": lambda m: only_the_first(m["postgres"]),
    "does not reach a solver of http01 on 8089": lambda m: m.pop("acme-solver"),
    "DATABASE_CONNECTIONS is not set": lambda m: m["settings"]["data"].clear(),
}


@pytest.mark.parametrize(("said", "spoil"), BROKEN.items(), ids=BROKEN.keys())
def test_one_thing_amiss_is_refused_by_name(said: str, spoil: Break) -> None:
    broken = manifests()
    spoil(broken)
    assert any(said in found for found in all_said(broken)), all_said(broken)


# Two APIs of which each may drain while its successor serves, two workers likewise, a migration.
MOST = (2 * 2 + 2 * 2 + 1) * EACH


@pytest.mark.parametrize(
    ("more", "opened"),
    [
        (lambda m: m["api"]["spec"].update(replicas=3), MOST + 2 * EACH),
        (lambda m: m["scaler"]["spec"].update(maxReplicaCount=3), MOST + 2 * EACH),
        (lambda m: m["migrate"]["spec"].update(parallelism=2), MOST + EACH),
        (lambda m: m["settings"]["data"].update(DATABASE_CONNECTIONS="9"), MOST // EACH * 9),
        (
            lambda m: m["api"]["spec"].update(
                strategy={"rollingUpdate": {"maxSurge": "200%"}}, replicas=2
            ),
            MOST + 2 * EACH,
        ),
    ],
)
def test_pods_that_together_open_more_than_the_server_takes_are_refused(
    more: Break, opened: int
) -> None:
    given = manifests()
    for name in ("cluster", "restored"):
        given[name]["spec"]["postgresql"]["parameters"]["max_connections"] = str(
            MOST + connections.RESERVED
        )
    assert connections.check(list(given.values())) == []

    more(given)

    found = connections.check(list(given.values()))
    assert len(found) == 2
    assert f"the pods may open {opened} (" in found[0]


def test_the_limit_of_postgresql_itself_counts_where_a_cluster_says_none() -> None:
    given = manifests()
    given["cluster"]["spec"]["postgresql"]["parameters"].clear()
    given["scaler"]["spec"]["maxReplicaCount"] = 4

    assert any(
        "max_connections is 100," in line for line in connections.check(list(given.values()))
    )
