"""The projections: how events become rows, one file for each publisher, with one fold.

The event handlers and the rebuild call the same functions. SQL therefore names the tables without
a schema: the search path of the connection selects the live tables or those of the rebuild.
"""
