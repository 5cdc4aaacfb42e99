"""What browsers and programs reach on Kubernetes: a path that is missing, or too many, is found."""

from collections.abc import Callable
from typing import Any

import pytest
from checks import paths, reaching
from checks.manifests import Resource, read

from tests.k8s.conftest import K8S
from tests.platform import SERVICES


def manifests() -> list[Resource]:
    """The ingress and the policies of this project, and the APIs behind them."""
    ingress = read(K8S / "components" / "ingress" / "ingress.yaml")
    policies = read(K8S / "base" / "networkpolicies" / "api.yaml")
    acme = read(K8S / "components" / "ingress" / "networkpolicy.yaml")
    here = [found for name in SERVICES for found in read(K8S / "base" / name / "service.yaml")]
    (every,) = read(K8S / "base" / "pods" / "api.yaml")
    (common,) = every["spec"]["template"]["spec"]["containers"]
    for name in SERVICES:
        (api,) = read(K8S / "base" / name / "deployment-api.yaml")
        (container,) = api["spec"]["template"]["spec"]["containers"]
        container["env"] = [*(dict(each) for each in common["env"]), *container["env"]]
        container["ports"] = [{"name": "http", "containerPort": 8000}]
        here.append(api)
    return [*ingress, *policies, *acme, *here]


def said(resources: list[Resource]) -> list[str]:
    return paths.check(resources) + reaching.check(resources)


def spec(resources: list[Resource], kind: str) -> Any:
    return next(found["spec"] for found in resources if found["kind"] == kind)


def ways(resources: list[Resource], host: str) -> list[Any]:
    rules = spec(resources, "Ingress")["rules"]
    found: list[Any] = next(rule["http"]["paths"] for rule in rules if rule["host"] == host)
    return found


def chat(resources: list[Resource]) -> Any:
    """Return the Ingress of WebSockets."""
    return next(one for one in resources if one["metadata"]["name"] == "sensoor-chat")


def variable(resources: list[Resource], name: str) -> Any:
    """Return a variable of the first API."""
    (container,) = spec(resources, "Deployment")["template"]["spec"]["containers"]
    return next(each for each in container["env"] if each["name"] == name)


def test_every_page_and_every_api_is_reached() -> None:
    assert said(manifests()) == []


@pytest.mark.parametrize(
    ("host", "path"),
    [("pages.domain", f"/{service}") for service in SERVICES]
    + [("pages.domain", "/")]
    + [(f"{service}.domain", path) for service in SERVICES for path in ("/v1", "/openapi.json")],
)
def test_a_path_that_is_missing_is_named(host: str, path: str) -> None:
    broken = manifests()
    found = ways(broken, host)
    found[:] = [way for way in found if way["path"] != path]
    assert any(f"{host}{path}" in line for line in said(broken)), said(broken)


BROKEN: dict[str, Callable[[list[Resource]], object]] = {
    "pages.domain, for which there is no certificate": lambda m: spec(m, "Ingress")["tls"][0][
        "hosts"
    ].remove("pages.domain"),
    "does not name the pages of billing": lambda m: variable(m, "PAGE_ADDRESSES").update(
        value='{"contacts": "$(PAGES)"}'
    ),
    "is not what the other services have": lambda m: variable(m, "PAGES").update(
        value="https://elsewhere.domain"
    ),
    "contacts: elsewhere.domain/contacts does not lead to its pages": lambda m: variable(
        m, "PAGES"
    ).update(value="https://elsewhere.domain"),
    "its pages are at pages.domain, for which": lambda m: variable(m, "PAGES").update(
        value="http://pages.domain"
    ),
    "pages.domain/metrics is open to everybody": lambda m: ways(m, "pages.domain")[-1].update(
        pathType="Prefix"
    ),
    "/billing does not lead to its pages": lambda m: ways(m, "pages.domain")[1].update(
        pathType="Exact"
    ),
    "leads to shop, which is not here": lambda m: ways(m, "pages.domain")[0]["backend"][
        "service"
    ].update(name="shop"),
    "the addresses of who asks for /contacts/help are written down": lambda m: chat(m)["metadata"][
        "annotations"
    ].pop("nginx.ingress.kubernetes.io/enable-access-log"),
    "/contacts/desk/socket is cut off within an hour (read)": lambda m: chat(m)["metadata"][
        "annotations"
    ].update({"nginx.ingress.kubernetes.io/proxy-read-timeout": "60"}),
    "/contacts/help/socket is cut off within an hour (send)": lambda m: chat(m)["spec"]["rules"][0][
        "http"
    ]["paths"].pop(0),
    "pages.domain, for which": lambda m: chat(m)["spec"].pop("tls"),
    "pages.domain/v1/desk does not lead to what its pages ask": lambda m: ways(
        m, "pages.domain"
    ).remove(next(way for way in ways(m, "pages.domain") if way["path"] == "/v1/desk")),
    "the ingress controller does not reach Deployment/contacts-api on 8000": lambda m: spec(
        m, "NetworkPolicy"
    )["ingress"].clear(),
}


@pytest.mark.parametrize(("line", "spoil"), BROKEN.items(), ids=BROKEN.keys())
def test_what_is_amiss_is_named(line: str, spoil: Callable[[list[Resource]], object]) -> None:
    broken = manifests()
    spoil(broken)
    assert any(line in found for found in said(broken)), said(broken)


def test_a_log_of_the_addresses_of_who_writes_letters_is_named() -> None:
    here = manifests()
    chat(here)["spec"]["rules"][0]["http"]["paths"].pop(1)
    asked = "the addresses of who asks for /contacts/letters/box are written down"
    assert said(here) == [f"contacts: {asked}"]


@pytest.mark.parametrize("given", ["", "192.0.2.20/32, 0.0.0.0/0"])
def test_an_exchange_that_everybody_may_be_is_named(given: str) -> None:
    here = manifests()
    (ingress,) = (one for one in here if one["metadata"]["name"] == "sensoor-exchange")
    ingress["metadata"]["annotations"][paths.ONLY_FROM] = given
    asked = "everybody reaches contacts.domain/v1/exchange/calls"
    assert said(here) == [f"contacts: {asked}, not the telephone exchange alone"]


def test_a_log_of_the_addresses_of_calendars_is_named() -> None:
    here = manifests()
    (ingress,) = (one for one in here if one["metadata"]["name"] == "sensoor-calendars")
    ingress["metadata"]["annotations"].clear()
    assert said(here) == ["volunteers: the secret addresses of calendars are written down"]
