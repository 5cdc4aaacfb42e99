"""Matching: who could fill a hole, ranked, from an index in memory."""
