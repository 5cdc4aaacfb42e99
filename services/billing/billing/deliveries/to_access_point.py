"""Hand documents to an access point of Peppol over HTTP."""

import httpx

from billing.deliveries.parcel import NotTaken, Parcel, Sender

ANSWER_WITHIN_SECONDS = 20.0
MOST_RECEIPT = 200


def to_access_point(url: str) -> Sender:
    """Return what posts a document's UBL; whom it is for stands in it.

    The receipt is the `id` of the answer, which is JSON. The number of the document is the
    `Idempotency-Key`: what is sent twice, because the first was not noted, is delivered once.
    """

    address = httpx.URL(url)
    # Written into no log: the address is without them.
    name_and_password = (address.username, address.password) if address.userinfo else None
    address = address.copy_with(userinfo=b"")

    async def send(parcel: Parcel) -> str:
        if "peppol" in parcel.refused:
            raise parcel.refused["peppol"]
        headers = {"Content-Type": "application/xml", "Idempotency-Key": parcel.number}
        try:
            async with httpx.AsyncClient(
                auth=name_and_password, timeout=ANSWER_WITHIN_SECONDS
            ) as client:
                answer = await client.post(address, content=parcel.files["peppol"], headers=headers)
            if not answer.is_success:
                raise NotTaken(f"the access point answered {answer.status_code}")
            return str(answer.json()["id"])[:MOST_RECEIPT]
        except httpx.HTTPError as error:
            raise NotTaken(f"no access point: {type(error).__name__}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise NotTaken("the access point answered without an id") from error

    return send
