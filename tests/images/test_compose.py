"""docker-compose.yml: valid, pinned, closed, and without a secret."""

import base64
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from contacts.registration.http_api import router
from py_vapid import Vapid02
from sensoor.bus.keys import BusKeys
from sensoor.embedded.nats import nats_server
from shared.claims import locations_in, person_in
from shared.roles import Role
from shared.settings import Settings
from volunteers.sealing import KEY_BYTES

from tests.images import compose
from tests.images.containers import ROOT
from tests.platform import SERVICES

OURS = ("bus-init", "bus", "issuer", *SERVICES, *(f"migrate-{name}" for name in SERVICES))
SECRETS = [
    f"{name}_password"
    for name in ("postgres", "keycloak", "keycloak_user", "grafana", *SERVICES)
] + [f"{name}_database_url" for name in SERVICES]  # fmt: skip
# What seals the names of volunteers, signs web push, rounds what a forecast is made from, and what the
# telephone exchange signs with.
KEYS = ["personal_data_key", "vapid_private_key", "forecast_key", "exchange_secrets"]
KEYS_OF = {"volunteers": KEYS[:2], "reporting": KEYS[2:3], "contacts": KEYS[3:]}


def compose_is_here() -> bool:
    """Say whether docker with its compose plugin is installed; no engine is needed."""
    if shutil.which("docker") is None:
        return False
    version = ["docker", "compose", "version"]
    return subprocess.run(version, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not compose_is_here(), reason="docker compose is not installed")
