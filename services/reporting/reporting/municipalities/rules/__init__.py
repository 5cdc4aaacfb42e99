"""Rules of what a municipality contributes."""
