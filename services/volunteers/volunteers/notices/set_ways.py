"""The ways that the settings give."""

from shared.pages.language import Catalogues

from volunteers.notices.by_mail import by_mail
from volunteers.notices.by_push import by_push
from volunteers.notices.ways import About, Ways, not_set
from volunteers.people.keys import keys_of
from volunteers.settings import Settings


def ways_of(settings: Settings, about: About, words: Catalogues) -> Ways:
    """Return how people are told; what is to be told by a way that is not set waits for it."""
    server, sender = settings.smtp_url, settings.mail_from
    key, contact = settings.vapid_private_key, settings.vapid_contact
    mail = by_mail(server.get_secret_value(), sender) if server and sender else not_set("SMTP_URL")
    push = (
        by_push(key.get_secret_value(), contact)
        if key and contact
        else not_set("VAPID_PRIVATE_KEY or VAPID_CONTACT")
    )
    return Ways(
        mail=mail, push=push, about=about, keys=keys_of(settings), words=words,
        address=settings.pages_address("volunteers"),
    )  # fmt: skip
