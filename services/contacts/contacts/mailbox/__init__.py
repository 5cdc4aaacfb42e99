"""The secure mailbox: letters of help seekers, kept as ciphertext, and their answers."""
