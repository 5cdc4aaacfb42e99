"""What every figure of a report is called, and what it counts: for page, PDF, CSV and JSON."""
# ruff: noqa: E501  a text that is translated stands in one line

from collections.abc import Iterable
from dataclasses import dataclass

from shared.http import View
from shared.pages.language import N_, gettext


@dataclass(frozen=True)
class Definition:
    """The name of a figure and what it counts, in English: `said` speaks another language."""

    name: str
    text: str


class DefinitionView(View):
    """A figure as the CSV names it in its column `figure`, its name, and what it counts."""

    figure: str
    name: str
    definition: str


DEFINITIONS = {
    "attempts": Definition(N_("Attempts"), N_("Somebody calls, asks for a chat or sends an email: answered or not. Of a region or a location: those on its own numbers. Tests are not counted.")),
    "answered": Definition(N_("Answered attempts"), N_("Attempts that a listener answered, conversation or not. Of a region or a location: answered there, on whichever number.")),
    "line_answered": Definition(N_("Answered on the own number"), N_("Attempts on the place's own numbers that were answered, wherever. Of the country: all that were answered.")),
    "missed": Definition(N_("Missed attempts"), N_("Attempts that nobody answered: the help seeker hung up while waiting, no listener was free, or the line was closed. Who tries again is counted again.")),
    "answer_rate": Definition(N_("Answer rate"), N_("Answered / (answered + hung up while waiting + no listener free). Attempts outside opening hours are left out.")),
    "answered_by_channel": Definition(N_("Answered by channel"), N_("Answered attempts by telephone, chat and email.")),
    "unanswered_by_channel": Definition(N_("Unanswered by channel"), N_("Attempts during opening hours that nobody answered, by channel.")),
    "answer_rate_by_channel": Definition(N_("Answer rate by channel"), N_("The answer rate of one channel; of the country only.")),
    "waits": Definition(N_("Waiting"), N_("Answered attempts by the time that the help seeker waited for an answer, in seconds; each is counted in one class.")),
    "waited_at_most": Definition(N_("Answered within"), N_("Answered attempts that waited at most so many seconds: the sum of the classes up to it, as a share of the answered ones.")),
    "conversations": Definition(N_("Conversations"), N_("Answered attempts that became a conversation. Whoever hangs up, says nothing or misuses the line was answered, but had no conversation.")),
    "minutes": Definition(N_("Minutes"), N_("Minutes spent in conversations.")),
    "average_minutes": Definition(N_("Average duration"), N_("Minutes spent in conversations / conversations.")),
    "channels": Definition(N_("Conversations by channel"), N_("Conversations by telephone, chat and email, as a share of all conversations.")),
    "kinds": Definition(N_("What answered attempts were"), N_("Answered attempts by what they were: a conversation, silence, hung up at once, or misuse; as a share of the answered ones.")),
    "topics": Definition(N_("Topics"), N_("Conversations in which the topic came up, by the listener's registration, as a share of all conversations. A conversation can have several topics.")),
    "topics_by_channel": Definition(N_("Topics by channel"), N_("Conversations in which the topic came up, as a share of the conversations by that channel.")),
    "outcomes": Definition(N_("Outcomes"), N_("Conversations by how they ended, in the listener's judgement, as a share of all conversations.")),
    "answered_by_hour": Definition(N_("Answered by hour"), N_("Answered attempts by the hour of the day in which they came, all days together, in Dutch time.")),
    "missed_by_hour": Definition(N_("Missed by hour"), N_("Missed attempts by the hour of the day in which they came, all days together, in Dutch time.")),
    "answered_by_weekday": Definition(N_("Answered by weekday"), N_("Answered attempts by the day of the week on which they came.")),
    "missed_by_weekday": Definition(N_("Missed by weekday"), N_("Missed attempts by the day of the week on which they came.")),
    "referrals": Definition(N_("Referrals"), N_("Help seekers who were pointed or handed to a partner, such as 113Online or Veilig Thuis.")),
    "referral_partners": Definition(N_("Referrals by partner"), N_("Referrals by the partner referred to, as a share of all referrals.")),
    "referral_modes": Definition(N_("Referrals by mode"), N_("Referrals by how it was done: told where to turn, handed over while on the line, or in an emergency; as a share of all referrals.")),
    "handovers": Definition(N_("Warm handovers"), N_("Referrals with the help seeker on the line, of which the end is known.")),
    "handover_outcomes": Definition(N_("How handovers ended"), N_("Warm handovers by their end: connected, declined by the partner, or no answer in time; as a share of those whose end is known.")),
    "hours_wanted": Definition(N_("Hours wanted"), N_("The hours of all places in shifts that were not cancelled.")),
    "hours_covered": Definition(N_("Hours covered"), N_("The hours of the places that a volunteer had taken in those shifts.")),
    "volunteers_on_duty": Definition(N_("Volunteers on duty"), N_("Volunteers who had a place in those shifts.")),
    "participating_inhabitants": Definition(N_("Participating inhabitants"), N_("Inhabitants (CBS) on 1 January of the year of the municipalities that take part.")),
    "eligible_inhabitants": Definition(N_("Inhabitants that count"), N_("Inhabitants (CBS) on 1 January of the year of all municipalities but the four large cities, which have an arrangement of their own.")),
    "participation": Definition(N_("Participation"), N_("Participating inhabitants / inhabitants that count.")),
    "budget": Definition(N_("Budget"), N_("The year's budget in euros, which all participants pay together.")),
    "price": Definition(N_("Price per inhabitant"), N_("The budget / participating inhabitants, in euros, as printed: with three decimals. It is the same for every municipality.")),
    "inhabitants": Definition(N_("Inhabitants"), N_("Inhabitants of the municipality (CBS) on 1 January of the year.")),
    "share_of_inhabitants": Definition(N_("Share of the inhabitants"), N_("Inhabitants of the municipality / inhabitants of all municipalities. It says how large the municipality is, not how many of its inhabitants sought contact: nobody is asked where they live.")),
    "contribution": Definition(N_("Contribution"), N_("The exact price per inhabitant of the year's settlement times the inhabitants, in euros, rounded to the cent. Only of a municipality that takes part on 1 January by a contract that was signed.")),
    "invoiced_here": Definition(N_("Invoiced to the municipality"), N_("Invoices for the year to contracts that the municipality pays itself, in euros, less credit notes. Whoever is paid for by another, such as the VNG, gets none.")),
    "invoices": Definition(N_("Invoices"), N_("Invoices to contracts for the year.")),
    "invoiced": Definition(N_("Invoiced"), N_("The sum of those invoices in euros with VAT, less credit notes.")),
}  # fmt: skip


def said(key: str) -> DefinitionView:
    """Return what a figure is called and counts, in the language that is spoken now."""
    found = DEFINITIONS[key]
    return DefinitionView(figure=key, name=gettext(found.name), definition=gettext(found.text))


def all_said(keys: Iterable[str] = DEFINITIONS) -> list[DefinitionView]:
    """Return several, or all, in order."""
    return [said(key) for key in keys]
