"""Rules of demand, pure: waiting, required listeners, and how need is spread over locations."""
