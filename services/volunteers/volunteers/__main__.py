"""`python -m volunteers` serves; `python -m volunteers migrate` brings the database to head.

The commands for keys of personal data stand in `key_commands.py`.
"""

import sys

from shared.service import main

from volunteers import key_commands
from volunteers.main import create_app

if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in key_commands.COMMANDS:
        key_commands.run(sys.argv[1])
    else:
        main("volunteers", create_app)
