"""The restricted Pod Security Standard, rule by rule as Kubernetes' documentation lists it."""

from collections.abc import Iterator
from typing import Any

from checks.manifests import PodTemplate, Resource, containers, pods

VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
    "projected", "secret",
}  # fmt: skip
SYSCTLS = {
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
}  # fmt: skip
SELINUX = {None, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}
SECCOMP = {"RuntimeDefault", "Localhost"}


def check(resources: list[Resource]) -> list[str]:
    """Return each breach of the standard in the pods that the manifests make."""
    return [f"{pod.workload}: {breach}" for pod in pods(resources) for breach in breaches(pod)]


def breaches(pod: PodTemplate) -> Iterator[str]:
    """Yield what in a pod the standard forbids."""
    spec = pod.spec
    own = spec.get("securityContext") or {}
    for shared in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(shared):
            yield f"shares the node: {shared}"
    for volume in spec.get("volumes") or []:
        for kind in set(volume) - {"name"} - VOLUMES:
            yield f"volume {volume['name']} is a {kind}"
    for sysctl in own.get("sysctls") or []:
        if sysctl["name"] not in SYSCTLS:
            yield f"unsafe sysctl {sysctl['name']}"
    yield from _contexts("the pod", own)
    for container in containers(spec):
        name = f"container {container['name']}"
        context = container.get("securityContext") or {}
        yield from _contexts(name, context)
        yield from (f"{name} {breach}" for breach in _of_container(container, context, own))


def _contexts(who: str, context: Resource) -> Iterator[str]:
    """Yield what neither a pod's nor a container's security context may say."""
    if (context.get("windowsOptions") or {}).get("hostProcess"):
        yield f"{who} is a host process"
    selinux = context.get("seLinuxOptions") or {}
    if selinux.get("type") not in SELINUX or selinux.get("user") or selinux.get("role"):
        yield f"{who} sets SELinux options"
    if (context.get("seccompProfile") or {}).get("type", "RuntimeDefault") not in SECCOMP:
        yield f"{who} has no seccomp profile of the runtime's"
    if (context.get("appArmorProfile") or {}).get("type") == "Unconfined":
        yield f"{who} is not confined by AppArmor"
    if context.get("runAsUser") == 0:
        yield f"{who} runs as root"


def _of_container(container: Resource, context: Resource, pod: Resource) -> Iterator[str]:
    def said(field: str) -> Any:
        return context.get(field, pod.get(field))

    if context.get("privileged"):
        yield "is privileged"
    if context.get("allowPrivilegeEscalation") is not False:
        yield "may escalate its privileges"
    if said("runAsNonRoot") is not True:
        yield "may run as root"
    if (said("seccompProfile") or {}).get("type") not in SECCOMP:
        yield "has no seccomp profile"
    capabilities = context.get("capabilities") or {}
    if "ALL" not in (capabilities.get("drop") or []):
        yield "keeps capabilities"
    if set(capabilities.get("add") or []) - {"NET_BIND_SERVICE"}:
        yield "adds capabilities"
    if context.get("procMount", "Default") != "Default":
        yield "unmasks /proc"
    if any(port.get("hostPort") for port in container.get("ports") or []):
        yield "takes a port of the node"
    yield from (f"{probe} names a host" for probe in _probes_with_host(container))


def _probes_with_host(container: Resource) -> Iterator[str]:
    handlers = {name: container.get(name) or {} for name in
                ("livenessProbe", "readinessProbe", "startupProbe")}  # fmt: skip
    handlers.update(container.get("lifecycle") or {})
    for name, handler in handlers.items():
        if any((handler.get(kind) or {}).get("host") for kind in ("httpGet", "tcpSocket")):
            yield name
