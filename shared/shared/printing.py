"""What a command of a service prints: whole lines, at once."""

import sys


def print_line(line: str) -> None:
    """Print one line, and flush it: who waits for the end sees how far it is."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
