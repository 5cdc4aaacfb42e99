"""That the values for the official charts make pods that keep to the restricted standard."""

from pathlib import Path
from typing import Any

from checks.manifests import PodTemplate, Resource, read
from checks.restricted import breaches


def check(values: Path) -> list[str]:
    """Return what the values for the NATS chart leave open: security, durability, the replicas."""
    (given,) = read(values / "nats.yaml")
    found = [f"nats: {breach}" for breach in breaches(pod(given))]
    config = given["config"]
    wanted: dict[str, tuple[Any, Any]] = {
        "three brokers": (config["cluster"]["replicas"], 3),
        "sync at every write": (config["jetstream"]["merge"].get("sync_interval"), "always"),
        "TLS for clients": (config["nats"]["tls"]["enabled"], True),
        "TLS between brokers": (config["cluster"]["tls"]["enabled"], True),
        "a full resolver": (config["resolver"]["merge"].get("type"), "full"),
        "the label by which Prometheus finds it": (
            given["promExporter"]["podMonitor"].get("merge", {}).get("metadata"),
            {"labels": {"release": "prometheus"}},
        ),
        "no shell beside it": (given["natsBox"]["enabled"], False),
    }
    found += [f"nats: {what} is wanted" for what, (is_, want) in wanted.items() if is_ != want]
    for container in ("container", "reloader", "promExporter"):
        if "memory" not in given[container]["merge"].get("resources", {}).get("limits", {}):
            found.append(f"nats: {container} has no limit of memory")
    return found


def pod(values: Resource) -> PodTemplate:
    """Return the pod that the chart makes of the values, as far as the standard looks at it.

    The chart's own part: three containers, and volumes of configMap, secret, emptyDir and claims.
    """
    spec: Resource = dict(values["podTemplate"]["merge"]["spec"])
    spec["containers"] = [
        {"name": name, **values[key]["merge"]}
        for name, key in
        (("nats", "container"), ("reloader", "reloader"), ("prom-exporter", "promExporter"))
    ]  # fmt: skip
    return PodTemplate("StatefulSet/nats", {}, spec)
