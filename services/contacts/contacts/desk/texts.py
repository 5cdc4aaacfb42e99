"""What the desk's scripts say, by the names that they know; translated where the page is made."""

from shared.pages.language import N_

TEXTS = {
    "seconds": N_("%(seconds)s s"),
    "minutes": N_("%(minutes)s min %(seconds)s s"),
    "hours": N_("%(hours)s h %(minutes)s min"),
    "refused": N_("This was refused (%(code)s)."),
    "mute": N_("Mute"),
    "unmute": N_("Sound on"),
    # The bar
    "state_absent": N_("You are not at the desk"),
    "state_present": N_("You are present"),
    "state_paused": N_("You have a pause"),
    "state_leaving": N_("You leave after this one"),
    "at": N_("%(place)s, %(channels)s, as %(role)s"),
    "at_until": N_("%(place)s until %(until)s, %(channels)s, as %(role)s"),
    "location_unknown": N_("Location whose name is not known here yet"),
    "pause": N_("Pause"),
    "be_present": N_("Be present again"),
    "leave": N_("Leave"),
    "leave_after": N_("Leave after this one"),
    "be_present_at": N_("Be present: %(place)s"),
    "shift": N_("%(from)s–%(until)s, %(channels)s, as %(role)s"),
    "nobody_waits": N_("Nobody waits"),
    # What is offered
    "title": N_("%(channel)s, %(line)s"),
    "waits": N_("waits %(waited)s, since %(since)s"),
    "waits_again": N_("waits for another listener; came at %(since)s, %(waited)s ago"),
    "left": N_("%(left)s left"),
    "rings": N_("your telephone rings: pick it up"),
    "call_spoken": N_("Your telephone rings: %(title)s, waits %(waited)s."),
    "offer_spoken": N_("Somebody comes: %(title)s, waits %(waited)s. Alt+A answers."),
    # A chat
    "message_in": N_("Message in chat %(number)s"),
    "words_of": N_("What was said in chat %(number)s"),
    "go_to": N_("Go to chat %(number)s"),
    "about": N_("waited %(waited)s, with you since %(since)s"),
    "about_continued": N_("had another listener before; with you since %(since)s"),
    "talking": N_("You talk, for %(long)s."),
    "talked": N_("You talked for %(long)s."),
    "end_call": N_("The call is over"),
    "waiting_for_you": N_("waiting for you"),
    "waiting_since": N_("waiting for you since %(since)s (%(long)s)"),
    "by_seeker": N_("Help seeker:"),
    "by_listener": N_("You:"),
    "too_long": N_("A message has at most %(most)s characters: send it in parts."),
    "unsent": N_("Not sent yet: %(words)s"),
    "typing": N_("is typing …"),
    "seeker_gone": N_("Their connection is lost since %(since)s; two minutes to come back."),
    "on_its_way": N_("on its way"),
    "arrived": N_("arrived"),
    "seen": N_("seen"),
    "new_in": N_("New in chat %(number)s."),
    "ended_by_seeker": N_("the help seeker ended it"),
    "ended_by_listener": N_("you ended it"),
    "ended_by_gone": N_("the help seeker did not come back"),
    "ended_enter": N_("Ended. Enter: register it."),
    "tab": N_("%(number)s"),
    "tab_unread": N_("%(number)s: %(unread)s new"),
    "tab_ended": N_("%(number)s: register"),
    # The registration
    "known": N_("%(title)s · waited %(waited)s · %(from)s–%(until)s"),
    "when_ended": N_("It can be sent when the chat has ended."),
    "choose_topics": N_("Choose one to %(most)s topics."),
    "most_topics": N_("At most %(most)s topics: take one away first."),
    "choose_outcome": N_("Choose how it ended."),
    "not_right": N_("This is not right: choose it again."),
    "kept_here": N_("It could not be sent yet. It is kept in this browser, and sent by itself."),
    "registered": N_("Registered."),
    # A referral
    "choose_partner": N_("Choose a partner."),
    "referred_to": N_("%(mode)s: %(partner)s"),
    "referred_urgent": N_("%(mode)s, urgent: %(partner)s"),
    "step_spoken": N_("Chat %(number)s, %(mode)s to %(partner)s: %(step)s."),
}  # fmt: skip

# For one, and for several.
PLURALS = {
    "people_wait": (
        N_("1 person waits, %(longest)s"), N_("%(num)s people wait, the longest %(longest)s"),
    ),
    "calls_wait": (N_("1 of them calls"), N_("%(num)s of them call")),
    "come": (N_("Somebody comes: %(title)s"), N_("%(num)s come: %(title)s")),
    "unread": (N_("1 new"), N_("%(num)s new")),
    "others_wait": (N_("1 other waits for you"), N_("%(num)s others wait for you")),
    "kept": (
        N_("1 registration is kept in this browser: it is sent by itself as soon as it can be."),
        N_("%(num)s registrations are kept in this browser: they are sent by themselves as soon as"
           " they can be."),
    ),
    "heavy_here": (
        N_("Somebody at your location had a heavy contact (%(times)s). Ask how they are."),
        N_("There were %(num)s heavy contacts at your location (%(times)s). Ask how they are."),
    ),
}  # fmt: skip

# What the refusals of the desk's API say, by their codes.
REFUSALS = {
    "unreachable": N_("The service cannot be reached just now. Try it again."),
    "not-on-this-shift": N_("You have no place in this shift now: choose another."),
    "not-admitted": N_("You are not admitted for this channel: ask your coordinator."),
    "chats-open": N_("Chats are open here: end them first."),
    "offer-gone": N_("This was not answered in time: somebody else is asked."),
    "answered-by-telephone": N_("This is a call: pick up the telephone."),
    "extension-taken": N_("Another listener is at a desk with this extension: give your own."),
    "not-your-chat": N_("This chat is not yours any more."),
    "no-such-attempt": N_("This chat is not known any more."),
    "chat-not-ended": N_("The chat has not ended yet: end it first."),
    "kind-and-outcome-disagree": N_("Kind, topics and outcome do not fit each other."),
    "misuse-kind-without-misuse": N_("Only misuse has a kind of misuse."),
    "cool-down-without-reason": N_("Say in what way: a cool-down needs its reason."),
    "no-cool-down-without-a-call": N_("Only a caller can have a cool-down."),
    "caller-not-known-any-more": N_(
        "This caller cannot be told any more, for the day of the call is over: choose no cool-down."
    ),
    "referred-contact-is-no-conversation": N_("There was a referral, so it was a conversation."),
    "already-referred": N_("There is a referral to this partner already."),
    "handover-not-accepted": N_("The partner has not accepted this handover."),
    "referral-not-found": N_("This referral is not known any more."),
    "handover-settled-before": N_("This handover has ended already."),
    "nothing-within-reach": N_("A desk is a volunteer's, and you are signed in as none."),
    "unavailable": N_("The database cannot be reached just now. Try it again."),
    "too-many-requests": N_("That was much at once: try it again in a moment."),
}  # fmt: skip
