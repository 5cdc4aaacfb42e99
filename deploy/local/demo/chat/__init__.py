"""Browsers of the chat in Python: a help seeker's page, and a listener's desk (docs/chat.md).

    seeker = Seeker(address)                      # the service's PUBLIC_URL, which it checks
    running = asyncio.create_task(seeker.run())   # joins, and comes back by itself
    await seeker.until(lambda: seeker.phase == "answered")
    seeker.say("good evening")                    # never waits, and is never lost
    seeker.words.log                              # the words of both sides, in order
    seeker.end()                                  # leave the queue, or end the chat
    state = await running                         # {"phase": "ended", "endedBy": "seeker"}

    async with at_desk(address, headers) as desk: # headers: a listener's bearer token
        await desk.be("present", shift_id)        # or "paused", "leaving"; `leave` to be absent
        await desk.until(lambda: desk.offers)     # DeskView in JSON: `desk.view`
        attempt_id = desk.offers[0]["attemptId"]
        await desk.answer(attempt_id)             # False: it was offered elsewhere meanwhile
        desk.say(attempt_id, "good evening")
        desk.words[attempt_id].log                # a transcript for each open chat
        await desk.end(attempt_id)
        await desk.register(attempt_id, kind="conversation", topics=["loneliness"],
                            outcome="helped_by_talk")

`until` raises `Over` where nothing more will come. What was said is nowhere but in these objects:
nothing here logs a word.
"""

from demo.chat.connection import Over
from demo.chat.desk import Desk, at_desk
from demo.chat.seeker import Seeker

__all__ = ["Desk", "Over", "Seeker", "at_desk"]
