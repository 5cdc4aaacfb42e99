"""Tell people by web push (RFC 8030), through the service of their browser.

What is sent is the kind of the notice and the path of a page. It is sealed for the browser
(RFC 8291): its service sees how long it is, and when it comes.
"""

import asyncio
import json

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid, b64urlencode
from pywebpush import WebPushException, webpush
from requests import RequestException

from volunteers.notices.rules import PATHS
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.ways import Browser, BrowserGone, ByPush, NotTold

ANSWER_WITHIN_SECONDS = 20.0
GONE = (404, 410)
URGENT: frozenset[NoticeKind] = frozenset({"surge", "offer", "after_care"})


def by_push(private_key: str, contact: str) -> ByPush:
    """Return what pushes, signed with a VAPID key (RFC 8292); `contact` answers for it."""
    key = Vapid.from_string(private_key)

    def hand_over(browser: Browser, kind: NoticeKind, seconds: int) -> None:
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        webpush(
            {"endpoint": browser.endpoint, "keys": keys},
            json.dumps({"kind": kind, "path": PATHS[kind]}),
            vapid_private_key=key, vapid_claims={"sub": contact}, ttl=seconds,
            headers={"Urgency": "high" if kind in URGENT else "normal"},
            timeout=ANSWER_WITHIN_SECONDS,
        )  # fmt: skip

    async def send(browser: Browser, kind: NoticeKind, seconds: int) -> None:
        try:
            await asyncio.to_thread(hand_over, browser, kind, seconds)
        except WebPushException as error:
            if error.status_code in GONE:
                raise BrowserGone("the browser takes no push any more") from None
            raise NotTold(f"the push service answered {error.status_code}") from None
        except RequestException as error:
            raise NotTold(f"no push service: {type(error).__name__}") from None

    return send


def public_key(private_key: str) -> str:
    """Return the key by which a browser knows who may push to it: base64url, uncompressed."""
    key = Vapid.from_string(private_key).public_key
    found: str = b64urlencode(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    return found
