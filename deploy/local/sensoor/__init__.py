"""The local command: broker, database and the four services on one machine."""
