"""Risks: holes that come near, and the waves of people who were asked."""
