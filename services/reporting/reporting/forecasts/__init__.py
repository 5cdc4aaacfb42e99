"""What is expected: contacts by channel and hour of the coming four weeks, and how it came out."""
