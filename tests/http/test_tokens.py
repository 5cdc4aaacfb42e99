"""Which tokens are taken, and which are not."""

import asyncio
import base64
import hmac
import json
import time
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from sensoor.issuer.signing import new_key, public_half
from shared.roles import Role, roles_in
from shared.tokens import LEEWAY_SECONDS, ClaimNames, TokenInvalid, Tokens, token_digest

from shared import issuer_keys
from tests.http.asking import Served, is_problem
from tests.http.conftest import Serve
from tests.issuing import Issuer

TOTALS = "/v1/totals"


async def of(serve: Serve, issuer: Issuer, **changes: Any) -> Served:
    return await serve("contacts", **{"oidc_issuer": issuer.address, **changes})


def unsigned(header: Any, claims: dict[str, Any], signature: bytes = b"") -> str:
    parts = [json.dumps(header).encode(), json.dumps(claims).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


async def test_a_token_of_the_issuer_is_taken(serve: Serve, issuer: Issuer) -> None:
    contacts = await of(serve, issuer)
    for _ in range(2):
        answer = await contacts.ask("GET", TOTALS, issuer.token(Role.OPERATOR))
        assert answer.status_code == 200
    several = issuer.token(Role.OPERATOR, aud=["elsewhere", "sensoor"])
    assert (await contacts.ask("GET", TOTALS, several)).status_code == 200


async def test_each_fault_of_a_token_has_its_name_and_nothing_of_it_is_repeated(
    serve: Serve, issuer: Issuer
) -> None:
    contacts = await of(serve, issuer)
    far = time.time() + 3600
    faults = {
        "token-expired": issuer.token(Role.OPERATOR, lifetime=-60),
        "token-audience-wrong": issuer.token(Role.OPERATOR, aud="elsewhere"),
        "token-issuer-wrong": issuer.token(Role.OPERATOR, issuer="https://elsewhere.example"),
        "token-signature-wrong": issuer.token(
            Role.OPERATOR, key={**new_key(), "kid": issuer.key["kid"]}
        ),
        "token-not-valid-yet": issuer.token(Role.OPERATOR, nbf=int(far)),
    }
    faults_by_token = [(token, code) for code, token in faults.items()]
    faults_by_token += [
        (issuer.token(Role.OPERATOR, iat=int(far)), "token-not-valid-yet"),
        (issuer.token(Role.OPERATOR, exp=None), "token-invalid"),
        (issuer.token(Role.OPERATOR, sub=None), "token-invalid"),
        (issuer.token(Role.OPERATOR, aud=None), "token-invalid"),
        ("marker", "token-invalid"),
        ("x" * 9000, "token-invalid"),
    ]
    for token, code in faults_by_token:
        answer = await contacts.ask("GET", TOTALS, token)
        is_problem(answer, 401, code)
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert token not in answer.text
    is_problem(await contacts.ask("GET", TOTALS, ""), 401, "no-token")
    basic = await contacts.client.get(TOTALS, headers={"Authorization": "Basic b3BlcmF0b3I="})
    is_problem(basic, 401, "no-token")


async def test_a_clock_may_be_half_a_minute_off(serve: Serve, issuer: Issuer) -> None:
    contacts = await of(serve, issuer)
    soon = int(time.time()) + 20
    for token in (
        issuer.token(Role.OPERATOR, lifetime=-10), issuer.token(Role.OPERATOR, nbf=soon, iat=soon)
    ):  # fmt: skip
        assert (await contacts.ask("GET", TOTALS, token)).status_code == 200


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "nOnE", "", None, ["ES256"], {}], ids=str
)
async def test_a_token_that_nobody_signed_is_refused(
    serve: Serve, issuer: Issuer, algorithm: Any
) -> None:
    contacts = await of(serve, issuer)
    claims = jwt.decode(issuer.token(Role.OPERATOR), options={"verify_signature": False})
    forged = unsigned({"alg": algorithm, "typ": "JWT", "kid": issuer.key["kid"]}, claims)
    assert (await contacts.ask("GET", TOTALS, forged)).status_code == 401


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
async def test_a_token_that_is_signed_with_the_public_key_as_a_secret_is_refused(
    serve: Serve, issuer: Issuer, encoding: Encoding
) -> None:
    contacts = await of(serve, issuer)
    claims = jwt.decode(issuer.token(Role.OPERATOR), options={"verify_signature": False})
    public = jwt.PyJWK(public_half(issuer.key)).key
    secret = public.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    for algorithm, digest in (("HS256", "sha256"), ("HS512", "sha512")):
        header = {"alg": algorithm, "typ": "JWT", "kid": issuer.key["kid"]}
        told = unsigned(header, claims).rpartition(".")[0].encode()
        forged = unsigned(header, claims, hmac.digest(secret, told, digest))
        is_problem(await contacts.ask("GET", TOTALS, forged), 401, "token-signature-wrong")


