"""What Sensoor's four services share: the published language of events, and the plumbing."""
