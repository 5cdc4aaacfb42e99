"""Hand a mail over to a mail server (SMTP), which sends it on."""

import asyncio
import ipaddress
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import SplitResult, unquote, urlsplit

ANSWER_WITHIN_SECONDS = 20.0
MOST_RECEIPT = 200
ACCEPTED = 250


class MailNotTaken(Exception):
    """The mail server did not take a mail. The text has its code, and neither address nor words."""


async def send_mail(url: str, message: EmailMessage) -> str:
    """Hand over a mail; return the answer of the server at `smtp[s]://user:password@host:port`.

    To a server beyond this machine it goes over TLS. Raises `MailNotTaken`.
    """
    try:
        return await asyncio.to_thread(_hand_over, urlsplit(url), message)
    except smtplib.SMTPResponseException as error:
        raise MailNotTaken(f"the mail server answered {error.smtp_code}") from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        raise MailNotTaken(f"the mail server refused the address: {codes}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotTaken(f"no mail server: {type(error).__name__}") from error


def _hand_over(server: SplitResult, message: EmailMessage) -> str:
    """Give a message to the mail server and return its answer."""
    host = server.hostname or ""
    with _connected(server, host) as smtp:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
        elif server.scheme == "smtp" and not _is_this_machine(host):
            raise MailNotTaken(
                "the mail server offers no STARTTLS, and mail is not sent in the clear"
            )
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
