"""A small helpline to look at: one location, a listener on duty, a municipality that pays."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import httpx
from reporting.forecasts.make_forecast import make_forecast
from reporting.forecasts.measure_weeks import measure_weeks
from shared.database import Database
from shared.events.envelope import Event, headers
from shared.month import TIME_ZONE
from shared.roles import Role

from benchmarks.simulated_contacts import simulate
from tests.billing.given import (
    figures,
    given_contract,
    given_draft,
    given_municipalities,
    given_settled,
)
from tests.browser.care import given_care
from tests.browser.contacts_data import given_contacts
from tests.browser.finance import given_parties, given_year
from tests.browser.on_now import a_shift_on_now
from tests.browser.own import given_plans
from tests.browser.people import given_names, given_people
from tests.browser.site import Person, Site
from tests.reporting.busy_days import given_forecast, given_rows
from tests.reporting.closing import closed
from tests.reporting.given import NOON, handled, missed, others
from tests.reporting.histories import put
from tests.volunteers import desk
from tests.waiting import eventually

# Those named more often are more often told.
MISSED = ("abandoned", "no_listener", "abandoned", "closed", "abandoned")
TOPICS = ("loneliness", "mental_health", "loneliness", "relationships", "suicidal_thoughts",
          "loneliness", "family", "mental_health", "physical_health", "work_or_unemployment",
          "other")  # fmt: skip
OUTCOMES = ("helped_by_talk", "thought_along", "helped_by_talk", "needs_more_support",
            "helped_by_talk", "referred", "broken_off")  # fmt: skip
CHANNELS = ("telephone", "telephone", "chat", "telephone", "email")
KINDS = ("silent", "hang_up", "silent", "misuse", "hang_up")
WAITS = (20, 50, 100, 200, 400, 25, 45)
HOLE = """
INSERT INTO risk (shift_id, hours, told_at, holes, waves, next_wave_at, asked, accepted)
VALUES ($1, $2, now(), 2, 1, now() + interval '1 hour', 6, 0) ON CONFLICT DO NOTHING
"""
SURGE = """
INSERT INTO surge (surge_id, line, region, since, listeners_wanted, sequence, next_wave_at, asked,
    accepted)
VALUES ('00000000-0000-4000-8000-000000000001', 'national', 'Limburg', now(), 12, '1',
    now() + interval '1 day', 36, 4) ON CONFLICT DO NOTHING
