"""The tables of contacts, those of all rooms together: the SQL of one room joins those of another.

Exact times stay here, and are cut after 90 days (registration/cut_old_times.py).
"""

from contacts.tables.base import Table, metadata
from contacts.tables.duty import Listener, Location, Place, Shift
from contacts.tables.letters import Letter, LetterAnswer, Mailbox, MailboxDeletion, MailboxKey
from contacts.tables.queue import Attempt, ClockSetting, ClosedChannel, Desk, Replica
from contacts.tables.registered import Contact, MissedAttempt, PartnerCopy, Referral
from contacts.tables.surges import Surge, SurgeLine
from contacts.tables.telephone import CallerToday, CoolDown, ExchangeCall, ExchangeMessage, Line

__all__ = [
    "Attempt", "CallerToday", "ClockSetting", "ClosedChannel", "Contact", "CoolDown", "Desk",
    "ExchangeCall", "ExchangeMessage", "Letter", "LetterAnswer", "Line", "Listener", "Location",
    "Mailbox", "MailboxDeletion", "MailboxKey", "MissedAttempt", "PartnerCopy", "Place",
    "Referral", "Replica", "Shift", "Surge", "SurgeLine", "Table", "metadata",
]  # fmt: skip
