"""That all pods together never open more connections than PostgreSQL takes."""

from collections.abc import Iterator

from checks.manifests import Resource, containers, name_of, pods

SETTING = "DATABASE_CONNECTIONS"
DEFAULT_MOST = 100  # PostgreSQL's own
# For superusers (3), the operator's instance manager, the exporter of metrics, and people.
RESERVED = 20


def check(resources: list[Resource]) -> list[str]:
    """Return each pod that says no number, and each cluster that takes fewer than all may open."""
    clusters = [found for found in resources if found["kind"] == "Cluster"]
    if not clusters:
        return []  # the site's own PostgreSQL is not known here
    opened, found = {}, []
    for workload, most_pods, each in demands(resources):
        if each is None:
            found.append(f"{workload}: {SETTING} is not set")
        else:
            opened[workload] = most_pods * each
    total = sum(opened.values())
    for cluster in clusters:
        parameters = cluster["spec"].get("postgresql", {}).get("parameters", {})
        most = int(parameters.get("max_connections", DEFAULT_MOST))
        if total > most - RESERVED:
            each_one = ", ".join(f"{name} {count}" for name, count in opened.items())
            found.append(
                f"{name_of(cluster)}: max_connections is {most}, of which {RESERVED} are reserved,"
                f" and the pods may open {total} ({each_one})"
            )
    return found


def demands(resources: list[Resource]) -> Iterator[tuple[str, int, int | None]]:
    """Yield each workload with a database: name, most pods at once, connections of each pod."""
    by_name = {name_of(found): found for found in resources}
    scaled = dict(_scaled(resources))
    for pod in pods(resources):
        if has_database(pod.spec):
            spec = by_name[pod.workload]["spec"]
            lasting = scaled.get(pod.workload, spec.get("replicas", 1))
            most = spec.get("parallelism", 1) if "Job/" in pod.workload else _rolling(spec, lasting)
            yield pod.workload, most, _setting(pod.spec, resources)


def _rolling(spec: Resource, replicas: int) -> int:
    """Return the most pods of a Deployment during a rollout.

    `maxSurge` counts no pod that is draining, and a draining pod still has its connections: in
    the end each old pod may drain while each new one serves.
    """
    surge = spec.get("strategy", {}).get("rollingUpdate", {}).get("maxSurge", "25%")
    if isinstance(surge, str):
        surge = -(-replicas * int(surge.rstrip("%")) // 100)
    return replicas + max(int(surge), replicas)


def _scaled(resources: list[Resource]) -> Iterator[tuple[str, int]]:
    """Yield the workloads that a scaler scales, and to how many at most."""
    for found in resources:
        if found["kind"] in ("ScaledObject", "HorizontalPodAutoscaler"):
            target = found["spec"]["scaleTargetRef"]
            most = found["spec"].get("maxReplicaCount") or found["spec"]["maxReplicas"]
            yield f"{target.get('kind', 'Deployment')}/{target['name']}", most


def has_database(spec: Resource) -> bool:
    """Say whether a pod mounts the address of a database, by itself or beside other secrets."""
    secrets = [
        secret
        for volume in spec.get("volumes") or []
        for source in (volume, *(volume.get("projected") or {}).get("sources", ()))
        if (secret := source.get("secret"))
    ]
    items = [item["key"] for secret in secrets for item in secret.get("items") or []]
    return "database_url" in items


def _setting(spec: Resource, resources: list[Resource]) -> int | None:
    """Return what the pod's first container reads as the setting; its own `env` wins."""
    container = next(containers(spec))
    for variable in container.get("env") or []:
        if variable["name"] == SETTING:
            return int(variable["value"])
    given = [source.get("configMapRef", {}).get("name") for source in container.get("envFrom", [])]
    for found in resources:
        if found["kind"] == "ConfigMap" and found["metadata"]["name"] in given:
            value = found["data"].get(SETTING)
            return int(value) if value else None
    return None
