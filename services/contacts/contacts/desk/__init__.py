"""A listener's desk: shift and presence, what is offered, open chats, and their registration."""
