"""The partners' own copies: how they are kept, and when they leave."""
