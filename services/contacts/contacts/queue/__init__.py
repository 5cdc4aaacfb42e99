"""One queue for every channel: who waits, to whom an attempt is offered, and how it ends."""
