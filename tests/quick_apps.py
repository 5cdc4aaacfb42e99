"""Services that start in a third of the time: what FastAPI reads of an endpoint, it reads once.

Each service that a test starts includes the same endpoints in a new application, and FastAPI
looks into the parameters of each anew, for most of the time that making a service costs.
"""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import params, routing

READ = "_build_dependant_with_parameterless_dependencies"


def read_endpoints_once() -> None:
    """Keep what was read of an endpoint by its path and dependencies; nobody changes it later."""
    read: Callable[..., Any] = getattr(routing, READ)
    kept: dict[Any, Any] = {}

    def once(*, path: str, call: Callable[..., Any], dependencies: Sequence[params.Depends]) -> Any:
        named = (path, call, *dependencies)
        if getattr(call, "__closure__", None):  # it was made for one application
            return read(path=path, call=call, dependencies=dependencies)
        if named not in kept:
            kept[named] = read(path=path, call=call, dependencies=dependencies)
        return kept[named]

    setattr(routing, READ, once)
