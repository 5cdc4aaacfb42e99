"""Who is asked for a hole, and who is asked first: pure, without clock, database or framework."""
