"""What a reviewer of cool-downs asks for."""

from shared.http import Command

from contacts.misuse.rules import Review


class ReviewCoolDown(Command):
    """The review of a cool-down: `upheld` as it is, or `lifted` at once."""

    review: Review
