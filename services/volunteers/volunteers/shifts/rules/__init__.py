"""What holds about shifts: pure, without clock, database or framework."""
