"""That every cluster of PostgreSQL is whole, and that a restored one lacks nothing."""

from collections.abc import Iterator

from checks.manifests import Resource, name_of


def check(resources: list[Resource]) -> list[str]:
    """Return what a cluster lacks: databases, backups that can run, what another cluster has."""
    clusters = [found for found in resources if found["kind"] == "Cluster"]
    return [
        f"{name_of(cluster)}: {fault}"
        for cluster in clusters
        for fault in (*_faults(cluster, resources), *_differences(cluster, clusters[0]))
    ] + list(_address(resources, [cluster["metadata"]["name"] for cluster in clusters]))


def _faults(cluster: Resource, resources: list[Resource]) -> Iterator[str]:
    spec = cluster["spec"]
    of_it = [f for f in resources if _cluster_of(f) == cluster["metadata"]["name"]]
    owners = {found["spec"]["owner"] for found in of_it if found["kind"] == "Database"}
    for role in spec.get("managed", {}).get("roles", []):
        if role["name"] not in owners:
            yield f"{role['name']} has no database"
    backups = [found["spec"] for found in of_it if found["kind"] == "ScheduledBackup"]
    if not backups:
        yield "nothing backs it up"
    for backup in backups:
        snapshots = (spec.get("backup") or {}).get("volumeSnapshot")
        if backup.get("method") == "volumeSnapshot" and not snapshots:
            yield "its backups fail: it has no section backup.volumeSnapshot"


def _differences(cluster: Resource, first: Resource) -> Iterator[str]:
    """Yield what differs between two clusters, but for what the one is made of."""
    one, other = cluster["spec"], first["spec"]
    for field in sorted((one.keys() | other.keys()) - {"bootstrap"}):
        if one.get(field) != other.get(field):
            yield f"{field} is not that of {name_of(first)}"


def _address(resources: list[Resource], clusters: list[str]) -> Iterator[str]:
    """Yield the service in every database_url when it leads to no primary that is here."""
    if not clusters:
        return
    for found in resources:
        if found["kind"] == "Service" and found["metadata"]["name"] == "database":
            selector = found["spec"]["selector"]
            if selector.get("cnpg.io/instanceRole") != "primary":
                yield f"{name_of(found)}: leads to others than the primary"
            if selector.get("cnpg.io/cluster") not in clusters:
                yield f"{name_of(found)}: leads to no cluster that is here"
            return
    yield "Service/database is missing: no database_url leads to a cluster"


def _cluster_of(resource: Resource) -> str | None:
    name: str | None = ((resource.get("spec") or {}).get("cluster") or {}).get("name")
    return name
