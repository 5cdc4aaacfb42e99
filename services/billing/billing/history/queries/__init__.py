"""The reads of the finance desk."""
