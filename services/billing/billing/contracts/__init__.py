"""Contracts: who signed for which municipalities, and for which years."""
