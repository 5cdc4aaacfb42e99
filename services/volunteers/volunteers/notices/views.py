"""Answers about push."""

import datetime as dt
from uuid import UUID

from pydantic import Field
from shared.http import View


class PushSubscriptionView(View):
    """A browser that takes push; its address is told to nobody."""

    subscription_id: UUID
    made_at: dt.datetime = Field(description="UTC")


class PushSubscriptions(View):
    """One's own browsers, and the key with which another one subscribes; null: push is not set."""

    items: list[PushSubscriptionView]
    public_key: str | None = Field(description="VAPID, base64url of an uncompressed point")
