"""JSON whose numbers are exact: a share such as 0.85 never passes through a binary float."""

import json
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

from fastapi import Request, Response
from shared.access import Guarded


class ExactRequest(Request):
    """A request whose JSON is read with decimals."""

    async def json(self) -> Any:
        """Return the body; numbers with a fraction are decimals."""
        return json.loads(await self.body(), parse_float=Decimal)


class ExactRoute(Guarded):
    """A guarded route that reads its requests with decimals."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler, given an `ExactRequest`."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(ExactRequest(request.scope, request.receive))

        return handle
