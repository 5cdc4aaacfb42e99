"""The path of a contact written by hand: bare asyncpg and nats-py, nothing of the platform.

What somebody would write who had only this path to write, and wrote it well: the same columns
and indexes, the same look-up of duty, one commit a contact, outbox and inbox, a relay with atomic
batches, a consumer that works in batches. No telemetry, no dead letters, no replicas, no schemas.
It imports asyncpg, nats-py, orjson, uvloop and the standard library only.
"""
