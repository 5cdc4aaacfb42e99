"""The ledger: balanced entries of each document and payment."""
