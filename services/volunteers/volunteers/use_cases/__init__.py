"""What can be done in volunteers: one verb per file, one commit each."""
