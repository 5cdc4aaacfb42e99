"""`python -m contacts` serves; `python -m contacts migrate` migrates.

`python -m contacts rewrap-letters` replaces the key of letters (`key_commands.py`).
"""

import sys

from shared.service import main

from contacts import key_commands
from contacts.main import create_app

if sys.argv[1:] == [key_commands.REWRAP]:
    key_commands.run()
else:
    main("contacts", create_app)