"""
STANDS_IN = "INSERT INTO presence VALUES ($1, $2, $3, now(), now(), true, '1')"


async def fill(site: Site) -> None:
    """Give the site its data, its persons, and what its addresses name; each service its own."""
    await _volunteers(site)
    await given_contacts(site)
    await _billing(site)
    await _reporting(site)
    await site.settle()
    await closed(site.services["reporting"], "2015-10", "2016-03", "2016-Q1", "2016")
    await _forecast(site.services["reporting"].database)
    await _these_days(site, UUID(site.values["volunteers"]["location_id"]))


async def _volunteers(site: Site) -> None:
    client = site.services["volunteers"].client
    opened = await desk.post(client, "/locations", name="Zutphen", region="Gelderland")
    location = opened["locationId"]
    listener, mentor = await desk.admitted(client, location, how_many=2)
    await given_names(client, listener, mentor)
    day = datetime.now(UTC).astimezone(TIME_ZONE).date()
    shift = await a_shift_on_now(site, location)
    await desk.post(client, f"/shifts/{shift}/places", volunteerId=listener)
    for days in range(1, 4):
        later = day + timedelta(days=days)
        hole = await desk.a_shift(
            client, location, day=f"{later}", part="evening", channels=["chat"]
        )
        await _tell_hole(site, UUID(hole), hours=24 if days == 1 else 72)
    await _stand_in(site, shift, mentor, location)
    await given_plans(site, location, listener, hole, day)
    await _organisation(client, location)
    people = await given_people(client, location)
    here = (UUID(location),)
    site.persons |= {
        "listener": Person(Role.LISTENER, UUID(listener)),
        "listener who pauses": Person(Role.LISTENER, UUID(people["person_id"])),
        "coordinator of Zutphen": Person(Role.COORDINATOR, locations=here),
        "coordinator of the nation": Person(Role.COORDINATOR),
        "trainer": Person(Role.TRAINER, locations=here),
        "finance": Person(Role.FINANCE),
        "analyst": Person(Role.ANALYST),
        "council": Person(Role.COUNCIL),
        "partner": Person(Role.PARTNER),
        "operator": Person(Role.OPERATOR),
    }
    site.values["volunteers"] = {
        "location_id": location, "shift_id": shift, "week": f"{day:%G-W%V}", "day": f"{day}",
        **people, "proposal_id": await _a_proposal(client, location, day),
    }  # fmt: skip
    await given_care(site, location, listener, mentor)


async def _tell_hole(site: Site, shift_id: UUID, *, hours: int) -> None:
    """Let a shift have a hole that people were asked for, and listeners be called for."""
    async with site.services["volunteers"].database.commit() as connection:
        await connection.execute(HOLE, shift_id, hours)
        await connection.execute(SURGE)


async def _stand_in(site: Site, *ids: str) -> None:
    """Let a volunteer be at the desk of a shift, of a location, without a place in it."""
    async with site.services["volunteers"].database.commit() as connection:
        await connection.execute(STANDS_IN, *map(UUID, ids))


async def _a_proposal(client: httpx.AsyncClient, location: str, day: date) -> str:
    """Have a roster proposed for the coming week, with a night that nobody can take."""
    last = day + timedelta(days=6)
    await desk.a_shift(client, location, day=f"{day + timedelta(days=2)}", part="night", needed=4)
    asked = await desk.post(
        client, "/roster-proposals", firstDay=f"{day}", lastDay=f"{last}", locationIds=[location]
    )
    path = f"/roster-proposals/{asked['proposalId']}"

    async def made() -> bool:
        return bool((await desk.get(client, path))["state"] == "done")

    await eventually(made, within=60)
    return str(asked["proposalId"])


async def _organisation(client: httpx.AsyncClient, location: str) -> None:
    """Let a foundation take over the location next year, after another institution ended."""
    made = [
        await desk.post(client, "/institutions", name=name, form=form, firstDay="2016-01-01")
        for name, form in (
            ("Vereniging Oost", "association_member"),
            ("De Stichting", "foundation"),
        )
    ]
    member, foundation = (one["institutionId"] for one in made)
    lochem = await desk.post(client, "/locations", name="Lochem", region="Gelderland")
    for place, kind, into, day in (
        (location, "move", foundation, "2031-01-01"),
        (lochem["locationId"], "merge", location, "2030-01-01"),
    ):
        await desk.post(
            client, "/location-changes", kind=kind, locationId=place, intoId=into, onDay=day
        )
    await desk.post(client, f"/institutions/{member}/merger", intoId=foundation, onDay="2020-01-01")


async def _billing(site: Site) -> None:
    client = site.services["billing"].client
    await given_municipalities(
        client, figures("GM0301", 46_997), figures("GM0141", 72_425, name="Almelo"),
        figures("GM1900", 84_180, name="Súdwest-Fryslân", province="Fryslân"),
        figures("GM0373", 30_076, name="Bergen (NH.)", province="Noord-Holland"),
        figures("GM0420", 43_481, name="Medemblik", province="Noord-Holland"),
    )  # fmt: skip
    await given_parties(client)
    contract = await given_contract(client, "GM0301", "GM0141")
    await given_contract(client, "GM1900")
    await given_contract(client, "GM0373", "GM0420", payer="VNG")
    await given_settled(client, 2016)
    draft = await given_draft(client)
    site.values["billing"] = {
        "year": "2016", "code": "GM0301", "party": "GM0301", "version": draft["version"],
        "contract_id": contract["contractId"], **await given_year(site),
    }  # fmt: skip


async def _reporting(site: Site) -> None:
    """Tell a busy October 2015 and March 2016 as contacts would; nobody registers that late."""
    listed = await desk.get(site.services["volunteers"].client, "/locations")
    places = [UUID(one["locationId"]) for one in listed["items"]]
    told = [
        one
        for days, times in ((0, 40), (-160, 36))
        for one in _a_month(places, NOON + timedelta(days=days), times)
    ]
    await _tell(site, [*told, *others()])
    site.values["reporting"] = {
        "period": "2016-03", "quarter": "2016-Q1", "year": "2016", "region": "Gelderland",
        "code": "GM0301", "location_id": site.values["volunteers"]["location_id"],
    }  # fmt: skip


def _a_month(places: list[UUID], noon: datetime, times: int) -> list[Event]:
    """Return so many attempts of each hour that are answered, and as good as many that are not.

    Each hour has some of each location, whose order is chance: no hour is hidden for its place.
    """
    hours = [noon + timedelta(hours=hour) for hour in range(24)]
    told: list[Event] = [
        missed(
            offered_quarter=start + timedelta(days=place % 7),
            reason=MISSED[place % len(MISSED)],
            channel=CHANNELS[place % 3 * 2],
        )
        for start in hours
        for place in range(14)
    ]
    for place, start in enumerate(hours * times):
        talked = {
            "topics": [TOPICS[place % len(TOPICS)]], "outcome": OUTCOMES[place % len(OUTCOMES)],
        }  # fmt: skip
        other = {"kind": KINDS[place % len(KINDS)], "topics": [], "outcome": "no_conversation"}
        told.append(handled(
            started_quarter=start + timedelta(days=place // 24 % 7),
            answered_at_location_id=places[place // 24 % len(places)],
            channel=CHANNELS[place % len(CHANNELS)], wait_seconds=WAITS[place % len(WAITS)],
            **(other if place % 13 == 0 else talked),
        ))  # fmt: skip
    return told


async def _forecast(database: Database) -> None:
    """Forecast from two weeks of February 2016, of which the week after them came out."""
    first_day, today = date(2016, 2, 1), date(2016, 2, 15)
    await put(database, simulate(first_day, 21, 1))
    noon = datetime(2016, 2, 15, 11, tzinfo=UTC)
    await make_forecast(database, today, b"k" * 32, noon)
    await measure_weeks(database, noon + timedelta(days=14))


async def _these_days(site: Site, here: UUID) -> None:
    """Let the last eight days have many attempts in every hour, and a forecast."""
    database = site.services["reporting"].database
    now = datetime.now(UTC)
    quarters = [
        now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1 + hour)
        for hour in range(8 * 24)
    ]
    await given_rows(
        database,
        answered=[(start, here, 40 + 20 * (start.hour % 3), "telephone") for start in quarters],
        missed=[(start, 10 + start.hour, "no_listener") for start in quarters],
    )
    for days in range(-7, 1):
        day = (now + timedelta(days=days)).astimezone(TIME_ZONE).date()
        await given_forecast(database, day, 85.0)


async def _tell(site: Site, events: list[Event]) -> None:
    """Publish events at once, by one connection: `Platform.publish` opens one for each."""
    connection = await site.platform.connect()
    js = connection.jetstream()
    for event in events:
        attributes = headers(
            event, source="urn:nld:kvknr:00000000:systeem:contacts", aggregate_id=str(uuid4()),
            version=1, time=datetime.now(UTC), traceparent=None,
        )  # fmt: skip
        data = event.model_dump_json(by_alias=True).encode()
        await js.publish(event.subject, data, headers=attributes)
    await connection.close()
