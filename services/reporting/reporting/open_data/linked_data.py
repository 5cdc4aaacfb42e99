"""Linked data from one structure: JSON-LD as it is, and Turtle written from it."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

Node = Mapping[str, Any]
"""A node: `@id` (or none: a blank node), `@type`, and properties with a prefix.

A value is a node, `{"@id": ...}`, `{"@value": ..., "@language": ...}` with a language or a
`@type`, a plain string, or a list of these.
"""
INDENT = "    "


def json_ld(prefixes: Mapping[str, str], graph: Sequence[Node]) -> bytes:
    """Return the graph as JSON-LD 1.1."""
    return orjson.dumps({"@context": dict(prefixes), "@graph": graph}, option=orjson.OPT_INDENT_2)


def turtle(prefixes: Mapping[str, str], graph: Sequence[Node]) -> bytes:
    """Return the graph as Turtle (RDF 1.1)."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    nodes = (f"\n<{node['@id']}>\n{_properties(node, INDENT)} .\n" for node in graph)
    return (head + "".join(nodes)).encode()


def _properties(node: Node, indent: str) -> str:
    lines = [f"{indent}a {node['@type']}"] if "@type" in node else []
    for name, value in node.items():
        if not name.startswith("@"):
            values = value if isinstance(value, list) else [value]
            lines.append(f"{indent}{name} {', '.join(_value(one, indent) for one in values)}")
    return " ;\n".join(lines)


def _value(value: Any, indent: str) -> str:
    if isinstance(value, str):
        return _literal(value)
    if "@value" in value:
        tag = f"@{value['@language']}" if "@language" in value else f"^^{value['@type']}"
        return _literal(str(value["@value"])) + tag
    if set(value) == {"@id"}:
        return f"<{value['@id']}>"
    return f"[\n{_properties(value, indent + INDENT)}\n{indent}]"


def _literal(text: str) -> str:
    # A JSON string is a Turtle string: both escape quotes, backslashes and control characters.
    return orjson.dumps(text).decode()
