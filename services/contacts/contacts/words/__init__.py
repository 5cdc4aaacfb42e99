"""The words of a chat on their way from one side to the other: through memory only."""