@pytest.mark.parametrize("profiles", [(), ("auth",), ("observe",), compose.PROFILES])
def test_docker_compose_finds_nothing_wrong(profiles: tuple[str, ...]) -> None:
    issuer = "keycloak" if "auth" in profiles else "development"
    chosen = [f"--env-file={compose.FOLDER / issuer}.env", *(f"--profile={p}" for p in profiles)]
    done = subprocess.run(
        ["docker", "compose", *chosen, "config", "--services"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert ("issuer" in done.stdout.split()) is (issuer == "development")


@pytest.mark.skipif(not compose_is_here(), reason="docker compose is not installed")
def test_docker_compose_trusts_no_issuer_unsaid(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.env"
    nothing.touch()
    done = subprocess.run(
        ["docker", "compose", f"--env-file={nothing}", "config", "--quiet"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "OIDC_ISSUER" in done.stderr
    assert "development.env" in done.stderr


def test_the_development_issuer_runs_only_where_it_is_chosen() -> None:
    services = compose.services()
    assert services["issuer"]["profiles"] == ["development"]
    for name in SERVICES:
        # No default: where it is not set, compose refuses with what follows the question mark.
        assert services[name]["environment"]["OIDC_ISSUER"].startswith("${OIDC_ISSUER:?")
        assert services[name]["depends_on"]["issuer"]["required"] is False
    chosen = environment("development")
    assert chosen["COMPOSE_PROFILES"] == "development"
    assert chosen["OIDC_ISSUER"] == services["issuer"]["environment"]["PUBLIC_URL"]
    assert "COMPOSE_PROFILES" not in environment("keycloak")


@pytest.mark.parametrize("issuer", ["development", "keycloak"])
def test_a_service_takes_the_issuer_of_an_environment_file_and_no_less_of_it(issuer: str) -> None:
    chosen = {name.lower(): text for name, text in environment(issuer).items() if "OIDC" in name}
    others: dict[str, Any] = {"database_url": "", "nats_credentials": ROOT}
    assert Settings(**others, **chosen).oidc_issuer == chosen["oidc_issuer"]
    del chosen["oidc_plain_http_hosts"]
    with pytest.raises(ValueError, match="OIDC_DISCOVERY_URL"):
        Settings(**others, **chosen)


def environment(name: str) -> dict[str, str]:
    """Return what one of the environment files sets."""
    lines = (compose.FOLDER / f"{name}.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("name", compose.services())
def test_an_image_has_a_pinned_tag(name: str) -> None:
    image = compose.services()[name]["image"]
    if name in OURS:  # made from this checkout, or from the commit that SENSOOR_TAG names
        assert re.fullmatch(r"sensoor(-[a-z]+)?:\$\{SENSOOR_TAG:-local\}", image)
    else:
        assert re.search(r"(:v?\d+\.\d+\.\d+[\w.-]*|:18\.\d+|@sha256:[0-9a-f]{64})$", image)


@pytest.mark.parametrize("name", compose.services())
def test_a_container_may_do_nothing_that_it_need_not(name: str) -> None:
    service = compose.services()[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    # PostgreSQL becomes its own user itself; Keycloak prepares its own program at its start.
    assert "cap_add" not in service or name == "postgres"
    assert service["read_only"] or name == "keycloak"
    if name in OURS:
        assert service["user"] == "10001:10001"


def test_what_is_published_is_published_on_this_machine_only() -> None:
    ports = [port for service in compose.services().values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert len({port.split(":")[1] for port in ports}) == len(ports)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_its_own_way_in_and_no_other(name: str) -> None:
    service = compose.services()[name]
    database = {"source": f"{name}_database_url", "target": "database_url"}
    assert service["secrets"] == [database, *KEYS_OF.get(name, ())]
    (volume,) = service["volumes"]
    assert volume["source"] == "bus-keys"
    assert volume["volume"]["subpath"] == f"creds/{name}.creds"
    assert volume["target"] == service["environment"]["NATS_CREDENTIALS"]
    assert volume["read_only"]


def test_no_secret_stands_in_a_file() -> None:
    for file in compose.files():
        content = yaml.safe_load(file.read_text())
        for path in content.get("secrets", {}).values():
            assert "/secrets/" in path["file"]
        for service in content["services"].values():
            for variable, value in service.get("environment", {}).items():
                secret = re.search("PASSWORD|SECRET|TOKEN|DATABASE_URL|_KEY$", variable)
                assert not secret or str(value).startswith("/run/secrets"), variable
    users = json.loads((compose.FOLDER / "keycloak" / "sensoor.json").read_text())["users"]
    for user in users:
        assert [one["value"] for one in user["credentials"]] == ["${SENSOOR_USER_PASSWORD}"]


def test_the_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    script = tmp_path / "secrets.sh"
    shutil.copy(compose.FOLDER / "secrets.sh", script)
    subprocess.run([script], check=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    subprocess.run([script], check=True)
    assert {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()} == made
    assert sorted(made) == sorted([*SECRETS, *KEYS])
    for key in (KEYS[0], KEYS[2]):
        assert len(base64.b64decode(made[key], validate=True)) == KEY_BYTES
    assert Vapid02.from_string(made[KEYS[1]]).public_key
    assert len(set(made.values())) == len(made)
    named = {
        path["file"].rsplit("/", 1)[1]
        for file in compose.files()
        for path in yaml.safe_load(file.read_text()).get("secrets", {}).values()
    }
    assert named == set(made)
    secret = compose.FOLDER / "secrets" / "postgres_password"
    subprocess.run(["git", "check-ignore", "--quiet", secret], cwd=ROOT, check=True)


def test_the_broker_takes_its_configuration_with_what_bus_init_made(
    tmp_path: Path, keys: BusKeys
) -> None:
    shutil.copy(keys.folder / "server.json", tmp_path / "server.json")
    configuration = tmp_path / "nats.conf"
    configuration.write_text(
        (compose.FOLDER / "nats.conf").read_text().replace("/data", f"{tmp_path}/data")
    )
    subprocess.run([nats_server(), "--config", configuration, "-t"], check=True)


def test_keycloak_knows_the_roles_and_one_person_for_each() -> None:
    realm = json.loads((compose.FOLDER / "keycloak" / "sensoor.json").read_text())
    roles = {role.value for role in Role}
    assert {role["name"] for role in realm["roles"]["realm"]} == roles
    # One for each role, and two who are limited to a location.
    assert {user["username"]: user["realmRoles"] for user in realm["users"]} == {
        **{role: [role] for role in roles},
        "coordinator-of-one-location": ["coordinator"],
        "mentor-of-one-location": ["trainer"],
    }
    (client,) = realm["clients"]
    assert client["clientId"] == "sensoor-pages"
    assert client["publicClient"]
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"


def metrics_that_exist() -> set[str]:
    """Return the names under which the code's own metrics are scraped."""
    found = set()
    for folder in ("shared/shared", *(f"services/{name}/{name}" for name in SERVICES)):
        for file in (ROOT / folder).rglob("*.py"):
            for kind, name in re.findall(
                r'\b(Counter|Gauge|Histogram)\(\s*"(\w+)"', file.read_text()
            ):
                ends = {"Counter": ["_total"], "Gauge": [""]}.get(
                    kind, ["_bucket", "_count", "_sum"]
                )
                found |= {name + end for end in ends}
    return found


def queries() -> list[str]:
    """Return the dashboard's queries."""
    dashboard = compose.FOLDER / "grafana" / "dashboards" / "sensoor.json"
    panels = json.loads(dashboard.read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


@pytest.mark.parametrize("query", queries())
def test_the_dashboard_asks_for_metrics_that_exist(query: str) -> None:
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)", "", query)
    functions = {"sum", "rate", "max", "histogram_quantile"}
    named = set(re.findall(r"[a-z_]{3,}", bare)) - functions
    assert named
    assert named <= metrics_that_exist()


def test_the_dashboard_asks_for_routes_that_exist() -> None:
    there = {getattr(route, "path", None) for route in router.routes}
    asked = {path for query in queries() for path in re.findall(r'route="([^"]+)"', query)}
    assert asked
    assert asked <= there


def test_prometheus_scrapes_every_service() -> None:
    settings = yaml.safe_load((compose.FOLDER / "prometheus.yml").read_text())
    (job,) = settings["scrape_configs"]
    assert {target for group in job["static_configs"] for target in group["targets"]} == {
        f"{name}:9000" for name in SERVICES
    }


def test_hadolint_finds_nothing_wrong_with_the_containerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    subprocess.run([hadolint, ROOT / "Containerfile"], check=True)


def test_keycloak_says_who_a_person_is_and_lets_nobody_write_it_of_themselves() -> None:
    realm = json.loads((compose.FOLDER / "keycloak" / "sensoor.json").read_text())
    (client,) = realm["clients"]
    claims = {
        each["config"]["claim.name"]: each["config"].get("multivalued")
        for each in client["protocolMappers"]
        if each["protocolMapper"] == "oidc-usermodel-attribute-mapper"
    }
    names = Settings.model_fields
    person, locations = names["oidc_person_claim"].default, names["oidc_locations_claim"].default
    assert claims == {person: "false", locations: "true"}
    [provider] = realm["components"]["org.keycloak.userprofile.UserProfileProvider"]
    profile = json.loads(provider["config"]["kc.user.profile.config"][0])
    edits = {each["name"]: each["permissions"]["edit"] for each in profile["attributes"]}
    assert edits[person] == edits[locations] == ["admin"]
    given = {user["username"]: user.get("attributes", {}) for user in realm["users"]}
    assert person_in({person: given["listener"][person][0]}, person)
    assert locations_in(given["coordinator-of-one-location"], locations)
    assert locations not in given["coordinator"]  # who acts for the nation
