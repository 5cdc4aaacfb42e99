"""Coming in as somebody else, or after one was thrown out."""

import base64
import json
import time
from pathlib import Path

import nats
import nats.errors
import pytest
from sensoor.bus import keys as bus_keys
from sensoor.bus import tokens as bus_tokens
from sensoor.bus.connection import Bus
from sensoor.bus.keys import SENSOOR, SYSTEM, BusKeys
from sensoor.bus.tokens import Claims, Key
from sensoor.partners import access
from shared.bus import API
from shared.events.catalogue import PARTNERS

from tests.bus.visiting import is_let_in, sheet_of, tell, visiting
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

US, THEM = PARTNERS
EVERYTHING = {"pub": {"allow": [">"]}, "sub": {"allow": [">"]}}


def user_claims(keys: BusKeys, account: str, **more: object) -> Claims:
    issuer = keys.account(account).public
    return {"issuer_account": issuer, "type": "user", "version": 2, **more}


def written(folder: Path, token: str, own: Key) -> Path:
    path = folder / "forged.creds"
    path.write_text(bus_tokens.credentials("forged", token, own))
    return path


def signed(nats_claims: Claims, own: Key, signer: Key) -> str:
    now = int(time.time())
    return bus_tokens.encode(own.public, "forged", nats_claims, signer=signer, issued_at=now)


def held(path: Path) -> tuple[str, Key]:
    """What is in a credentials file: the token, and the user's key."""
    lines = path.read_text().splitlines()
    token = lines[lines.index("-----BEGIN NATS USER JWT-----") + 1]
    return token, bus_tokens.key_of(lines[lines.index("-----BEGIN USER NKEY SEED-----") + 1])


def part(content: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


async def test_no_credentials_are_no_way_in(there: Bus) -> None:
    for login in ({}, {"user": "contacts", "password": "contacts"}, {"token": "contacts"}):
        with pytest.raises(nats.errors.Error, match=r"(?i)authorization violation"):
            await nats.connect(there.url, allow_reconnect=False, **login)


async def test_what_the_right_key_signs_is_let_in(there: Bus, tmp_path: Path) -> None:
    own = bus_tokens.new_key("user")
    signer = there.keys.role("BILLING", "billing")
    token = signed(user_claims(there.keys, "BILLING"), own, signer)
    assert await is_let_in(there, "billing", written(tmp_path, token, own))


async def test_a_token_that_its_holder_signed_is_refused(there: Bus, tmp_path: Path) -> None:
    own, invented = bus_tokens.new_key("user"), bus_tokens.new_key("account")
    for account in (SENSOOR, SYSTEM, "BILLING", f"PARTNER_{THEM.upper()}"):
        for signer in (own, invented):
            token = signed(user_claims(there.keys, account, **EVERYTHING), own, signer)
            assert not await is_let_in(there, US, written(tmp_path, token, own))


async def test_a_token_without_a_signature_is_refused(there: Bus, tmp_path: Path) -> None:
    token, own = held(sheet_of(there, US))
    header, claims, signature = token.split(".")
    for algorithm in ("none", "None", "HS256", "ed25519"):
        none = part({"typ": "JWT", "alg": algorithm})
        for end in ("", signature):
            forged = written(tmp_path, f"{none}.{claims}.{end}", own)
            assert not await is_let_in(there, US, forged)
    assert not await is_let_in(there, US, written(tmp_path, f"{header}.{claims}.", own))


async def test_a_token_that_was_changed_is_refused(there: Bus, tmp_path: Path) -> None:
    token, own = held(sheet_of(there, US))
    header, _, signature = token.split(".")
    claims = bus_tokens.decode(token)
    for account in (SENSOOR, "OPERATOR", f"PARTNER_{THEM.upper()}"):
        said = {**claims["nats"], "issuer_account": there.keys.account(account).public}
        changed = f"{header}.{part({**claims, 'nats': said})}.{signature}"
        assert not await is_let_in(there, US, written(tmp_path, changed, own))
    later = f"{header}.{part({**claims, 'iat': claims['iat'] + 1_000})}.{signature}"
    assert not await is_let_in(there, US, written(tmp_path, later, own))


async def test_the_key_of_one_account_opens_no_other(there: Bus, tmp_path: Path) -> None:
    own = bus_tokens.new_key("user")
    for mine, role in ((f"PARTNER_{US.upper()}", US), ("CONTACTS", "contacts")):
        for signer in (there.keys.role(mine, role), there.keys.account(mine)):
            for account in (SENSOOR, SYSTEM, "BILLING", f"PARTNER_{THEM.upper()}"):
                token = signed(user_claims(there.keys, account), own, signer)
                assert not await is_let_in(there, US, written(tmp_path, token, own))


async def test_a_role_is_not_widened_by_what_its_token_says(there: Bus, tmp_path: Path) -> None:
    own = bus_tokens.new_key("user")
    signer = there.keys.role("BILLING", "billing")
    token = signed(user_claims(there.keys, "BILLING", **EVERYTHING), own, signer)
    assert not await is_let_in(there, "billing", written(tmp_path, token, own))


async def test_somebody_elses_token_is_worth_nothing_without_its_key(
    there: Bus, tmp_path: Path
) -> None:
    token, _ = held(there.keys.credentials("contacts"))
    _, own = held(sheet_of(there, US))
    assert not await is_let_in(there, "contacts", written(tmp_path, token, own))


async def test_the_operator_of_another_bus_is_nobody_here(there: Bus, tmp_path: Path) -> None:
    others = bus_keys.init(tmp_path / "others", ["contacts"])
    for user in ("contacts", "operator", "provisioner", "accounts"):
        assert await is_let_in(there, user, there.keys.credentials(user))
        assert not await is_let_in(there, user, others.credentials(user))


async def test_a_revoked_partner_is_cut_off_at_once_and_does_not_come_back(
    there: Bus, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.creds"
    mine.write_text(sheet_of(there, US).read_text())
    async with visiting(there, US, mine) as partner, visiting(there, THEM) as other:
        assert await tell(partner, f"partners.{US}.handover_answered.v1", version=7)
        await access.revoke(there, US, old=False)
        try:

            async def is_cut_off() -> bool:
                return partner.client.is_closed

            await eventually(is_cut_off, within=5)
            assert not await is_let_in(there, US, mine)
            assert await other.ask(
                f"sensoor.js.CONSUMER.INFO.PARTNER_{THEM.upper()}.partner_{THEM}"
            )
        finally:
            await access.add(there, US, there.url)
    assert not await is_let_in(there, US, mine)
    assert await is_let_in(there, US, sheet_of(there, US))


async def test_no_log_tells_what_a_message_said(there: Bus, home: Path) -> None:
    marker = "mark-5b1c9e"
    async with visiting(there, "volunteers") as volunteers, visiting(there, US) as partner:
        js = volunteers.client.jetstream(prefix=API)
        data = json.dumps({"locationId": marker, "name": marker}).encode()
        await js.publish("volunteers.location_opened.v1", data, headers={"ce-id": marker})
        await partner.client.publish("contacts.referral_made.v1", data)
        answer = f"partners.{US}.handover_answered.v1"
        assert (await partner.client.request(answer, data, timeout=5)).data

    async def is_told() -> bool:
        logs = [log.read_text(errors="replace") for log in (home / "logs").glob("*.log")]
        assert not [text for text in logs if marker in text]
        return sum("an event was set aside" in text for text in logs) >= 2

    await eventually(is_told)
