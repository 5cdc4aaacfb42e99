"""That the ingress leads to every page and every API, and to nothing that stays inside."""

import json
import re
from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit

from checks.manifests import Resource, containers, name_of

API_PATHS = ("/v1/totals", "/docs", "/openapi.json", "/static-offline-docs/swagger-ui.css")
INSIDE = ("/metrics", "/livez", "/readyz")
SETTING = "PAGE_ADDRESSES"
NGINX = "nginx.ingress.kubernetes.io"
CHATS = "contacts"
SOCKETS = ("/contacts/help/socket", "/contacts/desk/socket")
UNLOGGED = ("/contacts/help", "/contacts/letters/box", *SOCKETS)
SCRIPTED = "/v1/desk"
OPEN_DATA = "/open-data/national.csv"
CALENDARS, CALENDAR = "volunteers", "/v1/calendars/a-secret.ics"
CHAT_SECONDS = 3600
EXCHANGE, ONLY_FROM = "/v1/exchange/calls", f"{NGINX}/whitelist-source-range"


def check(resources: list[Resource]) -> list[str]:
    """Return each page or API that is not reached, and what is reached and must not be."""
    apis = dict(_apis(resources))
    found = list(_addresses(apis))
    ingresses = [found for found in resources if found["kind"] == "Ingress"]
    if ingresses:
        for service, environment in apis.items():
            found += _pages(ingresses, service, environment)
            found += _api(ingresses, service, environment)
        found += _chat(ingresses, apis)
        found += _calendars(ingresses, apis)
        found += _exchange(ingresses, apis)
        found += _wrong_ways(ingresses, resources)
    return found


def leads_to(ingresses: list[Resource], host: str, path: str) -> str | None:
    """Return the service to which a path of a host is sent: the longest rule of all counts."""
    return _way(ingresses, host, path)[1]


def _way(ingresses: list[Resource], host: str, path: str) -> tuple[Resource, str | None]:
    best, ingress, service = -1, Resource(), None
    for one in ingresses:
        for rule in one["spec"]["rules"]:
            for way in rule["http"]["paths"] if rule["host"] == host else ():
                given = way["path"].rstrip("/")
                below = way["pathType"] == "Prefix" and path.startswith(f"{given}/")
                if (path.rstrip("/") == given or below) and len(given) > best:
                    best, ingress = len(given), one
                    service = way["backend"]["service"]["name"]
    return ingress, service


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


def _pages(ingresses: list[Resource], service: str, environment: dict[str, str]) -> Iterator[str]:
    address = urlsplit(_page_addresses(environment).get(service, ""))
    host = address.hostname or ""
    if address.scheme != "https" or not _certified(ingresses, host):
        yield f"{service}: its pages are at {host or 'no host'}, for which there is no certificate"
    if leads_to(ingresses, host, f"/{service}/a-page") != service:
        yield f"{service}: {host}/{service} does not lead to its pages"
    if leads_to(ingresses, host, "/") is None:
        yield f"{service}: {host}/ leads nowhere"
    if leads_to(ingresses, host, OPEN_DATA) != "reporting":
        yield f"{service}: {host}{OPEN_DATA} does not lead to the open data"


def _api(ingresses: list[Resource], service: str, environment: dict[str, str]) -> Iterator[str]:
    host = urlsplit(environment.get("PUBLIC_URL", "")).hostname or ""
    if not _certified(ingresses, host):
        yield f"{service}: its API is at {host or 'no host'}, for which there is no certificate"
    for path in API_PATHS:
        if leads_to(ingresses, host, path) != service:
            yield f"{service}: {host}{path} does not lead to its API"


def _chat(ingresses: list[Resource], apis: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield what keeps the address of who needs help, cuts a chat off, or its script."""
    host = urlsplit(_page_addresses(apis.get(CHATS, {})).get(CHATS, "")).hostname or ""
    for path in UNLOGGED:
        if _told(ingresses, host, path).get(f"{NGINX}/enable-access-log") != "false":
            yield f"{CHATS}: the addresses of who asks for {path} are written down"
    for path in SOCKETS:
        said = _told(ingresses, host, path)
        for way in ("read", "send"):
            if int(said.get(f"{NGINX}/proxy-{way}-timeout", "0")) < CHAT_SECONDS:
                yield f"{CHATS}: {path} is cut off within an hour ({way})"
    if leads_to(ingresses, host, f"{SCRIPTED}/attempts") != CHATS:
        yield f"{CHATS}: {host}{SCRIPTED} does not lead to what its pages ask"


def _calendars(ingresses: list[Resource], apis: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield that addresses of calendars are written down: who knows one reads it."""
    host = urlsplit(apis.get(CALENDARS, {}).get("PUBLIC_URL", "")).hostname or ""
    if _told(ingresses, host, CALENDAR).get(f"{NGINX}/enable-access-log") != "false":
        yield f"{CALENDARS}: the secret addresses of calendars are written down"


def _exchange(ingresses: list[Resource], apis: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield that others than the telephone exchange reach what only it asks and tells."""
    host = urlsplit(apis.get(CHATS, {}).get("PUBLIC_URL", "")).hostname or ""
    given = _told(ingresses, host, EXCHANGE).get(ONLY_FROM, "")
    if not given or any(ip_network(one.strip()).prefixlen == 0 for one in given.split(",")):
        yield f"{CHATS}: everybody reaches {host}{EXCHANGE}, not the telephone exchange alone"


def _told(ingresses: list[Resource], host: str, path: str) -> dict[str, str]:
    """Return what the controller is told about a path: the annotations of its Ingress."""
    metadata = _way(ingresses, host, path)[0].get("metadata", {})
    annotations: dict[str, str] = metadata.get("annotations") or {}
    return annotations


def _wrong_ways(ingresses: list[Resource], resources: list[Resource]) -> Iterator[str]:
    """Yield ways into what stays inside, and ways to services that are not here."""
    here = {found["metadata"]["name"] for found in resources if found["kind"] == "Service"}
    for ingress in ingresses:
        for rule in ingress["spec"]["rules"]:
            for path in INSIDE:
                if leads_to([ingress], rule["host"], path):
                    yield f"{name_of(ingress)}: {rule['host']}{path} is open to everybody"
            for way in rule["http"]["paths"]:
                if (service := way["backend"]["service"]["name"]) not in here:
                    yield f"{name_of(ingress)}: {way['path']} leads to {service}, which is not here"


def _certified(ingresses: list[Resource], host: str) -> bool:
    """Say whether each Ingress that has paths of a host has a certificate for it."""
    having = [one for one in ingresses if host in {rule["host"] for rule in one["spec"]["rules"]}]
    return bool(having) and all(
        host in {each for secret in one["spec"].get("tls") or [] for each in secret["hosts"]}
        for one in having
    )
