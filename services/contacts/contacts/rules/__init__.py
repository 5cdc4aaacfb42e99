"""What holds about contacts: pure, without clock, database or framework."""
