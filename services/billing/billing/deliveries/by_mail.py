"""Send documents by electronic mail."""

import asyncio
import ipaddress
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from shared.http import now

from billing.deliveries.parcel import NotTaken, Parcel, Sender, Undeliverable
from billing.files.formats import Format, file_name

ANSWER_WITHIN_SECONDS = 20.0
MOST_RECEIPT = 200
ACCEPTED = 250
ATTACHED: tuple[Format, ...] = ("pdf", "nlcius")


def by_mail(url: str) -> Sender:
    """Return what mails a document as PDF, and as NLCIUS where it can be made.

    The receipt is the answer of the mail server. The Message-ID is that of the document: of two
    mails, sent because the first was not noted, the receiver sees that they are one.
    """
    server = urlsplit(url)

    async def send(parcel: Parcel) -> str:
        message = _message(parcel)
        try:
            return await asyncio.to_thread(_hand_over, server, message)
        except smtplib.SMTPResponseException as error:
            raise NotTaken(f"the mail server answered {error.smtp_code}") from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = ", ".join(str(code) for code, _ in error.recipients.values())
            raise NotTaken(f"the mail server refused the address: {codes}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(f"no mail server: {type(error).__name__}") from error

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


def _hand_over(server: SplitResult, message: EmailMessage) -> str:
    """Give a message to the mail server and return its answer."""
    host = server.hostname or ""
    with _connected(server, host) as smtp:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
        elif server.scheme == "smtp" and not _is_this_machine(host):
            raise NotTaken("the mail server offers no STARTTLS, and mail is not sent in the clear")
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.mail(message["From"].addresses[0].addr_spec)
        recipient = message["To"].addresses[0].addr_spec
        code, answer = smtp.rcpt(recipient)
        if code != ACCEPTED:
            raise smtplib.SMTPRecipientsRefused({recipient: (code, answer)})
        code, answer = smtp.data(message.as_bytes(policy=SMTP))
        if code != ACCEPTED:
            raise smtplib.SMTPDataError(code, answer)
    return answer.decode("ascii", "replace")[:MOST_RECEIPT]


def _connected(server: SplitResult, host: str) -> smtplib.SMTP:
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(
            host, server.port or 465, timeout=ANSWER_WITHIN_SECONDS,
            context=ssl.create_default_context(),
        )  # fmt: skip
    return smtplib.SMTP(host, server.port or 587, timeout=ANSWER_WITHIN_SECONDS)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
