"""`sensoor demo`: two weeks of Sensoor, played and checked."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it


def demo() -> None:
    """Start the platform if needed, and play two weeks of Sensoor on it."""
    from demo import main

    main.run()
