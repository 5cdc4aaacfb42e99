"""That the network policies let through what the platform cannot do without."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from checks.connections import has_database
from checks.manifests import Resource, containers, pods, selects

HERE = "sensoor"
NAME = "kubernetes.io/metadata.name"
Labels = dict[str, str]


@dataclass(frozen=True)
class Place:
    """A pod as a network policy sees it: its namespace and its labels; `name` is for people."""

    name: str
    labels: Labels
    namespace: str = HERE


OPERATOR = Place("CloudNativePG", {"app.kubernetes.io/name": "cloudnative-pg"}, "cnpg-system")
PROMETHEUS = Place("Prometheus", {"app.kubernetes.io/name": "prometheus"}, "monitoring")
INGRESS = Place("the ingress controller", {}, "ingress-nginx")
SOLVER = Place("a solver of http01", {"acme.cert-manager.io/http01-solver": "true"})


def check(resources: list[Resource]) -> list[str]:
    """Return each way that is needed and that some policy does not let through."""
    return [
        f"{source.name} does not reach {target.name} on {port}"
        for source, target, port in needed(resources)
        if not passes(resources, source, target, port)
    ]


def needed(resources: list[Resource]) -> Iterator[tuple[Place, Place, int]]:
    """Yield source, target and port of the ways that must be open."""
    services = [Place(p.workload, p.labels) for p in pods(resources) if has_database(p.spec)]
    for found in resources:
        name = found["metadata"]["name"]
        if found["kind"] == "Cluster":
            cluster = Place(f"Cluster/{name}", {"cnpg.io/cluster": name})
            yield from ((service, cluster, 5432) for service in services)
            yield from ((cluster, cluster, port) for port in (5432, 8000))
            yield OPERATOR, cluster, 8000
            yield PROMETHEUS, cluster, 9187
        elif found["kind"] == "Ingress":
            yield INGRESS, SOLVER, 8089
            yield from ((INGRESS, *served) for served in _served(found, resources))


def _served(ingress: Resource, resources: list[Resource]) -> Iterator[tuple[Place, int]]:
    """Yield the pods behind an Ingress, each with the port at which it is asked."""
    names = {
        way["backend"]["service"]["name"]
        for rule in ingress["spec"].get("rules") or []
        for way in rule["http"]["paths"]
    }
    behind = (f for f in resources if f["kind"] == "Service" and f["metadata"]["name"] in names)
    for service, pod in product(behind, list(pods(resources))):
        if selects({"matchLabels": service["spec"]["selector"]}, pod.labels):
            asked = {port["targetPort"] for port in service["spec"]["ports"]}
            for container in containers(pod.spec):
                for port in container.get("ports") or []:
                    if port["name"] in asked:
                        yield Place(pod.workload, pod.labels), port["containerPort"]


def passes(resources: list[Resource], source: Place, target: Place, port: int) -> bool:
    """Say whether the policies let a connection out of its source and into its target."""
    return _open(resources, "egress", source, target, port) and _open(
        resources, "ingress", target, source, port
    )


def _open(resources: list[Resource], way: str, pod: Place, peer: Place, port: int) -> bool:
    if pod.namespace != HERE:
        return True  # under the policies of its own namespace
    policies = [
        found["spec"]
        for found in resources
        if found["kind"] == "NetworkPolicy"
        and way.capitalize() in found["spec"]["policyTypes"]
        and selects(found["spec"]["podSelector"], pod.labels)
    ]
    rules = [rule for spec in policies for rule in spec.get(way) or []]
    return not policies or any(_admits(rule, way, peer, port) for rule in rules)


def _admits(rule: Resource, way: str, peer: Place, port: int) -> bool:
    ports = [given["port"] for given in rule.get("ports") or []]
    peers = rule.get("from" if way == "ingress" else "to")
    at_port = not ports or port in ports
    return at_port and (not peers or any(_is_meant(given, peer) for given in peers))


def _is_meant(given: Resource, peer: Place) -> bool:
    if "ipBlock" in given:
        return False
    namespace = given.get("namespaceSelector", {"matchLabels": {NAME: HERE}})
    return selects(namespace, {NAME: peer.namespace}) and selects(
        given.get("podSelector") or {}, peer.labels
    )
