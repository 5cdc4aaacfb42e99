"""What billing decides: pure functions of what they are given; no database, bus, clock or web."""
