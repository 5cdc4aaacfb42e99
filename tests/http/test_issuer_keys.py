"""The issuer's keys: fetched once for all, anew when one is unknown, and only from the issuer."""

import asyncio
import base64
import json
import time
from functools import partial
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from sensoor.issuer.signing import new_key
from shared.roles import Role
from shared.tokens import ClaimNames, TokenInvalid, Tokens, token_digest

from shared import issuer_keys
from tests.http.asking import is_problem
from tests.http.conftest import Serve
from tests.http.test_tokens import TOTALS, of
from tests.issuing import Issuer
from tests.waiting import eventually


async def test_a_new_key_is_taken_without_a_restart(serve: Serve, issuer: Issuer) -> None:
    contacts = await of(serve, issuer)
    before = issuer.token(Role.OPERATOR)
    assert (await contacts.ask("GET", TOTALS, before)).status_code == 200
    issuer.rotate()
    for token in (issuer.token(Role.OPERATOR), before):
        assert (await contacts.ask("GET", TOTALS, token)).status_code == 200


async def test_unknown_keys_do_not_make_us_ask_the_issuer_again_and_again(
    serve: Serve, issuer: Issuer
) -> None:
    contacts = await of(serve, issuer)
    assert (await contacts.ask("GET", TOTALS, issuer.token(Role.OPERATOR))).status_code == 200
    fetched = issuer.fetched
    strangers = [issuer.token(Role.OPERATOR, key=new_key()) for _ in range(20)]
    for answer in await asyncio.gather(*(contacts.ask("GET", TOTALS, one) for one in strangers)):
        is_problem(answer, 401, "token-signature-wrong")
    # The document and the keys: once for all, and once more for who came while that was read.
    assert issuer.fetched - fetched in (2, 4)


async def test_a_stream_of_invented_keys_does_not_keep_a_new_one_out(
    serve: Serve, issuer: Issuer
) -> None:
    contacts = await of(serve, issuer)
    known = issuer.token(Role.OPERATOR)
    assert (await contacts.ask("GET", TOTALS, known)).status_code == 200
    refused, stop, began = 0, asyncio.Event(), time.monotonic()

    async def invent() -> None:
        nonlocal refused
        while not stop.is_set():
            stranger = issuer.token(Role.OPERATOR, key=new_key())
            answer = await contacts.ask("GET", TOTALS, stranger)
            refused += answer.status_code == 401

    async def refused_since(count: int) -> bool:
        return refused > count

    async with asyncio.TaskGroup() as inventors:
        for _ in range(10):
            inventors.create_task(invent())
        for turn in range(3):  # rotation after rotation, each at the worst moment: just fetched
            before = issuer.fetched
            await eventually(partial(refused_since, refused))
            issuer.rotate()
            new = issuer.token(Role.OPERATOR, subject=str(turn))
            asked = asyncio.create_task(contacts.ask("GET", TOTALS, new))
            # Whoever brings a known key is served while the others wait.
            assert (await contacts.ask("GET", TOTALS, known)).status_code == 200
            assert (await asked).status_code == 200
            assert issuer.fetched > before
        stop.set()
    # Two requests a fetch, and at most one fetch begun in each second.
    assert issuer.fetched <= 2 * (2 + (time.monotonic() - began) / issuer_keys.PACE_SECONDS)


async def test_who_brings_a_known_key_does_not_wait_for_an_issuer_that_hangs(
    serve: Serve, issuer: Issuer
) -> None:
    contacts = await of(serve, issuer)
    known = issuer.token(Role.OPERATOR)
    assert (await contacts.ask("GET", TOTALS, known)).status_code == 200
    with issuer.hanging():
        crowd = [
            asyncio.create_task(
                contacts.ask("GET", TOTALS, issuer.token(Role.OPERATOR, key=new_key()))
            )
            for _ in range(issuer_keys.MOST_WAITING + 20)
        ]
        # More than may wait: they are refused while the issuer still hangs.
        _, waiting = await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)
        assert waiting
        for subject in ("somebody", "somebody else"):
            again = issuer.token(Role.OPERATOR, subject=subject)
            assert (await contacts.ask("GET", TOTALS, again)).status_code == 200
        assert not all(task.done() for task in crowd)
    assert {(await one).status_code for one in crowd} == {401}


