"""The plan says in words what differs, apply makes it so, and whatever is there is left there."""

import copy

import pytest
from nats.js.api import ConsumerConfig, StreamConfig
from sensoor.bus import accounts as bus_accounts
from sensoor.bus import plan as bus_plan
from sensoor.bus import resolver, rotation, streams
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER, account_of
from sensoor.partners import access
from sensoor.services import handlers
from shared.events.catalogue import PARTNERS, stream_subjects

from tests.bus.visiting import all_there_is, is_let_in, visiting
from tests.platform import Platform

US = PARTNERS[0]


@pytest.fixture
async def there(platform: Platform) -> Bus:
    """A bus to which everything was applied."""
    await bus_plan.apply(platform.bus, handlers())
    return platform.bus


async def change_account(there: Bus, role: str, *, remove: str = "", add: str = "") -> None:
    """Push an account with other permissions for its role, as somebody's slip would."""
    name = account_of(role)
    async with there.connected(ACCOUNTS_USER) as system:
        claims = copy.deepcopy(await resolver.lookup(system, there.keys, name))
        assert claims is not None
        may = claims["signing_keys"][0]["template"]["pub"]
        may["allow"] = sorted({*may["allow"], add} - {remove, ""})
        await resolver.push(system, there.keys, name, claims)


async def test_the_plan_of_an_empty_bus_says_what_is_missing(platform: Platform) -> None:
    ours = ("SENSOOR", "CONTACTS", "BILLING", "VOLUNTEERS", "REPORTING", "OPERATOR")
    accounts = [f"account {name} is missing" for name in ours]
    assert await bus_plan.plan(platform.bus, handlers()) == [
        *accounts, "streams and consumers: all, once the accounts are there",
    ]  # fmt: skip
    done = await bus_plan.apply(platform.bus, handlers())
    assert done[: len(accounts)] == accounts
    made = {f"stream {stream} is missing" for stream in stream_subjects()}
    readers = {
        f"consumer {config.durable_name} is missing" for _, config in streams.consumers(handlers())
    }
    assert set(done[len(accounts) :]) == made | readers


async def test_applying_again_changes_nothing(there: Bus) -> None:
    before = await all_there_is(there)
    await access.add(there, US, there.url)
    for _ in range(2):
        assert await bus_plan.plan(there, handlers()) == []
        assert await bus_plan.apply(there, handlers()) == []
        assert await bus_plan.strangers(there, handlers()) == []
    assert await all_there_is(there) == before


async def test_a_permission_that_was_taken_or_given_is_shown_and_mended(there: Bus) -> None:
    subject, foreign = "contacts.referral_made.v1", "billing.contract_signed.v1"
    await change_account(there, "contacts", remove=subject, add=foreign)
    async with visiting(there, "contacts") as contacts:
        assert await contacts.may_publish(subject, foreign) == [foreign]
    found = await bus_plan.plan(there, handlers())
    key = there.keys.role("CONTACTS", "contacts").public[:8]
    assert found == [
        f"contacts ({key}) may publish {foreign}: too much",
        f"contacts ({key}) may publish {subject}: missing",
    ]
    assert await bus_plan.apply(there, handlers()) == found
    assert await bus_plan.plan(there, handlers()) == []
    async with visiting(there, "contacts") as contacts:
        assert await contacts.may_publish(subject, foreign) == [subject]


async def test_own_subjects_that_were_taken_are_shown_and_mended(there: Bus) -> None:
    await change_account(there, "contacts", remove="chat.>")
    found = await bus_plan.plan(there, handlers())
    key = there.keys.role("CONTACTS", "contacts").public[:8]
    assert found == [f"contacts ({key}) may publish chat.>: missing"]
    assert await bus_plan.apply(there, handlers()) == found
    assert await bus_plan.plan(there, handlers()) == []


