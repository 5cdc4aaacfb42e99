"""The bus: its keys, accounts, streams and consumers, and what reads it."""
