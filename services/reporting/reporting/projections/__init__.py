"""How events become rows: one file per publisher, and the fold that all of them share.

Every function here is used twice: on the live tables, and by a rebuild on fresh ones. Tables are
therefore named without a schema; the connection's search path says which are meant.
"""