async def test_what_an_account_takes_over_on_other_terms_is_shown_and_mended(there: Bus) -> None:
    async with there.connected(ACCOUNTS_USER) as system:
        claims = copy.deepcopy(await resolver.lookup(system, there.keys, "REPORTING"))
        assert claims is not None
        taken = claims["imports"][0]
        taken["local_subject"] = "elsewhere"
        await resolver.push(system, there.keys, "REPORTING", claims)
    found = await bus_plan.plan(there, handlers())
    assert found == [f"account REPORTING may use {taken['subject']}: on other terms"]
    assert await bus_plan.apply(there, handlers()) == found
    assert await bus_plan.plan(there, handlers()) == []


async def test_a_stream_and_a_consumer_changed_by_hand_are_shown_and_mended(there: Bus) -> None:
    async with visiting(there, "provisioner") as provisioner:
        js = provisioner.client.jetstream()
        changed = streams.stream_config("CONTACTS")
        changed.max_msg_size, changed.subjects = 1_000, ["contacts.>", "other.>"]
        await js.update_stream(changed)
        reader = next(c for _, c in streams.consumers(handlers())
                      if c.durable_name == "reporting_contacts")  # fmt: skip
        reader.ack_wait, reader.max_ack_pending = 77.0, 1
        await js.add_consumer("CONTACTS", reader)
    found = await bus_plan.plan(there, handlers())
    assert "stream CONTACTS: max_msg_size is 1000, not 65536" in found
    assert "consumer reporting_contacts: max_ack_pending is 1, not 5000" in found
    assert len(found) == 4
    assert sorted(await bus_plan.apply(there, handlers())) == sorted(found)
    assert await bus_plan.plan(there, handlers()) == []


async def test_what_the_code_does_not_know_is_told_and_never_removed(there: Bus) -> None:
    async with visiting(there, "provisioner") as provisioner:
        js = provisioner.client.jetstream()
        await js.add_stream(StreamConfig(name="OLD", subjects=["old.>"]))
        await js.add_consumer("CONTACTS", ConsumerConfig(durable_name="billing_contacts"))
    strangers = ["consumer billing_contacts of CONTACTS", "stream OLD"]
    before = await all_there_is(there)
    assert await bus_plan.plan(there, handlers()) == []
    assert await bus_plan.strangers(there, handlers()) == strangers
    assert await bus_plan.apply(there, handlers()) == []
    assert await all_there_is(there) == before


async def test_who_was_thrown_out_stays_out_when_permissions_are_mended(there: Bus) -> None:
    credentials = await access.add(there, US, there.url)
    old = there.keys.credentials("billing").with_suffix(".creds.old")
    rotation.begin(there, "billing")
    try:
        await rotation.finish(there, "billing")
        await access.revoke(there, US, old=False)
        revoked = await revocations(there)
        await change_account(there, "contacts", add="billing.contract_signed.v1")
        await bus_plan.apply(there, handlers())
        assert await revocations(there) == revoked
        assert all(revoked.values())
        assert not await is_let_in(there, US, credentials)
    finally:
        old.unlink(missing_ok=True)


async def revocations(there: Bus) -> dict[str, dict[str, int]]:
    names = (account_of("billing"), bus_accounts.partner_account_name(US))
    async with there.connected(ACCOUNTS_USER) as system:
        found = {name: await resolver.lookup(system, there.keys, name) for name in names}
    return {name: (claims or {}).get("revocations", {}) for name, claims in found.items()}


async def test_the_release_before_never_narrows_what_a_later_one_widened(there: Bus) -> None:
    """A consumer passes over what its filter leaves out, for good."""
    later = "volunteers.training_attended.v1"
    async with there.connected("provisioner") as client:
        js = client.jetstream()
        config = (await js.consumer_info("VOLUNTEERS", "contacts_volunteers")).config
        assert config.filter_subjects
        config.filter_subjects = sorted([*config.filter_subjects, later])
        await js.add_consumer("VOLUNTEERS", config)

        assert await bus_plan.plan(there, handlers()) == []
        assert await bus_plan.apply(there, handlers()) == []

        kept = (await js.consumer_info("VOLUNTEERS", "contacts_volunteers")).config
        assert kept.filter_subjects == config.filter_subjects
