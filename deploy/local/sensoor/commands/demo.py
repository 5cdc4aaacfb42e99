"""`sensoor demo`: two weeks of Sensoor, played and checked."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it


def demo() -> None:
    """Bring the platform up and play two weeks of Sensoor through it."""
    from demo import main

    main.run()
