"""Every consumer of the code scales its worker, and no scaler waits for one that is not there."""

from importlib import import_module

import pytest
from checks.manifests import read

from tests.k8s.conftest import K8S

SERVICES = ("contacts", "billing", "volunteers", "reporting")
SCALERS = {
    found["metadata"]["name"]: found
    for found in read(K8S / "components" / "keda" / "scaledobjects.yaml")
}


def consumers_of(service: str) -> set[tuple[str, str]]:
    handlers = import_module(f"{service}.event_handlers").handlers
    return {(stream, handlers.durable(stream)) for stream in handlers.streams()}


@pytest.mark.parametrize("service", SERVICES)
def test_a_worker_scales_by_all_of_its_consumers_and_by_no_other(service: str) -> None:
    scaler = SCALERS.get(f"{service}-worker")
    triggers = scaler["spec"]["triggers"] if scaler else []

    named = [(t["metadata"]["stream"], t["metadata"]["consumer"]) for t in triggers]

    assert len(named) == len(set(named))
    assert set(named) == consumers_of(service)


def test_every_scaler_is_of_a_worker_and_asks_for_the_account_of_the_site() -> None:
    assert set(SCALERS) <= {f"{service}-worker" for service in SERVICES}
    for scaler in SCALERS.values():
        assert scaler["spec"]["scaleTargetRef"]["name"] == scaler["metadata"]["name"]
        assert scaler["spec"]["minReplicaCount"] >= 1  # one always relays
        assert {t["metadata"]["accountID"] for t in scaler["spec"]["triggers"]} == {"account"}


def test_the_component_takes_the_number_of_pods_out_of_what_it_scales() -> None:
    (component,) = read(K8S / "components" / "keda" / "kustomization.yaml")
    (patch,) = component["patches"]
    scaled = "|".join(name.removesuffix("-worker") for name in SCALERS)

    assert patch["target"] == {"kind": "Deployment", "name": f"({scaled})-worker"}
