"""What a volunteer's desk sends of a referral."""

from shared.events.vocabulary import Partner, ReferralMode, Urgency
from shared.http import Command


class MakeReferral(Command):
    """To whom a help seeker was pointed, how, and how urgent it is."""

    partner: Partner
    mode: ReferralMode
    urgency: Urgency = "normal"
