"""Personal data: all about one person, and its erasure."""
