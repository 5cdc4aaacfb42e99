"""The official rules of electronic invoices, run on a document in a process of its own.

`findings(xml, *stylesheets)` returns every finding, warnings too, as (flag, rule, text). The rules
stand beside the project and are no part of it: tests skip where they are absent.
"""

import json
import subprocess
import sys
from pathlib import Path

RULES = Path(__file__).resolve().parents[3] / "shared" / "standards" / "ubl"
STYLESHEETS = {
    "peppol": ("EN16931-UBL-1.3.16.xslt", "PEPPOL-EN16931-UBL-2026.5.xslt"),
    "nlcius": ("SI-UBL-2.0.3.13.xslt",),
}
Finding = tuple[str, str, str]


def findings_of(documents: dict[str, bytes], profile: str) -> dict[str, list[Finding]]:
    """Return what the rules of a profile find in each document; nothing: the document is right."""
    asked = {"stylesheets": [str(RULES / name) for name in STYLESHEETS[profile]],
             "documents": {name: xml.decode() for name, xml in documents.items()}}  # fmt: skip
    answer = subprocess.run(
        [sys.executable, __file__], input=json.dumps(asked), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    found = json.loads(answer.stdout)
    return {name: [(flag, rule, text) for flag, rule, text in found[name]] for name in documents}


def _main() -> None:
    from lxml import etree  # noqa: PLC0415 - only where the rules run
    from saxonche import PySaxonProcessor  # noqa: PLC0415

    asked = json.load(sys.stdin)
    found: dict[str, list[Finding]] = {name: [] for name in asked["documents"]}
    processor = PySaxonProcessor(license=False)
    for stylesheet in asked["stylesheets"]:
        rules = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=stylesheet)
        for name, xml in asked["documents"].items():
            told = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))
            report = etree.fromstring(told.encode())
            fired = report.findall("{*}fired-rule")
            assert fired, f"{stylesheet} has no rule for {name}"
            found[name] += [
                (one.get("flag") or "", one.get("id") or "", "".join(one.itertext()).strip())
                for one in report.findall("{*}failed-assert")
            ]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    _main()