async def test_claims_that_were_changed_after_signing_are_refused(
    serve: Serve, issuer: Issuer
) -> None:
    contacts = await of(serve, issuer)
    good = issuer.token(Role.OPERATOR)
    header, body, signature = good.split(".")
    more = {**jwt.decode(good, options={"verify_signature": False}), "roles": ["listener"]}
    other = unsigned({}, more).split(".")[1]
    for forged in (f"{header}.{other}.{signature}", f"{header}.{body}.", f"{header}.{body}.AAAA"):
        is_problem(await contacts.ask("GET", TOTALS, forged), 401, "token-signature-wrong")
    assert (await contacts.ask("GET", TOTALS, good)).status_code == 200


async def test_a_token_is_remembered_only_until_it_expires(issuer: Issuer) -> None:
    tokens = Tokens(issuer=issuer.address, audience="sensoor", names=ClaimNames())
    token = issuer.token(Role.OPERATOR, lifetime=60)
    await tokens.verify(token, token_digest(token))
    (remembered,) = tokens._remembered.values()
    claims = jwt.decode(token, options={"verify_signature": False})
    assert remembered.until == claims["exp"] + LEEWAY_SECONDS

    # Once that moment has passed it is verified anew: by an issuer whose key has gone.
    tokens._remembered[token_digest(token)] = replace(remembered, until=time.time() - 1)
    issuer.rotate()
    issuer.published = [issuer.key]
    tokens.keys._keys = {}
    with pytest.raises(TokenInvalid):
        await tokens.verify(token, token_digest(token))


def test_roles_are_read_where_the_settings_say() -> None:
    keycloak = {"realm_access": {"roles": ["finance", "offline_access"]}, "scope": "listener x"}
    assert roles_in(keycloak, "realm_access.roles") == {Role.FINANCE}
    assert roles_in(keycloak, "scope") == {Role.LISTENER}
    assert roles_in({"https://a.b/roles": ["analyst"]}, "https://a.b/roles") == {Role.ANALYST}
    for claim in ("roles", "realm_access", "realm_access.roles.more", "scope.roles"):
        assert roles_in(keycloak, claim) == frozenset()


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
SOME_KEY = jwt.PyJWK(public_half(new_key()))
HEADERS = ANYTHING | st.fixed_dictionaries({"kid": st.just("kid"), "alg": ANYTHING})


@given(
    st.text()
    | st.binary().map(lambda raw: raw.decode("latin-1"))
    | HEADERS.map(lambda header: unsigned(header, {}, b"x"))
)
@settings(deadline=None)
def test_whatever_is_sent_as_a_token_is_refused_by_name(sent: str) -> None:
    refused(sent)


def test_a_header_that_is_deep_is_refused_like_any_other() -> None:
    refused(".".join([base64.urlsafe_b64encode(b"[" * 5000).decode().rstrip("="), "e30", "AAAA"]))


def refused(sent: str) -> None:
    tokens = Tokens(issuer="http://127.0.0.1:9", audience="sensoor", names=ClaimNames())
    tokens.keys._keys = {"kid": SOME_KEY}
    tokens.keys._waiting = issuer_keys.MOST_WAITING  # nobody may wait for an issuer
    with pytest.raises(TokenInvalid):
        asyncio.run(tokens.verify(sent, token_digest(sent)))
