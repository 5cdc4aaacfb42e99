"""What a service does not start with, and what it says instead."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from shared.settings import Settings

SECRET = "a-password-that-nobody-may-read"
OUTSIDE = [
    "http://login.example", "http://127.0.0.1.example", "http://localhost.example",
    "http://localhost@login.example", "http://10.0.0.7:8080/realms/sensoor", "http://0.0.0.0:1",
    "ftp://localhost", "login.example", "https://",
]  # fmt: skip
ADDRESSES = ["oidc_issuer", "oidc_discovery_url", "public_url"]


def given(**changes: Any) -> Settings:
    return Settings(
        database_url=f"postgresql://sensoor:{SECRET}@db.example/sensoor",
        nats_credentials=Path("bus.creds"), **changes,
    )  # fmt: skip


@pytest.mark.parametrize("url", OUTSIDE)
@pytest.mark.parametrize("name", ADDRESSES)
def test_plain_http_outside_this_machine_is_refused_by_the_settings_name(
    name: str, url: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        given(**{name: url})
    told = str(refused.value)
    assert name.upper() in told
    assert "https" in told
    assert SECRET not in told


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize(
    "url",
    ["https://login.example/realms/sensoor", "http://127.0.0.1:8100", "http://[::1]:8100",
     "http://localhost:8100", "http://sensoor.localhost", "http://127.1.2.3"],
)  # fmt: skip
def test_https_and_this_machine_are_taken(name: str, url: str) -> None:
    assert getattr(given(**{name: url}), name) == url


def test_an_issuer_on_a_private_network_is_taken_by_its_name_only() -> None:
    url = "http://issuer:8000/.well-known/openid-configuration"
    hosts = "issuer, keycloak"
    assert given(oidc_discovery_url=url, oidc_plain_http_hosts=hosts).oidc_discovery_url == url
    for other in ("http://issuer.example:8000", "http://database:8000"):
        with pytest.raises(ValidationError, match="OIDC_DISCOVERY_URL"):
            given(oidc_discovery_url=other, oidc_plain_http_hosts=hosts)
    with pytest.raises(ValidationError, match="PUBLIC_URL"):
        given(public_url="http://issuer:8000", oidc_plain_http_hosts=hosts)


def test_metrics_have_a_port_of_their_own() -> None:
    with pytest.raises(ValidationError, match="METRICS_PORT and PORT are both 8000"):
        given(port=8000, metrics_port=8000)
