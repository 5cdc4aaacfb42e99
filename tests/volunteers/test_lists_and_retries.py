"""Lists by cursor, and requests that are sent again."""

from tests.volunteers import desk


async def pages_of(client, path):
    items, cursor = [], None
    while True:
        page = await desk.get(client, path + (f"&cursor={cursor}" if cursor else ""))
        assert len(page["items"]) <= 2
        items += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            return items


async def test_every_list_is_read_whole_by_its_cursor(platform):
    service = await platform.service("volunteers")
    client = service.client
    locations = [await desk.a_location(client) for _ in range(5)]
    people = await desk.volunteers(client, locations[0], 5)
    await desk.train(client, people, modules=range(1, 6))
    days = ["2016-02-03", "2016-02-01", "2016-02-02", "2016-02-01", "2016-02-04"]
    shifts = [await desk.a_shift(client, locations[0], day=day) for day in days]

    listed = await pages_of(client, "/shifts?limit=2")

    assert [shift["date"] for shift in listed] == sorted(days)
    assert {shift["shiftId"] for shift in listed} == set(shifts)
    assert {one["locationId"] for one in await pages_of(client, "/locations?limit=2")} == {
        *locations
    }
    assert {one["volunteerId"] for one in await pages_of(client, "/volunteers?limit=2")} == {
        *people
    }
    trainings = await pages_of(client, "/trainings?limit=2")
    assert sorted(one["module"] for one in trainings) == [1, 2, 3, 4, 5]
    first = trainings[0]
    assert await desk.get(client, f"/trainings/{first['trainingId']}") == first
    assert set(first["volunteerIds"]) == set(people)


async def test_shifts_are_listed_by_location_by_day_and_by_what_is_open(platform):
    service = await platform.service("volunteers")
    client = service.client
    here, there = await desk.a_location(client), await desk.a_location(client)
    (listener,) = await desk.admitted(client, here)
    full = await desk.a_shift(client, here, day="2016-02-01", needed=1)
    free = await desk.a_shift(client, here, day="2016-02-02", needed=1)
    gone = await desk.a_shift(client, here, day="2016-02-03")
    elsewhere = await desk.a_shift(client, there, day="2016-02-04")
    await desk.fill(client, full, listener)
    await desk.post(client, f"/shifts/{gone}/cancellation")

    async def listed(query):
        return [one["shiftId"] for one in (await desk.get(client, f"/shifts?{query}"))["items"]]

    assert await listed("") == [full, free, gone, elsewhere]
    assert await listed(f"locationId={there}") == [elsewhere]
    assert await listed("from=2016-02-02&until=2016-02-03") == [free, gone]
    assert await listed("open=true") == [free, elsewhere]
    assert await listed(f"open=true&cursor={free}") == [elsewhere]


async def test_a_request_sent_again_with_its_key_is_done_once(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    shift = await desk.a_shift(client, location)

    async def send(key, filled_at):
        return await client.post(
            f"/v1/shifts/{shift}/places",
            json={"volunteerId": listener, "filledAt": filled_at},
            headers={"Idempotency-Key": key},
        )

    first, again = [await send("one", desk.LONG_AGO) for _ in range(2)]
    other_body = await send("one", "2016-01-02T10:00:00Z")
    other_key = await send("two", desk.LONG_AGO)

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert other_body.json()["type"].endswith("idempotency-key-reused")
    assert other_key.json()["type"].endswith("already-in-shift")
    assert (await desk.get(client, f"/shifts/{shift}"))["filled"] == 1


async def test_a_release_sent_again_with_its_key_is_answered_as_the_first(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    shift = await desk.a_shift(client, location)
    await desk.fill(client, shift, listener)

    answers = [
        await client.delete(
            f"/v1/shifts/{shift}/places/{listener}", headers={"Idempotency-Key": "release"}
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
