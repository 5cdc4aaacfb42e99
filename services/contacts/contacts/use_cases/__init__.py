"""What contacts does: one verb a file; load, decide, save and record the event."""
