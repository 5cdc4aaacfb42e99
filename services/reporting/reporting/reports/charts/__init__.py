"""The charts of a report: each a plot, the sentence that says what it shows, and its numbers."""
