"""What billing does: one verb a file; load, decide by the rules, save, record the event."""
