"""What holds about volunteers and their shifts: pure, without clock, database or framework."""
