"""Proposes a roster for an instance: data in, data out. It knows no room, database or bus.

`python -m volunteers.rosters.solver` is a process of its own, so that no other one loads ortools
or highspy (docs/decisions/0023). The format is in benchmarks/README.md.
"""
