"""What happened on a day, hour by hour, and what was expected and on the roster.

The live dashboard and the operations report show it. Exact counts of help seekers leave this room
rounded only (`rules/shown.py`).
"""
