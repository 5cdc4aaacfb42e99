"""The way to a service that may be away: what it does not answer is sent again, as it was."""

import httpx

from demo.client import SERVER_ERROR, TOO_MANY
from demo.retrying import retry


class AskingAgain(httpx.AsyncBaseTransport):
    """A transport of httpx for what has one effect, however often it is sent.

    That is so for the forms of letters, by the tickets in them, and for the exchange's messages, by
    their ids. Raises StillAway once the service has been away for long.
    """

    def __init__(self, way: httpx.AsyncBaseTransport | None = None) -> None:
        self.way = way or httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until it is answered, and not by a fault of the service."""

        async def once() -> httpx.Response:
            answer = await self.way.handle_async_request(request)
            await answer.aread()
            if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY:
                raise httpx.RemoteProtocolError(f"answered {answer.status_code}", request=request)
            return answer

        return await retry(once)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.way.aclose()
