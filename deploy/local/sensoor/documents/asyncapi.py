"""The bus as an AsyncAPI 3 document: every event, who sends it and who reads it.

It is made from the catalogue of events and the services' tables of handlers. The committed copy
is docs/events/asyncapi.json; a test compares it with the code.
"""

import inspect
from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema
from shared.dead_letters import DeadLetter
from shared.events.catalogue import EVENTS, PARTNERS
from shared.events.envelope import SEQUENCE_DIGITS, Event, publisher_of
from shared.handlers import Handlers

Json = dict[str, Any]

EVERY: tuple[type[Event], ...] = (*EVENTS, DeadLetter)

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
GRIDS = {900: ", cut down to the quarter hour"}
DEAD_LETTERS = "dead_letters.{service}"
ABOUT = """\
The events of Sensoor, a national anonymous helpline, on NATS JetStream.

A message is a CloudEvent 1.0 in the binary mode of the NATS protocol binding, after the NL GOV
profile: attributes are `ce-*` headers, the data is JSON in camelCase. The same event may come
twice (same `ce-id`), and a late one does not undo a later one: `ce-sequence` orders the events of
one aggregate (`ce-subject`). Ignore fields that you do not know: a new optional field stays in
the version, anything else is a new version under a subject of its own.

Nobody can find out who called: there is no free text, ids are random, times are cut.

A channel is a subject; `x-stream` names the JetStream stream that keeps it, for ever. Operations
are named `<who>.<send or receive>.<subject>`, and tagged with who does it; a service reads by the
durable consumer that `x-consumer` names. A partner reads its own copies and sends its answers,
with an account of its own: it sees no other channel. Copies leave at each whole minute.
"""


def asyncapi(services: Iterable[Handlers]) -> Json:
    """Return the document of the whole bus; `services` are all services' tables of handlers."""
    services = list(services)
    names = [handlers.service for handlers in services]
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Sensoor's bus",
            "version": "1.0.0",
            "description": ABOUT,
            "contact": {"name": "Sensoor", "url": "https://www.deluisterlijn.nl"},
            "tags": [{"name": name} for name in (*names, *PARTNERS)],
        },
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": {
            **{event.subject: _channel(event) for event in EVENTS},
            DeadLetter.subject: _dead_letters(names),
        },
        "operations": _operations(services),
        "components": {
            "messages": {event.__name__: _message(event) for event in EVERY},
            "schemas": _schemas(),
            "securitySchemes": {
                "credentials": {
                    "type": "asymmetricEncryption",
                    "description": "A credentials file (.creds): a token (JWT) and the seed of an"
                    " Ed25519 key (NKEY) that signs the server's challenge. A service has its"
                    " own; a partner gets one by `sensoor partners add`.",
                }
            },
        },
    }


def _servers() -> Json:
    security = [{"$ref": "#/components/securitySchemes/credentials"}]
    return {
        "local": {
            "host": "127.0.0.1:4222",
            "protocol": "nats",
            "description": "What `sensoor up` starts; it prints the port if another is taken.",
            "security": security,
        },
        "cluster": {
            "host": "{host}:4222",
            "protocol": "nats",
            "description": "Beyond one machine, with TLS (`tls://`).",
            "variables": {"host": {"default": "nats", "description": "as its operator names it"}},
            "security": security,
        },
    }


def _channel(event: type[Event]) -> Json:
    return {
        "address": event.subject,
        "description": _said(event),
        "messages": {event.__name__: _ref("components", "messages", event.__name__)},
        "x-stream": event.stream_name(),
    }


def _dead_letters(services: list[str]) -> Json:
    return {
        "address": DEAD_LETTERS,
        "description": "What a service could not handle, for a person to look into: the place of"
        " the message and the code of the reason, never its content.",
        "parameters": {
            "service": {"enum": services, "description": "the service that set it aside"}
        },
        "messages": {DeadLetter.__name__: _ref("components", "messages", DeadLetter.__name__)},
        "x-stream": DeadLetter.stream_name(),
    }


def _operations(services: list[Handlers]) -> Json:
    found: Json = {}
    for event in EVENTS:
        found |= _operation(publisher_of(event.subject), "send", event)
        for handlers in services:
            if event in handlers.events():
                by = {
                    "description": _said(handlers.handler_of(event)),
                    "x-handler": handlers.handler_of(event).__name__,
                    "x-consumer": handlers.durable(event.stream_name()),
                }
                found |= _operation(handlers.service, "receive", event, **by)
        for partner in PARTNERS:
            if event.subject.startswith(f"partners.{partner}.") and not _sent_by(partner, event):
                found |= _operation(partner, "receive", event)
    for handlers in services:
        found |= _operation(handlers.service, "send", DeadLetter)
    return found


def _sent_by(who: str, event: type[Event]) -> bool:
    return publisher_of(event.subject) == who


def _operation(who: str, action: str, event: type[Event], **more: str) -> Json:
    return {
        f"{who}.{action}.{event.subject}": {
            "action": action,
            "channel": _ref("channels", event.subject),
            "summary": f"{who} {action}s {event.type_name()}",
            "tags": [{"name": who}],
            "messages": [_ref("channels", event.subject, "messages", event.__name__)],
            **more,
        }
    }


def _message(event: type[Event]) -> Json:
    return {
        "name": event.type_name(),
        "title": event.__name__,
        "summary": _said(event),
        "contentType": "application/json",
        "headers": _headers(event),
        "payload": _ref("components", "schemas", event.__name__),
    }


def _headers(event: type[Event]) -> Json:
    who = "[a-z]+" if event is DeadLetter else publisher_of(event.subject)
    when = "when it was recorded, UTC" + GRIDS.get(event.time_grid_seconds, "")
    attributes: Json = {
        "Nats-Msg-Id": {"type": "string", "pattern": UUID, "description": "the same as ce-id"},
        "ce-specversion": {"type": "string", "const": "1.0"},
        "ce-id": {"type": "string", "pattern": UUID},
        "ce-source": {"type": "string", "pattern": f"^urn:nld:kvknr:[0-9]{{8}}:systeem:{who}$"},
        "ce-type": {"type": "string", "const": event.type_name()},
        "ce-time": {"type": "string", "format": "date-time", "description": when},
        "ce-subject": {"type": "string", "description": "the aggregate's id"},
        "ce-sequence": {
            "type": "string",
            "pattern": f"^[0-9]{{{SEQUENCE_DIGITS}}}$",
            "description": "orders the events of one aggregate, as text",
        },
        "ce-dataschema": {"type": "string", "const": f"urn:hulpopafstand:schema:{event.subject}"},
        "content-type": {"type": "string", "const": "application/json"},
    }
    required = list(attributes)
    if not event.subject.startswith("partners."):
        attributes["traceparent"] = {
            "type": "string",
            "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
            "description": "W3C trace context; partners get and give none",
        }
    return {"type": "object", "required": required, "properties": attributes}


def _schemas() -> Json:
    """Return the schemas of all data by the names of their classes."""
    _names, schemas = models_json_schema(
        [(event, "serialization") for event in EVERY],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    found: Json = schemas["$defs"]
    return found


def _said(thing: Any) -> str:
    return inspect.cleandoc(inspect.getdoc(thing) or "")


def _ref(*path: str) -> Json:
    return {"$ref": "#/" + "/".join(path)}
