"""The rules of a report: pure, without database, clock or framework."""
