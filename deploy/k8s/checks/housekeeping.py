"""What this house asks of every pod beyond the restricted standard."""

from collections.abc import Iterator

from checks.manifests import OURS, PodTemplate, Resource, containers, name_of, pods

# uvicorn finishes requests for 15 s, the bus is drained for 20 s (shared/service.py, bus.py).
DRAIN_SECONDS = 55
STABLE = {
    *OURS,
    # Of operators, each at the version that its maintainers serve and store.
    "keda.sh/v1alpha1", "monitoring.coreos.com/v1", "external-secrets.io/v1",
    "cert-manager.io/v1", "postgresql.cnpg.io/v1",
}  # fmt: skip


def check(resources: list[Resource]) -> list[str]:
    """Return each pod and each resource that is not kept as this house keeps them."""
    accounts = {f["metadata"]["name"] for f in resources if f["kind"] == "ServiceAccount"}
    found = [f"{pod.workload}: {fault}" for pod in pods(resources) for fault in faults(pod)]
    found += [
        f"{pod.workload}: its service account is not here"
        for pod in pods(resources)
        if pod.spec.get("serviceAccountName") not in accounts
    ]
    for resource in resources:
        if resource["apiVersion"] not in STABLE:
            found.append(f"{name_of(resource)}: {resource['apiVersion']} is not stable")
        if resource["kind"] == "Job" and "activeDeadlineSeconds" not in resource["spec"]:
            found.append(f"{name_of(resource)}: has no deadline, and may hang for ever")
        lasting = resource["kind"] in ("Deployment", "StatefulSet")
        if lasting:
            spec = resource["spec"]["template"]["spec"]
            found += [f"{name_of(resource)}: {fault}" for fault in lasting_faults(spec)]
    return found


def faults(pod: PodTemplate) -> Iterator[str]:
    """Yield what a pod lacks: no token, no service links, images by name, bounds, files only."""
    if pod.spec.get("automountServiceAccountToken") is not False:
        yield "a token is mounted"
    if pod.spec.get("enableServiceLinks") is not False:
        yield "enableServiceLinks is not false"
    for container in containers(pod.spec):
        image, context = container["image"], container.get("securityContext") or {}
        tag = image.rpartition("/")[2].partition(":")[2]
        if "@sha256:" not in image and tag in ("", "latest"):
            yield f"{image} names no version"
        if not context.get("readOnlyRootFilesystem"):
            yield f"container {container['name']} may write its root"
        resources = container.get("resources") or {}
        if not (resources.get("requests") or {}).keys() >= {"cpu", "memory"}:
            yield f"container {container['name']} requests no resources"
        if "memory" not in (resources.get("limits") or {}):
            yield f"container {container['name']} has no limit of memory"
        for variable in container.get("env") or []:
            if "secretKeyRef" in (variable.get("valueFrom") or {}):
                yield f"{variable['name']} is a secret in the environment"


def lasting_faults(spec: Resource) -> Iterator[str]:
    """Yield what a pod lacks that serves: probes, spread, and time to leave."""
    if not spec.get("topologySpreadConstraints"):
        yield "nothing spreads its pods"
    for container in spec["containers"]:
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            if probe not in container:
                yield f"no {probe}"
        if (container.get("livenessProbe") or {}).get("httpGet", {}).get("path") == "/readyz":
            yield "live looks at what is away"
        live = _asked(container, "livenessProbe")
        if live and live == _asked(container, "readinessProbe"):
            yield "live asks what ready asks"
        command = (
            (container.get("lifecycle") or {}).get("preStop", {}).get("exec", {}).get("command")
        )
        if not command:
            yield "no preStop"
        elif spec.get("terminationGracePeriodSeconds", 30) <= int(command[-1]) + DRAIN_SECONDS:
            yield "is killed before it has drained"


def _asked(container: Resource, probe: str) -> Resource:
    """Return what a probe asks, whatever its times are."""
    given = container.get(probe) or {}
    return {kind: given[kind] for kind in ("httpGet", "tcpSocket", "exec") if kind in given}