async def test_keys_at_a_plain_http_address_elsewhere_are_not_fetched(
    serve: Serve, issuer: Issuer
) -> None:
    issuer.keys_at = "http://keys.example/jwks"
    contacts = await of(serve, issuer)
    is_problem(await contacts.ask("GET", TOTALS, issuer.token(Role.OPERATOR)), 503, "issuer-away")


async def test_many_requests_at_once_fetch_the_keys_once(serve: Serve, issuer: Issuer) -> None:
    contacts = await of(serve, issuer)
    for _ in range(2):  # at the start, and when the key is new
        tokens = [issuer.token(Role.OPERATOR, subject=str(number)) for number in range(20)]
        answers = await asyncio.gather(*(contacts.ask("GET", TOTALS, one) for one in tokens))
        assert {answer.status_code for answer in answers} == {200}
        issuer.rotate()
    assert issuer.fetched == 4


async def test_an_issuer_that_was_never_there_is_503_and_one_that_went_away_is_not_missed(
    serve: Serve, issuer: Issuer
) -> None:
    issuer.away = True
    contacts = await of(serve, issuer)
    token = issuer.token(Role.OPERATOR)
    answer = await contacts.ask("GET", TOTALS, token)
    is_problem(answer, 503, "issuer-away")
    assert int(answer.headers["retry-after"]) > 0
    issuer.away = False
    assert (await contacts.ask("GET", TOTALS, token)).status_code == 200
    issuer.away = True
    for subject in ("somebody", "somebody else"):
        again = issuer.token(Role.OPERATOR, subject=subject)
        assert (await contacts.ask("GET", TOTALS, again)).status_code == 200


async def test_old_keys_are_fetched_anew_and_a_withdrawn_one_is_refused(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuer_keys, "OLD_AFTER_SECONDS", 0)
    tokens = Tokens(issuer=issuer.address, audience="sensoor", names=ClaimNames())
    withdrawn = issuer.token(Role.OPERATOR)
    await tokens.verify(withdrawn, token_digest(withdrawn))
    issuer.published = [new_key()]
    await tokens.verify(withdrawn, token_digest(withdrawn))  # finds them old; is not kept waiting
    refreshing = tokens.keys._fetching
    assert refreshing is not None
    await refreshing
    with pytest.raises(TokenInvalid):
        await tokens.verify(withdrawn, token_digest(withdrawn))


async def test_keys_of_every_kind_are_understood_but_shared_secrets_are_not(
    issuer: Issuer,
) -> None:
    kinds: list[tuple[str, Any]] = [
        ("RS256", rsa.generate_private_key(65537, 2048)),
        ("PS256", rsa.generate_private_key(65537, 2048)),
        ("ES384", ec.generate_private_key(ec.SECP384R1())),
        ("EdDSA", ed25519.Ed25519PrivateKey.generate()),
    ]
    issuer.published = []
    signed = []
    for algorithm, key in kinds:
        jwk = json.loads(jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key()))
        issuer.published.append({**jwk, "kid": algorithm, "alg": algorithm, "use": "sig"})
        claims = jwt.decode(issuer.token(Role.ANALYST), options={"verify_signature": False})
        signed.append(jwt.encode(claims, key, algorithm, headers={"kid": algorithm}))
    secret = "a secret that is long enough to sign with"
    encoded = base64.urlsafe_b64encode(secret.encode()).decode().rstrip("=")
    issuer.published.append({"kty": "oct", "k": encoded, "kid": "oct", "alg": "HS256"})
    tokens = Tokens(issuer=issuer.address, audience="sensoor", names=ClaimNames())
    for token in signed:
        caller = await tokens.verify(token, token_digest(token))
        assert caller.roles == {Role.ANALYST}
    shared = jwt.encode(claims, secret, "HS256", headers={"kid": "oct"})
    with pytest.raises(TokenInvalid):
        await tokens.verify(shared, token_digest(shared))


async def test_a_document_of_another_issuer_is_not_believed(serve: Serve, issuer: Issuer) -> None:
    contacts = await of(
        serve, issuer, oidc_issuer="https://elsewhere.example",
        oidc_discovery_url=f"{issuer.address}/.well-known/openid-configuration",
    )  # fmt: skip
    token = issuer.token(Role.OPERATOR, issuer="https://elsewhere.example")
    is_problem(await contacts.ask("GET", TOTALS, token), 503, "issuer-away")
