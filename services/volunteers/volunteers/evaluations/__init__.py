"""Evaluations: interviews about a volunteer's own reflections, and when they are due."""
