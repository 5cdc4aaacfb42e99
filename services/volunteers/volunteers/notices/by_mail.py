"""Tell people by mail."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from shared.http import now
from shared.mail import MailNotTaken, send_mail

from volunteers.notices.ways import ByMail, NotTold
from volunteers.notices.wording import Words

SENDER_NAME = "Sensoor"


def by_mail(url: str, sender: str) -> ByMail:
    """Return what mails through the server at `url`, from the address `sender`.

    The Message-ID is that of the notice: of two mails, sent because the first was not noted, the
    receiver sees that they are one.
    """

    async def send(notice_id: UUID, recipient: str, words: Words) -> None:
        message = EmailMessage()
        message["From"] = Address(SENDER_NAME, addr_spec=sender)
        message["To"] = Address(addr_spec=recipient)
        message["Subject"] = words.subject
        message["Date"] = format_datetime(now())
        message["Message-ID"] = f"<{notice_id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        try:
            await send_mail(url, message)
        except MailNotTaken as answer:
            raise NotTold(str(answer)) from None

    return send
