"""Every page in a real Chromium: accessible, at every width, in every language; and sign-in.

A new page, in three lines:

1. an entry in `pages.PAGES`: `Page("volunteers", "week", "/volunteers/weeks/{week}", "listener")`;
2. what its address names goes into `site.values["volunteers"]` in `data.py`, and what it shows
   beside it;
3. `SCREENSHOTS=1 python -m pytest tests/browser -k volunteers-week`, and look at
   `var/screenshots/`.

tests/house fails for a page without an entry. A browser is found here, or comes with npm
(`chromium.py`).
"""
