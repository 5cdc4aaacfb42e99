"""What Sensoor's four services share: the events, and the infrastructure code."""
