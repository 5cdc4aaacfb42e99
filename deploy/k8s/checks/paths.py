"""That the ingress leads to every page and every API, and to nothing that stays inside."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.manifests import Resource, containers, name_of

API_PATHS = ("/v1/totals", "/docs", "/openapi.json", "/static-offline-docs/swagger-ui.css")
INSIDE = ("/metrics", "/livez", "/readyz")
SETTING = "PAGE_ADDRESSES"


def check(resources: list[Resource]) -> list[str]:
    """Return each page or API that is not reached, and what is reached and must not be."""
    apis = dict(_apis(resources))
    found = list(_addresses(apis))
    for ingress in (found for found in resources if found["kind"] == "Ingress"):
        for service, environment in apis.items():
            found += _pages(ingress, service, environment)
            found += _api(ingress, service, environment)
        found += _wrong_ways(ingress, resources)
    return found


def leads_to(ingress: Resource, host: str, path: str) -> str | None:
    """Return the service to which an Ingress sends a path of a host: the longest rule counts."""
    best, service = -1, None
    for rule in ingress["spec"]["rules"]:
        for way in rule["http"]["paths"] if rule["host"] == host else ():
            given = way["path"].rstrip("/")
            below = way["pathType"] == "Prefix" and path.startswith(f"{given}/")
            if (path.rstrip("/") == given or below) and len(given) > best:
                best, service = len(given), way["backend"]["service"]["name"]
    return service


def _apis(resources: list[Resource]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each service that has an API, with the environment in which it answers."""
    for found in resources:
        labels = found["metadata"].get("labels") or {}
        if found["kind"] == "Deployment" and labels.get("app.kubernetes.io/component") == "api":
            container = next(containers(found["spec"]["template"]["spec"]))
            environment: dict[str, str] = {}
            for variable in container.get("env") or []:
                value = variable.get("value", "")
                environment[variable["name"]] = _expanded(value, environment)
            yield labels["app.kubernetes.io/name"], environment


def _expanded(value: str, known: dict[str, str]) -> str:
    """Fill in `$(NAME)` as Kubernetes does: with a variable that stands before."""
    return re.sub(r"\$\((\w+)\)", lambda name: known.get(name[1], name[0]), value)


def _page_addresses(environment: dict[str, str]) -> dict[str, str]:
    addresses: dict[str, str] = json.loads(environment.get(SETTING, "{}"))
    return addresses


def _addresses(apis: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield APIs that do not know where the pages of all services are, or say it otherwise."""
    said = {service: _page_addresses(environment) for service, environment in apis.items()}
    for service, addresses in said.items():
        for missing in sorted(said.keys() - addresses.keys()):
            yield f"{service}: {SETTING} does not name the pages of {missing}"
        if addresses != next(iter(said.values())):
            yield f"{service}: {SETTING} is not what the other services have"


def _pages(ingress: Resource, service: str, environment: dict[str, str]) -> Iterator[str]:
    address = urlsplit(_page_addresses(environment).get(service, ""))
    host = address.hostname or ""
    if address.scheme != "https" or host not in _certified(ingress):
        yield f"{service}: its pages are at {host or 'no host'}, for which there is no certificate"
    if leads_to(ingress, host, f"/{service}/a-page") != service:
        yield f"{service}: {host}/{service} does not lead to its pages"
    if leads_to(ingress, host, "/") is None:
        yield f"{service}: {host}/ leads nowhere"


def _api(ingress: Resource, service: str, environment: dict[str, str]) -> Iterator[str]:
    host = urlsplit(environment.get("PUBLIC_URL", "")).hostname or ""
    if host not in _certified(ingress):
        yield f"{service}: its API is at {host or 'no host'}, for which there is no certificate"
    for path in API_PATHS:
        if leads_to(ingress, host, path) != service:
            yield f"{service}: {host}{path} does not lead to its API"


def _wrong_ways(ingress: Resource, resources: list[Resource]) -> Iterator[str]:
    """Yield ways into what stays inside, and ways to services that are not here."""
    here = {found["metadata"]["name"] for found in resources if found["kind"] == "Service"}
    for rule in ingress["spec"]["rules"]:
        for path in INSIDE:
            if leads_to(ingress, rule["host"], path):
                yield f"{name_of(ingress)}: {rule['host']}{path} is open to everybody"
        for way in rule["http"]["paths"]:
            if (service := way["backend"]["service"]["name"]) not in here:
                yield f"{name_of(ingress)}: {way['path']} leads to {service}, which is not here"


def _certified(ingress: Resource) -> set[str]:
    return {host for secret in ingress["spec"].get("tls") or [] for host in secret["hosts"]}
