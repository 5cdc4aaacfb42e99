"""Reading manifests: documents, the pods that they make, and what selects what."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Resource = dict[str, Any]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# The API groups that every Kubernetes serves; all else is a custom resource.
OURS = ("v1", "apps/v1", "batch/v1", "policy/v1", "networking.k8s.io/v1")
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod")


@dataclass(frozen=True)
class PodTemplate:
    """A pod as a workload makes it: the workload's name, its labels and its spec."""

    workload: str
    labels: dict[str, str]
    spec: Resource


def read(path: Path) -> list[Resource]:
    """Return the documents of a file that hold something."""
    text = path.read_text(encoding="utf-8")
    return [found for found in yaml.load_all(text, Loader=LOADER) if found]


def name_of(resource: Resource) -> str:
    """Return kind and name of a resource, as problems are told."""
    return f"{resource['kind']}/{resource['metadata']['name']}"


def pods(resources: list[Resource]) -> Iterator[PodTemplate]:
    """Yield every pod that the workloads make."""
    for resource in resources:
        if resource["kind"] not in WORKLOADS:
            continue
        if resource["kind"] == "Pod":
            template = resource
        elif resource["kind"] == "CronJob":
            template = resource["spec"]["jobTemplate"]["spec"]["template"]
        else:
            template = resource["spec"]["template"]
        labels = template.get("metadata", {}).get("labels", {})
        yield PodTemplate(name_of(resource), labels, template["spec"])


def containers(spec: Resource) -> Iterator[Resource]:
    """Yield every container of a pod: the first, the lasting and the ephemeral ones."""
    for kind in ("initContainers", "containers", "ephemeralContainers"):
        yield from spec.get(kind) or []


def selects(selector: Resource, labels: dict[str, str]) -> bool:
    """Say whether a label selector selects these labels."""
    for key, value in (selector.get("matchLabels") or {}).items():
        if labels.get(key) != value:
            return False
    for expression in selector.get("matchExpressions") or []:
        key, values = expression["key"], expression.get("values", [])
        holds = {
            "In": labels.get(key) in values,
            "NotIn": labels.get(key) not in values,
            "Exists": key in labels,
            "DoesNotExist": key not in labels,
        }[expression["operator"]]
        if not holds:
            return False
    return True
