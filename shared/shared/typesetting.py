"""Documents as PDF: a template in typst, filled in with data, by the fonts that typst carries.

The same template, data and moment always give the same bytes. PDF/UA-1 is asked for: typst then
refuses a document that a screen reader could not read, such as an image without a description.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

ACCESSIBLE: Final = "ua-1"
FONTS = typst.Fonts(include_system_fonts=False)


def typeset(template: Path, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """Return a PDF/UA-1 of a template, which reads `data` by `json(bytes(sys.inputs.data))`.

    `data` is of JSON's types, with amounts as text; `made_at` is written into the document, to the
    second. The template may include files of its own folder. Raises `typst.TypstError`.
    """
    return typst.compile(
        template, format="pdf", font_paths=FONTS, sys_inputs={"data": json.dumps(data)},
        pdf_standards=ACCESSIBLE, timestamp=made_at.replace(microsecond=0),
    )  # fmt: skip
