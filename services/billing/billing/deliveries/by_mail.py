"""Send documents by electronic mail."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from shared.http import now
from shared.mail import MailNotTaken, send_mail

from billing.deliveries.parcel import NotTaken, Parcel, Sender, Undeliverable
from billing.files.formats import Format, file_name

ATTACHED: tuple[Format, ...] = ("pdf", "nlcius")


def by_mail(url: str) -> Sender:
    """Return what mails a document as PDF, and as NLCIUS where it can be made.

    The receipt is the answer of the mail server. The Message-ID is that of the document: of two
    mails, sent because the first was not noted, the receiver sees that they are one.
    """

    async def send(parcel: Parcel) -> str:
        try:
            return await send_mail(url, _message(parcel))
        except MailNotTaken as answer:
            raise NotTaken(str(answer)) from answer

    return send


def _message(parcel: Parcel) -> EmailMessage:
    if not parcel.recipient:
        raise Undeliverable(f"The payer of {parcel.number} has no mail address.")
    if not parcel.sender:
        raise Undeliverable(f"The seller on {parcel.number} has no mail address to send from.")
    message = EmailMessage()
    message["From"] = Address(parcel.sender_name, addr_spec=parcel.sender)
    message["To"] = Address(addr_spec=parcel.recipient)
    message["Subject"] = f"{parcel.title} {parcel.number} van {parcel.sender_name}"
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{parcel.number}@{parcel.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"Geachte heer, mevrouw,\n\nBijgaand ontvangt u {parcel.title.lower()} {parcel.number}.\n\n"
        f"Met vriendelijke groet,\n{parcel.sender_name}\n"
    )
    for name in ATTACHED:
        if name in parcel.files:
            message.add_attachment(
                parcel.files[name], maintype="application",
                subtype="pdf" if name == "pdf" else "xml", filename=file_name(parcel.number, name),
            )  # fmt: skip
    return message
