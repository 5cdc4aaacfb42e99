"""That what selects pods selects them: budgets, network policies, services, scalers."""

from collections.abc import Iterator

from checks.manifests import Resource, name_of, pods, selects

Labels = dict[str, str]
# Pods that others make in our namespace, by what makes them there.
BROKERS: Labels = {
    "app.kubernetes.io/name": "nats",
    "app.kubernetes.io/component": "nats",
    "app.kubernetes.io/instance": "nats",
}
SOLVER: Labels = {"acme.cert-manager.io/http01-solver": "true"}  # cert-manager


def check(resources: list[Resource]) -> list[str]:
    """Return each budget, policy, service or scaler that selects nothing, or the wrong thing."""
    found = (budgets, policies, services, scalers, monitors)
    return [line for each in found for line in each(resources)]


def budgets(resources: list[Resource]) -> Iterator[str]:
    """Yield budgets that are not the selector of one workload, and workloads without a budget."""
    workloads = {
        name_of(found): found["spec"]["selector"]
        for found in resources
        if found["kind"] in ("Deployment", "StatefulSet")
    }
    guarded = []
    for budget in (found for found in resources if found["kind"] == "PodDisruptionBudget"):
        of = [
            name for name, selector in workloads.items() if selector == budget["spec"]["selector"]
        ]
        if len(of) != 1:
            yield f"{name_of(budget)}: its selector is that of {of or 'no workload'}"
        guarded += of
    yield from (f"{name}: no disruption budget" for name in workloads if name not in guarded)


def policies(resources: list[Resource]) -> Iterator[str]:
    """Yield network policies for pods, or with peers in this namespace, that nobody makes."""
    there = _labels(resources)
    for policy in (found for found in resources if found["kind"] == "NetworkPolicy"):
        spec = policy["spec"]
        if not any(selects(spec["podSelector"], labels) for labels in there):
            yield f"{name_of(policy)}: is for no pod"
        rules = [(rule, "from") for rule in spec.get("ingress") or []]
        rules += [(rule, "to") for rule in spec.get("egress") or []]
        for peer in (peer for rule, way in rules for peer in rule.get(way) or []):
            near = "podSelector" in peer and "namespaceSelector" not in peer
            if near and not any(selects(peer["podSelector"], labels) for labels in there):
                yield f"{name_of(policy)}: a peer that is no pod here: {peer['podSelector']}"
    denied = [p for p in resources if p["kind"] == "NetworkPolicy" and _denies_all(p["spec"])]
    if not denied and any(True for _ in pods(resources)):
        yield "no policy denies what no other allows"


def services(resources: list[Resource]) -> Iterator[str]:
    """Yield services that lead to no pod."""
    there = _labels(resources)
    for service in (found for found in resources if found["kind"] == "Service"):
        selector = {"matchLabels": service["spec"].get("selector") or {}}
        if not any(selects(selector, labels) for labels in there):
            yield f"{name_of(service)}: leads to no pod"


def scalers(resources: list[Resource]) -> Iterator[str]:
    """Yield scalers of nothing, and numbers of pods that a scaler would have to fight."""
    deployments = {f["metadata"]["name"]: f for f in resources if f["kind"] == "Deployment"}
    for scaler in (found for found in resources if found["kind"] == "ScaledObject"):
        target = deployments.get(scaler["spec"]["scaleTargetRef"]["name"])
        if target is None:
            yield f"{name_of(scaler)}: scales nothing that is here"
        elif "replicas" in target["spec"]:
            yield f"{name_of(target)}: says `replicas`, and {name_of(scaler)} does too"


def monitors(resources: list[Resource]) -> Iterator[str]:
    """Yield rules and monitors without the label by which Prometheus selects them."""
    for found in resources:
        selected = (found["metadata"].get("labels") or {}).get("release")
        if found["kind"] in ("PrometheusRule", "PodMonitor", "ServiceMonitor") and not selected:
            yield f"{name_of(found)}: no label `release`, so no Prometheus selects it"


def _denies_all(spec: Resource) -> bool:
    empty = not spec["podSelector"] and not spec.get("ingress") and not spec.get("egress")
    return empty and set(spec.get("policyTypes", [])) == {"Ingress", "Egress"}


def _labels(resources: list[Resource]) -> list[Labels]:
    """Return the labels of every pod: of the workloads here, and of those that others make."""
    # An overlay without the component brings its own `postgres`.
    clusters = {"postgres"} | {f["metadata"]["name"] for f in resources if f["kind"] == "Cluster"}
    postgres = [{"cnpg.io/cluster": name, "cnpg.io/instanceRole": "primary"} for name in clusters]
    return [pod.labels for pod in pods(resources)] + [BROKERS, SOLVER, *postgres]
