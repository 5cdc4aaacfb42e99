"""Requests whose JSON numbers are read as decimals: 0.85 never becomes a binary float."""

import json
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

from fastapi import Request, Response
from shared.access import Guarded


class ExactRequest(Request):
    """A request whose JSON numbers with a fraction are decimals."""

    async def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(await self.body(), parse_float=Decimal)


class ExactRoute(Guarded):
    """A guarded route that gets an `ExactRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler, called with an `ExactRequest`."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(ExactRequest(request.scope, request.receive))

        return handle
